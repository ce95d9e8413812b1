using Haechi.Tower.Common;
using Haechi.Tower.Duties;
using Haechi.Tower.Files;
using Haechi.Tower.Rulebooks;
using Haechi.Tower.Storage;
using Haechi.Web.Frame;
using Haechi.Web.Frame.Fields;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Web.Duties;

/// <summary>One duty: its page, the acts on it, its evidence.</summary>
internal sealed class DutyActPages : IPages
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Page("/duties/{id}", (string id, DutyModel model) => model.Show(id, []));
        routes.Form("/duties/{id}/act", Act, Roles.Owner | Roles.Officer | Roles.Verifier);
        routes.Upload("/duties/{id}/evidence", Give, Roles.Owner | Roles.Officer);
        routes.Form("/evidence/{id}/judge", Judge, Roles.Owner | Roles.Officer | Roles.Verifier);
        routes.Page("/evidence/{id}/file", Download);
    }

    private static async Task<IResult> Act(string id, HttpContext http, Visit visit, DutyModel model)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        string Text(string name) => form[name].ToString();
        var result = Text("act") switch
        {
            "start" => await model.Do(new StartDuty(id)),
            "note" => await model.Do(new NoteDuty(id, Text("note"))),
            "undo" => await model.Do(new UndoDutyAct(id)),
            "not-applicable" => await model.Do(new ClaimNotApplicable(id, Text("reason"))),
            "waive" => await model.Do(new WaiveDuty(id, AskedMoment.Day(Text("until")) ?? DateOnly.MinValue, Text("reason"), Text("provision"))),
            "assign" => await model.Assign(new AssignDuties(Text("to") is { Length: > 0 } to ? to : null, [id])),
            _ => Refusal.Because("unknown-act", "양식의 버튼으로 보내 주십시오.", "send the form with one of its buttons"),
        };
        return result.Done ? Results.LocalRedirect("/duties/" + id) : await model.Show(id, result.Refusals);
    }

    private static async Task<IResult> Give(string id, HttpContext http, Visit visit, DutyModel model, FileStore files, IHandle<GiveEvidence, EvidenceRef> handler)
    {
        StoredFile? file = null;
        string? name = null;
        var form = await StreamedForm.Read(http, FileStore.DefaultLimit, async arriving =>
        {
            var put = await files.Put(arriving.Body, FileStore.DefaultLimit, http.RequestAborted);
            (file, name) = (put.Value, arriving.FileName);
            return put.Done ? null : put.Refusals[0];
        });
        if (!form.Done)
        {
            // A form without its token learns nothing of the duty, not even whether there is one.
            return form.Refusals[0].Code == "stale-form" ? Routes.Refused(form.Refusals) : await model.Show(id, form.Refusals);
        }
        string? Text(string field) => form.Value.GetValueOrDefault(field) is { Length: > 0 } text ? text : null;
        var given = await handler.Handle(visit.Actor, new GiveEvidence(id, Text("title") ?? "", file, name, Text("link"), Text("measured"), Text("attested"), AskedMoment.Day(Text("day")), AskedMoment.Day(Text("until"))), http.RequestAborted);
        return given.Done ? Results.LocalRedirect("/duties/" + id) : await model.Show(id, given.Refusals);
    }

    private static async Task<IResult> Judge(string id, HttpContext http, DutyModel model, TowerStore store)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (reason, duty) = (form["reason"].ToString(), await store.Read(c => c.Set<EvidenceRow>().Where(e => e.Id == id).Select(e => e.Duty).FirstOrDefaultAsync(http.RequestAborted)));
        if (duty is null)
        {
            return Routes.Refused([Refusal.NotFound("증빙", "evidence", id)]);
        }
        var result = form["act"].ToString() switch
        {
            "verify" => await model.Do(new VerifyEvidence(id, reason.Length > 0 ? reason : null)),
            "refuse" => await model.Do(new RefuseEvidence(id, reason)),
            "withdraw" => await model.Do(new WithdrawEvidence(id, reason)),
            _ => Refusal.Because("unknown-act", "양식의 버튼으로 보내 주십시오.", "send the form with one of its buttons"),
        };
        return result.Done ? Results.LocalRedirect("/duties/" + duty) : await model.Show(duty, result.Refusals);
    }

    private static async Task<IResult> Download(string id, HttpContext http, TowerStore store, FileStore files)
    {
        var evidence = await store.Read(c => c.Set<EvidenceRow>().FirstOrDefaultAsync(e => e.Id == id && e.Kind == "file", http.RequestAborted));
        if (evidence is null)
        {
            return Routes.Refused([Refusal.NotFound("파일", "file", id)]);
        }
        var opened = await files.Open(evidence.Hash, http.RequestAborted);
        // Saved and never shown: what people upload is not run in the tower's own origin.
        return opened.Done ? Results.Stream(opened.Value, "application/octet-stream", evidence.FileName) : Routes.Refused(opened.Refusals);
    }
}

/// <summary>Shows a duty and carries out acts on it.</summary>
internal sealed class DutyModel(Visit visit, DutyReader reader, TowerStore store, BookRegistry registry, IServiceProvider services)
{
    public async Task<IResult> Show(string id, IReadOnlyList<Refusal> refusals)
    {
        var story = await reader.Story(id, Stop);
        if (!story.Done)
        {
            return Routes.Refused(story.Refusals);
        }
        var owners = await reader.Owners(Stop);
        var installed = await store.Read(registry.Installed);
        return Routes.Render<DutyPage>(new { Story = story.Value, installed.Value?.Set, Refusals = refusals, Owners = (IReadOnlyList<Choice>)[.. owners.Select(a => new Choice(a.Id, a.Name))] }, refusals.Count > 0 ? 422 : 200);
    }

    public Task<Result<Done>> Do<T>(T command) => ((IHandle<T, Done>)services.GetService(typeof(IHandle<T, Done>))!).Handle(visit.Actor, command, Stop);

    public async Task<Result<Done>> Assign(AssignDuties command)
    {
        var assigned = await ((IHandle<AssignDuties, Assigned>)services.GetService(typeof(IHandle<AssignDuties, Assigned>))!).Handle(visit.Actor, command, Stop);
        return assigned.Done ? Done.Well : Refused.Because<Done>(assigned.Refusals);
    }

    private static CancellationToken Stop => default;
}

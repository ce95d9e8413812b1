using Haechi.Tower.Assessment;
using Haechi.Tower.Common;
using Haechi.Tower.Files;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;

namespace Haechi.Web.Assessment;

/// <summary>The pages on which the assessment may be left out.</summary>
internal sealed class ExemptionPages : IPages
{
    private const Roles Writers = Roles.Owner | Roles.Officer;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Page("/systems/{system}/exemptions", (string system, AssessmentQueries queries) => Show(system, queries, []));
        routes.Upload("/systems/{system}/exemptions", Record, Writers);
        routes.Page("/systems/{system}/exemptions/{id}/file", Download);
        routes.Upload("/systems/{system}/exemptions/{id}/answer", Answer, Writers);
        routes.Form("/systems/{system}/exemptions/{id}/confirm", (string system, string id, HttpContext http, Visit visit, AssessmentQueries queries, IHandle<ConfirmExemption, Exemption> act) =>
            Act(system, http, queries, _ => act.Handle(visit.Actor, new ConfirmExemption(id))), Roles.Verifier | Roles.Officer);
        routes.Form("/systems/{system}/exemptions/{id}/end", (string system, string id, HttpContext http, Visit visit, AssessmentQueries queries, IHandle<EndExemption, Exemption> act) =>
            Act(system, http, queries, f => act.Handle(visit.Actor, new EndExemption(id, AssessmentPages.Words(f, "reason") ?? ""))), Writers);
    }

    private static Task<IResult> Record(string system, HttpContext http, Visit visit, AssessmentQueries queries, FileStore files, IHandle<RecordExemption, Exemption> act) => Upload(system, http, queries, files, (f, document) =>
    {
        string Text(string name) => f.GetValueOrDefault(name)?.Trim() ?? "";
        return Day(f, "asked") is not { } asked
            ? Task.FromResult<Result<Exemption>>(Refusal.Because("missing", "협의일 또는 요청일을 적어 주십시오.", "give the day of the consultation or request", "asked"))
            : act.Handle(visit.Actor, new RecordExemption(system, Text("ground"), asked, Text("reference"), Text("reason"), Text("answer"), Day(f, "answered"), Text("hash") is { Length: > 0 } hash ? hash : null,
                Day(f, "from"), Day(f, "until")) { Document = document }, http.RequestAborted);
    });

    private static Task<IResult> Answer(string system, string id, HttpContext http, Visit visit, AssessmentQueries queries, FileStore files, IHandle<AnswerExemption, Exemption> act) =>
        Upload(system, http, queries, files, (f, document) => act.Handle(visit.Actor,
            new AnswerExemption(id, f.GetValueOrDefault("answer") ?? "", Day(f, "answered") ?? DateOnly.MinValue, f.GetValueOrDefault("reference")) { Document = document }, http.RequestAborted));

    /// <summary>A form with one document, which is received before the record is made; a document of a refused record belongs to nothing.</summary>
    private static async Task<IResult> Upload(string system, HttpContext http, AssessmentQueries queries, FileStore files, Func<IReadOnlyDictionary<string, string>, ExemptionDocument?, Task<Result<Exemption>>> act)
    {
        ExemptionDocument? document = null;
        var form = await StreamedForm.Read(http, FileStore.DefaultLimit, async arriving =>
        {
            var put = await files.Put(arriving.Body, FileStore.DefaultLimit, http.RequestAborted);
            document = put.Done ? new ExemptionDocument(put.Value, arriving.FileName) : null;
            return put.Done ? null : put.Refusals[0];
        });
        if (!form.Done)
        {
            return form.Refusals[0].Code == "stale-form" ? Routes.Refused(form.Refusals) : await Show(system, queries, form.Refusals);
        }
        var done = await act(form.Value, document);
        return done.Done ? Results.Redirect($"/systems/{system}/exemptions") : await Show(system, queries, done.Refusals, new FormCollection(form.Value.ToDictionary(f => f.Key, f => new StringValues(f.Value))));
    }

    private static async Task<IResult> Download(string system, string id, HttpContext http, AssessmentQueries queries, FileStore files)
    {
        var view = await queries.Exemptions(system);
        if (!view.Done || view.Value.Exemptions.FirstOrDefault(x => x.Id == id) is not { FileHash: { } hash, FileName: { } name })
        {
            return Routes.Refused([Refusal.NotFound("문서", "document", id)]);
        }
        var opened = await files.Open(hash, http.RequestAborted);
        // Saved and never shown: what people upload is not run in the tower's own origin.
        return opened.Done ? Results.Stream(opened.Value, "application/octet-stream", name) : Routes.Refused(opened.Refusals);
    }

    private static DateOnly? Day(IReadOnlyDictionary<string, string> form, string name) =>
        AskedMoment.Day(form.GetValueOrDefault(name));

    private static async Task<IResult> Act(string system, HttpContext http, AssessmentQueries queries, Func<IFormCollection, Task<Result<Exemption>>> act)
    {
        var form = await http.Request.ReadFormAsync();
        var done = await act(form);
        return done.Done ? Results.Redirect($"/systems/{system}/exemptions") : await Show(system, queries, done.Refusals, form);
    }

    private static async Task<IResult> Show(string system, AssessmentQueries queries, IReadOnlyList<Refusal> refusals, IFormCollection? typed = null)
    {
        var view = await queries.Exemptions(system);
        return view.Done ? Routes.Render<ExemptionsPage>(new { View = view.Value, Refusals = refusals, Typed = typed }, refusals.Count > 0 ? 422 : 200) : Routes.Refused(view.Refusals);
    }
}

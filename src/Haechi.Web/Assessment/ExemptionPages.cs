using Haechi.Tower.Assessment;
using Haechi.Tower.Common;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Haechi.Web.Assessment;

/// <summary>The pages on which the assessment may be left out.</summary>
internal sealed class ExemptionPages : IPages
{
    private const Roles Writers = Roles.Owner | Roles.Officer;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Page("/systems/{system}/exemptions", (string system, AssessmentQueries queries) => Show(system, queries, []));
        routes.Form("/systems/{system}/exemptions", Record, Writers);
        routes.Form("/systems/{system}/exemptions/{id}/answer", (string system, string id, HttpContext http, Visit visit, AssessmentQueries queries, IHandle<AnswerExemption, Exemption> act) => Act(system, http, queries,
            f => act.Handle(visit.Actor, new AnswerExemption(id, AssessmentPages.Words(f, "answer") ?? "", FormDay.Of(f, "answered") ?? DateOnly.MinValue, AssessmentPages.Words(f, "reference"), AssessmentPages.Words(f, "file")))), Writers);
        routes.Form("/systems/{system}/exemptions/{id}/confirm", (string system, string id, HttpContext http, Visit visit, AssessmentQueries queries, IHandle<ConfirmExemption, Exemption> act) =>
            Act(system, http, queries, _ => act.Handle(visit.Actor, new ConfirmExemption(id))), Roles.Verifier | Roles.Officer);
        routes.Form("/systems/{system}/exemptions/{id}/end", (string system, string id, HttpContext http, Visit visit, AssessmentQueries queries, IHandle<EndExemption, Exemption> act) =>
            Act(system, http, queries, f => act.Handle(visit.Actor, new EndExemption(id, AssessmentPages.Words(f, "reason") ?? ""))), Writers);
    }

    private static Task<IResult> Record(string system, HttpContext http, Visit visit, AssessmentQueries queries, IHandle<RecordExemption, Exemption> act) => Act(system, http, queries, f =>
    {
        string Text(string name) => AssessmentPages.Words(f, name) ?? "";
        var asked = FormDay.Of(f, "asked");
        return asked is null
            ? Task.FromResult<Result<Exemption>>(Refusal.Because("missing", "협의일 또는 요청일을 적어 주십시오.", "give the day of the consultation or request", "asked"))
            : act.Handle(visit.Actor, new RecordExemption(system, Text("ground"), asked.Value, Text("reference"), Text("reason"), Text("answer"), FormDay.Of(f, "answered"), AssessmentPages.Words(f, "file"),
                FormDay.Of(f, "from"), FormDay.Of(f, "until")));
    });

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

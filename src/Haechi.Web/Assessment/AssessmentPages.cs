using Haechi.Rules;
using Haechi.Tower.Assessment;
using Haechi.Tower.Common;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Haechi.Web.Assessment;

/// <summary>The pages of assessments.</summary>
internal sealed class AssessmentPages : IPages
{
    private const Roles Writers = Roles.Owner | Roles.Officer;
    private const Roles Readers2 = Roles.Verifier | Roles.Reviewer | Roles.Officer;

    public IReadOnlyList<NavItem> Navigation => [new NavItem(45, "/assessments", LocalText.Of("영향평가", "Assessments"))];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Page("/assessments", List);
        routes.Page("/systems/{system}/assessments/new", New);
        routes.Form("/systems/{system}/assessments", Start, Writers);
        routes.Page("/assessments/{id}", Overview);
        routes.Page("/assessments/{id}/sections/{section}", Section);
        routes.Form("/assessments/{id}/sections/{section}", Save, Writers);
        routes.Page("/assessments/{id}/review", Review);
        routes.Form("/assessments/{id}/refresh", (string id, HttpContext http, Visit visit, AssessmentQueries queries, IHandle<RefreshAssessment, AssessmentRef> act) =>
            Act(id, http, visit, queries, f => act.Handle(visit.Actor, new RefreshAssessment(id, Expected(f)))), Writers);
        routes.Form("/assessments/{id}/submit", (string id, HttpContext http, Visit visit, AssessmentQueries queries, IHandle<SubmitAssessment, AssessmentRef> act) =>
            Act(id, http, visit, queries, f => act.Handle(visit.Actor, new SubmitAssessment(id, Expected(f)))), Writers);
        routes.Form("/assessments/{id}/approve", (string id, HttpContext http, Visit visit, AssessmentQueries queries, IHandle<ApproveAssessment, AssessmentRef> act) =>
            Act(id, http, visit, queries, f => act.Handle(visit.Actor, new ApproveAssessment(id, Expected(f), Words(f, "note")))), Readers2);
        routes.Form("/assessments/{id}/return", (string id, HttpContext http, Visit visit, AssessmentQueries queries, IHandle<ReturnAssessment, AssessmentRef> act) =>
            Act(id, http, visit, queries, f => act.Handle(visit.Actor, new ReturnAssessment(id, Expected(f), Words(f, "reason") ?? ""))), Writers | Readers2);
        routes.Form("/assessments/{id}/withdraw", (string id, HttpContext http, Visit visit, AssessmentQueries queries, IHandle<WithdrawAssessment, AssessmentRef> act) =>
            Act(id, http, visit, queries, f => act.Handle(visit.Actor, new WithdrawAssessment(id, Expected(f), Words(f, "reason") ?? ""))), Writers);
        routes.Form("/assessments/{id}/publish", (string id, HttpContext http, Visit visit, AssessmentQueries queries, IHandle<PublishAssessment, AssessmentRef> act) =>
            Act(id, http, visit, queries, f => act.Handle(visit.Actor, new PublishAssessment(id, Expected(f), FormDay.Of(f, "on"), Words(f, "link")))), Writers | Roles.Publisher);
        routes.Page("/assessments/{id}/publish", (string id, string? lang, HttpContext http, Visit visit, AssessmentQueries queries) => Bytes(id, lang ?? visit.Language, false, http, queries));
        // Open to everybody: the law wants the result published. Only the bytes that were published are shown here.
        routes.Page("/open/assessments/{id}", (string id, string? lang, HttpContext http, Visit visit, AssessmentQueries queries) => Bytes(id, lang ?? visit.Language, true, http, queries), null);
    }

    private static async Task<IResult> List(string? state, bool? stale, Visit visit, AssessmentQueries queries)
    {
        AssessmentState? only = Enum.TryParse<AssessmentState>(state, true, out var known) && Enum.IsDefined(known) ? known : null;
        return Routes.Render<AssessmentListPage>(new { Lines = await queries.List(visit.Actor, only, stale == true), State = only, StaleOnly = stale == true });
    }

    private static async Task<IResult> New(string system, AssessmentQueries queries)
    {
        var (fits, name) = (await queries.Fits(system), await queries.NameOf(system));
        return fits.Done ? Routes.Render<NewAssessmentPage>(new { SystemId = system, SystemName = name ?? system, Fits = fits.Value }) : Routes.Refused(fits.Refusals);
    }

    private static async Task<IResult> Start(string system, HttpContext http, Visit visit, IHandle<StartAssessment, AssessmentRef> start)
    {
        var form = await http.Request.ReadFormAsync();
        var started = await start.Handle(visit.Actor, new StartAssessment(system, Words(form, "form") ?? ""));
        return started.Done ? Results.Redirect($"/assessments/{started.Value.Assessment}")
            : started.Refusals is [{ Code: "already-open", Where: { } open }] ? Results.Redirect($"/assessments/{open}") : Routes.Refused(started.Refusals);
    }

    private static async Task<IResult> Overview(string id, string? saved, Visit visit, AssessmentQueries queries)
    {
        var view = await queries.One(visit.Actor, id);
        return view.Done ? Routes.Render<AssessmentOverviewPage>(new { View = view.Value, Saved = saved is not null }) : Routes.Refused(view.Refusals);
    }

    private static async Task<IResult> Section(string id, string section, int? rows, bool? saved, Visit visit, AssessmentQueries queries)
    {
        var view = await queries.One(visit.Actor, id);
        if (!view.Done)
        {
            return Routes.Refused(view.Refusals);
        }
        return view.Value.Form.Sections.FirstOrDefault(s => s.Id == section) is { } part
            ? Routes.Render<AssessmentSectionPage>(new { View = view.Value, Part = part, Answers = view.Value.Answers, MoreRows = Math.Clamp(rows ?? 0, 0, 20), Saved = saved == true })
            : Routes.Refused([Refusal.NotFound("양식의 부분", "part of the form", section)]);
    }

    private static async Task<IResult> Save(string id, string section, HttpContext http, Visit visit, AssessmentQueries queries, IHandle<SaveAssessment, AssessmentRef> save)
    {
        var view = await queries.One(visit.Actor, id);
        if (!view.Done || view.Value.Form.Sections.FirstOrDefault(s => s.Id == section) is not { } part)
        {
            return Routes.Refused(view.Done ? [Refusal.NotFound("양식의 부분", "part of the form", section)] : view.Refusals);
        }
        var form = await http.Request.ReadFormAsync();
        var answers = PostedAnswers.Of(part, form);
        var saved = await save.Handle(visit.Actor, new SaveAssessment(id, Expected(form), answers));
        if (!saved.Done)
        {
            // What was typed is shown again, so that nothing is lost when somebody else saved first.
            return Routes.Render<AssessmentSectionPage>(new { View = view.Value, Part = part, Answers = PostedAnswers.Over(view.Value.Answers, answers), MoreRows = 0, Saved = false, saved.Refusals }, 422);
        }
        var at = view.Value.Form.Sections.ToList().IndexOf(part);
        return Results.Redirect(Words(form, "then") switch
        {
            "rows" => $"/assessments/{id}/sections/{section}?rows=3&saved=true",
            "next" when at + 1 < view.Value.Form.Sections.Count => $"/assessments/{id}/sections/{view.Value.Form.Sections[at + 1].Id}?saved=true",
            "stay" => $"/assessments/{id}/sections/{section}?saved=true",
            _ => $"/assessments/{id}?saved=1",
        });
    }

    private static async Task<IResult> Review(string id, int? version, Visit visit, AssessmentQueries queries)
    {
        var view = await queries.One(visit.Actor, id, version);
        return view.Done ? Routes.Render<AssessmentReviewPage>(new { View = view.Value }) : Routes.Refused(view.Refusals);
    }

    private static async Task<IResult> Act(string id, HttpContext http, Visit visit, AssessmentQueries queries, Func<IFormCollection, Task<Result<AssessmentRef>>> act)
    {
        var done = await act(await http.Request.ReadFormAsync());
        if (done.Done)
        {
            return Results.Redirect($"/assessments/{id}");
        }
        var view = await queries.One(visit.Actor, id);
        return view.Done ? Routes.Render<AssessmentOverviewPage>(new { View = view.Value, done.Refusals, Saved = false }, done.Refusals[0].Code is "forbidden" or "out-of-scope" ? 403 : 422) : Routes.Refused(view.Refusals);
    }

    private static async Task<IResult> Bytes(string id, string language, bool publishedOnly, HttpContext http, AssessmentQueries queries)
    {
        var page = await queries.Page(id, language == "en" ? "en" : "ko", publishedOnly);
        if (!page.Done)
        {
            return Routes.Refused(page.Refusals);
        }
        // The kept page carries its own style; the policy allows exactly that one by its hash.
        http.Response.Headers.ContentSecurityPolicy = $"default-src 'none'; style-src {PageHtml.StyleSource}; frame-ancestors 'none'; base-uri 'none'";
        return Results.Bytes(page.Value, "text/html; charset=utf-8");
    }

    private static int Expected(IFormCollection form) => int.TryParse(form["version"], out var version) ? version : -1;

    internal static string? Words(IFormCollection form, string name) => form[name].ToString() is { Length: > 0 } text ? text : null;
}

/// <summary>Reads days from forms.</summary>
internal static class FormDay
{
    /// <summary>The day in a field; null when it is blank or no day.</summary>
    public static DateOnly? Of(IFormCollection form, string name) =>
        AskedMoment.Day(form[name]);
}

using Haechi.Rules;
using Haechi.Tower.Common;
using Haechi.Tower.Council;
using Haechi.Tower.Council.Minutes;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Haechi.Web.Council;

/// <summary>The pages of the council that are read, and what everybody may read of it.</summary>
internal sealed class CouncilPages : IPages
{
    public IReadOnlyList<NavItem> Navigation => [new NavItem(60, "/council", LocalText.Of("위원회", "Council"))];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Page("/council", async (CouncilQueries queries, CancellationToken stop) => Routes.Render<CouncilHomePage>(new { View = await queries.Home(stop) }));
        routes.Page("/council/cases", Cases);
        routes.Page("/council/cases/new", async (string? system, CouncilQueries queries, CancellationToken stop) => Routes.Render<NewCasePage>(new { Bodies = await queries.Bodies(stop), queries.Subjects, System = system }), Roles.Owner | Roles.Officer);
        routes.Page("/council/cases/{id}", (string id, Visit visit, CouncilQueries queries, CancellationToken stop) => CouncilForms.Case(id, visit, queries, [], stop));
        routes.Page("/council/bodies/new", () => Routes.Render<NewBodyPage>(), Roles.Officer);
        routes.Page("/council/bodies/{id}", (string id, Visit visit, CouncilModel model, CancellationToken stop) => model.Body(id, [], stop));
        routes.Page("/council/meetings/{id}", (string id, CouncilModel model, CancellationToken stop) => model.Meeting(id, [], stop));
        routes.Page("/council/meetings/{id}/minutes", (string id, string? lang, bool? open, HttpContext http, Visit visit, MinutesDesk minutes, CancellationToken stop) => Minutes(id, lang ?? visit.Language, open == true, http, visit, minutes, stop));
        routes.Page("/council/meetings/{id}/minutes.docx", Docx);
        routes.Page("/council/items/{id}/card", Card);
        routes.Page("/council/items/{id}/card.json", Bytes);
        routes.Page("/council/orders", async (CouncilQueries queries, CancellationToken stop) => Routes.Render<OrdersPage>(new { Orders = await queries.Orders(stop) }));
        routes.Page("/council/recommendations", (CouncilQueries queries, CancellationToken stop) => CouncilForms.Recommendations(queries, [], stop));
        routes.Page("/council/interests", (Visit visit, CouncilModel model, CancellationToken stop) => model.Interests([], stop), Roles.CouncilMember | Roles.Officer);
        // Open to everybody: the minutes that were published, and the orders that stand.
        routes.Page("/open/council", async (CouncilQueries queries, CancellationToken stop) => Routes.Render<OpenCouncilPage>(new { View = await queries.Home(stop), Published = (await queries.Published(stop)) }), null);
        routes.Page("/open/council/meetings/{id}", Published, null);
    }

    private static async Task<IResult> Cases(string? body, string? state, string? outcome, bool? again, CouncilQueries queries, CancellationToken stop)
    {
        static string? Word(string? word) => string.IsNullOrEmpty(word) ? null : word;
        return Routes.Render<CasesPage>(new { Cases = await queries.Cases(Word(body), Word(state), Word(outcome), again == true, stop), Bodies = await queries.Bodies(stop), Body = Word(body), State = Word(state), Outcome = Word(outcome), Again = again == true });
    }

    private static async Task<IResult> Card(string id, Visit visit, CouncilQueries queries, CouncilModel model, CancellationToken stop)
    {
        var item = await queries.One(visit.Actor, id, stop);
        var check = item.Done ? await queries.Check(id, stop) : Refused.Because<CardCheck>(item.Refusals);
        return check.Done ? Routes.Render<CardPage>(new { Item = item.Value, Check = check.Value, Words = await model.Words(stop) }) : Routes.Refused(check.Refusals);
    }

    private static async Task<IResult> Bytes(string id, CouncilQueries queries, CancellationToken stop)
    {
        var card = await queries.Card(id, stop);
        return card.Done ? Results.Stream(card.Value, "application/json; charset=utf-8", $"decision-card-{id}.json") : Routes.Refused(card.Refusals);
    }

    private static async Task<IResult> Minutes(string id, string language, bool open, HttpContext http, Visit visit, MinutesDesk minutes, CancellationToken stop)
    {
        var page = await minutes.Html(visit.Actor, id, language == "en" ? "en" : "ko", open, stop);
        return page.Done ? OwnStyle(http, Results.Bytes(page.Value, "text/html; charset=utf-8")) : Routes.Refused(page.Refusals);
    }

    private static async Task<IResult> Docx(string id, string? lang, bool? open, Visit visit, MinutesDesk minutes, CancellationToken stop)
    {
        var language = (lang ?? visit.Language) == "en" ? "en" : "ko";
        var file = await minutes.Docx(visit.Actor, id, language, open == true, stop);
        return file.Done ? Results.File(file.Value, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", $"minutes-{id}-{language}{(open == true ? "-public" : "")}.docx") : Routes.Refused(file.Refusals);
    }

    private static async Task<IResult> Published(string id, string? lang, HttpContext http, Visit visit, MinutesDesk minutes, CancellationToken stop)
    {
        var page = await minutes.Published(id, lang ?? visit.Language, stop);
        return page.Done ? OwnStyle(http, Results.Stream(page.Value, "text/html; charset=utf-8")) : Routes.Refused(page.Refusals);
    }

    /// <summary>Minutes carry their own style; the policy allows exactly that one by its hash.</summary>
    private static IResult OwnStyle(HttpContext http, IResult result)
    {
        http.Response.Headers.ContentSecurityPolicy = $"default-src 'none'; style-src {MinutesDesk.StyleSource}; frame-ancestors 'none'; base-uri 'none'";
        return result;
    }
}

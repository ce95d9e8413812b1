using Haechi.Rules;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Duties;
using Haechi.Tower.Register;
using Haechi.Tower.Rulebooks;
using Haechi.Tower.Storage;
using Haechi.Web.Frame;
using Haechi.Web.Frame.Fields;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Web.Duties;

/// <summary>The gap board, the duties of a person and of a system, the calendar feed.</summary>
internal sealed class DutyPages : IPages
{
    public const int PageSize = 50;

    public IReadOnlyList<NavItem> Navigation { get; } = [new(30, "/gaps", LocalText.Of("이행 현황", "Gap board")), new(40, "/my-duties", LocalText.Of("내 의무", "My duties"))];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Page("/gaps", (HttpContext http, GapsModel model) => model.Show(http, []));
        routes.Page("/gaps.csv", Csv);
        routes.Form("/gaps/assign", Assign, Roles.Officer | Roles.Owner);
        routes.Page("/my-duties", async (Visit visit, DutyReader reader) => await Mine(visit, reader, null));
        routes.Form("/my-duties/feed", NewFeed);
        routes.Page("/feed/{secret}.ics", Feed, null).WithMetadata(new Door());
        routes.Page("/systems/{id}/duties", OfSystem);
    }

    private static async Task Csv(HttpContext http, Visit visit, GapBoard board)
    {
        var query = GapQuery.Read(http.Request, visit.Clock);
        var today = query.Moment?.On ?? visit.Clock.Today;
        http.Response.ContentType = "text/csv; charset=utf-8";
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"duties-{today:yyyy-MM-dd}.csv\"";
        await using var to = new StreamWriter(http.Response.Body, new global::System.Text.UTF8Encoding(true));
        var text = new StringWriter();
        DutyCsv.Header(text, visit.Language);
        await foreach (var lines in board.All(query.Filter, query.Moment, http.RequestAborted))
        {
            foreach (var line in lines)
            {
                DutyCsv.Line(text, line, today, visit.Language);
            }
            await to.WriteAsync(text.GetStringBuilder(), http.RequestAborted);
            await to.FlushAsync(http.RequestAborted);
            text.GetStringBuilder().Clear();
        }
        await to.WriteAsync(text.GetStringBuilder(), http.RequestAborted);
    }

    private static async Task<IResult> Assign(HttpContext http, Visit visit, GapsModel model, IHandle<AssignDuties, Assigned> handler)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var owner = form["to"].ToString() is { Length: > 0 } to ? to : null;
        http.Request.Query = new QueryCollection(form.Where(f => f.Key is not ("to" or "which" or "duty") && f.Key != Token.Name).ToDictionary(f => f.Key, f => f.Value));
        var filter = GapQuery.Read(http.Request, visit.Clock).Filter;
        var command = form["which"] == "all" ? new AssignDuties(owner, null, filter) : new AssignDuties(owner, [.. form["duty"].OfType<string>()]);
        var result = await handler.Handle(visit.Actor, command, http.RequestAborted);
        return result.Done ? Results.LocalRedirect(GapQuery.Address(filter, lines: true)) : await model.Show(http, result.Refusals);
    }

    private static async Task<IResult> Mine(Visit visit, DutyReader reader, string? feed)
    {
        var (owed, check) = await reader.Mine(visit.Actor);
        return Routes.Render<MyDutiesPage>(new { Owed = owed, ToVerify = check, Feed = feed });
    }

    private static async Task<IResult> NewFeed(HttpContext http, Visit visit, DutyReader reader, IHandle<NewFeedAddress, string> handler)
    {
        var made = await handler.Handle(visit.Actor, new NewFeedAddress(), http.RequestAborted);
        return made.Done ? await Mine(visit, reader, $"{http.Request.Scheme}://{http.Request.Host}/feed/{made.Value}.ics") : Routes.Refused(made.Refusals);
    }

    private static async Task<IResult> Feed(string secret, HttpContext http, CalendarFeed feed) =>
        await feed.Read(secret, http.RequestAborted) is { } text ? Results.Text(text, "text/calendar", global::System.Text.Encoding.UTF8) : Routes.Refused([Refusal.NotFound("구독 주소", "feed address", "feed")]);

    private static async Task<IResult> OfSystem(string id, HttpContext http, DutyReader reader, TowerStore store)
    {
        var system = await store.Read(c => c.Set<SystemNow>().FirstOrDefaultAsync(s => s.System == id, http.RequestAborted));
        return system is null ? Routes.Refused([Refusal.NotFound("시스템", "system", id)]) : Routes.Render<SystemDutiesPage>(new { Subject = system, Lines = await reader.OfSystem(id, http.RequestAborted) });
    }
}

/// <summary>Gathers what the gap board shows.</summary>
internal sealed class GapsModel(Visit visit, GapBoard board, BoardFinder boards, DutyReader reader, TowerStore store, BookRegistry registry, PendingCount pending)
{
    public async Task<IResult> Show(HttpContext http, IReadOnlyList<Refusal> refusals)
    {
        var stop = http.RequestAborted;
        var query = GapQuery.Read(http.Request, visit.Clock);
        await using var context = store.Open();
        var installed = await registry.Installed(context);
        var all = await boards.All(context);
        var spec = all.FirstOrDefault(b => b.Id == query.Board);
        var table = await board.Table(query.Filter, query.Moment, stop);
        var departments = await context.Set<Department>().Where(d => !d.Closed).OrderBy(d => d.Path).ToListAsync(stop);
        var classes = installed.Done ? installed.Value.Set.Classes.Where(c => !c.Title.IsEmpty) : [];
        return Routes.Render<GapsPage>(new
        {
            Table = table, Query = query, Refusals = refusals, Installed = installed.Done,
            Boards = (IReadOnlyList<Choice>)[.. all.Select(b => new Choice(b.Id, b.Title.In(visit.Language)))],
            Books = (IReadOnlyDictionary<string, string>)(installed.Value?.Set.Books.ToDictionary(b => b.Id, b => b.Title.In(visit.Language)) ?? []),
            Funnel = !query.Lines && query.Filter.Rule is null && query.Filter.Standing is null && !query.Filter.Overdue ? await board.Funnel(table, query.Filter, spec, query.Moment, stop) : null,
            Lines = !query.Lines ? [] : await board.List(query.Filter, (query.Page - 1) * DutyPages.PageSize, DutyPages.PageSize, query.Moment, stop),
            Departments = (IReadOnlyList<Choice>)[.. departments.Select(d => new Choice(d.Id, new string(' ', 2 * (d.Path.Count(c => c == '/') - 2)) + d.In(visit.Language)))],
            Classes = (IReadOnlyList<Choice>)[.. classes.Select(c => new Choice(c.Id, c.Title.In(visit.Language)))],
            Owners = (IReadOnlyList<Choice>)[.. (await reader.Owners(stop)).Select(a => new Choice(a.Id, a.Name))],
            Pending = await pending.Count(stop), CanAssign = visit.Actor.Is(Roles.Officer | Roles.Owner),
        }, refusals.Count > 0 ? 422 : 200);
    }
}

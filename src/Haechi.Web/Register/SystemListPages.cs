using Haechi.Rules;
using Haechi.Tower.Common;
using Haechi.Tower.Register;
using Haechi.Tower.Register.Contracts;
using Haechi.Tower.Register.Tables;
using Haechi.Tower.Storage;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Haechi.Web.Register;

/// <summary>The register as a list: search, filters, columns, saved views, export, bulk assignment.</summary>
internal sealed class SystemListPages : IPages
{
    public IReadOnlyList<NavItem> Navigation { get; } = [new(10, "/systems", LocalText.Of("등록부", "Register"))];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Page("/systems", Show);
        routes.Page("/systems.csv", Export);
        routes.Form("/systems/assign", Assign, Roles.Officer);
        routes.Form("/systems/link", Link, Roles.Officer | Roles.Owner);
        routes.Form("/systems/views", Save);
        routes.Form("/systems/views/{id}/drop", Drop);
    }

    private static async Task<IResult> Show(HttpContext http, Visit visit, TowerStore store, IHandle<ListSystems, SystemPage> handler, RegisterFields fields, IEnumerable<ISystemFilter> others)
    {
        var view = SystemListView.Of(http.Request, others, visit.Clock);
        var page = await handler.Handle(visit.Actor, view.Command(), http.RequestAborted);
        return page.Done ? Routes.Render<SystemsPage>(new { View = view, Page = page.Value, Names = await ListNames.Of(store, visit, others), Fields = fields }) : Routes.Refused(page.Refusals);
    }

    private static async Task<IResult> Export(HttpContext http, Visit visit, TowerStore store, IHandle<ListSystems, SystemPage> handler, RegisterFields fields, IEnumerable<ISystemFilter> others)
    {
        var view = SystemListView.Of(http.Request, others, visit.Clock);
        var page = await handler.Handle(visit.Actor, view.Command(whole: true), http.RequestAborted);
        if (!page.Done)
        {
            return Routes.Refused(page.Refusals);
        }
        var names = await ListNames.Of(store, visit, []);
        List<string> columns = ["number", "name", .. view.Columns];
        // Written to memory first: the answer's stream takes no synchronous writes.
        var file = new MemoryStream();
        CsvOut.Write(file, columns.Select(c => ListNames.Heading(c, fields, visit)), page.Value.Rows.Select(r => columns.Select(c => names.Cell(r, c, fields, visit) ?? "")));
        file.Position = 0;
        return Results.File(file, "text/csv; charset=utf-8", $"systems-{visit.Clock.Today:yyyy-MM-dd}.csv");
    }

    private static async Task<IResult> Assign(HttpContext http, Visit visit, IHandle<AssignDepartment, int> handler)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var department = form["to"].ToString() is { Length: > 0 } to && to != SystemFilter.Unknown ? to : null;
        var done = await handler.Handle(visit.Actor, new AssignDepartment([.. form["system"].OfType<string>()], department), http.RequestAborted);
        return done.Done ? Results.LocalRedirect(Back(form)) : Routes.Refused(done.Refusals);
    }

    private static async Task<IResult> Link(HttpContext http, Visit visit, IHandle<LinkProduct, int> handler)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var done = await handler.Handle(visit.Actor, new LinkProduct([.. form["system"].OfType<string>()], form["product"].ToString() is { Length: > 0 } p ? p : null), http.RequestAborted);
        return done.Done ? Results.LocalRedirect(Back(form)) : Routes.Refused(done.Refusals);
    }

    private static async Task<IResult> Save(HttpContext http, Visit visit, IHandle<SaveView, string> handler)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var query = form["query"].ToString();
        var saved = await handler.Handle(visit.Actor, new SaveView(form["name"].ToString(), "/systems", query), http.RequestAborted);
        return saved.Done ? Results.LocalRedirect(Query.With("/systems?" + query.TrimStart('?'), "done", "saved")) : Routes.Refused(saved.Refusals);
    }

    private static async Task<IResult> Drop(HttpContext http, string id, Visit visit, IHandle<DropView, Done> handler)
    {
        var dropped = await handler.Handle(visit.Actor, new DropView(id), http.RequestAborted);
        return dropped.Done ? Results.LocalRedirect("/systems?done=saved") : Routes.Refused(dropped.Refusals);
    }

    /// <summary>An address of this module that the form named, or the list.</summary>
    internal static string Back(IFormCollection form) =>
        form["back"].ToString() is var back && (back == "/systems" || back.StartsWith("/systems?", StringComparison.Ordinal) || back.StartsWith("/systems/", StringComparison.Ordinal) || back.StartsWith("/products/", StringComparison.Ordinal))
            ? Query.With(back, "done", "saved") : "/systems?done=saved";
}

using Haechi.Rules;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Register;
using Haechi.Tower.Storage;
using Haechi.Web.Access;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Web.Register;

/// <summary>A department in the tree.</summary>
public sealed record DepartmentRow(Department Department, int Depth, int Systems);

/// <summary>The tree of departments.</summary>
internal sealed class DepartmentPages : IPages
{
    public IReadOnlyList<NavItem> Navigation { get; } = [new(14, "/departments", LocalText.Of("부서", "Departments"))];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Page("/departments", Show);
        routes.Form("/departments", Add, Roles.Officer);
        routes.Form("/departments/{id}/rename", Rename, Roles.Officer);
        routes.Form("/departments/{id}/move", Move, Roles.Officer);
        routes.Form("/departments/{id}/close", Close, Roles.Officer);
    }

    private static Task<IResult> Show(Visit visit, TowerStore store) => Draw(visit, store, []);

    private static async Task<IResult> Draw(Visit visit, TowerStore store, IReadOnlyList<Refusal> refusals)
    {
        await using var context = store.Open();
        var open = await context.Set<Department>().Where(d => !d.Closed).ToListAsync();
        var counts = await context.Set<SystemNow>().Where(n => n.Department != null).GroupBy(n => n.Department!).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count);
        var byId = open.ToDictionary(d => d.Id);
        var choices = await DepartmentChoices.Of(context, visit.Language);
        // The choices stand in the order of the tree already.
        var rows = choices.Select(c => byId[c.Value]).Select(d => new DepartmentRow(d, d.Path.Count(p => p == '/') - 2, counts.GetValueOrDefault(d.Id))).ToList();
        return Routes.Render<DepartmentsPage>(new { Rows = rows, Choices = choices, Refusals = refusals }, refusals.Count == 0 ? 200 : 422);
    }

    private static async Task<IResult> Add(HttpContext http, Visit visit, TowerStore store, IHandle<AddDepartment, string> handler)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return await After(await handler.Handle(visit.Actor, new AddDepartment(form["name"].ToString(), Given(form["parent"]), Given(form["nameEn"])), http.RequestAborted), visit, store);
    }

    private static async Task<IResult> Rename(HttpContext http, string id, Visit visit, TowerStore store, IHandle<RenameDepartment, Done> handler)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return await After(await handler.Handle(visit.Actor, new RenameDepartment(id, form["name"].ToString(), Given(form["nameEn"])), http.RequestAborted), visit, store);
    }

    private static async Task<IResult> Move(HttpContext http, string id, Visit visit, TowerStore store, IHandle<MoveDepartment, Done> handler)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return await After(await handler.Handle(visit.Actor, new MoveDepartment(id, Given(form["parent"])), http.RequestAborted), visit, store);
    }

    private static async Task<IResult> Close(HttpContext http, string id, Visit visit, TowerStore store, IHandle<CloseDepartment, Done> handler) =>
        await After(await handler.Handle(visit.Actor, new CloseDepartment(id), http.RequestAborted), visit, store);

    private static async Task<IResult> After<T>(Result<T> result, Visit visit, TowerStore store) => result.Done ? Results.LocalRedirect("/departments?done=saved") : await Draw(visit, store, result.Refusals);

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}

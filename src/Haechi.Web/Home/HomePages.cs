using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Register;
using Haechi.Tower.Storage;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Web.Home;

/// <summary>The first page.</summary>
internal sealed class HomePages : IPages
{
    public IReadOnlyList<NavItem> Navigation { get; } = [new(0, "/", Rules.LocalText.Of("현황", "Overview"), Routes.SignedIn), new(95, "/settings", Rules.LocalText.Of("설정", "Settings"), Roles.Officer | Roles.Administrator)];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Page("/", Show, Routes.SignedIn);
        routes.Page("/settings", () => Routes.Render<SettingsPage>(), Roles.Officer | Roles.Administrator);
    }

    private static async Task<IResult> Show(HttpContext http, Visit visit, TowerStore store)
    {
        if (!visit.Actor.Is(Routes.Anyone))
        {
            return Routes.Render<SupplierPage>();
        }
        await using var context = store.Open();
        if (visit.Actor.Is(Roles.Officer) && visit.Actor.Department is null && await SetUpPages.IsOpen(context))
        {
            return Results.LocalRedirect("/set-up");
        }
        if (http.RequestServices.GetService<IHome>() is { } home)
        {
            return await home.Show(http);
        }
        var states = await context.Set<SystemNow>().GroupBy(s => s.State).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(http.RequestAborted);
        return Routes.Render<OverviewPage>(new
        {
            Systems = states.Sum(s => s.Count), States = Lifecycle.All.Append(null).Select(s => (Lifecycle.Title(s).In(visit.Language), states.FirstOrDefault(c => c.Key == s)?.Count ?? 0)).ToList(),
            Departments = await context.Set<Department>().CountAsync(d => !d.Closed, http.RequestAborted),
        });
    }
}

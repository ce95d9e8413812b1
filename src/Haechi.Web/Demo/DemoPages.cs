using System.Globalization;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Haechi.Web.Access;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Web.Demo;

/// <summary>A made-up person to sign in as; roles and department as words.</summary>
public sealed record PersonaView(string Id, string Name, string? Position, string Roles, string Department);

/// <summary>The demonstration: choosing a person, and moving the clock.</summary>
internal sealed class DemoPages : IPages
{
    private const int FarthestYear = 2032;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Page("/demo", Show, roles: null);
        routes.Form("/demo/enter", Enter, roles: null);
        routes.Form("/demo/advance", Advance, roles: null);
    }

    private static async Task<IResult> Show(HttpContext http, ServeOptions serve, TowerStore store, Visit visit, string? to)
    {
        if (DemoGate.Refuses(http, serve) is { } refusal)
        {
            return Routes.Refused([refusal]);
        }
        await using var context = store.Open();
        var departments = await context.Set<Department>().ToDictionaryAsync(d => d.Id, d => d.In(visit.Language), http.RequestAborted);
        var people = await context.Set<Account>().Where(a => a.Persona && !a.Closed).ToListAsync(http.RequestAborted);
        var personas = people.OrderBy(a => RoleWords.Rank(a.Roles)).ThenBy(a => a.Name, StringComparer.Ordinal).Select(a => new PersonaView(a.Id, a.Name, a.Position, RoleWords.Of(a.Roles, visit.Korean),
            a.Department is { } d ? departments.GetValueOrDefault(d, d) : visit.Say("기관 전체", "The whole body"))).ToList();
        return Routes.Render<DemoPage>(new { Personas = personas, To = Session.Local(to) });
    }

    private static async Task<IResult> Enter(HttpContext http, ServeOptions serve, IHandle<EnterAsPersona, SignedIn> handler)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (DemoGate.Refuses(http, serve) is { } refusal)
        {
            return Routes.Refused([refusal]);
        }
        var result = await handler.Handle(Actor.Program, new EnterAsPersona(form["account"].ToString()), http.RequestAborted);
        if (!result.Done)
        {
            return Routes.Refused(result.Refusals);
        }
        return await Session.Enter(http, result.Value, "persona", form["to"]);
    }

    private static async Task<IResult> Advance(HttpContext http, ServeOptions serve, TowerStore store)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (DemoGate.Refuses(http, serve) is { } refusal)
        {
            return Routes.Refused([refusal]);
        }
        if (!int.TryParse(form["days"], NumberStyles.None, CultureInfo.InvariantCulture, out var days) || days is < 1 or > 3660 || store.Clock.Today.AddDays(days).Year > FarthestYear)
        {
            return Routes.Refused([Refusal.Because("wrong-days", $"1일 이상, {FarthestYear}년까지만 넘길 수 있습니다.", $"move on by at least one day, and not beyond {FarthestYear}", "days")]);
        }
        store.Clock.Advance(days);
        DemoFolder.Keep(store.Options.DataFolder, store.Clock);
        foreach (var listener in http.RequestServices.GetServices<IClockMoved>())
        {
            await listener.Moved(http.RequestAborted);
        }
        return Results.LocalRedirect("/demo?done=moved");
    }
}

/// <summary>Is told when the clock of the demonstration was moved, so that what depends on the day is worked out anew without waiting.</summary>
public interface IClockMoved
{
    /// <summary>The clock shows another day now.</summary>
    public Task Moved(CancellationToken stop);
}

/// <summary>Several roles as words.</summary>
internal static class RoleWords
{
    public static IReadOnlyList<Roles> All { get; } = [Roles.Officer, Roles.Owner, Roles.Verifier, Roles.Reviewer, Roles.Publisher, Roles.CouncilMember, Roles.Auditor, Roles.Reader, Roles.Administrator, Roles.Supplier];

    /// <summary>Where someone with these roles stands in a list: whoever runs the register first.</summary>
    public static int Rank(Roles roles) => All.TakeWhile(r => !roles.HasFlag(r)).Count();

    public static string Of(Roles roles, bool korean) => string.Join(", ", All.Where(r => roles.HasFlag(r)).Select(r => Permissions.Word(r, korean)));
}

using Haechi.Tower.Common;
using Haechi.Tower.Register;
using Haechi.Tower.Storage;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Web.Register;

/// <summary>A system in a group of those that may be one.</summary>
public sealed record AlikeSystem(string Id, int Number, string Name, string? Organisation, string? Department, long ChangedAt);

/// <summary>A group as it is shown.</summary>
public sealed record AlikeGroup(DuplicateGroup Group, IReadOnlyList<AlikeSystem> Systems);

/// <summary>Systems that may be one; a person decides.</summary>
internal sealed class DuplicatePages : IPages
{
    public const int Size = 20;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Page("/duplicates", Show, Roles.Officer);
        routes.Form("/duplicates", Decide, Roles.Officer);
    }

    private static async Task<IResult> Show(HttpContext http, int? page, Visit visit, TowerStore store, IHandle<FindDuplicates, DuplicatePage> handler)
    {
        var at = Math.Clamp(page ?? 1, 1, 10_000);
        var found = await handler.Handle(visit.Actor, new FindDuplicates((at - 1) * Size, Size), http.RequestAborted);
        if (!found.Done)
        {
            return Routes.Refused(found.Refusals);
        }
        await using var context = store.Open();
        var ids = found.Value.Groups.SelectMany(g => g.Keys).Distinct().ToList();
        var systems = await context.Set<SystemNow>().Where(n => ids.Contains(n.System)).ToDictionaryAsync(n => n.System, http.RequestAborted);
        var departments = await context.Set<Haechi.Tower.Access.Department>().ToDictionaryAsync(d => d.Id, d => d.In(visit.Language), http.RequestAborted);
        var groups = found.Value.Groups.Select(g => new AlikeGroup(g, [.. g.Keys.Select(k => systems[k]).OrderBy(s => s.Number)
            .Select(s => new AlikeSystem(s.System, s.Number, s.Name, s.Organisation, s.Department is null ? null : departments.GetValueOrDefault(s.Department), s.ChangedAt))])).ToList();
        return Routes.Render<DuplicatesPage>(new { found.Value.Total, found.Value.Systems, Groups = groups, Current = at });
    }

    private static async Task<IResult> Decide(HttpContext http, Visit visit, IHandle<ConfirmMatch, SystemRef> join, IHandle<KeepApart, int> apart)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (stay, systems) = (form["stay"].ToString(), form["system"].OfType<string>().ToList());
        if (form["answer"] != "same")
        {
            var kept = await apart.Handle(visit.Actor, new KeepApart(systems), http.RequestAborted);
            return kept.Done ? Results.LocalRedirect("/duplicates?done=saved") : Routes.Refused(kept.Refusals);
        }
        foreach (var other in systems.Where(s => s != stay))
        {
            if (await join.Handle(visit.Actor, new ConfirmMatch(stay, other, true), http.RequestAborted) is { Done: false } refused)
            {
                return Routes.Refused(refused.Refusals);
            }
        }
        return Results.LocalRedirect($"/systems/{stay}/history?done=saved");
    }
}

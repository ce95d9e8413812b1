using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Register;

/// <summary>What handlers that change several systems at once have in common.</summary>
internal static class ManyChanges
{
    /// <summary>The systems with their newest versions, in the order of their numbers; those that left the lists are not among them.</summary>
    public static async Task<IReadOnlyList<(AiSystem System, SystemVersion Newest)>> Load(TowerContext context, IEnumerable<string> ids)
    {
        var found = new List<(AiSystem, SystemVersion)>();
        foreach (var some in ids.Distinct().Chunk(500))
        {
            var rows = await (from now in context.Set<SystemNow>().AsNoTracking() where some.Contains(now.System)
                              join version in context.Set<SystemVersion>() on now.Version equals version.Id join system in context.Set<AiSystem>() on now.System equals system.Id
                              select new { system, version }).AsNoTracking().ToListAsync();
            found.AddRange(rows.Select(r => (r.system, r.version)));
        }
        return [.. found.OrderBy(f => f.Item1.Number)];
    }

    /// <summary>Loads systems for a change by the actor; refuses when one is missing or lies outside the actor's departments.</summary>
    public static async Task<Result<IReadOnlyList<(AiSystem System, SystemVersion Newest)>>> Take(WriteScope scope, IReadOnlyList<string> ids, Roles roles)
    {
        if (Permissions.Need(scope.Actor, roles) is { } role)
        {
            return role;
        }
        if (ids.Count == 0)
        {
            return Refusal.Because("nothing-chosen", "고른 시스템이 없습니다. 하나 이상 고르십시오.", "no system was chosen; choose at least one", "systems");
        }
        var systems = await Load(scope.Context, ids);
        if (ids.Except(systems.Select(s => s.System.Id)).FirstOrDefault() is { } missing)
        {
            return Refusal.NotFound("시스템", "system", missing);
        }
        foreach (var department in systems.Select(s => s.Newest.Department).Distinct())
        {
            if (await Permissions.NeedScope(scope.Context, scope.Actor, department) is { } outside)
            {
                return outside;
            }
        }
        return Refused.Not(systems);
    }

    /// <summary>A version that says what the given one says, with another reason.</summary>
    public static NextVersion Again(SystemVersion version, string change, DateOnly today, string? note = null) =>
        new(FactsJson.Read(version.Facts), version.Department, version.Product, change, today, note);
}

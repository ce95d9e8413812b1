using Haechi.Rules.Facts;
using Haechi.Tower.Register;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Rulebooks;

/// <summary>A system whose determination may no longer stand.</summary>
internal sealed record PendingSystem(string System, long Newest, string? Result);

/// <summary>The facts that count for a system on a day.</summary>
/// <param name="System">The system.</param>
/// <param name="Newest">Its newest version.</param>
/// <param name="Version">The version in force on the day, or 0.</param>
/// <param name="Facts">Its facts as text, or null when no version is in force.</param>
/// <param name="Next">The first later day on which another version begins.</param>
/// <param name="Before">The hash of the result that stands so far, or null.</param>
internal sealed record FactsOfDay(string System, long Newest, long Version, string? Facts, DateOnly Next, string? Before)
{
    public SystemFacts Read() => Facts is null ? SystemFacts.None : FactsJson.Read(Facts);

    public FactRecord Record(SystemFacts facts) => facts.ToRecord(System);
}

/// <summary>Finds pending systems: never determined, changed since, determined under other books or counting, or the day has come on which the result may differ.</summary>
internal static class Pending
{
    public static IQueryable<PendingSystem> Query(TowerContext context, string key, DateOnly day) =>
        from s in context.Set<SystemNow>().AsNoTracking()
        join d in context.Set<DeterminationNow>().AsNoTracking() on s.System equals d.System into found
        from d in found.DefaultIfEmpty()
        where d == null || d.SeenVersion != s.Version || d.Key != key || d.Until <= day
        orderby s.System
        select new PendingSystem(s.System, s.Version, d == null ? null : d.Result);

    /// <summary>Reads the version in force on the day for each: the newest whose day of validity has come, late corrections first.</summary>
    public static async Task<List<FactsOfDay>> Facts(TowerContext context, IReadOnlyList<PendingSystem> systems, DateOnly day, CancellationToken stop)
    {
        var ids = systems.Select(s => s.System).ToArray();
        var thin = await context.Set<SystemVersion>().AsNoTracking().Where(v => ids.Contains(v.System)).Select(v => new { v.System, v.Id, v.ValidFrom, v.RecordedAt }).ToListAsync(stop);
        var bySystem = thin.GroupBy(v => v.System, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.ToList(), StringComparer.Ordinal);
        var chosen = systems.Select(s =>
        {
            var versions = bySystem.GetValueOrDefault(s.System) ?? [];
            var inForce = versions.Where(v => v.ValidFrom <= day).OrderByDescending(v => v.ValidFrom).ThenByDescending(v => v.RecordedAt).ThenByDescending(v => v.Id).FirstOrDefault();
            return (System: s, Version: inForce?.Id ?? 0, Next: versions.Where(v => v.ValidFrom > day).Select(v => v.ValidFrom).DefaultIfEmpty(DateOnly.MaxValue).Min());
        }).ToList();
        var wanted = chosen.Select(c => c.Version).Where(v => v > 0).ToArray();
        var facts = await context.Set<SystemVersion>().AsNoTracking().Where(v => wanted.Contains(v.Id)).Select(v => new { v.Id, v.Facts }).ToDictionaryAsync(v => v.Id, v => v.Facts, stop);
        return [.. chosen.Select(c => new FactsOfDay(c.System.System, c.System.Newest, c.Version, facts.GetValueOrDefault(c.Version), c.Next, c.System.Result))];
    }
}

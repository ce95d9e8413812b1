using Haechi.Tower.Common;
using Haechi.Tower.Register;
using Haechi.Tower.Rulebooks;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Duties;

/// <summary>A system as far as the portfolio needs it; <paramref name="Risk"/> is null while it is not determined.</summary>
internal sealed record PlacedSystem(string System, string? Department, string? State, int? Risk);

/// <summary>Where every system stands. Those of now are kept until a version or a determination is written; an act on a duty leaves them as they are.</summary>
internal sealed class PlacedSystems(TowerStore store)
{
    private Kept? _kept;

    private sealed record Kept(long Versions, long Determinations, IReadOnlyList<PlacedSystem> Systems);

    /// <summary>All systems as they are now.</summary>
    public async Task<IReadOnlyList<PlacedSystem>> Now(CancellationToken stop)
    {
        await using var context = store.Open();
        // The numbers first: what is committed while the rows are read makes them stale the next time.
        var (versions, determinations) = (await ChangeNumber.Last(context, Versions.Kind, stop), await ChangeNumber.Last(context, DeterminationChanges.Kind, stop));
        if (_kept is { } kept && kept.Versions == versions && kept.Determinations == determinations)
        {
            return kept.Systems;
        }
        // Two scans and a look-up in memory: the join in the database takes twice as long.
        var risks = await context.Set<DeterminationNow>().Select(d => new { d.System, d.Risk }).ToDictionaryAsync(d => d.System, d => d.Risk, StringComparer.Ordinal, stop);
        var systems = await context.Set<SystemNow>().Select(s => new { s.System, s.Department, s.State }).ToListAsync(stop);
        List<PlacedSystem> placed = [.. systems.Select(s => new PlacedSystem(s.System, s.Department, s.State, risks.TryGetValue(s.System, out var risk) ? risk : null))];
        _kept = new Kept(versions, determinations, placed);
        return placed;
    }

    /// <summary>All systems as they had been recorded by then.</summary>
    public async Task<IReadOnlyList<PlacedSystem>> Then(Moment at, long by, CancellationToken stop)
    {
        var determined = Task.Run(() => Risks(by), stop);
        var systems = await Task.Run(() => Systems(at), stop);
        var risks = await determined;
        return [.. systems.Select(s => s with { Risk = risks.TryGetValue(s.System, out var risk) ? risk : null })];
    }

    // Row by row without waiting in between: with tens of thousands of rows an asynchronous reader spends more on the waiting than on the rows.
    private List<PlacedSystem> Systems(Moment at)
    {
        using var context = store.Open();
        return [.. SystemRows.At(context, at).Select(s => new PlacedSystem(s.System, s.Department, s.State, null))];
    }

    private Dictionary<string, int> Risks(long by)
    {
        using var context = store.Open();
        // In the order of the index, so that the last one of each system stays.
        var risks = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var d in context.Set<DeterminationRow>().Where(d => d.RecordedAt <= by).OrderBy(d => d.System).ThenBy(d => d.RecordedAt).Select(d => new { d.System, d.Risk }))
        {
            risks[d.System] = d.Risk;
        }
        return risks;
    }
}

using Haechi.Rules.Facts;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Journal;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Register;

/// <summary>Asks for all versions of a system, newest first.</summary>
public sealed record SystemHistory(string System);

/// <summary>One version in a history.</summary>
/// <param name="Number">Its number.</param>
/// <param name="RecordedAt">When it was recorded, in UTC microseconds.</param>
/// <param name="ValidFrom">From when it is true.</param>
/// <param name="Change">What made it.</param>
/// <param name="Who">The name of the account, or its id.</param>
/// <param name="Note">Why.</param>
/// <param name="Import">The import, or null.</param>
/// <param name="Changed">The facts that differ from the version before.</param>
/// <param name="LedgerIndex">The index of the act in the public ledger; null while it has none.</param>
/// <param name="Standing">How far the act has come on its way to outsiders.</param>
public sealed record HistoryRow(
    int Number, long RecordedAt, DateOnly ValidFrom, string Change, string Who, string? Note, string? Import, IReadOnlyList<string> Changed, long? LedgerIndex = null, LedgerStanding Standing = LedgerStanding.Recorded);

/// <summary>Carries out <see cref="SystemHistory"/>.</summary>
internal sealed class SystemHistoryHandler(TowerStore store) : IHandle<SystemHistory, IReadOnlyList<HistoryRow>>
{
    public async Task<Result<IReadOnlyList<HistoryRow>>> Handle(Actor actor, SystemHistory command, CancellationToken stop)
    {
        await using var context = store.Open();
        var versions = await context.Set<SystemVersion>().Where(v => v.System == command.System).OrderBy(v => v.Number).ToListAsync(stop);
        if (versions.Count == 0)
        {
            return Refusal.NotFound("시스템", "system", command.System);
        }
        var accounts = versions.Select(v => v.Account).Distinct().ToList();
        var names = await context.Set<Account>().Where(a => accounts.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.Name, stop);
        var (reach, entries) = (await LedgerQueries.Reach(context, stop), await Entries(context, command.System, versions, stop));
        var rows = new List<HistoryRow>();
        var before = SystemFacts.None;
        foreach (var version in versions)
        {
            var after = FactsJson.Read(version.Facts);
            var index = entries.GetValueOrDefault(version.Number);
            rows.Insert(0, new HistoryRow(version.Number, version.RecordedAt, version.ValidFrom, version.Change, names.GetValueOrDefault(version.Account, version.Account), version.Note, version.Import,
                [.. Differences.Between(before, after).Select(d => d.Fact)], index, reach.Of(index)));
            before = after;
        }
        return Refused.Not<IReadOnlyList<HistoryRow>>(rows);
    }

    /// <summary>The act that made each version: it bears the same instant and account; of several, the one that names the system or its import.</summary>
    private static async Task<Dictionary<int, long?>> Entries(TowerContext context, string system, List<SystemVersion> versions, CancellationToken stop)
    {
        var instants = versions.Select(v => v.RecordedAt).Distinct().ToList();
        var acts = (await context.Set<JournalEntry>().Where(j => instants.Contains(j.At)).Select(j => new { j.At, j.Subject, j.LedgerIndex, j.Seq }).ToListAsync(stop)).ToLookup(j => j.At);
        return versions.ToDictionary(v => v.Number, v => acts[v.RecordedAt].OrderByDescending(a => a.Subject == "system:" + system).ThenByDescending(a => a.Subject == "import:" + v.Import).ThenBy(a => a.Seq).FirstOrDefault()?.LedgerIndex);
    }
}

/// <summary>Asks what differs between two versions of a system.</summary>
public sealed record SystemDiff(string System, int From, int To);

/// <summary>One fact that differs; null is unknown.</summary>
public sealed record FactDifference(string Fact, HeldFact? Before, HeldFact? After);

/// <summary>Carries out <see cref="SystemDiff"/>.</summary>
internal sealed class SystemDiffHandler(TowerStore store) : IHandle<SystemDiff, IReadOnlyList<FactDifference>>
{
    public async Task<Result<IReadOnlyList<FactDifference>>> Handle(Actor actor, SystemDiff command, CancellationToken stop)
    {
        await using var context = store.Open();
        var both = await context.Set<SystemVersion>().Where(v => v.System == command.System && (v.Number == command.From || v.Number == command.To)).ToListAsync(stop);
        var (from, to) = (both.FirstOrDefault(v => v.Number == command.From), both.FirstOrDefault(v => v.Number == command.To));
        return from is null || to is null
            ? Refusal.NotFound("판", "version", (from is null ? command.From : command.To).ToString(global::System.Globalization.CultureInfo.InvariantCulture))
            : Refused.Not(Differences.Between(FactsJson.Read(from.Facts), FactsJson.Read(to.Facts)));
    }
}

/// <summary>Compares facts by value: the same value from another source is no difference of the system.</summary>
internal static class Differences
{
    public static IReadOnlyList<FactDifference> Between(SystemFacts before, SystemFacts after) =>
        [.. before.ById.Keys.Union(after.ById.Keys).Order(StringComparer.Ordinal)
            .Select(id => new FactDifference(id, before.ById.GetValueOrDefault(id), after.ById.GetValueOrDefault(id)))
            .Where(d => !Same(d.Before?.Value, d.After?.Value))];

    public static bool Same(FactValue? one, FactValue? other) => (one, other) switch
    {
        (SetFact a, SetFact b) => a.Values.ToHashSet(StringComparer.Ordinal).SetEquals(b.Values),
        (ListFact a, ListFact b) => a.Shown == b.Shown,
        _ => (one is null && other is null) || (one is not null && other is not null && one with { Source = null } == other with { Source = null }),
    };
}

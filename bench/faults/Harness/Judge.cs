using System.Diagnostics;
using Haechi.Ledger.Notes;
using Haechi.Tower.Access;
using Haechi.Tower.Duties;
using Haechi.Tower.Journal;
using Haechi.Tower.Register;
using Haechi.Tower.Rulebooks;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Bench.Faults;

/// <summary>Holds what a tower has against what it acknowledged: every change once, its entry once, every job done once, and one ledger without gap in the files of every node.</summary>
internal sealed class Judge(Ground ground, Tally tally)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly List<SignedNote> _seen = [];

    /// <summary>Waits until the jobs of the nodes have nothing left to do and each node's files show the last entry. Each job writes its entry with its work, so nothing comes after that.</summary>
    public async Task Settled()
    {
        using var store = ground.Open();
        for (var since = Stopwatch.StartNew(); since.Elapsed < Patience; await Task.Delay(200))
        {
            var (undone, unnumbered, entries) = await store.Read(async c => (await Undetermined(c), await c.Set<JournalEntry>().AnyAsync(j => j.LedgerIndex == null), await c.Set<JournalEntry>().LongCountAsync()));
            if (undone == 0 && !unnumbered && Enumerable.Range(0, ground.Ports.Count).All(n => LedgerCheck.Published(ground.LedgerOf(n)) == entries))
            {
                return;
            }
        }
        throw new TimeoutException("The nodes did not come to an end of their work.");
    }

    /// <summary>Checks everything, while nobody serves.</summary>
    public async Task Check(int nodes)
    {
        using (var store = ground.Open())
        {
            await using var context = store.Open();
            await Marks(context);
            await Entries(context);
            await Jobs(context);
            for (var node = 0; node < nodes; node++)
            {
                tally.Entries = await LedgerCheck.Run(context, ground.LedgerOf(node), _seen, tally.Wrong);
            }
        }
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _seen.Add(SignedNote.Parse(await File.ReadAllTextAsync(Path.Combine(ground.LedgerOf(0), "checkpoint"))).Value);
    }

    /// <summary>Every change that was acknowledged left its marks once. Unasked ones left none: all that were asked for were acknowledged in the end.</summary>
    private async Task Marks(TowerContext context)
    {
        var found = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var mark in (IEnumerable<string?>)[
            .. await context.Set<SystemNow>().Select(s => s.Name).ToListAsync(), .. await context.Set<SystemVersion>().Where(v => v.Note != null).Select(v => v.Note).ToListAsync(),
            .. await context.Set<Product>().Select(p => p.Name).ToListAsync(), .. await context.Set<Department>().Select(d => d.Name).ToListAsync(), .. await context.Set<SavedView>().Select(v => v.Name).ToListAsync()])
        {
            found[mark ?? ""] = found.GetValueOrDefault(mark ?? "") + 1;
        }
        var asked = tally.Acknowledged.SelectMany(c => c.Marks).ToHashSet(StringComparer.Ordinal);
        var (lost, doubled) = (asked.Where(m => !found.ContainsKey(m)).ToList(), asked.Where(m => found.GetValueOrDefault(m) > 1).ToList());
        (tally.Lost, tally.Doubled) = (lost.Count, doubled.Count);
        lost.Take(5).ToList().ForEach(m => tally.Wrong($"lost: {m}"));
        doubled.Take(5).ToList().ForEach(m => tally.Wrong($"doubled: {m} x {found[m]}"));
    }

    /// <summary>Every change has its journal entry, and no thing has more entries than changes.</summary>
    private async Task Entries(TowerContext context)
    {
        var acts = tally.Acknowledged.Select(c => c.Kind.Act).Distinct().ToList();
        var entries = (await context.Set<JournalEntry>().Where(j => acts.Contains(j.Act)).Select(j => new { j.Act, j.Subject }).ToListAsync()).CountBy(j => (j.Act, j.Subject)).ToDictionary();
        var changes = tally.Acknowledged.CountBy(c => (c.Kind.Act, Subject: c.Thing!)).ToDictionary();
        foreach (var one in changes.Keys.Union(entries.Keys).Where(k => changes.GetValueOrDefault(k) != entries.GetValueOrDefault(k)).Take(5))
        {
            tally.Wrong($"{one.Act} {one.Subject}: {changes.GetValueOrDefault(one)} changes acknowledged, {entries.GetValueOrDefault(one)} entries in the journal");
        }
    }

    /// <summary>No job is lost: every system is determined as it is now. None is done twice: no version has two determinations, no duty stands twice.</summary>
    private async Task Jobs(TowerContext context)
    {
        var (undone, twice, doubled) = (await Undetermined(context), await context.Set<DeterminationRow>().GroupBy(d => new { d.System, d.Version }).CountAsync(g => g.Count() > 1),
            await context.Set<DutyRow>().GroupBy(d => new { d.System, d.Rule }).CountAsync(g => g.Count() > 1));
        if ((undone, twice, doubled) != (0, 0, 0))
        {
            tally.Wrong($"jobs: {undone} systems undetermined or without their duties, {twice} versions determined twice, {doubled} duties doubled");
        }
    }

    /// <summary>Systems that are not determined as they are now, or whose duties do not follow that yet.</summary>
    private static Task<int> Undetermined(TowerContext context) => context.Set<SystemNow>().CountAsync(s => !context.Set<DeterminationNow>().Any(d =>
        d.System == s.System && d.SeenVersion == s.Version && context.Set<DutySync>().Any(y => y.System == s.System && y.Run == d.Run)));
}

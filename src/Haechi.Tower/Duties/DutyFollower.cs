using Haechi.Rules.Books;
using Haechi.Rules.Duties;
using Haechi.Tower.Common;
using Haechi.Tower.Register;
using Haechi.Tower.Rulebooks;
using Haechi.Tower.Rulebooks.Contracts;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Duties;

/// <summary>Opens, changes and closes duties after determinations, in portions. What people did stays: a duty that no longer follows is closed with the reason, and opened again when it follows again.</summary>
internal sealed class DutyFollower(TowerStore store) : IAfterDetermination
{
    private const int Portion = 250;

    /// <summary>The number of determinations up to which duties follow already.</summary>
    private long _followed;

    private static readonly string[] Columns =
    [
        "id", "system", "rule", "terms", "department", "owner", "due", "law_due", "unsure", "waits_for", "yearly", "period", "is_open", "opened_at", "open_since", "closed_at", "closed_why",
        "progress", "claim", "standing", "evidence_until", "waived_until", "strength", "risk", "changed_at", "change",
    ];

    public int Floor => 5;

    public async Task Follow(InForce inForce, CancellationToken stop)
    {
        await using var context = store.Open();
        if (await ChangeNumber.Last(context, DeterminationChanges.Kind, stop) is var determined && determined != Interlocked.Read(ref _followed))
        {
            await FollowAll(context, inForce, stop);
            Interlocked.Exchange(ref _followed, determined);
        }
        if (await Left(context).AnyAsync(stop))
        {
            await CloseLeft(stop);
        }
        if (inForce.Books.Set.Rules.Any(r => r.Rule.Duty?.Due is DueYearly) && await Passed(context, store.Clock.Today).AnyAsync(stop))
        {
            await NextYear(inForce, stop);
        }
    }

    private async Task FollowAll(TowerContext context, InForce inForce, CancellationToken stop)
    {
        var pending = await (from d in context.Set<DeterminationNow>()
                             join y in context.Set<DutySync>() on d.System equals y.System into found
                             from y in found.DefaultIfEmpty()
                             where y == null || y.Run != d.Run
                             orderby d.System
                             select new { d.System, d.Run, d.Result, IsNew = y == null }).ToListAsync(stop);
        if (pending.Count == 0)
        {
            return;
        }
        var portions = new Portions(store, inForce);
        await portions.Begin(context, stop);
        foreach (var chunk in pending.Chunk(Portion))
        {
            await portions.Write([.. chunk.Select(p => (p.System, p.Run, p.Result, p.IsNew))], stop);
        }
    }

    /// <summary>Open duties of systems that left the lists: they turned out to be another one, or their import was undone.</summary>
    private static IQueryable<DutyRow> Left(TowerContext context) =>
        // Not as a join: SQLite would go through all duties for the few systems that left, after every commit.
        context.Set<DutyRow>().Where(d => d.IsOpen && context.Set<AiSystem>().Where(s => s.LeftAt != null).Select(s => s.Id).Contains(d.System));

    private Task<Result<Done>> CloseLeft(CancellationToken stop) => store.Write<Done>(Actor.Program, async scope =>
    {
        var left = await Left(scope.Context).ToListAsync(stop);
        foreach (var row in left)
        {
            var before = DutyMark.Of(row).Write();
            (row.IsOpen, row.ClosedAt, row.ClosedWhy, row.ChangedAt) = (false, scope.Now, "system-left", scope.Now);
            scope.Context.Add(new DutyEvent { Duty = row.Id, At = scope.Now, Account = scope.Actor.Account, Kind = "closed", Before = before, After = DutyMark.Of(row).Write(), About = row.ClosedWhy });
        }
        scope.Record("duties.close-left", "register", new { duties = left.Count });
        return Done.Well;
    }, stop);

    private static IQueryable<DutyRow> Passed(TowerContext context, DateOnly today)
    {
        DutyStanding[] done = [DutyStanding.Verified, DutyStanding.Evidenced, DutyStanding.ClaimedDone, DutyStanding.NotApplicable];
        return context.Set<DutyRow>().Where(d => d.IsOpen && d.Due < today && d.Yearly && done.Contains(d.Standing));
    }

    /// <summary>A yearly duty that was done goes on to its next year once its day has passed.</summary>
    private Task<Result<Done>> NextYear(InForce inForce, CancellationToken stop) => store.Write<Done>(Actor.Program, async scope =>
    {
        var today = scope.Today;
        var passed = await Passed(scope.Context, today).ToListAsync(stop);
        foreach (var row in passed)
        {
            if (inForce.On(today).Find(row.Rule) is { Rule.Duty.Due: DueYearly yearly } && DueDates.Of(yearly, new("", new Dictionary<string, Haechi.Rules.Facts.FactValue>()), today, inForce.Days.Counting).Day is { } next)
            {
                var before = DutyMark.Of(row).Write();
                var (keep, sure) = inForce.Days.Keep(next, yearly, today);
                (row.Due, row.LawDue, row.Unsure, row.Period, row.Progress, row.EvidenceUntil) = (keep, next, !sure, row.Period + 1, DutyProgress.NotStarted, null);
                row.Settle(scope.Now);
                scope.Context.Add(new DutyEvent { Duty = row.Id, At = scope.Now, Account = scope.Actor.Account, Kind = "period", Before = before, After = DutyMark.Of(row).Write(), About = $"{row.Due:yyyy-MM-dd}" });
            }
        }
        scope.Record("duties.next-year", "register", new { duties = passed.Count });
        return Done.Well;
    }, stop);

    private sealed class Portions(TowerStore store, InForce inForce)
    {
        private readonly TermsCatalogue _terms = new(inForce.Books.Set);
        private readonly Dictionary<string, KeptResult> _results = new(StringComparer.Ordinal);

        public Task Begin(TowerContext context, CancellationToken stop) => _terms.Load(context, stop);

        public async Task Write(IReadOnlyList<(string System, string Run, string Result, bool IsNew)> systems, CancellationToken stop)
        {
            var again = false;
            var written = await store.Write<Done>(Actor.Program, async scope =>
            {
                if (again)
                {
                    // The first try was rolled back, and with it the terms that it had numbered.
                    await _terms.Load(scope.Context, stop);
                }
                again = true;
                var changes = await Reckon(scope, systems, stop);
                await _terms.Save(scope);
                Keep(scope, changes, systems, await scope.Context.Change(DutyRow.Kind));
                return Done.Well;
            }, stop);
            if (!written.Done)
            {
                throw new InvalidOperationException(written.Refusals[0].ToLine("en"));
            }
        }

        private async Task<DutyChanges> Reckon(WriteScope scope, IReadOnlyList<(string System, string Run, string Result, bool IsNew)> systems, CancellationToken stop)
        {
            var context = scope.Context;
            var ids = systems.Select(s => s.System).ToArray();
            var departments = await context.Set<SystemNow>().AsNoTracking().Where(s => ids.Contains(s.System)).Select(s => new { s.System, s.Department }).ToDictionaryAsync(s => s.System, s => s.Department, stop);
            var old = systems.Where(s => !s.IsNew).Select(s => s.System).ToArray();
            var known = old.Length == 0 ? [] : await context.Set<DutyRow>().AsNoTracking().Where(d => old.Contains(d.System)).ToListAsync(stop);
            var bySystem = known.GroupBy(d => d.System, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.ToDictionary(d => d.Rule, StringComparer.Ordinal), StringComparer.Ordinal);
            var numbers = known.Select(d => d.Terms).Distinct().ToArray();
            var hashes = await context.Set<DutyTerms>().AsNoTracking().Where(t => numbers.Contains(t.Id)).ToDictionaryAsync(t => t.Id, t => t.Hash, stop);
            await ReadResults(context, systems.Select(s => s.Result), stop);
            var changes = new DutyChanges(_terms, scope.Today, scope.Now);
            foreach (var (system, _, result, _) in systems)
            {
                var kept = _results[result];
                changes.Follow(system, kept, departments.GetValueOrDefault(system), ClassRows.Risk(inForce.Books.Set, kept), bySystem.GetValueOrDefault(system) ?? [], hashes);
            }
            return changes;
        }

        private async Task ReadResults(TowerContext context, IEnumerable<string> hashes, CancellationToken stop)
        {
            if (_results.Count > 20_000)
            {
                _results.Clear();
            }
            var missing = hashes.Distinct(StringComparer.Ordinal).Where(h => !_results.ContainsKey(h)).ToArray();
            foreach (var result in await context.Set<DeterminedResult>().AsNoTracking().Where(r => missing.Contains(r.Hash)).ToListAsync(stop))
            {
                _results[result.Hash] = ResultJson.Read(result.Json);
            }
        }

        private void Keep(WriteScope scope, DutyChanges changes, IReadOnlyList<(string System, string Run, string Result, bool IsNew)> systems, long number)
        {
            using var insert = Prepared.Insert(scope.Context, "duty", Columns);
            foreach (var (d, hash) in changes.Added)
            {
                insert.Run(d.Id, d.System, d.Rule, _terms.Number(hash), d.Department, d.Owner, d.Due, d.LawDue, d.Unsure, d.WaitsFor, d.Yearly, d.Period, d.IsOpen, d.OpenedAt, d.OpenSince, d.ClosedAt,
                    d.ClosedWhy, (int)d.Progress, (int)d.Claim, (int)d.Standing, d.EvidenceUntil, d.WaivedUntil, d.Strength, d.Risk, d.ChangedAt, number);
            }
            foreach (var (row, hash) in changes.Rewritten)
            {
                row.Terms = hash is null ? row.Terms : _terms.Number(hash);
                scope.Context.Update(row);
            }
            scope.Context.AddRange(changes.Events);
            using var sync = new Prepared(scope.Context, "INSERT INTO duty_sync (system, run) VALUES (@p0, @p1) ON CONFLICT (system) DO UPDATE SET run = excluded.run");
            foreach (var (system, run, _, _) in systems)
            {
                sync.Run(system, run);
            }
            var closed = changes.Events.Count(e => e.Kind == "closed");
            scope.Record("duties.follow", "register", new { systems = systems.Count, opened = changes.Added.Count, changed = changes.Rewritten.Count - closed, closed });
        }
    }
}

/// <summary>The classes that count as high risk on boards: those whose word for yes is HIGH or PROHIBITED.</summary>
public static class RiskClasses
{
    /// <summary>The classes of a set.</summary>
    public static IReadOnlyList<ClassWords> Of(Haechi.Rules.BookSet set) => [.. set.Classes.Where(ClassRows.IsRisk)];
}

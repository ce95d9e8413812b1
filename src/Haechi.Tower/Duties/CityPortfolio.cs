using System.Runtime.InteropServices;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Journal;
using Haechi.Tower.Register;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Duties;

/// <summary>Systems of one department at one level of risk.</summary>
/// <param name="Systems">How many.</param>
/// <param name="Evidenced">Those whose every must is shown with evidence that counts; a claim is not enough.</param>
/// <param name="Owing">Those that owe any must.</param>
/// <param name="Overdue">Duties of theirs that are late.</param>
public sealed record PortfolioCell(int Systems, int Evidenced, int Owing, int Overdue)
{
    /// <summary>The share that is fully evidenced of those that owe anything, or null when none does: not estimable is no zero.</summary>
    public double? Share => Owing == 0 ? null : (double)Evidenced / Owing;
}

/// <summary>A department with its systems by risk: 3 high, 2 review, 1 unknown, 0 none.</summary>
public sealed record PortfolioRow(Department? Department, IReadOnlyDictionary<int, PortfolioCell> Cells);

/// <summary>What happened in a month.</summary>
public sealed record PortfolioMonth(DateOnly First, int Registered, int Evidence, int Verified);

/// <summary>The whole body on one page.</summary>
/// <param name="Systems">All systems.</param>
/// <param name="High">Those of high risk.</param>
/// <param name="Review">Those that a person has to judge.</param>
/// <param name="Unknown">Those of which the class is unknown.</param>
/// <param name="Undetermined">Those not determined yet.</param>
/// <param name="RunningUnassessed">Systems in use, or of unknown state, with an assessment that is owed and not finished.</param>
/// <param name="Overdue">Late duties.</param>
/// <param name="Rows">By department, in the tree's order.</param>
/// <param name="Oldest">The five latest duties.</param>
/// <param name="Months">The last twelve months.</param>
/// <param name="At">The moment.</param>
public sealed record PortfolioView(
    int Systems, int High, int Review, int Unknown, int Undetermined, int RunningUnassessed, int Overdue, IReadOnlyList<PortfolioRow> Rows, IReadOnlyList<DutyLine> Oldest,
    IReadOnlyList<PortfolioMonth> Months, Moment At);

/// <summary>Reads the portfolio. The newest state is kept until the journal grows or the day changes.</summary>
public sealed class CityPortfolio(TowerStore store, GapBoard board, DutyColumns columns)
{
    private const int OldestShown = 5;
    private const long Day = 24L * 3600 * 1_000_000;
    private const long KoreaAhead = 9L * 3600 * 1_000_000;
    private readonly PlacedSystems _systems = new(store);
    private (long Seq, DateOnly Day, PortfolioView View)? _known;

    /// <summary>The portfolio at a moment; null for now.</summary>
    public async Task<PortfolioView> Read(Moment? moment = null, CancellationToken stop = default)
    {
        await using var context = store.Open();
        var at = moment ?? Moment.Now(store.Clock);
        var seq = await context.Set<JournalEntry>().MaxAsync(j => (long?)j.Seq, stop) ?? 0;
        if (at.IsNow(store.Clock) && _known is { } known && known.Seq == seq && known.Day == at.On)
        {
            return known.View;
        }
        // Beside what is made of the duties: neither needs the other.
        var systems = Task.Run(() => at.AsOf is { } by ? _systems.Then(at, by, stop) : _systems.Now(stop), stop);
        var duties = await PortfolioFacts.Tally(context, columns, at, stop);
        var departments = await context.Set<Department>().OrderBy(d => d.Position).ThenBy(d => d.Name).ToListAsync(stop);
        var oldest = await board.List(new DutyFilter { Overdue = true }, 0, OldestShown, at, stop);
        var months = await Months(context, at, stop);
        var view = new PortfolioFacts(await systems, duties).ToView(departments, oldest, months, at);
        if (at.IsNow(store.Clock))
        {
            _known = (seq, at.On, view);
        }
        return view;
    }

    private async Task<IReadOnlyList<PortfolioMonth>> Months(TowerContext context, Moment at, CancellationToken stop)
    {
        var last = new DateOnly(at.On.Year, at.On.Month, 1);
        var months = Enumerable.Range(0, 12).Select(i => last.AddMonths(i - 11)).ToList();
        var (from, to) = (TowerClock.EndOf(months[0].AddDays(-1)), Math.Min(at.AsOf ?? long.MaxValue, TowerClock.EndOf(at.On)));
        // Counted by Korean day in the database: a month's systems may be tens of thousands.
        var made = await context.Set<AiSystem>().Where(s => s.CreatedAt > from && s.CreatedAt <= to).GroupBy(s => (s.CreatedAt + KoreaAhead) / Day).Select(g => new { Day = g.Key, Count = g.Count() }).ToListAsync(stop);
        var events = await columns.Read(t => t.Evidence.Where(e => e.At > from && e.At <= to).CountBy(e => (First: Month(e.At), e.Verified)).ToDictionary(), stop);
        static DateOnly Month(long at) => TowerClock.DayOf(at) is var day ? new DateOnly(day.Year, day.Month, 1) : default;
        var byMade = made.GroupBy(m => Month((m.Day * Day) - KoreaAhead)).ToDictionary(m => m.Key, m => m.Sum(d => d.Count));
        return [.. months.Select(m => new PortfolioMonth(m, byMade.GetValueOrDefault(m), events.GetValueOrDefault((m, false)), events.GetValueOrDefault((m, true))))];
    }
}

/// <summary>What a system's duties come to.</summary>
/// <param name="Owing">It owes a must.</param>
/// <param name="Lacking">A must is not shown with evidence that counts.</param>
/// <param name="Unassessed">An assessment is owed and not finished.</param>
/// <param name="Late">Duties that are late.</param>
internal record struct DutyTally(bool Owing, bool Lacking, bool Unassessed, int Late);

/// <summary>Systems, their risk and their duties at a moment.</summary>
internal sealed record PortfolioFacts(IReadOnlyList<PlacedSystem> Systems, IReadOnlyDictionary<string, DutyTally> Duties)
{
    private const int Must = 2;
    private static readonly string[] NotRunning = ["idea", "review", "development", "pilot", "suspended", "retired", "withdrawn"];

    /// <summary>What the duties of each system come to.</summary>
    public static async Task<IReadOnlyDictionary<string, DutyTally>> Tally(TowerContext context, DutyColumns columns, Moment at, CancellationToken stop)
    {
        var assessments = (await context.Set<DutyTerms>().Where(t => t.Rule.Contains("assess") || t.Duty.Contains("assess") || t.Evidence.Contains("assessment")).Select(t => t.Id).ToListAsync(stop)).ToHashSet();
        var search = await DutySearch.Of(context, new DutyFilter(), at, stop);
        return await columns.Read(tables =>
        {
            var tallies = new DutyTally[tables.Systems.Count];
            search.Each(tables, (_, in d) => Count(ref tallies[d.System], in d, assessments, at.On));
            return tallies.Select((t, i) => (System: tables.Systems[i], Tally: t)).ToDictionary(t => t.System, t => t.Tally, StringComparer.Ordinal);
        }, stop);
    }

    public PortfolioView ToView(IReadOnlyList<Department> departments, IReadOnlyList<DutyLine> oldest, IReadOnlyList<PortfolioMonth> months, Moment at)
    {
        var (sums, running) = (new Dictionary<(string? Department, int Risk), (int Systems, int Evidenced, int Owing, int Late)>(), 0);
        foreach (var system in Systems)
        {
            var tally = Duties.GetValueOrDefault(system.System);
            ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(sums, (system.Department, system.Risk ?? 0), out _);
            sum = (sum.Systems + 1, sum.Evidenced + (tally.Owing && !tally.Lacking ? 1 : 0), sum.Owing + (tally.Owing ? 1 : 0), sum.Late + tally.Late);
            running += tally.Unassessed && (system.State is null || !NotRunning.Contains(system.State)) ? 1 : 0;
        }
        var cells = sums.ToDictionary(s => s.Key, s => new PortfolioCell(s.Value.Systems, s.Value.Evidenced, s.Value.Owing, s.Value.Late));
        IEnumerable<Department?> order = departments.Append<Department?>(null);
        List<PortfolioRow> rows = [.. order.Select(d => new PortfolioRow(d, cells.Where(c => c.Key.Department == d?.Id).ToDictionary(c => c.Key.Risk, c => c.Value))).Where(r => r.Cells.Count > 0)];
        int AtRisk(int risk) => cells.Where(c => c.Key.Risk == risk).Sum(c => c.Value.Systems);
        return new PortfolioView(Systems.Count, AtRisk(3), AtRisk(2), AtRisk(1), Systems.Count(s => s.Risk is null), running,
            Duties.Values.Sum(t => t.Late), rows, oldest, months, at);
    }

    private static void Count(ref DutyTally tally, in DutySlice duty, HashSet<int> assessments, DateOnly day)
    {
        var (standing, must) = (duty.On(day), duty.Strength >= Must);
        tally.Owing |= must;
        tally.Lacking |= must && standing is not (DutyStanding.Evidenced or DutyStanding.Verified or DutyStanding.NotApplicable or DutyStanding.Waived);
        tally.Unassessed |= must && !Standings.IsSettled(standing) && assessments.Contains(duty.Terms);
        tally.Late += duty.DueDay != 0 && duty.DueDay < day.DayNumber && !Standings.IsSettled(standing) ? 1 : 0;
    }
}

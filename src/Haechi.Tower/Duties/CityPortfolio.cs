using Haechi.Rules;
using Haechi.Tower.Access;
using Haechi.Tower.Clocks;
using Haechi.Tower.Common;
using Haechi.Tower.Journal;
using Haechi.Tower.Register;
using Haechi.Tower.Rulebooks;
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
public sealed record PortfolioRow(string? Department, string? Name, IReadOnlyDictionary<int, PortfolioCell> Cells);

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
public sealed class CityPortfolio(TowerStore store, BookRegistry registry, Calendars calendars)
{
    private const int OldestShown = 5;
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
        var inForce = await InForce.Read(context, registry, calendars);
        var facts = await PortfolioFacts.Read(context, inForce.Done ? inForce.Value : null, at, stop);
        var departments = await context.Set<Department>().OrderBy(d => d.Position).ThenBy(d => d.Name).ToListAsync(stop);
        var oldest = facts.Duties.Where(d => d.IsOverdue(at.On)).OrderBy(d => d.Due).ThenBy(d => d.Id, StringComparer.Ordinal).Take(OldestShown).Select(d => d.Id).ToArray();
        var lines = await Oldest(context, oldest, at.AsOf is null ? null : facts, stop);
        var view = facts.ToView(departments, lines, await Months(context, at, stop), at);
        if (at.IsNow(store.Clock))
        {
            _known = (seq, at.On, view);
        }
        return view;
    }

    private static async Task<IReadOnlyList<DutyLine>> Oldest(TowerContext context, string[] ids, PortfolioFacts? then, CancellationToken stop)
    {
        var rows = await context.Set<DutyRow>().AsNoTracking().Where(d => ids.Contains(d.Id)).ToListAsync(stop);
        foreach (var row in then is null ? [] : rows)
        {
            var slice = then!.Duties.First(d => d.Id == row.Id);
            (row.Due, row.Standing, row.WaivedUntil, row.EvidenceUntil, row.IsOpen) = (slice.Due, slice.Standing, slice.WaivedUntil, slice.EvidenceUntil, true);
            row.Department = then.Systems.FirstOrDefault(s => s.System == row.System).Department;
        }
        return await GapBoard.Lines(context, [.. rows.OrderBy(r => Array.IndexOf(ids, r.Id))], stop);
    }

    private static async Task<IReadOnlyList<PortfolioMonth>> Months(TowerContext context, Moment at, CancellationToken stop)
    {
        var last = new DateOnly(at.On.Year, at.On.Month, 1);
        var months = Enumerable.Range(0, 12).Select(i => last.AddMonths(i - 11)).ToList();
        var (from, to) = (TowerClock.EndOf(months[0].AddDays(-1)), Math.Min(at.AsOf ?? long.MaxValue, TowerClock.EndOf(at.On)));
        var made = await context.Set<AiSystem>().Where(s => s.CreatedAt > from && s.CreatedAt <= to).Select(s => s.CreatedAt).ToListAsync(stop);
        var events = await context.Set<DutyEvent>().Where(e => e.At > from && e.At <= to && (e.Kind == "evidence" || e.Kind == "verified")).Select(e => new { e.At, e.Kind }).ToListAsync(stop);
        static DateOnly Month(long at) => TowerClock.DayOf(at) is var day ? new DateOnly(day.Year, day.Month, 1) : default;
        var (byMade, byEvent) = (made.CountBy(Month).ToDictionary(), events.CountBy(e => (Month(e.At), e.Kind)).ToDictionary());
        return [.. months.Select(m => new PortfolioMonth(m, byMade.GetValueOrDefault(m), byEvent.GetValueOrDefault((m, "evidence")), byEvent.GetValueOrDefault((m, "verified"))))];
    }
}

/// <summary>One duty as far as the portfolio needs it.</summary>
internal sealed record DutySlice(string Id, string System, DutyStanding Standing, DateOnly? Due, DateOnly? WaivedUntil, DateOnly? EvidenceUntil, int Strength, int Terms)
{
    public DutyStanding On(DateOnly day) => Standings.On(Standing, WaivedUntil, EvidenceUntil, day);

    public bool IsOverdue(DateOnly day) => Due < day && !Standings.IsSettled(On(day));
}

/// <summary>Systems, their risk and their duties at a moment.</summary>
internal sealed record PortfolioFacts(IReadOnlyList<(string System, string? Department, string? State)> Systems, IReadOnlyDictionary<string, int> Risks, IReadOnlySet<string> Determined, IReadOnlyList<DutySlice> Duties, IReadOnlySet<int> Assessments)
{
    private const int Must = 2;
    private static readonly string[] NotRunning = ["idea", "review", "development", "pilot", "suspended", "retired", "withdrawn"];

    public static async Task<PortfolioFacts> Read(TowerContext context, InForce? inForce, Moment at, CancellationToken stop)
    {
        var assessments = (await context.Set<DutyTerms>().Where(t => t.Rule.Contains("assess") || t.Duty.Contains("assess") || t.Evidence.Contains("assessment")).Select(t => t.Id).ToListAsync(stop)).ToHashSet();
        var high = inForce is null ? [] : RiskClasses.Of(inForce.Books.Set).Select(c => c.Id).ToArray();
        return at.AsOf is null ? await Now(context, high, assessments, stop) : await Then(context, high, assessments, at, stop);
    }

    public PortfolioView ToView(IReadOnlyList<Department> departments, IReadOnlyList<DutyLine> oldest, IReadOnlyList<PortfolioMonth> months, Moment at)
    {
        var bySystem = Duties.GroupBy(d => d.System, StringComparer.Ordinal).ToDictionary(g => g.Key, g => Tally(g, at.On), StringComparer.Ordinal);
        var cells = Systems.GroupBy(s => (s.Department, Risk: Risk(s.System))).ToDictionary(g => g.Key, g =>
        {
            var tallies = g.Select(s => bySystem.GetValueOrDefault(s.System)).ToList();
            return new PortfolioCell(g.Count(), tallies.Count(t => t.Owing && t.Full), tallies.Count(t => t.Owing), tallies.Sum(t => t.Late));
        });
        IEnumerable<(string? Id, string? Name)> order = departments.Select(d => ((string?)d.Id, (string?)d.Name)).Append((null, null));
        List<PortfolioRow> rows = [.. order.Select(d => new PortfolioRow(d.Id, d.Name, cells.Where(c => c.Key.Department == d.Id).ToDictionary(c => c.Key.Risk, c => c.Value))).Where(r => r.Cells.Count > 0)];
        var risks = Systems.Select(s => Risk(s.System)).CountBy(r => r).ToDictionary();
        var running = Systems.Count(s => bySystem.TryGetValue(s.System, out var t) && t.Unassessed && (s.State is null || !NotRunning.Contains(s.State)));
        return new PortfolioView(Systems.Count, risks.GetValueOrDefault(3), risks.GetValueOrDefault(2), risks.GetValueOrDefault(1), Systems.Count(s => !Determined.Contains(s.System)), running,
            bySystem.Values.Sum(t => t.Late), rows, oldest, months, at);
    }

    private int Risk(string system) => Risks.GetValueOrDefault(system);

    private (bool Owing, bool Full, bool Unassessed, int Late) Tally(IEnumerable<DutySlice> duties, DateOnly day)
    {
        var (owing, full, unassessed, late) = (false, true, false, 0);
        foreach (var duty in duties)
        {
            var standing = duty.On(day);
            var must = duty.Strength >= Must;
            owing |= must;
            full &= !must || standing is DutyStanding.Evidenced or DutyStanding.Verified or DutyStanding.NotApplicable or DutyStanding.Waived;
            unassessed |= Assessments.Contains(duty.Terms) && must && !Standings.IsSettled(standing);
            late += duty.IsOverdue(day) ? 1 : 0;
        }
        return (owing, full, unassessed, late);
    }

    private static async Task<PortfolioFacts> Now(TowerContext context, string[] high, HashSet<int> assessments, CancellationToken stop)
    {
        var systems = await context.Set<SystemNow>().Select(s => new { s.System, s.Department, s.State }).ToListAsync(stop);
        var classes = await context.Set<SystemClass>().Where(c => high.Contains(c.Class)).Select(c => new { c.System, c.Outcome }).ToListAsync(stop);
        var determined = await context.Set<DeterminationNow>().Select(d => d.System).ToListAsync(stop);
        var duties = await context.Set<DutyRow>().Where(d => d.IsOpen).Select(d => new DutySlice(d.Id, d.System, d.Standing, d.Due, d.WaivedUntil, d.EvidenceUntil, d.Strength, d.Terms)).ToListAsync(stop);
        var risks = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var c in classes)
        {
            risks[c.System] = Math.Max(risks.GetValueOrDefault(c.System), Level((Outcome)c.Outcome));
        }
        return new PortfolioFacts([.. systems.Select(s => (s.System, s.Department, s.State))], risks, determined.ToHashSet(StringComparer.Ordinal), duties, assessments);
    }

    private static async Task<PortfolioFacts> Then(TowerContext context, string[] high, HashSet<int> assessments, Moment at, CancellationToken stop)
    {
        var by = at.AsOf!.Value;
        var versions = await context.Set<SystemVersion>().Where(v => v.RecordedAt <= by && v.ValidFrom <= at.On).Select(v => new { v.System, v.Department, v.State, v.Id }).ToListAsync(stop);
        var newest = versions.GroupBy(v => v.System, StringComparer.Ordinal).Select(g => g.MaxBy(v => v.Id)!).ToList();
        var rows = await context.Set<DeterminationRow>().Where(d => d.RecordedAt <= by).Select(d => new { d.System, d.RecordedAt, d.Result }).ToListAsync(stop);
        var last = rows.GroupBy(d => d.System, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.MaxBy(d => d.RecordedAt)!.Result, StringComparer.Ordinal);
        var results = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var some in last.Values.Distinct(StringComparer.Ordinal).Chunk(500))
        {
            foreach (var result in await context.Set<DeterminedResult>().Where(r => some.Contains(r.Hash)).ToListAsync(stop))
            {
                results[result.Hash] = ResultJson.Read(result.Json).Classes.Where(c => high.Contains(c.Class)).Select(c => Level(c.Outcome)).DefaultIfEmpty(0).Max();
            }
        }
        var duties = await DutyPast.Rows(context, new DutyFilter(), at, stop);
        return new PortfolioFacts([.. newest.Select(s => (s.System, s.Department, s.State))], last.ToDictionary(l => l.Key, l => results[l.Value], StringComparer.Ordinal), last.Keys.ToHashSet(StringComparer.Ordinal),
            [.. duties.Select(d => new DutySlice(d.Id, d.System, d.Standing, d.Due, d.WaivedUntil, d.EvidenceUntil, d.Strength, d.Terms))], assessments);
    }

    private static int Level(Outcome outcome) => outcome switch { Outcome.Yes => 3, Outcome.Review => 2, Outcome.Unknown => 1, _ => 0 };
}

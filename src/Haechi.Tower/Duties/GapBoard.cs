using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Register;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Duties;

/// <summary>One obligation over all systems that owe it. Blank stands apart from "no" and from "not applicable", a claim apart from evidence.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Terms">Its words; of the terms in use the most frequent.</param>
/// <param name="Owed">How many owe it.</param>
/// <param name="Standings">How many stand where.</param>
/// <param name="Claims">What the source of the facts claims, whatever we know ourselves.</param>
/// <param name="Overdue">How many are late.</param>
/// <param name="NoOwner">How many gaps nobody owns.</param>
public sealed record GapRow(
    string Rule, DutyTerms Terms, int Owed, IReadOnlyDictionary<DutyStanding, int> Standings, IReadOnlyDictionary<DutyClaim, int> Claims, int Overdue, int NoOwner)
{
    /// <summary>How many stand somewhere.</summary>
    public int In(DutyStanding standing) => Standings.GetValueOrDefault(standing);

    /// <summary>How many are done, be it claimed only.</summary>
    public int Done => Standings.Where(s => Duties.Standings.IsDone(s.Key)).Sum(s => s.Value);

    /// <summary>How many somebody still has to do.</summary>
    public int Gaps => Standings.Where(s => !Duties.Standings.IsSettled(s.Key)).Sum(s => s.Value);
}

/// <summary>Gaps by how long they have been open.</summary>
/// <param name="FromDays">At least so many days.</param>
/// <param name="ToDays">Fewer than so many, or null.</param>
/// <param name="Gaps">How many.</param>
public sealed record GapAge(int FromDays, int? ToDays, int Gaps);

/// <summary>The gap board.</summary>
/// <param name="Rows">One for each obligation, those with the most gaps first.</param>
/// <param name="Ages">The gaps by age.</param>
/// <param name="Owed">All duties found.</param>
/// <param name="Overdue">All that are late.</param>
public sealed record GapTable(IReadOnlyList<GapRow> Rows, IReadOnlyList<GapAge> Ages, int Owed, int Overdue)
{
    /// <summary>How many duties somebody still has to do.</summary>
    public int Gaps => Rows.Sum(r => r.Gaps);
}

/// <summary>The way of a few obligations: how many systems owe them, how far each is, how many have done all.</summary>
/// <param name="Title">The board's title, in two languages.</param>
/// <param name="Systems">Systems that owe any of them.</param>
/// <param name="Rows">The obligations in the board's order.</param>
/// <param name="AllDone">Systems for which every one is done.</param>
public sealed record GapFunnel(Haechi.Rules.LocalText Title, int Systems, IReadOnlyList<GapRow> Rows, int AllDone);

/// <summary>One duty in a list.</summary>
public sealed record DutyLine(DutyRow Duty, DutyTerms Terms, string SystemName, int SystemNumber, Department? Department, string? OwnerName)
{
    /// <summary>The Korean or only name of the department.</summary>
    public string? DepartmentName => Department?.Name;
}

/// <summary>Counts and lists duties over the whole register, now or as of an instant.</summary>
public sealed class GapBoard(TowerStore store, BoardFinder boards, DutyColumns columns)
{
    private static readonly int[] AgeDays = [30, 90, 180, 365];
    private const int MostInFunnel = 5;
    private const int Portion = 1000;

    /// <summary>The board.</summary>
    public async Task<GapTable> Table(DutyFilter filter, Moment? moment = null, CancellationToken stop = default)
    {
        await using var context = store.Open();
        var at = moment ?? Moment.Now(store.Clock);
        var groups = await Groups(context, filter, at, stop);
        return new GapTable([.. Rows(groups, await Terms(context, groups, stop)).OrderByDescending(r => r.Gaps).ThenBy(r => r.Rule, StringComparer.Ordinal)], Ages(groups), groups.Sum(g => g.Count), groups.Where(g => g.IsLate).Sum(g => g.Count));
    }

    /// <summary>
    /// The funnel of a board, or of the first of which anything is owed; without one, of the musts owed by most systems. Null when nothing is owed. <paramref name="table"/> is the
    /// <see cref="Table"/> of the same filter and moment.
    /// </summary>
    public async Task<GapFunnel?> Funnel(GapTable table, DutyFilter filter, BoardSpec? board = null, Moment? moment = null, CancellationToken stop = default)
    {
        await using var context = store.Open();
        var (at, all) = (moment ?? Moment.Now(store.Clock), table.Rows);
        foreach (var spec in board is not null ? [board] : await boards.All(context))
        {
            if (spec.Duties.Select(d => all.FirstOrDefault(r => r.Rule == d)).OfType<GapRow>().ToList() is { Count: > 0 } rows)
            {
                return await Funnel(context, filter, at, spec.Title, rows, stop);
            }
        }
        var most = all.Where(r => r.Terms.Strength is "must" or "must_not").OrderByDescending(r => r.Owed).ThenBy(r => r.Rule, StringComparer.Ordinal).Take(MostInFunnel).ToList();
        return most.Count == 0 ? null : await Funnel(context, filter, at, Haechi.Rules.LocalText.Of("가장 많은 시스템이 지는 의무", "The duties that most systems owe"), most, stop);
    }

    private async Task<GapFunnel> Funnel(TowerContext context, DutyFilter filter, Moment at, Haechi.Rules.LocalText title, IReadOnlyList<GapRow> rows, CancellationToken stop)
    {
        var (systems, all) = await Whole(context, filter, at, [.. rows.Select(r => r.Rule)], stop);
        return new GapFunnel(title, systems, rows, all);
    }

    /// <summary>A page of duties, the earliest due first, those without a due day last.</summary>
    public async Task<IReadOnlyList<DutyLine>> List(DutyFilter filter, int skip = 0, int take = 50, Moment? moment = null, CancellationToken stop = default)
    {
        await using var context = store.Open();
        var search = await DutySearch.Of(context, filter, moment ?? Moment.Now(store.Clock), stop);
        return await Lines(context, await columns.Read(t => new DutyOrder(t, search).Part(t, search, skip, take), stop), moment, stop);
    }

    /// <summary>All duties that fit, in the order of <see cref="List"/>, some at a time.</summary>
    public async IAsyncEnumerable<IReadOnlyList<DutyLine>> All(DutyFilter filter, Moment? moment = null, [EnumeratorCancellation] CancellationToken stop = default)
    {
        await using var context = store.Open();
        var search = await DutySearch.Of(context, filter, moment ?? Moment.Now(store.Clock), stop);
        var order = await columns.Read(t => new DutyOrder(t, search), stop);
        for (var skip = 0; skip < order.Count; skip += Portion)
        {
            var from = skip;
            yield return await Lines(context, await columns.Read(t => order.Part(t, search, from, Portion), stop), moment, stop);
        }
    }

    private static async Task<IReadOnlyList<DutyLine>> Lines(TowerContext context, IReadOnlyList<DutyFound> found, Moment? moment, CancellationToken stop)
    {
        string[] systems = [.. found.Select(f => f.System).Distinct()];
        string[] rules = [.. found.Select(f => f.Rule).Distinct()];
        var rows = new Dictionary<(string, string), DutyRow>();
        foreach (var some in systems.Chunk(500))
        {
            foreach (var row in await context.Set<DutyRow>().Where(d => some.Contains(d.System) && rules.Contains(d.Rule)).ToListAsync(stop))
            {
                rows[(row.System, row.Rule)] = row;
            }
        }
        if (moment is { AsOf: not null } at)
        {
            var places = new Dictionary<string, string?>(StringComparer.Ordinal);
            foreach (var some in systems.Chunk(500))
            {
                foreach (var then in await SystemRows.At(context, at).Where(s => some.Contains(s.System)).Select(s => new { s.System, s.Department }).ToListAsync(stop))
                {
                    places[then.System] = then.Department;
                }
            }
            foreach (var row in rows.Values)
            {
                row.Department = places.GetValueOrDefault(row.System, row.Department);
            }
        }
        return await Lines(context, [.. found.Select(f => f.Then(rows[(f.System, f.Rule)]))], stop);
    }

    internal static async Task<IReadOnlyList<DutyLine>> Lines(TowerContext context, IReadOnlyList<DutyRow> rows, CancellationToken stop)
    {
        string[] systems = [.. rows.Select(r => r.System).Distinct()];
        string[] departments = [.. rows.Select(r => r.Department).OfType<string>().Distinct()];
        string[] owners = [.. rows.Select(r => r.Owner).OfType<string>().Distinct()];
        int[] terms = [.. rows.Select(r => r.Terms).Distinct()];
        // By the last name that each had: a system of the past may have left the lists since.
        var names = await context.Set<SystemSpan>().Where(s => s.NextAt == null && systems.Contains(s.System)).Select(s => new { s.System, s.Name, s.Number }).ToDictionaryAsync(s => s.System, stop);
        var words = await context.Set<DutyTerms>().AsNoTracking().Where(t => terms.Contains(t.Id)).ToDictionaryAsync(t => t.Id, stop);
        var places = await context.Set<Department>().AsNoTracking().Where(d => departments.Contains(d.Id)).ToDictionaryAsync(d => d.Id, stop);
        var people = await context.Set<Account>().AsNoTracking().Where(a => owners.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.Name, stop);
        return [.. rows.Select(r => new DutyLine(r, words[r.Terms], names[r.System].Name, names[r.System].Number, r.Department is null ? null : places.GetValueOrDefault(r.Department), r.Owner is null ? null : people.GetValueOrDefault(r.Owner, r.Owner)))];
    }

    private async Task<List<GapGroup>> Groups(TowerContext context, DutyFilter filter, Moment at, CancellationToken stop)
    {
        var search = await DutySearch.Of(context, filter, at, stop);
        return await columns.Read(tables =>
        {
            var (today, counts) = (at.On.DayNumber, new Dictionary<GapKey, int>());
            search.Each(tables, (_, in d) => CollectionsMarshal.GetValueRefOrAddDefault(counts, GapKey.Of(in d, today, Age(today - d.OpenDay)), out var _)++);
            return counts.Select(c => new GapGroup(tables.Rules[c.Key.Rule], c.Key, c.Value)).ToList();
        }, stop);
    }

    private static int Age(int days) => days < AgeDays[0] ? 0 : days < AgeDays[1] ? 1 : days < AgeDays[2] ? 2 : days < AgeDays[3] ? 3 : 4;

    private async Task<(int Systems, int AllDone)> Whole(TowerContext context, DutyFilter filter, Moment at, string[] rules, CancellationToken stop)
    {
        var search = await DutySearch.Of(context, filter, at, stop);
        return await columns.Read(tables =>
        {
            var wanted = new bool[tables.Rules.Count];
            foreach (var rule in rules)
            {
                wanted[tables.Rules.Known(rule)] = true;
            }
            var (owed, done) = (new bool[tables.Systems.Count], new int[tables.Systems.Count]);
            search.Each(tables, (_, in d) =>
            {
                if (wanted[d.Rule])
                {
                    owed[d.System] = true;
                    done[d.System] += Duties.Standings.IsDone(d.On(at.On)) ? 1 : 0;
                }
            });
            return (owed.Count(o => o), done.Count(n => n == rules.Length));
        }, stop);
    }

    private static async Task<Dictionary<int, DutyTerms>> Terms(TowerContext context, List<GapGroup> groups, CancellationToken stop)
    {
        int[] ids = [.. groups.Select(g => g.Key.Terms).Distinct()];
        return await context.Set<DutyTerms>().AsNoTracking().Where(t => ids.Contains(t.Id)).ToDictionaryAsync(t => t.Id, stop);
    }

    private static List<GapRow> Rows(List<GapGroup> groups, Dictionary<int, DutyTerms> terms) =>
        [.. groups.GroupBy(g => g.Rule, StringComparer.Ordinal).Select(g => new GapRow(g.Key, terms[g.GroupBy(x => x.Key.Terms).MaxBy(t => t.Sum(x => x.Count))!.Key], g.Sum(x => x.Count),
            g.GroupBy(x => x.Shown).ToDictionary(s => s.Key, s => s.Sum(x => x.Count)), g.GroupBy(x => x.Key.Claim).ToDictionary(s => s.Key, s => s.Sum(x => x.Count)),
            g.Where(x => x.IsLate).Sum(x => x.Count), g.Where(x => x.Key.NoOwner && !Duties.Standings.IsSettled(x.Shown)).Sum(x => x.Count)))];

    private static List<GapAge> Ages(List<GapGroup> groups)
    {
        int[] from = [0, .. AgeDays];
        return [.. from.Select((f, i) => new GapAge(f, i < AgeDays.Length ? AgeDays[i] : null, groups.Where(g => g.Key.Age == i && !Duties.Standings.IsSettled(g.Shown)).Sum(g => g.Count)))];
    }
}

/// <summary>
/// What duties that a board counts together have in common, packed into one number: a board of the whole register looks one up for each of a million duties, and hashing nine fields took most of its time.
/// From the lowest bit: 8 of flags and age, 4 of the claim, 4 of the standing, 24 of the terms, 24 of the rule.
/// </summary>
internal readonly record struct GapKey(ulong Bits)
{
    public static GapKey Of(in DutySlice duty, int today, int age)
    {
        var flags = (duty.WaivedDay >= today ? 1UL : 0) | (duty.EvidenceDay != 0 && duty.EvidenceDay < today ? 2UL : 0) | (duty.DueDay != 0 && duty.DueDay < today ? 4UL : 0) | (duty.Owner < 0 ? 8UL : 0);
        return new GapKey(flags | ((ulong)age << 4) | ((ulong)duty.Claim << 8) | ((ulong)duty.Standing << 12) | ((ulong)duty.Terms << 16) | ((ulong)duty.Rule << 40));
    }

    public int Rule => (int)(Bits >> 40);

    public int Terms => (int)((Bits >> 16) & 0xFFFFFF);

    public DutyStanding Standing => (DutyStanding)((Bits >> 12) & 0xF);

    public DutyClaim Claim => (DutyClaim)((Bits >> 8) & 0xF);

    public int Age => (int)((Bits >> 4) & 0xF);

    public bool Waived => (Bits & 1) != 0;

    public bool Expired => (Bits & 2) != 0;

    public bool Past => (Bits & 4) != 0;

    public bool NoOwner => (Bits & 8) != 0;
}

/// <summary>Duties that are alike in everything that a board shows.</summary>
internal sealed record GapGroup(string Rule, GapKey Key, int Count)
{
    private bool HasEvidence => Key.Standing is DutyStanding.Evidenced or DutyStanding.Verified;

    public DutyStanding Shown => HasEvidence && Key.Expired ? DutyStanding.Expired : !HasEvidence && Key.Waived ? DutyStanding.Waived : Key.Standing;

    public bool IsLate => Key.Past && !Standings.IsSettled(Shown);
}

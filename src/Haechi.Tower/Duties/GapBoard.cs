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
public sealed record DutyLine(DutyRow Duty, DutyTerms Terms, string SystemName, int SystemNumber, string? DepartmentName, string? OwnerName);

/// <summary>Counts and lists duties over the whole register, now or as of an instant.</summary>
public sealed class GapBoard(TowerStore store, BoardFinder boards)
{
    private static readonly int[] AgeDays = [30, 90, 180, 365];
    private const long DayMicros = 86_400_000_000;

    /// <summary>The board.</summary>
    public async Task<GapTable> Table(DutyFilter filter, Moment? moment = null, CancellationToken stop = default)
    {
        await using var context = store.Open();
        var at = moment ?? Moment.Now(store.Clock);
        var groups = await Groups(context, filter, at, null, stop);
        return new GapTable([.. Rows(groups, await Terms(context, groups, stop)).OrderByDescending(r => r.Gaps).ThenBy(r => r.Rule, StringComparer.Ordinal)], Ages(groups), groups.Sum(g => g.Count), groups.Where(g => g.IsLate).Sum(g => g.Count));
    }

    /// <summary>The funnel of a board; null when no obligation of it is owed. Without a board, the musts owed by most systems.</summary>
    public async Task<GapFunnel?> Funnel(DutyFilter filter, BoardSpec? board = null, Moment? moment = null, CancellationToken stop = default)
    {
        await using var context = store.Open();
        var at = moment ?? Moment.Now(store.Clock);
        board ??= await boards.All(context) is [var first, ..] ? first : null;
        var groups = await Groups(context, filter, at, board?.Duties, stop);
        var rows = Rows(groups, await Terms(context, groups, stop));
        List<GapRow> chosen = board is not null ? [.. board.Duties.Select(d => rows.FirstOrDefault(r => r.Rule == d)).OfType<GapRow>()]
            : [.. rows.Where(r => r.Terms.Strength is "must" or "must_not").OrderByDescending(r => r.Owed).ThenBy(r => r.Rule, StringComparer.Ordinal).Take(5)];
        if (chosen.Count == 0)
        {
            return board is null ? null : await Funnel(filter, new BoardSpec("", Haechi.Rules.LocalText.Empty, [], null), at, stop);
        }
        string[] rules = [.. chosen.Select(r => r.Rule)];
        var (systems, all) = await Whole(context, filter, at, rules, stop);
        return new GapFunnel(board is { Duties.Count: > 0 } ? board.Title : Haechi.Rules.LocalText.Of("가장 많은 시스템이 지는 의무", "The duties that most systems owe"), systems, chosen, all);
    }

    /// <summary>A page of duties, the earliest due first, those without a due day last.</summary>
    public async Task<IReadOnlyList<DutyLine>> List(DutyFilter filter, int skip = 0, int take = 50, Moment? moment = null, CancellationToken stop = default)
    {
        await using var context = store.Open();
        var at = moment ?? Moment.Now(store.Clock);
        if (at.AsOf is not null)
        {
            var past = await DutyPast.Rows(context, filter, at, stop);
            return await Lines(context, [.. past.OrderBy(d => d.Due ?? DateOnly.MaxValue).ThenBy(d => d.Id, StringComparer.Ordinal).Skip(skip).Take(take)], stop);
        }
        var query = await DutyQuery.Where(context, filter, at.On);
        var rows = await query.Where(d => d.Due != null).OrderBy(d => d.Due).ThenBy(d => d.Id).Skip(skip).Take(take).ToListAsync(stop);
        if (rows.Count < take)
        {
            var dated = rows.Count == 0 ? await query.CountAsync(d => d.Due != null, stop) : skip + rows.Count;
            rows.AddRange(await query.Where(d => d.Due == null).OrderBy(d => d.Id).Skip(Math.Max(0, skip - dated)).Take(take - rows.Count).ToListAsync(stop));
        }
        return await Lines(context, rows, stop);
    }

    internal static async Task<IReadOnlyList<DutyLine>> Lines(TowerContext context, IReadOnlyList<DutyRow> rows, CancellationToken stop)
    {
        string[] systems = [.. rows.Select(r => r.System).Distinct()];
        string[] departments = [.. rows.Select(r => r.Department).OfType<string>().Distinct()];
        string[] owners = [.. rows.Select(r => r.Owner).OfType<string>().Distinct()];
        int[] terms = [.. rows.Select(r => r.Terms).Distinct()];
        var names = await context.Set<SystemNow>().AsNoTracking().Where(s => systems.Contains(s.System)).Select(s => new { s.System, s.Name, s.Number }).ToDictionaryAsync(s => s.System, stop);
        var words = await context.Set<DutyTerms>().AsNoTracking().Where(t => terms.Contains(t.Id)).ToDictionaryAsync(t => t.Id, stop);
        var places = await context.Set<Department>().AsNoTracking().Where(d => departments.Contains(d.Id)).ToDictionaryAsync(d => d.Id, d => d.Name, stop);
        var people = await context.Set<Account>().AsNoTracking().Where(a => owners.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.Name, stop);
        return [.. rows.Select(r => new DutyLine(r, words[r.Terms], names[r.System].Name, names[r.System].Number, r.Department is null ? null : places.GetValueOrDefault(r.Department), r.Owner is null ? null : people.GetValueOrDefault(r.Owner, r.Owner)))];
    }

    private static async Task<List<GapGroup>> Groups(TowerContext context, DutyFilter filter, Moment at, IReadOnlyList<string>? rules, CancellationToken stop)
    {
        var today = at.On;
        var now = TowerClock.EndOf(today);
        var (a, b, c, d) = (now - (AgeDays[0] * DayMicros), now - (AgeDays[1] * DayMicros), now - (AgeDays[2] * DayMicros), now - (AgeDays[3] * DayMicros));
        var query = at.AsOf is null ? await DutyQuery.Where(context, filter, today) : (await DutyPast.Rows(context, filter, at, stop)).AsQueryable();
        if (rules is { Count: > 0 })
        {
            string[] named = [.. rules];
            query = query.Where(x => named.Contains(x.Rule));
        }
        var grouped = query.GroupBy(x => new
        {
            x.Rule, x.Terms, x.Standing, x.Claim,
            Waived = x.WaivedUntil != null && x.WaivedUntil >= today, Expired = x.EvidenceUntil != null && x.EvidenceUntil < today, Past = x.Due != null && x.Due < today, NoOwner = x.Owner == null,
            Age = x.OpenSince > a ? 0 : x.OpenSince > b ? 1 : x.OpenSince > c ? 2 : x.OpenSince > d ? 3 : 4,
        }).Select(g => new GapGroup(g.Key.Rule, g.Key.Terms, g.Key.Standing, g.Key.Claim, g.Key.Waived, g.Key.Expired, g.Key.Past, g.Key.NoOwner, g.Key.Age, g.Count()));
        return at.AsOf is null ? await grouped.ToListAsync(stop) : [.. grouped];
    }

    private static async Task<(int Systems, int AllDone)> Whole(TowerContext context, DutyFilter filter, Moment at, string[] rules, CancellationToken stop)
    {
        var today = at.On;
        DutyStanding[] done = [DutyStanding.ClaimedDone, DutyStanding.Evidenced, DutyStanding.Verified];
        if (at.AsOf is not null)
        {
            var past = (await DutyPast.Rows(context, filter, at, stop)).Where(d => rules.Contains(d.Rule)).ToList();
            return (past.Select(d => d.System).Distinct().Count(), past.Where(d => Duties.Standings.IsDone(d.StandingOn(today))).GroupBy(d => d.System).Count(g => g.Count() == rules.Length));
        }
        var owing = (await DutyQuery.Where(context, filter, today)).Where(d => rules.Contains(d.Rule));
        var finished = owing.Where(d => done.Contains(d.Standing) && !(d.EvidenceUntil != null && d.EvidenceUntil < today)).GroupBy(d => d.System).Where(g => g.Count() == rules.Length).Select(g => g.Key);
        return (await owing.Select(d => d.System).Distinct().CountAsync(stop), await finished.CountAsync(stop));
    }

    private static async Task<Dictionary<int, DutyTerms>> Terms(TowerContext context, List<GapGroup> groups, CancellationToken stop)
    {
        int[] ids = [.. groups.Select(g => g.Terms).Distinct()];
        return await context.Set<DutyTerms>().AsNoTracking().Where(t => ids.Contains(t.Id)).ToDictionaryAsync(t => t.Id, stop);
    }

    private static List<GapRow> Rows(List<GapGroup> groups, Dictionary<int, DutyTerms> terms) =>
        [.. groups.GroupBy(g => g.Rule, StringComparer.Ordinal).Select(g => new GapRow(g.Key, terms[g.GroupBy(x => x.Terms).MaxBy(t => t.Sum(x => x.Count))!.Key], g.Sum(x => x.Count),
            g.GroupBy(x => x.Shown).ToDictionary(s => s.Key, s => s.Sum(x => x.Count)), g.GroupBy(x => x.Claim).ToDictionary(s => s.Key, s => s.Sum(x => x.Count)),
            g.Where(x => x.IsLate).Sum(x => x.Count), g.Where(x => x.NoOwner && !Duties.Standings.IsSettled(x.Shown)).Sum(x => x.Count)))];

    private static List<GapAge> Ages(List<GapGroup> groups)
    {
        int[] from = [0, .. AgeDays];
        return [.. from.Select((f, i) => new GapAge(f, i < AgeDays.Length ? AgeDays[i] : null, groups.Where(g => g.Age == i && !Duties.Standings.IsSettled(g.Shown)).Sum(g => g.Count)))];
    }
}

/// <summary>Duties that are alike in everything that a board shows.</summary>
internal sealed record GapGroup(string Rule, int Terms, DutyStanding Standing, DutyClaim Claim, bool Waived, bool Expired, bool Past, bool NoOwner, int Age, int Count)
{
    private bool HasEvidence => Standing is DutyStanding.Evidenced or DutyStanding.Verified;

    public DutyStanding Shown => HasEvidence && Expired ? DutyStanding.Expired : !HasEvidence && Waived ? DutyStanding.Waived : Standing;

    public bool IsLate => Past && !Standings.IsSettled(Shown);
}

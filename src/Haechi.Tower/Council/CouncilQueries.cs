using Haechi.Rules;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Duties;
using Haechi.Tower.Files;
using Haechi.Tower.Register;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Council;

/// <summary>Reads the council.</summary>
public sealed class CouncilQueries(TowerStore store, CardMaker cards, FileStore files)
{
    private const int MostListed = 500;

    /// <summary>What cases may be brought on.</summary>
    public IReadOnlyList<(string Kind, LocalText Title)> Subjects => [.. cards.Brought.Select(s => (s.Kind, s.Title))];

    /// <summary>The first page.</summary>
    public async Task<CouncilHome> Home(CancellationToken stop = default)
    {
        await using var context = store.Open();
        var cases = await Cases(context, context.Set<CouncilCase>().OrderByDescending(c => c.Number).Take(MostListed), stop);
        var bodies = new List<BodyView>();
        foreach (var body in await context.Set<CouncilBody>().OrderBy(b => b.Parent != null).ThenBy(b => b.FoundedAt).ThenBy(b => b.Id).ToListAsync(stop))
        {
            bodies.Add(await Body(context, body, stop));
        }
        var today = store.Clock.Today;
        var open = await Recommendations(context, context.Set<CouncilRecommendation>().Where(r => r.RepliedOn == null).OrderBy(r => r.Due).Take(MostListed), stop);
        var conditions = (await Conditions(context, context.Set<CouncilCondition>().Where(c => c.ReplacedAt == null).OrderBy(c => c.Due).Take(MostListed), stop)).Where(c => c.Standing is { } s && !Standings.IsSettled(s)).ToList();
        var orders = (await Orders(context, context.Set<CouncilOrder>().Where(o => o.EndedOn == null && o.Kind != CouncilWords.Resume).OrderByDescending(o => o.Number).Take(MostListed), stop)).Where(o => o.Order.HoldsOn(today)).ToList();
        return new CouncilHome(bodies, await Meetings(context, context.Set<CouncilMeeting>().OrderByDescending(m => m.On).ThenByDescending(m => m.Number).Take(60), stop), [.. cases.Where(c => c.Case.State is "prepared" or "agenda")],
            [.. cases.Where(c => c.Case.RevalidateAt is not null)], [.. cases.Where(c => c.Case.State == "decided")], open, conditions, orders);
    }

    /// <summary>All cases, newest first.</summary>
    public async Task<IReadOnlyList<CaseLine>> Cases(string? body = null, string? state = null, string? outcome = null, bool revalidate = false, CancellationToken stop = default)
    {
        await using var context = store.Open();
        return await Cases(context, context.Set<CouncilCase>().Where(c => (body == null || c.Body == body) && (state == null || c.State == state) && (outcome == null || c.Outcome == outcome) && (!revalidate || c.RevalidateAt != null)).OrderByDescending(c => c.Number), stop);
    }

    /// <summary>All bodies.</summary>
    public async Task<IReadOnlyList<BodyView>> Bodies(CancellationToken stop = default) => (await Home(stop)).Bodies;

    /// <summary>One body.</summary>
    public async Task<Result<(BodyView Body, IReadOnlyList<MeetingLine> Meetings, IReadOnlyList<CaseLine> Cases)>> Body(string id, CancellationToken stop = default)
    {
        await using var context = store.Open();
        if (await context.Set<CouncilBody>().FirstOrDefaultAsync(b => b.Id == id, stop) is not { } body)
        {
            return Refusal.NotFound("회의체", "body", id);
        }
        return (await Body(context, body, stop), await Meetings(context, context.Set<CouncilMeeting>().Where(m => m.Body == id).OrderByDescending(m => m.Number), stop), await Cases(context, context.Set<CouncilCase>().Where(c => c.Body == id).OrderByDescending(c => c.Number), stop));
    }

    /// <summary>One meeting, as somebody may see it.</summary>
    public async Task<Result<MeetingView>> Meeting(Actor actor, string id, CancellationToken stop = default)
    {
        await using var context = store.Open();
        if (await context.Set<CouncilMeeting>().FirstOrDefaultAsync(m => m.Id == id, stop) is not { } meeting)
        {
            return Refusal.NotFound("회의", "meeting", id);
        }
        var body = await Body(context, await context.Set<CouncilBody>().FirstAsync(b => b.Id == meeting.Body, stop), stop);
        var rules = meeting.Rules == 0 ? body.Rules : await Sitting.RulesOf(context, meeting.Body, meeting.Rules, stop);
        var present = await context.Set<CouncilAttendance>().Where(a => a.Meeting == id && a.Present).Select(a => a.Seat).ToListAsync(stop);
        var day = meeting.ClosedAt is { } closed ? TowerClock.DayOf(closed) : store.Clock.Today;
        var items = new List<ItemView>();
        foreach (var item in await context.Set<CouncilItem>().Where(i => i.Meeting == id).OrderBy(i => i.Position).ToListAsync(stop))
        {
            items.Add(await Item(context, actor, item, meeting, stop));
        }
        var waiting = await context.Set<CouncilCase>().Where(c => c.Body == meeting.Body && (c.State == "prepared" || (c.State == "decided" && (c.RevalidateAt != null || c.Outcome == CouncilWords.Defer || c.Outcome == CouncilWords.Recommend)))).OrderBy(c => c.Number).ToListAsync(stop);
        var members = body.Seats.Where(s => s.Seat.HoldsOn(day) || present.Contains(s.Seat.Id)).Select(s => (s, present.Contains(s.Seat.Id))).ToList();
        return new MeetingView(meeting, body, rules, meeting.Presiding is null ? null : (await Names(context, [meeting.Presiding], stop)).GetValueOrDefault(meeting.Presiding, meeting.Presiding), members, items, waiting);
    }

    /// <summary>One item of an agenda.</summary>
    public async Task<Result<ItemView>> One(Actor actor, string id, CancellationToken stop = default)
    {
        await using var context = store.Open();
        return await context.Set<CouncilItem>().FirstOrDefaultAsync(i => i.Id == id, stop) is { } item
            ? await Item(context, actor, item, await context.Set<CouncilMeeting>().FirstAsync(m => m.Id == item.Meeting, stop), stop) : Refusal.NotFound("안건", "item of an agenda", id);
    }

    /// <summary>All meetings, newest first.</summary>
    public async Task<IReadOnlyList<MeetingLine>> Meetings(CancellationToken stop = default)
    {
        await using var context = store.Open();
        return await Meetings(context, context.Set<CouncilMeeting>().OrderByDescending(m => m.On), stop);
    }

    /// <summary>The meetings whose public minutes were published, newest first.</summary>
    public async Task<IReadOnlyList<MeetingLine>> Published(CancellationToken stop = default)
    {
        await using var context = store.Open();
        return await Meetings(context, context.Set<CouncilMeeting>().Where(m => m.PublishedAt != null).OrderByDescending(m => m.On).ThenByDescending(m => m.Number), stop);
    }

    /// <summary>One case, by its id or number (<c>C-12</c>).</summary>
    public async Task<Result<CaseView>> Case(Actor actor, string id, CancellationToken stop = default)
    {
        await using var context = store.Open();
        var number = id.StartsWith("C-", StringComparison.OrdinalIgnoreCase) && int.TryParse(id.AsSpan(2), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var n) ? n : -1;
        if (await context.Set<CouncilCase>().FirstOrDefaultAsync(c => c.Id == id || c.Number == number, stop) is not { } @case)
        {
            return Refusal.NotFound("안건", "case", id);
        }
        var items = new List<ItemView>();
        foreach (var item in await context.Set<CouncilItem>().Where(i => i.Case == @case.Id).OrderByDescending(i => i.At).ToListAsync(stop))
        {
            items.Add(await Item(context, actor, item, await context.Set<CouncilMeeting>().FirstAsync(m => m.Id == item.Meeting, stop), stop));
        }
        return new CaseView(@case, await context.Set<CouncilBody>().FirstAsync(b => b.Id == @case.Body, stop), (await Names(context, [@case.BroughtBy], stop)).GetValueOrDefault(@case.BroughtBy, @case.BroughtBy), items,
            await Conditions(context, context.Set<CouncilCondition>().Where(c => c.Case == @case.Id).OrderBy(c => c.Number), stop), await Recommendations(context, context.Set<CouncilRecommendation>().Where(r => r.Case == @case.Id).OrderBy(r => r.Due), stop),
            await Orders(context, context.Set<CouncilOrder>().Where(o => o.Case == @case.Id).OrderBy(o => o.Number), stop));
    }

    /// <summary>What bodies decided on a system, and the orders that are about it by name or by its kind of use.</summary>
    public async Task<(IReadOnlyList<CaseLine> Cases, IReadOnlyList<OrderLine> Orders, IReadOnlyList<ConditionLine> Conditions)> OfSystem(string system, SystemFacts facts, CancellationToken stop = default)
    {
        await using var context = store.Open();
        var orders = await Orders(context, context.Set<CouncilOrder>().Where(o => o.EndedOn == null && o.Kind != CouncilWords.Resume && (o.System == system || o.Use != null)).OrderBy(o => o.Number), stop);
        return (await Cases(context, context.Set<CouncilCase>().Where(c => c.System == system).OrderByDescending(c => c.Number), stop),
            [.. orders.Where(o => o.Order.HoldsOn(store.Clock.Today) && (o.Order.System == system || KindOfUse.Read(o.Order.Use!).Of(facts) != Outcome.No))],
            await Conditions(context, context.Set<CouncilCondition>().Where(c => c.System == system && c.ReplacedAt == null).OrderBy(c => c.Due), stop));
    }

    /// <summary>All orders, newest first.</summary>
    public async Task<IReadOnlyList<OrderLine>> Orders(CancellationToken stop = default)
    {
        await using var context = store.Open();
        return await Orders(context, context.Set<CouncilOrder>().OrderByDescending(o => o.Number), stop);
    }

    /// <summary>All recommendations, what is due first.</summary>
    public async Task<IReadOnlyList<RecommendationLine>> Recommendations(CancellationToken stop = default)
    {
        await using var context = store.Open();
        return await Recommendations(context, context.Set<CouncilRecommendation>().OrderBy(r => r.RepliedOn != null).ThenBy(r => r.Due), stop);
    }

    /// <summary>One's own declared interests; for an officer everybody's.</summary>
    public async Task<IReadOnlyList<(CouncilInterest Row, string Name)>> Interests(Actor actor, CancellationToken stop = default)
    {
        await using var context = store.Open();
        var rows = await context.Set<CouncilInterest>().Where(i => i.Account == actor.Account || actor.Roles.HasFlag(Roles.Officer)).OrderByDescending(i => i.DeclaredAt).ToListAsync(stop);
        var names = await Names(context, rows.Select(r => r.Account), stop);
        return [.. rows.Select(r => (r, names.GetValueOrDefault(r.Account, r.Account)))];
    }

    /// <summary>The bytes of the card that members saw.</summary>
    public async Task<Result<Stream>> Card(string item, CancellationToken stop = default)
    {
        var hash = await store.Read(c => c.Set<CouncilItem>().Where(i => i.Id == item).Select(i => i.Card).FirstOrDefaultAsync(stop));
        return hash is null ? Refusal.NotFound("안건", "item of an agenda", item) : await files.Open(hash, stop);
    }

    /// <summary>Makes a card again from its pinned versions and holds it against the one that was kept.</summary>
    public async Task<Result<CardCheck>> Check(string id, CancellationToken stop = default)
    {
        await using var context = store.Open();
        if (await context.Set<CouncilItem>().FirstOrDefaultAsync(i => i.Id == id, stop) is not { } item)
        {
            return Refusal.NotFound("안건", "item of an agenda", id);
        }
        var again = await cards.Make(context, await context.Set<CouncilCase>().FirstAsync(c => c.Id == item.Case, stop), await CardMaker.PinsOf(context, id, stop), stop);
        return new CardCheck(id, item.Card, again.Done ? again.Value.Hash : null, again.Refusals);
    }

    private static async Task<IReadOnlyList<CaseLine>> Cases(TowerContext context, IQueryable<CouncilCase> cases, CancellationToken stop)
    {
        var bodies = await context.Set<CouncilBody>().ToDictionaryAsync(b => b.Id, b => b.Name, stop);
        return [.. (await cases.ToListAsync(stop)).Select(c => new CaseLine(c, bodies[c.Body]))];
    }

    private static async Task<IReadOnlyList<MeetingLine>> Meetings(TowerContext context, IQueryable<CouncilMeeting> meetings, CancellationToken stop)
    {
        var bodies = await context.Set<CouncilBody>().ToDictionaryAsync(b => b.Id, b => b.Name, stop);
        var rows = await meetings.Select(m => new { Meeting = m, Items = context.Set<CouncilItem>().Count(i => i.Meeting == m.Id) }).ToListAsync(stop);
        return [.. rows.Select(r => new MeetingLine(r.Meeting, bodies[r.Meeting.Body], r.Items))];
    }

    private async Task<BodyView> Body(TowerContext context, CouncilBody body, CancellationToken stop)
    {
        var rules = await Sitting.RulesOf(context, body.Id, body.Rules, stop);
        var seats = await context.Set<CouncilSeat>().Where(s => s.Body == body.Id).ToListAsync(stop);
        var (names, today) = (await Names(context, seats.Select(s => s.Account), stop), store.Clock.Today);
        var office = seats.Where(s => s.HoldsOn(today)).ToList();
        string[] roles = [CouncilWords.Chair, CouncilWords.ViceChair, CouncilWords.Member];
        return new BodyView(body, rules, [.. seats.Select(s => new SeatView(s, names.GetValueOrDefault(s.Account, s.Account), s.HoldsOn(today))).OrderByDescending(s => s.InOffice).ThenBy(s => Array.IndexOf(roles, s.Seat.Role)).ThenBy(s => s.Name, StringComparer.Ordinal)],
            Composition.Wrong(rules, office), Composition.GenderUnknown(rules, office));
    }

    private async Task<ItemView> Item(TowerContext context, Actor actor, CouncilItem item, CouncilMeeting meeting, CancellationToken stop)
    {
        var sitting = await Sitting.Read(context, item, meeting, meeting.ClosedAt is { } closed ? TowerClock.DayOf(closed) : store.Clock.Today, stop);
        var motions = await context.Set<CouncilMotion>().Where(m => m.Item == item.Id).OrderBy(m => m.Number).ToListAsync(stop);
        string[] ids = [.. motions.Select(m => m.Id)];
        var votes = await context.Set<CouncilVote>().Where(v => ids.Contains(v.Motion)).OrderBy(v => v.At).ThenBy(v => v.Seat).ToListAsync(stop);
        var notes = await context.Set<CouncilNote>().Where(n => n.Item == item.Id).OrderBy(n => n.Id).ToListAsync(stop);
        var seats = await context.Set<CouncilSeat>().Where(s => s.Body == meeting.Body).ToDictionaryAsync(s => s.Id, s => s.Account, stop);
        var names = await Names(context, seats.Values.Concat(notes.Select(n => n.Account)), stop);
        string Seat(string seat) => names.GetValueOrDefault(seats.GetValueOrDefault(seat, ""), "?");
        MotionView View(CouncilMotion m)
        {
            var cast = votes.Where(v => v.Motion == m.Id).ToList();
            return new MotionView(m, MotionText.Read(m.Text), [.. cast.Where(v => m.State != "voting" || seats.GetValueOrDefault(v.Seat) == actor.Account).Select(v => new VoteView(Seat(v.Seat), v))], cast.Count, m.Count is null ? null : Tally.Read(m.Count));
        }
        return new ItemView(item, await context.Set<CouncilCase>().FirstAsync(c => c.Id == item.Case, stop), meeting, await CardMaker.PinsOf(context, item.Id, stop), await Lines(item.Card, stop), [.. sitting.Recusals.Select(r => (r, Seat(r.Seat)))],
            [.. motions.Select(View)], [.. notes.Select(n => (n, names.GetValueOrDefault(n.Account, n.Account)))], sitting.Count([]));
    }

    private async Task<IReadOnlyList<Contracts.CardLine>> Lines(string hash, CancellationToken stop)
    {
        var opened = await files.Open(hash, stop);
        if (!opened.Done)
        {
            return [];
        }
        await using var stream = opened.Value;
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, stop);
        return DecisionCard.Lines(bytes.ToArray());
    }

    private async Task<IReadOnlyList<ConditionLine>> Conditions(TowerContext context, IQueryable<CouncilCondition> conditions, CancellationToken stop)
    {
        var rows = await (from c in conditions join k in context.Set<CouncilCase>() on c.Case equals k.Id join d in context.Set<DutyRow>() on c.Duty equals d.Id into duties from d in duties.DefaultIfEmpty() select new { Row = c, Case = k, Duty = d }).ToListAsync(stop);
        var (names, today) = (await Names(context, rows.Select(r => r.Row.Owner), stop), store.Clock.Today);
        return [.. rows.Select(r => new ConditionLine(r.Row, r.Case, names.GetValueOrDefault(r.Row.Owner, r.Row.Owner), r.Duty?.StandingOn(today), r.Duty?.IsOverdue(today) == true)).OrderBy(c => c.Row.Due).ThenBy(c => c.Row.Number)];
    }

    private static async Task<IReadOnlyList<RecommendationLine>> Recommendations(TowerContext context, IQueryable<CouncilRecommendation> recommendations, CancellationToken stop)
    {
        var rows = await (from r in recommendations join k in context.Set<CouncilCase>() on r.Case equals k.Id join d in context.Set<Department>() on r.Department equals d.Id select new { Row = r, Case = k, Department = d }).ToListAsync(stop);
        var names = await Names(context, rows.Select(r => r.Row.RepliedBy).OfType<string>(), stop);
        return [.. rows.Select(r => new RecommendationLine(r.Row, r.Case, LocalText.Of(r.Department.Name, r.Department.In("en")), r.Row.RepliedBy is { } by ? names.GetValueOrDefault(by, by) : null))];
    }

    private static async Task<IReadOnlyList<OrderLine>> Orders(TowerContext context, IQueryable<CouncilOrder> orders, CancellationToken stop)
    {
        var rows = await (from o in orders join k in context.Set<CouncilCase>() on o.Case equals k.Id select new { Order = o, Case = k }).ToListAsync(stop);
        var done = rows.ToDictionary(r => r.Order.Id, r => (r.Order.Done ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(' ')).Where(l => l.Length == 3).ToList(), StringComparer.Ordinal);
        string[] systems = [.. rows.Select(r => r.Order.System).OfType<string>().Concat(done.Values.SelectMany(d => d.Select(l => l[0]))).Distinct()];
        var names = await context.Set<SystemNow>().Where(n => systems.Contains(n.System)).ToDictionaryAsync(n => n.System, n => (n.Number, n.Name), stop);
        return [.. rows.Select(r => new OrderLine(r.Order, r.Case, r.Order.System is { } s && names.TryGetValue(s, out var n) ? $"{n.Name} (AI-{n.Number})" : null, [.. done[r.Order.Id].Where(l => names.ContainsKey(l[0])).Select(l => (names[l[0]].Number, names[l[0]].Name, l[1], l[2]))]))];
    }

    private static Task<Dictionary<string, string>> Names(TowerContext context, IEnumerable<string> accounts, CancellationToken stop)
    {
        string[] ids = [.. accounts.Distinct()];
        return context.Set<Account>().Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.Name, stop);
    }
}

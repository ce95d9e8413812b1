using Haechi.Rules;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Council;

/// <summary>An item of a meeting with everything on which a count hangs.</summary>
internal sealed record Sitting(CouncilItem Item, CouncilMeeting Meeting, CouncilBody Body, BodyRules Rules, IReadOnlyList<CouncilSeat> Seats, IReadOnlySet<string> Present, IReadOnlyList<CouncilRecusal> Recusals)
{
    /// <summary>The seats that stepped aside.</summary>
    public IReadOnlySet<string> Aside { get; } = Recusals.Where(r => r.State == "accepted").Select(r => r.Seat).ToHashSet(StringComparer.Ordinal);

    /// <summary>The seat of an account, or null.</summary>
    public CouncilSeat? SeatOf(string account) => Seats.FirstOrDefault(s => s.Account == account);

    /// <summary>The count with some votes.</summary>
    public Tally Count(IEnumerable<CouncilVote> votes) => Tally.Of(
        Rules, Seats.Select(s => s.Id).ToHashSet(StringComparer.Ordinal), Aside, Present, votes.ToDictionary(v => v.Seat, v => v.Choice, StringComparer.Ordinal), Meeting.Written);

    /// <summary>An item of a meeting that is open, for an act.</summary>
    public static async Task<Result<Sitting>> Open(WriteScope scope, string item, CancellationToken stop)
    {
        // What was changed in this transaction so far belongs to the count.
        await scope.Context.SaveChangesAsync(stop);
        if (await scope.Context.Set<CouncilItem>().FindAsync([item], stop) is not { } row)
        {
            return Refusal.NotFound("안건", "item of an agenda", item);
        }
        var meeting = (await scope.Context.Set<CouncilMeeting>().FindAsync([row.Meeting], stop))!;
        return meeting.State != "open" ? NotOpen(meeting)
            : row.State != "open" ? Refusal.Because("case-fixed", "이미 의결한 안건입니다. 다시 다루려면 다음 회의의 안건으로 올리십시오.", "this item was decided already; to take it up again, put the case on the agenda of another meeting", item)
            : await Read(scope.Context, row, meeting, scope.Today, stop);
    }

    /// <summary>The same for reading, whatever the meeting's state.</summary>
    public static async Task<Sitting> Read(TowerContext context, CouncilItem item, CouncilMeeting meeting, DateOnly day, CancellationToken stop)
    {
        var body = await context.Set<CouncilBody>().AsNoTracking().FirstAsync(b => b.Id == meeting.Body, stop);
        var rules = await RulesOf(context, body.Id, meeting.Rules == 0 ? body.Rules : meeting.Rules, stop);
        var present = await context.Set<CouncilAttendance>().AsNoTracking().Where(a => a.Meeting == meeting.Id && a.Present).Select(a => a.Seat).ToListAsync(stop);
        var recusals = await context.Set<CouncilRecusal>().Where(r => r.Item == item.Id).OrderBy(r => r.At).ThenBy(r => r.Id).ToListAsync(stop);
        return new Sitting(item, meeting, body, rules, await InOffice(context, body.Id, day, stop), present.ToHashSet(StringComparer.Ordinal), recusals);
    }

    public static async Task<BodyRules> RulesOf(TowerContext context, string body, int number, CancellationToken stop) =>
        BodyRules.Read(await context.Set<CouncilRules>().AsNoTracking().Where(r => r.Body == body && r.Number == number).Select(r => r.Text).FirstAsync(stop));

    public static async Task<IReadOnlyList<CouncilSeat>> InOffice(TowerContext context, string body, DateOnly day, CancellationToken stop) =>
        [.. (await context.Set<CouncilSeat>().Where(s => s.Body == body).ToListAsync(stop)).Where(s => s.HoldsOn(day)).OrderBy(s => s.Id, StringComparer.Ordinal)];

    /// <summary>Null for who leads the business of a meeting: its chair, or the officers who keep the council's papers.</summary>
    public static Refusal? NeedLead(Actor actor, CouncilMeeting meeting) => meeting.Presiding == actor.Account ? null : Permissions.Need(actor, Roles.Officer) is null ? null
        : new Refusal("forbidden", LocalText.Of("회의를 주재하는 위원장이나 총괄 담당관만 할 수 있습니다.", "only whoever presides over the meeting, or an officer, can do this"), null, LocalText.Of("위원장에게 요청하십시오.", "ask the chair."));

    private static Refusal NotOpen(CouncilMeeting meeting) => meeting.State == "called"
        ? new Refusal("not-open", LocalText.Of("회의가 아직 열리지 않았습니다.", "the meeting has not been opened yet"), meeting.Id, LocalText.Of("회의를 열고 출석을 확인하십시오.", "open it and note who is there."))
        : Refusal.Because("case-fixed", "회의가 끝났습니다. 끝난 회의의 내용은 바꿀 수 없습니다.", "the meeting is over, and nothing of it changes any more", meeting.Id);
}

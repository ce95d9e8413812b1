using Haechi.Rules;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Council;

/// <summary>Calls a meeting, or a procedure in writing where the rules allow it.</summary>
public sealed record CallMeeting(string Body, DateOnly On, string Place, bool Written = false);

/// <summary>Opens a meeting. Who presides is a member of the body: its chair, or the vice-chair when the chair is not there.</summary>
/// <param name="Meeting">The meeting.</param>
/// <param name="Presiding">The seat that presides.</param>
/// <param name="Present">The seats that are there; in writing nobody has to be.</param>
public sealed record OpenMeeting(string Meeting, string Presiding, IReadOnlyList<string> Present);

/// <summary>Notes that a member came or left.</summary>
public sealed record MarkAttendance(string Meeting, string Seat, bool Present);

/// <summary>Ends a meeting. What was not decided goes back to wait for another one.</summary>
public sealed record CloseMeeting(string Meeting);

/// <summary>A meeting.</summary>
public sealed record MeetingRef(string Meeting);

internal sealed class CallMeetingHandler(CouncilDesk desk) : IHandle<CallMeeting, MeetingRef>
{
    public Task<Result<MeetingRef>> Handle(Actor actor, CallMeeting command, CancellationToken stop) => desk.Write<MeetingRef>(actor, "council:" + command.Body, async scope =>
    {
        if ((Permissions.Need(actor, Roles.Officer) ?? CouncilDesk.NeedText(command.Place, "place", "장소", "the place", 200)) is { } no)
        {
            return no;
        }
        if (await scope.Context.Set<CouncilBody>().FindAsync([command.Body], stop) is not { } body)
        {
            return Refusal.NotFound("회의체", "body", command.Body);
        }
        if (command.On < scope.Today)
        {
            return Refusal.Because("wrong-day", "회의는 오늘이나 그 뒤의 날짜로 소집합니다.", "a meeting is called for today or a later day", "on");
        }
        if (command.Written && !(await Sitting.RulesOf(scope.Context, body.Id, body.Rules, stop)).Written)
        {
            return Refusal.Because("not-written", "이 회의체의 규칙은 서면 의결을 두지 않습니다.", "the rules of this body know no decision in writing", "written");
        }
        var meeting = new CouncilMeeting
        {
            Id = NewId.Next(), Body = body.Id, Number = (await scope.Context.Set<CouncilMeeting>().Where(m => m.Body == body.Id).MaxAsync(m => (int?)m.Number, stop) ?? 0) + 1, On = command.On, Place = command.Place.Trim(), Written = command.Written, State = "called",
        };
        scope.Context.Add(meeting);
        scope.Record("council.call", "council-meeting:" + meeting.Id, new { meeting.Body, meeting.Number, meeting.On, meeting.Written });
        return new MeetingRef(meeting.Id);
    }, stop);
}

internal sealed class OpenMeetingHandler(CouncilDesk desk) : IHandle<OpenMeeting, MeetingRef>
{
    public Task<Result<MeetingRef>> Handle(Actor actor, OpenMeeting command, CancellationToken stop) => desk.Write<MeetingRef>(actor, "council-meeting:" + command.Meeting, async scope =>
    {
        if (await scope.Context.Set<CouncilMeeting>().FindAsync([command.Meeting], stop) is not { } meeting)
        {
            return Refusal.NotFound("회의", "meeting", command.Meeting);
        }
        var body = (await scope.Context.Set<CouncilBody>().FindAsync([meeting.Body], stop))!;
        var seats = await Sitting.InOffice(scope.Context, body.Id, scope.Today, stop);
        var presiding = seats.FirstOrDefault(s => s.Id == command.Presiding);
        if (actor.Account != presiding?.Account && Permissions.Need(actor, Roles.Officer) is { } role)
        {
            return role;
        }
        if (meeting.State != "called" || meeting.On > scope.Today)
        {
            return Refusal.Because("wrong-state", $"{meeting.On:yyyy-MM-dd}에 소집되어 아직 열리지 않은 회의만 열 수 있습니다.", $"only a meeting that was called and not opened yet can be opened, from its day on ({meeting.On:yyyy-MM-dd})", meeting.Id);
        }
        if (presiding?.Role is not (CouncilWords.Chair or CouncilWords.ViceChair) || (!meeting.Written && !command.Present.Contains(presiding.Id)))
        {
            return Refusal.Because("no-chair", "출석한 위원장이, 없으면 부위원장이 회의를 주재합니다.", "the chair presides, or in the chair's absence the vice-chair, and must be there", "presiding");
        }
        if (presiding.Role == CouncilWords.ViceChair && seats.FirstOrDefault(s => s.Role == CouncilWords.Chair) is { } chair && command.Present.Contains(chair.Id))
        {
            return Refusal.Because("no-chair", "위원장이 출석했으니 위원장이 주재합니다.", "the chair is there and so presides", "presiding");
        }
        if (command.Present.FirstOrDefault(p => seats.All(s => s.Id != p)) is { } stranger)
        {
            return Refusal.Because("not-a-member", "재직 중인 위원이 아닌 사람이 출석 명단에 있습니다.", "somebody on the list of those present is no member in office", stranger);
        }
        var rules = await Sitting.RulesOf(scope.Context, body.Id, body.Rules, stop);
        if (Composition.Wrong(rules, seats) is { Count: > 0 } wrong)
        {
            return Refused.Because<MeetingRef>(wrong);
        }
        (meeting.State, meeting.Rules, meeting.Presiding, meeting.OpenedAt) = ("open", body.Rules, presiding.Account, scope.Now);
        foreach (var seat in command.Present.Distinct())
        {
            scope.Context.Add(new CouncilAttendance { Meeting = meeting.Id, Seat = seat, Present = true, At = scope.Now });
        }
        scope.Record("council.open", "council-meeting:" + meeting.Id, new { meeting.Body, meeting.Number, rules = meeting.Rules, seats = seats.Count, present = command.Present.Distinct().Count() });
        return new MeetingRef(meeting.Id);
    }, stop);
}

internal sealed class MarkAttendanceHandler(CouncilDesk desk) : IHandle<MarkAttendance, MeetingRef>
{
    public Task<Result<MeetingRef>> Handle(Actor actor, MarkAttendance command, CancellationToken stop) => desk.Write<MeetingRef>(actor, "council-meeting:" + command.Meeting, async scope =>
    {
        if (await scope.Context.Set<CouncilMeeting>().FindAsync([command.Meeting], stop) is not { State: "open" } meeting)
        {
            return Refusal.NotFound("열린 회의", "open meeting", command.Meeting);
        }
        if (Sitting.NeedLead(actor, meeting) is { } no)
        {
            return no;
        }
        if ((await Sitting.InOffice(scope.Context, meeting.Body, scope.Today, stop)).FirstOrDefault(s => s.Id == command.Seat) is not { } seat)
        {
            return Refusal.Because("not-a-member", "이 회의체의 재직 중인 위원이 아닙니다.", "this is no member in office of this body", command.Seat);
        }
        if (await scope.Context.Set<CouncilAttendance>().FindAsync([meeting.Id, seat.Id], stop) is { } row)
        {
            (row.Present, row.At) = (command.Present, scope.Now);
        }
        else
        {
            scope.Context.Add(new CouncilAttendance { Meeting = meeting.Id, Seat = seat.Id, Present = command.Present, At = scope.Now });
        }
        scope.Record("council.attend", "council-meeting:" + meeting.Id, new { seat = seat.Id, command.Present });
        return new MeetingRef(meeting.Id);
    }, stop);
}

internal sealed class CloseMeetingHandler(CouncilDesk desk) : IHandle<CloseMeeting, MeetingRef>
{
    public Task<Result<MeetingRef>> Handle(Actor actor, CloseMeeting command, CancellationToken stop) => desk.Write<MeetingRef>(actor, "council-meeting:" + command.Meeting, async scope =>
    {
        if (await scope.Context.Set<CouncilMeeting>().FindAsync([command.Meeting], stop) is not { State: "open" } meeting)
        {
            return Refusal.NotFound("열린 회의", "open meeting", command.Meeting);
        }
        if (Sitting.NeedLead(actor, meeting) is { } no)
        {
            return no;
        }
        var items = await scope.Context.Set<CouncilItem>().Where(i => i.Meeting == meeting.Id).ToListAsync(stop);
        string[] ids = [.. items.Select(i => i.Id)];
        if (await scope.Context.Set<CouncilMotion>().AnyAsync(m => ids.Contains(m.Item) && m.State == "voting", stop))
        {
            return new Refusal("voting", LocalText.Of("표결이 진행 중인 안건이 있습니다.", "a vote is still open"), meeting.Id, LocalText.Of("표결을 마친 뒤 회의를 끝내십시오.", "close the vote, then the meeting."));
        }
        foreach (var item in items.Where(i => i.State == "open"))
        {
            item.State = "undecided";
            (await scope.Context.Set<CouncilCase>().FindAsync([item.Case], stop))!.State = "prepared";
        }
        (meeting.State, meeting.ClosedAt, meeting.ClosedBy) = ("closed", scope.Now, actor.Account);
        scope.Record("council.close", "council-meeting:" + meeting.Id, new { items = items.Count, undecided = items.Count(i => i.State == "undecided") });
        return new MeetingRef(meeting.Id);
    }, stop);
}

using Haechi.Rules;
using Haechi.Tower.Clocks;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Council;

/// <summary>Opens the vote on a motion. Needs a quorum, counted without those who stepped aside, and no challenge that is still to be decided.</summary>
public sealed record OpenVote(string Motion);

/// <summary>Casts one's own vote. Nobody votes for another.</summary>
/// <param name="Motion">The motion.</param>
/// <param name="Choice">yes, no or abstain.</param>
/// <param name="Reason">Why; needed for a no.</param>
/// <param name="Hash">The hash of the motion that the member read; the vote is refused when it is another.</param>
public sealed record CastVote(string Motion, string Choice, string? Reason = null, string? Hash = null);

/// <summary>Closes the vote, counts, and carries out what was decided.</summary>
public sealed record CloseVote(string Motion);

/// <summary>How a vote ended.</summary>
/// <param name="Motion">The motion.</param>
/// <param name="State">carried, lost or no_quorum.</param>
/// <param name="Outcome">What was decided, or null.</param>
/// <param name="Count">The count.</param>
public sealed record VoteResult(string Motion, string State, string? Outcome, Tally Count);

internal sealed class OpenVoteHandler(CouncilDesk desk, CardMaker cards) : IHandle<OpenVote, MotionRef>
{
    public Task<Result<MotionRef>> Handle(Actor actor, OpenVote command, CancellationToken stop) => desk.Write<MotionRef>(actor, "council-motion:" + command.Motion, async scope =>
    {
        var found = await Voting.Find(scope, command.Motion, "draft", stop);
        if (!found.Done)
        {
            return Refused.Because<MotionRef>(found.Refusals);
        }
        var (motion, sitting) = found.Value;
        if (Sitting.NeedLead(actor, sitting.Meeting) is { } no)
        {
            return no;
        }
        if (sitting.Recusals.Any(r => r.State == "asked"))
        {
            return new Refusal("challenge-open", LocalText.Of("아직 정하지 않은 기피 신청이 있습니다.", "a challenge of a member is still to be decided"), sitting.Item.Id, LocalText.Of("먼저 신청을 정하십시오.", "decide on it first."), "위원의 제척·기피·회피(인공지능기본법 제9조의 예)");
        }
        // An interest that was declared after the agenda was made, and a member who came later, count as well.
        var @case = (await scope.Context.Set<CouncilCase>().FindAsync([sitting.Item.Case], stop))!;
        if (await cards.Pin(scope.Context, @case, new Moment(scope.Today), stop) is { Done: true, Value: var pinned })
        {
            await Interests.Apply(scope, sitting.Item, sitting.Seats, pinned.Parties, pinned.Authors, stop);
            sitting = (await Sitting.Open(scope, sitting.Item.Id, stop)).Value!;
        }
        var count = sitting.Count([]);
        if (!sitting.Meeting.Written && !count.HasQuorum)
        {
            return new Refusal("no-quorum", LocalText.Of($"의사정족수에 모자랍니다. 회피한 위원을 빼고 {count.Present}명이 출석하였고 {count.Quorum}명이 필요합니다.", $"there is no quorum: {count.Present} members are present who may take part, and {count.Quorum} are needed"), sitting.Item.Id,
                LocalText.Of("출석을 다시 확인하거나 다음 회의로 미루십시오.", "check who is there, or leave it to the next meeting."));
        }
        if (await scope.Context.Set<CouncilMotion>().AnyAsync(m => m.Item == motion.Item && m.State == "voting", stop))
        {
            return Refusal.Because("voting", "이 안건의 다른 안이 표결 중입니다. 그 표결을 먼저 마치십시오.", "another motion on this item is being voted on; close that vote first", motion.Item);
        }
        (motion.State, motion.OpenedAt) = ("voting", scope.Now);
        scope.Record("council.vote-open", "council-motion:" + motion.Id, new { motion.Item, motion.Number, motion.Hash, count.Present, count.Quorum, count.Aside });
        return new MotionRef(motion.Id, motion.Hash);
    }, stop);
}

internal sealed class CastVoteHandler(CouncilDesk desk) : IHandle<CastVote, MotionRef>
{
    public Task<Result<MotionRef>> Handle(Actor actor, CastVote command, CancellationToken stop) => desk.Write<MotionRef>(actor, "council-motion:" + command.Motion, async scope =>
    {
        if (!CouncilWords.Choices.ContainsKey(command.Choice))
        {
            return Refusal.Because("wrong-choice", "찬성(yes), 반대(no), 기권(abstain) 가운데 하나여야 합니다.", "a vote is yes, no or abstain", "choice");
        }
        if (command.Reason?.Length > 4000 || (command.Choice == "no" && CouncilDesk.NeedText(command.Reason, "reason", "반대하는 까닭", "why you vote no") is not null))
        {
            return Refusal.Because("missing", "반대하는 까닭을 4000자 안에서 적어 주십시오. 소수 의견으로 회의록에 남습니다.", "say in at most 4000 letters why you vote no; the minutes keep it as your dissent", "reason");
        }
        var found = await Voting.Find(scope, command.Motion, "voting", stop);
        if (!found.Done)
        {
            return Refused.Because<MotionRef>(found.Refusals);
        }
        var (motion, sitting) = found.Value;
        if (sitting.SeatOf(actor.Account) is not { } seat)
        {
            return Refusal.Because("not-a-member", "이 회의체의 재직 중인 위원만 표결합니다.", "only members in office of this body vote", command.Motion);
        }
        if (sitting.Aside.Contains(seat.Id))
        {
            return Voting.Stepped(command.Motion);
        }
        if (!sitting.Meeting.Written && !sitting.Present.Contains(seat.Id))
        {
            return new Refusal("not-present", LocalText.Of("출석한 위원만 표결합니다.", "only members who are present vote"), command.Motion, LocalText.Of("출석 확인을 요청하십시오.", "ask to be noted as present."));
        }
        if (command.Hash is { } read && read != motion.Hash)
        {
            return Refusal.Because("changed-meanwhile", "읽은 안과 표결에 부친 안이 다릅니다. 새로 고쳐 다시 읽으십시오.", "the motion that you read is not the one that is being voted on; reload and read it again", "hash");
        }
        if (await scope.Context.Set<CouncilVote>().FindAsync([motion.Id, seat.Id], stop) is not null)
        {
            return Refusal.Because("already-voted", "이미 표결하였습니다. 표는 바꾸거나 한 번 더 낼 수 없습니다.", "you voted already; a vote is neither changed nor cast again", command.Motion);
        }
        scope.Context.Add(new CouncilVote { Motion = motion.Id, Seat = seat.Id, Choice = command.Choice, Reason = command.Reason?.Trim() is { Length: > 0 } r ? r : null, At = scope.Now });
        scope.Record("council.vote", "council-motion:" + motion.Id, new { seat = seat.Id, command.Choice, motion.Hash });
        return new MotionRef(motion.Id, motion.Hash);
    }, stop);
}

internal sealed class CloseVoteHandler(CouncilDesk desk, Calendars calendars, IEnumerable<Register.Contracts.IStateGuard> guards) : IHandle<CloseVote, VoteResult>
{
    public Task<Result<VoteResult>> Handle(Actor actor, CloseVote command, CancellationToken stop) => desk.Write<VoteResult>(actor, "council-motion:" + command.Motion, async scope =>
    {
        var found = await Voting.Find(scope, command.Motion, "voting", stop);
        if (!found.Done)
        {
            return Refused.Because<VoteResult>(found.Refusals);
        }
        var (motion, sitting) = found.Value;
        if (Sitting.NeedLead(actor, sitting.Meeting) is { } no)
        {
            return no;
        }
        if (sitting.Recusals.Any(r => r.State == "asked"))
        {
            return new Refusal("challenge-open", LocalText.Of("아직 정하지 않은 기피 신청이 있습니다.", "a challenge of a member is still to be decided"), sitting.Item.Id, LocalText.Of("먼저 신청을 정하십시오.", "decide on it first."));
        }
        var votes = await scope.Context.Set<CouncilVote>().AsNoTracking().Where(v => v.Motion == motion.Id).ToListAsync(stop);
        var count = sitting.Count(votes);
        (motion.State, motion.ClosedAt, motion.Count) = (count.Carried ? "carried" : count.HasQuorum ? "lost" : "no_quorum", scope.Now, count.Write());
        scope.Record("council.vote-close", "council-motion:" + motion.Id, new { motion.Item, motion.State, motion.Outcome, motion.Hash, count.Seats, count.Aside, count.Present, count.Quorum, count.Yes, count.No, count.Abstain, count.Needed });
        if (count.Carried)
        {
            await new Decision(scope, sitting, motion, calendars, guards).CarryOut(stop);
        }
        return new VoteResult(motion.Id, motion.State, count.Carried ? motion.Outcome : null, count);
    }, stop);
}

internal static class Voting
{
    public static Refusal Stepped(string where) => Refusal.Because("stepped-aside", "이 안건에서 회피하거나 제외된 위원은 안을 내거나 표결할 수 없습니다.", "a member who stepped aside from this item neither moves nor votes", where);

    /// <summary>A motion in a state, with the item and everything on which a count hangs.</summary>
    public static async Task<Result<(CouncilMotion Motion, Sitting Sitting)>> Find(WriteScope scope, string id, string state, CancellationToken stop)
    {
        if (await scope.Context.Set<CouncilMotion>().FindAsync([id], stop) is not { } motion)
        {
            return Refusal.NotFound("안", "motion", id);
        }
        var sitting = await Sitting.Open(scope, motion.Item, stop);
        if (!sitting.Done)
        {
            return Refused.Because<(CouncilMotion, Sitting)>(sitting.Refusals);
        }
        return motion.State == state ? (motion, sitting.Value)
            : state == "draft" ? Refusal.Because("motion-fixed", "이미 표결에 부친 안입니다.", "the vote on this motion was opened already", id)
            : Refusal.Because("not-voting", "표결이 열려 있지 않습니다.", "the vote on this motion is not open", id);
    }
}

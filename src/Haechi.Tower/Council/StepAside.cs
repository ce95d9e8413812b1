using Haechi.Rules;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Council;

/// <summary>A member steps aside from an item; nobody has to agree.</summary>
public sealed record StepAside(string Item, string Ground, string Reason);

/// <summary>A party wants a member to step aside (기피 신청). An officer or the owner of the system enters it.</summary>
/// <param name="Item">The item.</param>
/// <param name="Seat">The member's seat.</param>
/// <param name="Ground">Why.</param>
/// <param name="Reason">In words.</param>
/// <param name="Party">Who asks.</param>
public sealed record ChallengeMember(string Item, string Seat, string Ground, string Reason, string Party);

/// <summary>Decides on a challenge: whoever presides does, and never about themselves.</summary>
public sealed record DecideChallenge(string Recusal, bool Aside, string Reason);

/// <summary>A member who stepped aside, or was asked to.</summary>
public sealed record RecusalRef(string Recusal);

internal sealed class StepAsideHandler(CouncilDesk desk) : IHandle<StepAside, RecusalRef>
{
    public Task<Result<RecusalRef>> Handle(Actor actor, StepAside command, CancellationToken stop) => desk.Write<RecusalRef>(actor, "council-item:" + command.Item, async scope =>
    {
        if ((Recusals.Wrong(command.Ground, command.Reason) ?? await Recusals.Closed(scope, command.Item, stop)) is { } wrong)
        {
            return wrong;
        }
        var (item, seats) = await Recusals.Load(scope, command.Item, stop);
        if (seats.FirstOrDefault(s => s.Account == actor.Account) is not { } seat)
        {
            return Refusal.Because("not-a-member", "이 회의체의 재직 중인 위원만 회피할 수 있습니다.", "only a member in office of this body steps aside", command.Item);
        }
        if (await scope.Context.Set<CouncilRecusal>().AnyAsync(r => r.Item == item.Id && r.Seat == seat.Id && r.State == "accepted", stop))
        {
            return Refusal.Because("already-aside", "이미 이 안건에서 빠져 있습니다.", "you stepped aside from this item already", command.Item);
        }
        return Recusals.Keep(scope, item.Id, seat.Id, command.Ground, "self", command.Reason, null, "accepted");
    }, stop);
}

internal sealed class ChallengeMemberHandler(CouncilDesk desk) : IHandle<ChallengeMember, RecusalRef>
{
    public Task<Result<RecusalRef>> Handle(Actor actor, ChallengeMember command, CancellationToken stop) => desk.Write<RecusalRef>(actor, "council-item:" + command.Item, async scope =>
    {
        if ((Permissions.Need(actor, Roles.Officer | Roles.Owner) ?? Recusals.Wrong(command.Ground, command.Reason) ?? CouncilDesk.NeedText(command.Party, "party", "신청한 당사자", "the party", 200) ?? await Recusals.Closed(scope, command.Item, stop)) is { } wrong)
        {
            return wrong;
        }
        var (item, seats) = await Recusals.Load(scope, command.Item, stop);
        if (seats.FirstOrDefault(s => s.Id == command.Seat) is not { } seat)
        {
            return Refusal.Because("not-a-member", "이 회의체의 재직 중인 위원이 아닙니다.", "this is no member in office of this body", "seat");
        }
        if (await scope.Context.Set<CouncilRecusal>().AnyAsync(r => r.Item == item.Id && r.Seat == seat.Id && r.State != "refused", stop))
        {
            return Refusal.Because("already-aside", "이 위원은 이미 빠져 있거나 신청이 있습니다.", "this member stepped aside already, or was asked to", "seat");
        }
        return Recusals.Keep(scope, item.Id, seat.Id, command.Ground, "challenge", command.Reason, command.Party.Trim(), "asked");
    }, stop);
}

internal sealed class DecideChallengeHandler(CouncilDesk desk) : IHandle<DecideChallenge, RecusalRef>
{
    public Task<Result<RecusalRef>> Handle(Actor actor, DecideChallenge command, CancellationToken stop) => desk.Write<RecusalRef>(actor, "council-recusal:" + command.Recusal, async scope =>
    {
        if (CouncilDesk.NeedText(command.Reason, "reason", "까닭", "the reason") is { } missing)
        {
            return missing;
        }
        if (await scope.Context.Set<CouncilRecusal>().FindAsync([command.Recusal], stop) is not { } recusal)
        {
            return Refusal.NotFound("기피 신청", "challenge", command.Recusal);
        }
        var sitting = await Sitting.Open(scope, recusal.Item, stop);
        if (!sitting.Done)
        {
            return Refused.Because<RecusalRef>(sitting.Refusals);
        }
        if (recusal.State != "asked")
        {
            return Refusal.Because("wrong-state", "이미 정해진 신청입니다.", "this challenge was decided already", command.Recusal);
        }
        if (sitting.Value.SeatOf(actor.Account) is not { } own)
        {
            return Refusal.Because("not-a-member", "기피 신청은 회의를 주재하는 위원이 정합니다.", "whoever presides over the meeting decides on a challenge", command.Recusal);
        }
        if (own.Id == recusal.Seat)
        {
            return new Refusal("own-challenge", LocalText.Of("자기에 대한 기피 신청은 스스로 정할 수 없습니다.", "nobody decides on a challenge of themselves"), command.Recusal, LocalText.Of("다른 위원장단이 정하거나, 스스로 회피하십시오.", "let the other of chair and vice-chair decide, or step aside."));
        }
        var challengedLeads = sitting.Value.Seats.FirstOrDefault(s => s.Id == recusal.Seat)?.Account == sitting.Value.Meeting.Presiding;
        var decides = challengedLeads ? own.Role is CouncilWords.Chair or CouncilWords.ViceChair : sitting.Value.Meeting.Presiding == actor.Account;
        if (!decides || sitting.Value.Aside.Contains(own.Id))
        {
            return Refusal.Because("not-presiding", "회의를 주재하는 위원이 정합니다. 주재자에 대한 신청은 위원장단의 다른 한 사람이 정합니다.", "whoever presides decides; on a challenge of the one who presides, the other of chair and vice-chair does", command.Recusal);
        }
        (recusal.State, recusal.DecidedBy, recusal.Decision) = (command.Aside ? "accepted" : "refused", actor.Account, command.Reason.Trim());
        scope.Record("council.challenge-decide", "council-item:" + recusal.Item, new { recusal.Seat, recusal.State });
        return new RecusalRef(recusal.Id);
    }, stop);
}

internal static class Recusals
{
    public static Refusal? Wrong(string ground, string reason) => CouncilWords.Grounds.ContainsKey(ground)
        ? CouncilDesk.NeedText(reason, "reason", "까닭", "the reason")
        : Refusal.Because("wrong-ground", $"사유는 {string.Join(", ", CouncilWords.Grounds.Keys)} 가운데 하나여야 합니다.", $"the ground is one of {string.Join(", ", CouncilWords.Grounds.Keys)}", "ground");

    /// <summary>Before the meeting and during it somebody can step aside; afterwards nothing changes any more.</summary>
    public static async Task<Refusal?> Closed(WriteScope scope, string item, CancellationToken stop) => await scope.Context.Set<CouncilItem>().FindAsync([item], stop) switch
    {
        null => Refusal.NotFound("안건", "item of an agenda", item),
        { State: "open" } => null,
        _ => Refusal.Because("case-fixed", "이미 끝난 안건입니다.", "this item is over", item),
    };

    public static async Task<(CouncilItem Item, IReadOnlyList<CouncilSeat> Seats)> Load(WriteScope scope, string id, CancellationToken stop)
    {
        var item = (await scope.Context.Set<CouncilItem>().FindAsync([id], stop))!;
        var meeting = await scope.Context.Set<CouncilMeeting>().AsNoTracking().FirstAsync(m => m.Id == item.Meeting, stop);
        return (item, await Sitting.InOffice(scope.Context, meeting.Body, scope.Today, stop));
    }

    public static RecusalRef Keep(WriteScope scope, string item, string seat, string ground, string way, string reason, string? party, string state)
    {
        var recusal = new CouncilRecusal { Id = NewId.Next(), Item = item, Seat = seat, Ground = ground, Way = way, Reason = reason.Trim(), Party = party, State = state, Account = scope.Actor.Account, At = scope.Now };
        scope.Context.Add(recusal);
        scope.Record(state == "asked" ? "council.challenge" : "council.aside", "council-item:" + item, new { seat, ground, way });
        return new RecusalRef(recusal.Id);
    }
}

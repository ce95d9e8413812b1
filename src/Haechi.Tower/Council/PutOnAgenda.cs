using Haechi.Rules;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Council.Contracts;
using Haechi.Tower.Files;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Council;

/// <summary>Puts a case on the agenda of a meeting: binds it to the exact versions of what it rests on, and keeps the card that members will see.</summary>
public sealed record PutOnAgenda(string Case, string Meeting);

/// <summary>An item of an agenda with its card.</summary>
public sealed record ItemRef(string Item, string Card);

internal sealed class PutOnAgendaHandler(CouncilDesk desk, CardMaker cards, FileStore files) : IHandle<PutOnAgenda, ItemRef>
{
    public async Task<Result<ItemRef>> Handle(Actor actor, PutOnAgenda command, CancellationToken stop)
    {
        if (Permissions.Need(actor, Roles.Officer) is { } role)
        {
            return role;
        }
        // The bytes are received first, as every file is: the transaction then only refers to them, and makes sure that nothing changed in between.
        var made = await desk.Store.Read(c => Make(c, command.Case, stop));
        if (!made.Done)
        {
            return Refused.Because<ItemRef>(made.Refusals);
        }
        using var bytes = new MemoryStream(made.Value.Card.Bytes);
        var stored = await files.Put(bytes, stop: stop);
        return stored.Done ? await desk.Write<ItemRef>(actor, "council-case:" + command.Case, scope => Put(scope, command, stored.Value, stop), stop) : Refused.Because<ItemRef>(stored.Refusals);
    }

    private async Task<Result<(PinnedSubject Pinned, DecisionCard Card, CouncilCase Case)>> Make(TowerContext context, string id, CancellationToken stop)
    {
        if (await context.Set<CouncilCase>().AsNoTracking().FirstOrDefaultAsync(c => c.Id == id, stop) is not { } @case)
        {
            return Refusal.NotFound("안건", "case", id);
        }
        var pinned = await cards.Pin(context, @case, new Moment(desk.Store.Clock.Today), stop);
        var card = pinned.Done ? await cards.Make(context, @case, pinned.Value.Pins, stop) : Refused.Because<DecisionCard>(pinned.Refusals);
        return card.Done ? (pinned.Value!, card.Value, @case) : Refused.Because<(PinnedSubject, DecisionCard, CouncilCase)>(card.Refusals);
    }

    private async Task<Result<ItemRef>> Put(WriteScope scope, PutOnAgenda command, StoredFile stored, CancellationToken stop)
    {
        var made = await Make(scope.Context, command.Case, stop);
        if (!made.Done || made.Value.Card.Hash != stored.Hash)
        {
            return made.Done ? Refusal.Because("changed-meanwhile", "그사이 사실이나 증빙이 바뀌었습니다. 다시 해 주십시오.", "facts or evidence changed meanwhile; do it again", command.Case) : Refused.Because<ItemRef>(made.Refusals);
        }
        var @case = (await scope.Context.Set<CouncilCase>().FindAsync([command.Case], stop))!;
        if (await scope.Context.Set<CouncilMeeting>().FindAsync([command.Meeting], stop) is not { } meeting)
        {
            return Refusal.NotFound("회의", "meeting", command.Meeting);
        }
        if (Wrong(@case, meeting) is { } wrong)
        {
            return wrong;
        }
        var items = await scope.Context.Set<CouncilItem>().Where(i => i.Meeting == meeting.Id).Select(i => (int?)i.Position).MaxAsync(stop) ?? 0;
        var item = new CouncilItem { Id = NewId.Next(), Meeting = meeting.Id, Case = @case.Id, Position = items + 1, Card = stored.Hash, At = scope.Now, State = "open" };
        await FileStore.Keep(scope, stored);
        scope.Context.Add(item);
        scope.Context.AddRange(made.Value.Pinned.Pins.Select((p, i) => new CouncilPin { Item = item.Id, Position = i, Kind = p.Kind, Thing = p.Thing, Version = p.Version, Hash = p.Hash, Content = p.Content }));
        @case.State = "agenda";
        scope.Record("council.agenda", "council-case:" + @case.Id, new { @case.Number, meeting = meeting.Id, item = item.Id, card = item.Card, pins = made.Value.Pinned.Pins.Select(p => $"{p.Kind}:{p.Hash}") });
        await Interests.Apply(scope, item, await Sitting.InOffice(scope.Context, meeting.Body, scope.Today, stop), made.Value.Pinned.Parties, made.Value.Pinned.Authors, stop);
        return new ItemRef(item.Id, item.Card);
    }

    private static Refusal? Wrong(CouncilCase @case, CouncilMeeting meeting) => meeting.Body != @case.Body
        ? Refusal.Because("wrong-body", "다른 회의체의 안건입니다.", "the case lies before another body", "meeting")
        : meeting.State == "closed" ? Refusal.Because("case-fixed", "끝난 회의에는 안건을 올릴 수 없습니다.", "the meeting is over; nothing more goes on its agenda", "meeting")
        : @case.State is "agenda" or "withdrawn" ? Refusal.Because("wrong-state", "이미 회의에 오른 안건이거나 거둔 안건입니다.", "the case is on an agenda already, or was withdrawn", "case")
        : @case is { State: "decided", RevalidateAt: null, Outcome: not (CouncilWords.Defer or CouncilWords.Recommend) }
            ? new Refusal("case-fixed", LocalText.Of("이미 의결한 안건입니다.", "the case was decided already"), "case", LocalText.Of("대상이 중요하게 바뀌어 다시 확인할 때, 또는 보류·권고한 때에만 다시 올릴 수 있습니다. 다른 결정을 구하려면 새 안건을 올리십시오.",
                "it comes back only when its subject changed materially, or it was deferred or only recommended on; to ask for another decision, bring another case."))
        : null;
}

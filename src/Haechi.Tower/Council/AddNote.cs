using Haechi.Tower.Access;
using Haechi.Tower.Common;

namespace Haechi.Tower.Council;

/// <summary>Writes down what was said on an item.</summary>
/// <param name="Item">The item.</param>
/// <param name="Text">The note.</param>
/// <param name="Withheld">Why it is left out of the public minutes, or null when it is public.</param>
public sealed record AddNote(string Item, string Text, string? Withheld = null);

internal sealed class AddNoteHandler(CouncilDesk desk) : IHandle<AddNote, ItemRef>
{
    public Task<Result<ItemRef>> Handle(Actor actor, AddNote command, CancellationToken stop) => desk.Write<ItemRef>(actor, "council-item:" + command.Item, async scope =>
    {
        if (CouncilDesk.NeedText(command.Text, "text", "내용", "the note") is { } missing)
        {
            return missing;
        }
        var sitting = await Sitting.Open(scope, command.Item, stop);
        if (!sitting.Done)
        {
            return Refused.Because<ItemRef>(sitting.Refusals);
        }
        var seat = sitting.Value.SeatOf(actor.Account);
        var refused = seat is null ? Permissions.Need(actor, Roles.Officer) : sitting.Value.Aside.Contains(seat.Id) ? Voting.Stepped(command.Item) : null;
        if (refused is not null)
        {
            return refused;
        }
        scope.Context.Add(new CouncilNote { Item = command.Item, Account = actor.Account, At = scope.Now, Text = command.Text.Trim(), Withheld = command.Withheld?.Trim() is { Length: > 0 } why ? why : null });
        scope.Record("council.note", "council-item:" + command.Item, new { text = Digest.Of(command.Text.Trim()), withheld = !string.IsNullOrWhiteSpace(command.Withheld) });
        return new ItemRef(command.Item, sitting.Value.Item.Card);
    }, stop);
}

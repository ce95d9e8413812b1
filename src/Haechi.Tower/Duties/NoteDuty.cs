using Haechi.Tower.Common;
using Haechi.Tower.Storage;

namespace Haechi.Tower.Duties;

/// <summary>Writes a note beside a duty; changes nothing else.</summary>
public sealed record NoteDuty(string Duty, string Note);

internal sealed class NoteDutyHandler(TowerStore store) : IHandle<NoteDuty, Done>
{
    private const int Longest = 4000;

    public Task<Result<Done>> Handle(Actor actor, NoteDuty command, CancellationToken stop) => store.Write<Done>(actor, async scope =>
    {
        var found = await DutyAct.Find(scope, command.Duty, Roles.Owner | Roles.Verifier | Roles.Officer, stop);
        if (!found.Done)
        {
            return Refused.Because<Done>(found.Refusals);
        }
        if (command.Note.Trim() is not { Length: > 0 and <= Longest } note)
        {
            return Refusal.Because("missing", $"메모를 {Longest}자 안에서 적어 주십시오.", $"write a note of at most {Longest} letters", "note");
        }
        DutyAct.Do(scope, found.Value, "note", _ => { }, note);
        return Done.Well;
    }, stop);
}

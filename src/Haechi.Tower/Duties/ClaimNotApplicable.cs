using Haechi.Tower.Common;
using Haechi.Tower.Storage;

namespace Haechi.Tower.Duties;

/// <summary>Says with a reason that a duty does not apply. The duty stays on the board, in its own column.</summary>
public sealed record ClaimNotApplicable(string Duty, string Reason);

internal sealed class ClaimNotApplicableHandler(TowerStore store) : IHandle<ClaimNotApplicable, Done>
{
    public Task<Result<Done>> Handle(Actor actor, ClaimNotApplicable command, CancellationToken stop) => store.Write<Done>(actor, async scope =>
    {
        var found = await DutyAct.FindOpen(scope, command.Duty, Roles.Owner | Roles.Officer, stop);
        if (!found.Done)
        {
            return Refused.Because<Done>(found.Refusals);
        }
        if ((HouseDuties.Decided(found.Value) ?? DutyAct.NeedReason(command.Reason)) is { } missing)
        {
            return missing;
        }
        DutyAct.Do(scope, found.Value, "not_applicable", d => d.Progress = DutyProgress.NotApplicable, command.Reason.Trim());
        return Done.Well;
    }, stop);
}

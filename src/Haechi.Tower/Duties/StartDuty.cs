using Haechi.Tower.Common;
using Haechi.Tower.Storage;

namespace Haechi.Tower.Duties;

/// <summary>Says that work on a duty has begun.</summary>
public sealed record StartDuty(string Duty);

internal sealed class StartDutyHandler(TowerStore store) : IHandle<StartDuty, Done>
{
    public Task<Result<Done>> Handle(Actor actor, StartDuty command, CancellationToken stop) => store.Write<Done>(actor, async scope =>
    {
        var found = await DutyAct.FindOpen(scope, command.Duty, Roles.Owner | Roles.Officer, stop);
        if (!found.Done)
        {
            return Refused.Because<Done>(found.Refusals);
        }
        if (found.Value.Progress is not (DutyProgress.NotStarted or DutyProgress.NotApplicable or DutyProgress.Refused))
        {
            return Refusal.Because("started", "이미 시작한 의무입니다.", "this duty was started already", command.Duty);
        }
        DutyAct.Do(scope, found.Value, "started", d => d.Progress = DutyProgress.InProgress);
        return Done.Well;
    }, stop);
}

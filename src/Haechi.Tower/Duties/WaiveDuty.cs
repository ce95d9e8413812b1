using Haechi.Tower.Common;
using Haechi.Tower.Storage;

namespace Haechi.Tower.Duties;

/// <summary>Puts a duty off until a day, on the ground of a provision. It changes no rule's outcome, and it ends by itself.</summary>
/// <param name="Duty">The duty.</param>
/// <param name="Until">The last day of the waiver.</param>
/// <param name="Reason">Why.</param>
/// <param name="Provision">On which provision or decision it rests.</param>
public sealed record WaiveDuty(string Duty, DateOnly Until, string Reason, string Provision);

internal sealed class WaiveDutyHandler(TowerStore store) : IHandle<WaiveDuty, Done>
{
    public Task<Result<Done>> Handle(Actor actor, WaiveDuty command, CancellationToken stop) => store.Write<Done>(actor, async scope =>
    {
        var found = await DutyAct.FindOpen(scope, command.Duty, Roles.Officer, stop);
        if (!found.Done)
        {
            return Refused.Because<Done>(found.Refusals);
        }
        if ((HouseDuties.Decided(found.Value) ?? DutyAct.NeedReason(command.Reason)) is { } missing)
        {
            return missing;
        }
        if (string.IsNullOrWhiteSpace(command.Provision))
        {
            return Refusal.Because("missing", "유예의 근거가 되는 조항이나 결정을 적어 주십시오.", "name the provision or decision on which the waiver rests", "provision");
        }
        if (command.Until < scope.Today || command.Until > scope.Today.AddYears(5))
        {
            return Refusal.Because("wrong-day", "유예의 마지막 날은 오늘부터 5년 안이어야 합니다.", "the last day of a waiver lies between today and five years from now", "until");
        }
        DutyAct.Do(scope, found.Value, "waived", d => d.WaivedUntil = command.Until, command.Reason.Trim(), command.Provision.Trim());
        return Done.Well;
    }, stop);
}

using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Duties;

/// <summary>Takes back the newest act on a duty that can be taken back (start, assignment, not applicable, waiver), as a new event. Evidence is withdrawn, not undone.</summary>
public sealed record UndoDutyAct(string Duty);

internal sealed class UndoDutyActHandler(TowerStore store) : IHandle<UndoDutyAct, Done>
{
    private static readonly string[] CanUndo = ["assigned", "started", "not_applicable", "waived"];
    private static readonly string[] NoAct = ["note", "claim", "changed"];

    public Task<Result<Done>> Handle(Actor actor, UndoDutyAct command, CancellationToken stop) => store.Write<Done>(actor, async scope =>
    {
        var found = await DutyAct.Find(scope, command.Duty, Roles.Owner | Roles.Officer, stop);
        if (!found.Done)
        {
            return Refused.Because<Done>(found.Refusals);
        }
        var last = await scope.Context.Set<DutyEvent>().Where(e => e.Duty == command.Duty && !NoAct.Contains(e.Kind)).OrderByDescending(e => e.Id).FirstOrDefaultAsync(stop);
        if (last is null || !CanUndo.Contains(last.Kind) || DutyMark.Read(last.Before) is not { } before)
        {
            return Refusal.Because("nothing", "되돌릴 수 있는 조치가 없습니다. 증빙은 ‘거두기’로 물리십시오.", "there is no act to undo; evidence is withdrawn instead", command.Duty);
        }
        if (last.Kind == "waived" && !actor.Is(Roles.Officer))
        {
            return Haechi.Tower.Access.Permissions.Need(actor, Roles.Officer)!;
        }
        DutyAct.Do(scope, found.Value, "undone", d => (d.Progress, d.Owner, d.WaivedUntil) = ((DutyProgress)before.Progress, before.Owner, before.WaivedUntil), null, last.Kind);
        return Done.Well;
    }, stop);
}

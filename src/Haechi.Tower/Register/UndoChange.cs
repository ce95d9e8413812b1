using System.Globalization;
using Haechi.Rules;
using Haechi.Tower.Common;
using Haechi.Tower.Register.Contracts;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Register;

/// <summary>Makes a new version that says what an earlier one said. Nothing is taken out of the history.</summary>
/// <param name="System">The system.</param>
/// <param name="Version">The earlier version to go back to.</param>
/// <param name="Expected">The version that the person looked at.</param>
/// <param name="Note">Why.</param>
public sealed record UndoChange(string System, int Version, int Expected, string? Note = null);

/// <summary>Carries out <see cref="UndoChange"/>.</summary>
internal sealed class UndoChangeHandler(TowerStore store, IEnumerable<IStateGuard> guards) : IHandle<UndoChange, SystemRef>
{
    public Task<Result<SystemRef>> Handle(Actor actor, UndoChange command, CancellationToken stop) => store.Write<SystemRef>(actor, async scope =>
    {
        var taken = await ManyChanges.Take(scope, [command.System], Roles.Owner | Roles.Officer);
        if (!taken.Done)
        {
            return Refused.Because<SystemRef>(taken.Refusals);
        }
        var (system, newest) = taken.Value[0];
        if (newest.Number != command.Expected)
        {
            return Refusal.Because("changed-meanwhile", $"{command.Expected}판을 보는 동안 {newest.Number}판이 되었습니다. 새로 고쳐 확인한 뒤 다시 하십시오.",
                $"you looked at version {command.Expected} and it is version {newest.Number} now; reload, check, and do it again", system.Id);
        }
        if (await scope.Context.Set<SystemVersion>().AsNoTracking().FirstOrDefaultAsync(v => v.System == system.Id && v.Number == command.Version && v.Number < newest.Number, stop) is not { } earlier)
        {
            return Refusal.NotFound("이전 판", "earlier version", command.Version.ToString(CultureInfo.InvariantCulture));
        }
        if (await Haechi.Tower.Access.Permissions.NeedScope(scope.Context, actor, earlier.Department) is { } outside)
        {
            return outside;
        }
        var next = ManyChanges.Again(earlier, "undo", scope.Today, command.Note);
        if (await StateRules.Refusals(guards, scope.Context, system.Id, FactsJson.Read(newest.Facts), next.Facts, scope.Today, back: true) is { Count: > 0 } refusals)
        {
            return Refused.Because<SystemRef>(refusals);
        }
        var version = await Versions.Append(scope, system, newest, next);
        scope.Record("register.undo", "system:" + system.Id, new { version = version.Number, as_in = earlier.Number });
        return new SystemRef(system.Id, version.Number);
    }, stop);
}

/// <summary>Changes the state of a system: the fact <c>lifecycle</c>. A step that the guards of other modules refuse is not made.</summary>
public sealed record ChangeState(string System, string State, int? Expected = null, string? Note = null);

/// <summary>Carries out <see cref="ChangeState"/>.</summary>
internal sealed class ChangeStateHandler(IHandle<ChangeFacts, SystemRef> change) : IHandle<ChangeState, SystemRef>
{
    public Task<Result<SystemRef>> Handle(Actor actor, ChangeState command, CancellationToken stop) => Lifecycle.All.Contains(command.State)
        ? change.Handle(actor, new ChangeFacts(command.System, new Dictionary<string, Haechi.Rules.Facts.FactValue?> { [Lifecycle.Question] = new Haechi.Rules.Facts.TextFact(command.State) }, command.Expected, Note: command.Note), stop)
        : Task.FromResult<Result<SystemRef>>(new Refusal("wrong-state", LocalText.Of($"'{command.State}'은(는) 상태가 아닙니다.", $"'{command.State}' is no state"), Lifecycle.Question,
            LocalText.Of($"다음에서 고르십시오: {string.Join(", ", Lifecycle.All)}.", $"choose one of {string.Join(", ", Lifecycle.All)}.")));
}

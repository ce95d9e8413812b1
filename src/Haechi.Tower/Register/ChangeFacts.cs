using Haechi.Rules;
using Haechi.Rules.Facts;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Register.Contracts;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Register;

/// <summary>Sets or forgets facts of a system. A null value makes the fact unknown again. Changing the fact <c>lifecycle</c> changes the state and asks the guards.</summary>
/// <param name="System">The system.</param>
/// <param name="Facts">The facts to set; null forgets.</param>
/// <param name="Expected">The version that the person looked at; null to change whatever is there.</param>
/// <param name="ValidFrom">The day from which the change is true; null for today.</param>
/// <param name="Note">Why, in the person's words.</param>
/// <param name="Source">Where the facts come from.</param>
public sealed record ChangeFacts(
    string System, IReadOnlyDictionary<string, FactValue?> Facts, int? Expected = null, DateOnly? ValidFrom = null, string? Note = null, string? Source = null);

/// <summary>Carries out <see cref="ChangeFacts"/>.</summary>
internal sealed class ChangeFactsHandler(TowerStore store, IEnumerable<IStateGuard> guards) : IHandle<ChangeFacts, SystemRef>
{
    public Task<Result<SystemRef>> Handle(Actor actor, ChangeFacts command, CancellationToken stop) => store.Write<SystemRef>(actor, async scope =>
    {
        if (Permissions.Need(actor, Roles.Owner | Roles.Officer) is { } role)
        {
            return role;
        }
        if (await scope.Context.Set<AiSystem>().FindAsync([command.System], stop) is not { } system)
        {
            return Refusal.NotFound("시스템", "system", command.System);
        }
        var newest = await scope.Context.Set<SystemVersion>().AsNoTracking().Where(v => v.System == system.Id).OrderByDescending(v => v.Number).FirstAsync(stop);
        if (await Permissions.NeedScope(scope.Context, actor, newest.Department) is { } outside)
        {
            return outside;
        }
        if (command.Expected is { } expected && expected != newest.Number)
        {
            return Refusal.Because("changed-meanwhile", $"{expected}판을 보는 동안 {newest.Number}판이 되었습니다. 새로 고쳐 확인한 뒤 다시 하십시오.",
                $"you looked at version {expected} and it is version {newest.Number} now; reload, check, and do it again", system.Id);
        }
        var before = FactsJson.Read(newest.Facts);
        var on = command.ValidFrom ?? scope.Today;
        if (on > scope.Today || on < newest.ValidFrom)
        {
            return new Refusal("wrong-day", LocalText.Of($"{on:yyyy-MM-dd}부터라고 적을 수 없습니다. 지금 판은 {newest.ValidFrom:yyyy-MM-dd}부터 유효합니다.", $"a change cannot hold from {on:yyyy-MM-dd}; the present version holds from {newest.ValidFrom:yyyy-MM-dd}"), "validFrom",
                LocalText.Of("그날부터 오늘까지의 날짜를 고르십시오. 앞으로 바뀔 일은 그날 적습니다.", "choose a day from then until today; what will change later is entered on its day."));
        }
        var after = before.With(command.Facts.Select(f => KeyValuePair.Create(f.Key,
            f.Value is null ? null : new HeldFact(f.Value with { Source = null }, command.Source ?? "form", scope.Today, actor.Account))));
        if (await StateRules.Refusals(guards, scope.Context, system.Id, before, after, on) is { Count: > 0 } refusals)
        {
            return Refused.Because<SystemRef>(refusals);
        }
        var stateChanged = before.Text(Lifecycle.Question) != after.Text(Lifecycle.Question);
        var version = await Versions.Append(scope, system, newest, new NextVersion(after, newest.Department, newest.Product, stateChanged ? "state" : "change", on, command.Note));
        scope.Record("register.change", "system:" + system.Id, new { version = version.Number, facts = command.Facts.Keys.Order(StringComparer.Ordinal), state = after.Text(Lifecycle.Question) });
        return new SystemRef(system.Id, version.Number);
    }, stop);
}

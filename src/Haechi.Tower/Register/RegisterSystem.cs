using Haechi.Rules;
using Haechi.Rules.Facts;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Register.Contracts;
using Haechi.Tower.Storage;

namespace Haechi.Tower.Register;

/// <summary>Puts a new system into the register.</summary>
/// <param name="Facts">The known facts; <c>name</c> is needed.</param>
/// <param name="Department">The department that uses it, or null when unknown.</param>
/// <param name="Product">The product behind it, or null.</param>
/// <param name="ValidFrom">The day from which this is true; null for today.</param>
/// <param name="Source">Where the facts come from, for people.</param>
/// <param name="Found">True when the state is not decided now but was found to be so already: it is then recorded even where a guard would refuse it, and the breach is told.</param>
public sealed record RegisterSystem(IReadOnlyDictionary<string, FactValue> Facts, string? Department, string? Product = null, DateOnly? ValidFrom = null, string? Source = null, bool Found = false);

/// <summary>A system and its newest version.</summary>
public sealed record SystemRef(string System, int Version);

/// <summary>Carries out <see cref="RegisterSystem"/>.</summary>
internal sealed class RegisterSystemHandler(TowerStore store, IEnumerable<IStateGuard> guards) : IHandle<RegisterSystem, SystemRef>
{
    public Task<Result<SystemRef>> Handle(Actor actor, RegisterSystem command, CancellationToken stop) => store.Write<SystemRef>(actor, async scope =>
    {
        if (Permissions.Need(actor, Roles.Owner | Roles.Officer) is { } role)
        {
            return role;
        }
        if (await Permissions.NeedScope(scope.Context, actor, command.Department) is { } outside)
        {
            return outside;
        }
        if (command.Facts.GetValueOrDefault("name") is not TextFact { Value: var name } || string.IsNullOrWhiteSpace(name))
        {
            return Refusal.Because("missing", "시스템명이 필요합니다. 담당자가 알아볼 이름을 적어 주십시오.", "a name is needed; give one that the people in charge will recognise", "name");
        }
        var facts = SystemFacts.None.With(command.Facts.Select(f =>
            KeyValuePair.Create(f.Key, (HeldFact?)new HeldFact(f.Value with { Source = null }, command.Source ?? "form", scope.Today, actor.Account))));
        var on = command.ValidFrom ?? scope.Today;
        var breaches = await StateRules.Refusals(guards, scope.Context, null, SystemFacts.None, facts, on);
        if (breaches.Count > 0 && !command.Found)
        {
            return Refused.Because<SystemRef>([.. breaches.Select(Ways)]);
        }
        var id = await Versions.Create(scope, new NextVersion(facts, command.Department, command.Product, "create", on, StateBreaches.Note(breaches)));
        scope.Record("register.create", "system:" + id, new { facts = facts.ById.Count, command.Department, command.Product, breaches = breaches.Select(b => b.Code) });
        return new SystemRef(id, 1);
    }, stop);

    /// <summary>What a person can do who registers a system: the guard's own advice needs a system that is registered.</summary>
    private static Refusal Ways(Refusal refusal) => refusal with
    {
        Next = LocalText.Of("사용을 시작한 날을 적거나, 다른 상태(예: 검토)로 등록한 뒤 평가를 시작하십시오. 이미 사용 중인 것을 발견했다면 ‘사용 중인 것을 발견함’에 표시하면 위반 사실과 함께 기록합니다.",
            "state the day on which the use began, or register it in another state (such as review) and begin the assessment; if it was found in use already, tick ‘found in use’ and it is recorded together with the breach."),
    };
}

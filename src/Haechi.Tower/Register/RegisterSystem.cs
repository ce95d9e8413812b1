using Haechi.Rules.Facts;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;

namespace Haechi.Tower.Register;

/// <summary>Puts a new system into the register.</summary>
/// <param name="Facts">The known facts; <c>name</c> is needed.</param>
/// <param name="Department">The department that uses it, or null when unknown.</param>
/// <param name="Product">The product behind it, or null.</param>
/// <param name="ValidFrom">The day from which this is true; null for today.</param>
/// <param name="Source">Where the facts come from, for people.</param>
public sealed record RegisterSystem(IReadOnlyDictionary<string, FactValue> Facts, string? Department, string? Product = null, DateOnly? ValidFrom = null, string? Source = null);

/// <summary>A system and its newest version.</summary>
public sealed record SystemRef(string System, int Version);

/// <summary>Carries out <see cref="RegisterSystem"/>.</summary>
internal sealed class RegisterSystemHandler(TowerStore store) : IHandle<RegisterSystem, SystemRef>
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
        var id = await Versions.Create(scope, new NextVersion(facts, command.Department, command.Product, "create", command.ValidFrom ?? scope.Today));
        scope.Record("register.create", "system:" + id, new { facts = facts.ById.Count, command.Department, command.Product });
        return new SystemRef(id, 1);
    }, stop);
}

using Haechi.Tower.Common;
using Haechi.Tower.Register.Contracts;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Register;

/// <summary>A person says whether two systems are one. When they are, the newer one's facts become the next version of the one that stays, and the other leaves the lists.</summary>
/// <param name="Stay">The system that stays, such as last year's.</param>
/// <param name="Other">The other, such as the one that this year's import made.</param>
/// <param name="Same">True when they are one; false when they are two, so that they are not shown again.</param>
/// <param name="Note">Why.</param>
public sealed record ConfirmMatch(string Stay, string Other, bool Same, string? Note = null);

/// <summary>Carries out <see cref="ConfirmMatch"/>.</summary>
internal sealed class ConfirmMatchHandler(TowerStore store, IEnumerable<IStateGuard> guards) : IHandle<ConfirmMatch, SystemRef>
{
    public Task<Result<SystemRef>> Handle(Actor actor, ConfirmMatch command, CancellationToken stop) => store.Write<SystemRef>(actor, async scope =>
    {
        if (command.Stay == command.Other)
        {
            return Refusal.Because("same", "서로 다른 두 시스템을 고르십시오.", "choose two different systems", "other");
        }
        var taken = await ManyChanges.Take(scope, [command.Stay, command.Other], Roles.Officer);
        if (!taken.Done)
        {
            return Refused.Because<SystemRef>(taken.Refusals);
        }
        var (stay, other) = (taken.Value.Single(t => t.System.Id == command.Stay), taken.Value.Single(t => t.System.Id == command.Other));
        await Decide(scope, command);
        var version = stay.Newest.Number;
        if (command.Same)
        {
            var facts = FactsJson.Read(stay.Newest.Facts).With(FactsJson.Read(other.Newest.Facts).ById.Select(f => KeyValuePair.Create(f.Key, (HeldFact?)f.Value)));
            if (await StateRules.Refusals(guards, scope.Context, stay.System.Id, FactsJson.Read(stay.Newest.Facts), facts, scope.Today, back: true) is { Count: > 0 } refusals)
            {
                return Refused.Because<SystemRef>(refusals);
            }
            // Ids move first, so that the words of the one that stays hold them.
            await Leaving.Leave(scope, [other.System], stay.System.Id);
            version = (await Versions.Append(scope, stay.System, stay.Newest, new NextVersion(facts, other.Newest.Department ?? stay.Newest.Department, other.Newest.Product ?? stay.Newest.Product, "match", scope.Today, command.Note))).Number;
        }
        scope.Record("register.match", "system:" + command.Stay, new { command.Other, command.Same, version });
        return new SystemRef(command.Stay, version);
    }, stop);

    private static async Task Decide(WriteScope scope, ConfirmMatch command)
    {
        var (first, second) = string.CompareOrdinal(command.Stay, command.Other) < 0 ? (command.Stay, command.Other) : (command.Other, command.Stay);
        var pair = await scope.Context.Set<SystemPair>().FindAsync(first, second);
        if (pair is null)
        {
            scope.Context.Add(pair = new SystemPair { First = first, Second = second, Account = scope.Actor.Account });
        }
        (pair.Same, pair.Account, pair.At) = (command.Same, scope.Actor.Account, scope.Now);
    }
}

/// <summary>A person says that these systems are all different, however alike their names are; they are not shown as duplicates again.</summary>
public sealed record KeepApart(IReadOnlyList<string> Systems);

/// <summary>Carries out <see cref="KeepApart"/>; gives how many pairs were decided.</summary>
internal sealed class KeepApartHandler(TowerStore store) : IHandle<KeepApart, int>
{
    private const int Most = 300;

    public Task<Result<int>> Handle(Actor actor, KeepApart command, CancellationToken stop) => store.Write<int>(actor, async scope =>
    {
        if (command.Systems.Count > Most)
        {
            return Refusal.Because("too-many", $"한 번에 {Most}건까지 정할 수 있습니다. 나누어 하십시오.", $"at most {Most} systems at once; do it in parts", "systems");
        }
        var taken = await ManyChanges.Take(scope, command.Systems, Roles.Officer);
        if (!taken.Done)
        {
            return Refused.Because<int>(taken.Refusals);
        }
        var ids = taken.Value.Select(t => t.System.Id).Order(StringComparer.Ordinal).ToList();
        var known = await scope.Context.Set<SystemPair>().Where(p => ids.Contains(p.First) && ids.Contains(p.Second)).ToDictionaryAsync(p => (p.First, p.Second), stop);
        foreach (var (first, second) in ids.SelectMany((a, i) => ids.Skip(i + 1).Select(b => (a, b))))
        {
            if (!known.TryGetValue((first, second), out var pair))
            {
                scope.Context.Add(pair = new SystemPair { First = first, Second = second, Account = actor.Account });
            }
            (pair.Same, pair.Account, pair.At) = (false, actor.Account, scope.Now);
        }
        var pairs = ids.Count * (ids.Count - 1) / 2;
        scope.Record("register.keep-apart", "systems", new { systems = ids.Count, pairs });
        return pairs;
    }, stop);
}

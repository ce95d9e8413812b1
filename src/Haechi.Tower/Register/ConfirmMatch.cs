using Haechi.Tower.Common;
using Haechi.Tower.Register.Contracts;
using Haechi.Tower.Storage;

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

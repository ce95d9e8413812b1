using Haechi.Tower.Common;
using Haechi.Tower.Register.Contracts;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Register;

/// <summary>A system that stays and one that turned out to be the same.</summary>
public sealed record SamePair(string Stay, string Other);

/// <summary>
/// A person says of many pairs at once that each is one system, such as all of the same name in last year's list and this year's. Each that stays gets a new version with the other's facts; a pair
/// whose new state a guard refuses is left as it is.
/// </summary>
public sealed record ConfirmMatches(IReadOnlyList<SamePair> Pairs);

/// <summary>How many were joined, and the systems whose pairs were left as they were.</summary>
public sealed record ConfirmedMatches(int Joined, IReadOnlyList<string> Left);

/// <summary>Carries out <see cref="ConfirmMatches"/>.</summary>
internal sealed class ConfirmMatchesHandler(TowerStore store, IEnumerable<IStateGuard> guards) : IHandle<ConfirmMatches, ConfirmedMatches>
{
    public Task<Result<ConfirmedMatches>> Handle(Actor actor, ConfirmMatches command, CancellationToken stop) => store.Write<ConfirmedMatches>(actor, async scope =>
    {
        List<string> all = [.. command.Pairs.SelectMany(p => new[] { p.Stay, p.Other })];
        if (all.Distinct(StringComparer.Ordinal).Count() != all.Count)
        {
            return Refusal.Because("twice", "한 시스템이 두 번 들어 있습니다. 하나씩 정하십시오.", "a system is there twice; decide about it alone", "systems");
        }
        var taken = await ManyChanges.Take(scope, all, Roles.Officer);
        if (!taken.Done)
        {
            return Refused.Because<ConfirmedMatches>(taken.Refusals);
        }
        var byId = taken.Value.ToDictionary(t => t.System.Id, StringComparer.Ordinal);
        var (next, joined, left) = (new List<BulkVersion>(), new List<SamePair>(), new List<string>());
        foreach (var pair in command.Pairs)
        {
            var (stay, other) = (byId[pair.Stay], byId[pair.Other]);
            var held = FactsJson.Read(stay.Newest.Facts);
            var facts = held.With(FactsJson.Read(other.Newest.Facts).ById.Select(f => KeyValuePair.Create(f.Key, (HeldFact?)f.Value)));
            if ((await StateRules.Refusals(guards, scope.Context, pair.Stay, held, facts, scope.Today, back: true)).Count > 0)
            {
                left.Add(pair.Stay);
                continue;
            }
            joined.Add(pair);
            next.Add(new BulkVersion(stay.System, false, stay.Newest, new NextVersion(facts, other.Newest.Department ?? stay.Newest.Department, other.Newest.Product ?? stay.Newest.Product, "match", scope.Today)));
        }
        if (joined.Count == 0)
        {
            return Refusal.Because("nothing", "합칠 것이 없습니다.", "there is nothing to join", "systems");
        }
        await Keep(scope, joined, byId, next, stop);
        scope.Record("register.match-many", "systems", new { joined = joined.Count, left = left.Count });
        return new ConfirmedMatches(joined.Count, left);
    }, stop);

    private static async Task Keep(WriteScope scope, List<SamePair> joined, Dictionary<string, (AiSystem System, SystemVersion Newest)> byId, List<BulkVersion> next, CancellationToken stop)
    {
        List<(string First, string Second)> pairs = [.. joined.Select(p => string.CompareOrdinal(p.Stay, p.Other) < 0 ? (p.Stay, p.Other) : (p.Other, p.Stay))];
        var known = new Dictionary<(string, string), SystemPair>();
        foreach (var some in pairs.Select(p => p.First).Distinct().Chunk(500))
        {
            (await scope.Context.Set<SystemPair>().Where(p => some.Contains(p.First)).ToListAsync(stop)).ForEach(p => known[(p.First, p.Second)] = p);
        }
        foreach (var (first, second) in pairs)
        {
            if (!known.TryGetValue((first, second), out var pair))
            {
                scope.Context.Add(pair = new SystemPair { First = first, Second = second, Account = scope.Actor.Account });
            }
            (pair.Same, pair.Account, pair.At) = (true, scope.Actor.Account, scope.Now);
        }
        // Ids move first, so that the words of those that stay hold them.
        foreach (var pair in joined)
        {
            await Leaving.Leave(scope, [byId[pair.Other].System], pair.Stay);
        }
        await Versions.AppendMany(scope, next);
    }
}

using Haechi.Rules;
using Haechi.Tower.Common;
using Haechi.Tower.Journal;
using Haechi.Tower.Rulebooks;
using Haechi.Tower.Rulebooks.Contracts;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Council;

/// <summary>Flags decisions whose subject is materially different from the versions on which they rest, so that the body looks at them again. A flag is lifted only by another decision, or when the subject is again as it was.</summary>
internal sealed class Revalidation(TowerStore store, CardMaker cards) : IAfterDetermination
{
    private (long Seq, DateOnly Day, string Books)? _seen;

    public int Floor => 7;

    public async Task Follow(InForce inForce, CancellationToken stop)
    {
        await using var context = store.Open();
        var now = (await context.Set<JournalEntry>().MaxAsync(j => (long?)j.Seq, stop) ?? 0, store.Clock.Today, inForce.Books.Hash);
        if (_seen == now)
        {
            return;
        }
        var changes = await Changes(context, stop);
        if (changes.Count > 0)
        {
            await store.Write<Done>(Actor.Program, async scope =>
            {
                foreach (var (id, why) in changes)
                {
                    var row = (await scope.Context.Set<CouncilCase>().FindAsync([id], stop))!;
                    (row.RevalidateAt, row.RevalidateKo, row.RevalidateEn) = (why is null ? null : row.RevalidateAt ?? scope.Now, why?.In("ko"), why?.In("en"));
                    scope.Record(why is null ? "council.revalidate-lift" : "council.revalidate", "council-case:" + id, new { row.Number });
                }
                return Done.Well;
            }, stop);
        }
        _seen = now;
    }

    private async Task<IReadOnlyList<(string Case, LocalText? Why)>> Changes(TowerContext context, CancellationToken stop)
    {
        string[] standing = ["approve", CouncilWords.WithConditions, "refuse"];
        var decided = await (from c in context.Set<CouncilCase>() join m in context.Set<CouncilMotion>() on c.Motion equals m.Id where c.State == "decided" && standing.Contains(c.Outcome) select new { Case = c, m.Item }).ToListAsync(stop);
        var changes = new List<(string, LocalText?)>();
        foreach (var each in decided)
        {
            var why = new List<LocalText>();
            foreach (var pin in await CardMaker.PinsOf(context, each.Item, stop))
            {
                if (cards.Find(pin.Kind) is { } subject && await subject.Changed(context, pin, stop) is { } changed)
                {
                    why.Add(changed);
                }
            }
            var (ko, en) = (string.Join("; ", why.Select(w => w.In("ko"))), string.Join("; ", why.Select(w => w.In("en"))));
            if ((why.Count > 0 && each.Case.RevalidateKo != ko) || (why.Count == 0 && each.Case.RevalidateAt is not null))
            {
                changes.Add((each.Case.Id, why.Count == 0 ? null : LocalText.Of(ko, en)));
            }
        }
        return changes;
    }
}

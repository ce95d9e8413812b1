using Haechi.Tower.Common;
using Haechi.Tower.Register.Contracts;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Register;

/// <summary>Carries out <see cref="ListSystems"/>. The register is read by everyone who may sign in.</summary>
internal sealed class ListSystemsHandler(TowerStore store, IEnumerable<ISystemFilter> filters) : IHandle<ListSystems, SystemPage>
{
    private const int Batch = 500;
    private const int Many = 2_000;

    public async Task<Result<SystemPage>> Handle(Actor actor, ListSystems command, CancellationToken stop)
    {
        if (command.Filter.More.Keys.FirstOrDefault(k => filters.All(f => f.Key != k)) is { } unknown)
        {
            return Refusal.Because("unknown-filter", $"'{unknown}'(으)로는 거를 수 없습니다.", $"there is no filter '{unknown}'", unknown);
        }
        await using var context = store.Open();
        var moment = command.At ?? Moment.Now(store.Clock);
        var rows = await SystemRows.Narrow(context, moment.IsNow(store.Clock) ? SystemRows.Now(context) : SystemRows.At(context, moment), command.Filter, moment, filters);
        var (total, page) = string.IsNullOrWhiteSpace(command.Filter.Text) ? await Plain(rows, command, stop)
            : SearchQuery.Of(command.Filter.Text) is { IsEmpty: false } query ? await Found(context, rows, query, command, stop)
            : (0, []);
        var facts = command.WithFacts ? await Facts(context, page, stop) : [];
        return new SystemPage(total, [.. page.Select(r => new SystemRow(r, facts.GetValueOrDefault(r.Version, SystemFacts.None)))]);
    }

    private static async Task<(int, List<ListedSystem>)> Plain(IQueryable<ListedSystem> rows, ListSystems command, CancellationToken stop) =>
        (await rows.CountAsync(stop), await rows.InOrder(command.Order, command.Descending).Skip(command.Skip).Take(command.Take).ToListAsync(stop));

    private static async Task<(int, List<ListedSystem>)> Found(TowerContext context, IQueryable<ListedSystem> rows, SearchQuery query, ListSystems command, CancellationToken stop)
    {
        var hits = await SearchHits.Of(context, query, stop);
        var total = await Hit(rows, hits.AtLeast).CountAsync(stop);
        var found = Hit(rows, total);
        if (command.Order != SystemOrder.Best)
        {
            return (total, await found.InOrder(command.Order, command.Descending).Skip(command.Skip).Take(command.Take).ToListAsync(stop));
        }
        // Names that begin so first, the name itself before all, then names that hold the words, then the rest: one after the other, until the page is full.
        var (from, to) = (query.Folded, query.Folded + "\U0010FFFF");
#pragma warning disable CA1309 // Part of a statement: the database compares by code point, as the column is sorted.
        var (first, others) = (found.Where(r => string.Compare(r.NameKey, from) >= 0 && string.Compare(r.NameKey, to) <= 0), rows.Where(r => string.Compare(r.NameKey, from) < 0 || string.Compare(r.NameKey, to) > 0));
        var (named, rest) = (others.Where(r => hits.Named.Contains(r.Words)), Hit(others, total));
        return (total, await Tiers(hits.AnyNamed ? [first, named, rest.Where(r => !hits.Named.Contains(r.Words))] : [first, rest], command, stop));
#pragma warning restore CA1309

        // Where most rows are hits, the database had better walk the list in its order and stop at the full page. Adding nothing keeps it from gathering and sorting all hits by their words first.
        IQueryable<ListedSystem> Hit(IQueryable<ListedSystem> of, int many) => many > Many ? of.Where(r => hits.All.Contains(r.Words + 0)) : of.Where(r => hits.All.Contains(r.Words));
    }

    private static async Task<List<ListedSystem>> Tiers(IQueryable<ListedSystem>[] tiers, ListSystems command, CancellationToken stop)
    {
        var (page, skip) = (new List<ListedSystem>(), command.Skip);
        for (var t = 0; t < tiers.Length && page.Count < command.Take; t++)
        {
            var some = await tiers[t].InOrder(SystemOrder.Name, false).Skip(skip).Take(command.Take - page.Count).ToListAsync(stop);
            // How many were passed over need only be counted while a page lies beyond this tier.
            skip = some.Count > 0 || t == tiers.Length - 1 ? 0 : skip - (skip == 0 ? 0 : await tiers[t].CountAsync(stop));
            page.AddRange(some);
        }
        return page;
    }

    private static async Task<Dictionary<long, SystemFacts>> Facts(TowerContext context, IReadOnlyList<ListedSystem> rows, CancellationToken stop)
    {
        var facts = new Dictionary<long, SystemFacts>();
        foreach (var some in rows.Select(r => r.Version).Chunk(Batch))
        {
            var read = await context.Set<SystemVersion>().Where(v => some.Contains(v.Id)).Select(v => new { v.Id, v.Facts }).ToListAsync(stop);
            foreach (var (id, parsed) in read.AsParallel().Select(r => (r.Id, FactsJson.Read(r.Facts))))
            {
                facts[id] = parsed;
            }
        }
        return facts;
    }
}

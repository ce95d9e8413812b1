using Haechi.Tower.Common;
using Haechi.Tower.Register.Contracts;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Register;

/// <summary>Carries out <see cref="ListSystems"/>. The register is read by everyone who may sign in.</summary>
internal sealed class ListSystemsHandler(TowerStore store, IEnumerable<ISystemFilter> filters) : IHandle<ListSystems, SystemPage>
{
    private const int Batch = 500;

    public async Task<Result<SystemPage>> Handle(Actor actor, ListSystems command, CancellationToken stop)
    {
        if (command.Filter.More.Keys.FirstOrDefault(k => filters.All(f => f.Key != k)) is { } unknown)
        {
            return Refusal.Because("unknown-filter", $"'{unknown}'(으)로는 거를 수 없습니다.", $"there is no filter '{unknown}'", unknown);
        }
        await using var context = store.Open();
        var moment = command.At ?? Moment.Now(store.Clock);
        var now = moment.IsNow(store.Clock);
        var rows = await SystemRows.Narrow(context, now ? SystemRows.Now(context) : SystemRows.At(context, moment), command.Filter, moment, now, filters);
        var (total, page) = string.IsNullOrWhiteSpace(command.Filter.Text) ? await Plain(rows, command, stop)
            : SearchQuery.Of(command.Filter.Text) is { IsEmpty: false } query ? now ? await Found(context, rows, query, command, stop) : await FoundThen(context, rows, query, command, stop)
            : (0, []);
        var facts = command.WithFacts ? await Facts(context, page, stop) : [];
        return new SystemPage(total, [.. page.Select(r => new SystemRow(r, facts.GetValueOrDefault(r.Version, SystemFacts.None)))]);
    }

    private static async Task<(int, List<ListedSystem>)> Plain(IQueryable<ListedSystem> rows, ListSystems command, CancellationToken stop) =>
        (await rows.CountAsync(stop), await rows.InOrder(command.Order, command.Descending).Skip(command.Skip).Take(command.Take).ToListAsync(stop));

    private static async Task<(int, List<ListedSystem>)> Found(TowerContext context, IQueryable<ListedSystem> rows, SearchQuery query, ListSystems command, CancellationToken stop)
    {
        var hits = from row in rows join hit in SearchHits.Of(context, query) on row.Number equals hit.Number select new { Row = row, hit.InName };
        var total = await hits.CountAsync(stop);
        if (command.Order != SystemOrder.Best)
        {
            return (total, await hits.Select(h => h.Row).InOrder(command.Order, command.Descending).Skip(command.Skip).Take(command.Take).ToListAsync(stop));
        }
        // The name itself first, then names that begin so, then names that hold the words, then the rest.
        var folded = query.Folded;
        var best = hits.OrderBy(h => h.Row.NameKey == folded ? 0 : h.Row.NameKey.StartsWith(folded) ? 1 : 2).ThenByDescending(h => h.InName).ThenBy(h => h.Row.NameKey).ThenBy(h => h.Row.Number);
        return (total, await best.Select(h => h.Row).Skip(command.Skip).Take(command.Take).ToListAsync(stop));
    }

    /// <summary>No index holds the words of the past: the facts of that moment are read and compared by the same rule. Slower, and seldom asked.</summary>
    private static async Task<(int, List<ListedSystem>)> FoundThen(TowerContext context, IQueryable<ListedSystem> rows, SearchQuery query, ListSystems command, CancellationToken stop)
    {
        var all = await rows.InOrder(command.Order, command.Descending).ToListAsync(stop);
        var (departments, products) = await SearchIndex.Names(context, [.. all.Select(r => Plainly(r, SystemFacts.None))]);
        var found = new List<(ListedSystem Row, bool InName)>();
        foreach (var some in all.Chunk(Batch * 4))
        {
            var facts = await Facts(context, some, stop);
            found.AddRange(some.AsParallel().AsOrdered().Select(r => (r, SearchIndex.Tokens(Plainly(r, facts[r.Version]), departments, products)))
                .Where(r => query.Matches(r.Item2)).Select(r => (r.r, query.Matches(SearchText.Tokens(r.r.Name)))));
        }
        var ordered = command.Order == SystemOrder.Best ? found.OrderByDescending(f => f.InName) : found.AsEnumerable();
        return (found.Count, [.. ordered.Skip(command.Skip).Take(command.Take).Select(f => f.Row)]);
    }

    private static Findable Plainly(ListedSystem row, SystemFacts facts) => new(row.Number, row.Name, facts, row.Department, row.Product, []);

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

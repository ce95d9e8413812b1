using Haechi.Rules.Facts;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Register;

/// <summary>Asks which systems without a product state the same product, or the same supplier and system name.</summary>
/// <param name="Most">At most this many suggestions.</param>
public sealed record SuggestProducts(int Most = 50);

/// <summary>Systems that seem to be one product.</summary>
/// <param name="Name">The product's name as most of them write it.</param>
/// <param name="Supplier">The supplier, or null.</param>
/// <param name="Product">A product of the register with that name, or null when one would be made.</param>
/// <param name="Systems">The systems: id, number and name.</param>
public sealed record ProductSuggestion(string Name, string? Supplier, string? Product, IReadOnlyList<(string Id, int Number, string Name)> Systems);

/// <summary>Carries out <see cref="SuggestProducts"/>.</summary>
internal sealed class SuggestProductsHandler(TowerStore store) : IHandle<SuggestProducts, IReadOnlyList<ProductSuggestion>>
{
    private sealed record Candidate(string Id, int Number, string Name, string? Product, string? Supplier);

    public async Task<Result<IReadOnlyList<ProductSuggestion>>> Handle(Actor actor, SuggestProducts command, CancellationToken stop)
    {
        await using var context = store.Open();
        var (product, vendors) = (SearchHits.Stating(context, "commercial_product"), SearchHits.Stating(context, "vendors"));
        var rows = await (from now in context.Set<SystemNow>().Where(n => n.Product == null && (product.Contains(n.Words) || vendors.Contains(n.Words)))
                          join version in context.Set<SystemVersion>() on now.Version equals version.Id
                          select new { now.System, now.Number, now.Name, version.Facts }).ToListAsync(stop);
        var candidates = rows.AsParallel().AsOrdered().Select(r => Read(r.System, r.Number, r.Name, FactsJson.Read(r.Facts))).ToList();
        var known = (await context.Set<Product>().Select(p => new { p.Id, p.NameKey }).ToListAsync(stop)).ToLookup(p => NameForm.Of(p.NameKey), p => p.Id);
        var groups = candidates.GroupBy(c => c.Product is null ? $"{NameForm.Of(c.Supplier!)}|{NameForm.Of(c.Name)}" : $"{NameForm.Of(c.Supplier ?? "")}|{NameForm.Of(c.Product)}")
            .Select(g => Suggest([.. g], known)).Where(s => s.Systems.Count > 1 || s.Product is not null);
        return Refused.Not<IReadOnlyList<ProductSuggestion>>([.. groups.OrderByDescending(s => s.Systems.Count).ThenBy(s => s.Name, StringComparer.Ordinal).Take(command.Most)]);
    }

    private static Candidate Read(string id, int number, string name, SystemFacts facts)
    {
        var vendor = facts["vendors"] is ListFact { Records: [var first, ..] } ? (first["name"] as TextFact)?.Value : null;
        return new Candidate(id, number, name, facts.Text("commercial_product") ?? (vendor is null ? name : null), vendor);
    }

    private static ProductSuggestion Suggest(List<Candidate> group, ILookup<string, string> known)
    {
        var name = group.GroupBy(c => c.Product ?? c.Name).MaxBy(g => g.Count())!.Key;
        return new ProductSuggestion(name, group.Select(c => c.Supplier).FirstOrDefault(s => s is not null), known[NameForm.Of(name)].FirstOrDefault(), [.. group.Select(c => (c.Id, c.Number, c.Name))]);
    }
}

using System.Globalization;
using Haechi.Rules;
using Haechi.Rules.Books;
using Haechi.Rules.Facts;
using Haechi.Tower.Common;
using Haechi.Tower.Register;
using Haechi.Tower.Storage;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Web.Register;

/// <summary>A product in the list, and how many systems it stands behind.</summary>
public sealed record ProductRow(string Id, string Name, string? Supplier, int Systems);

/// <summary>Products: what suppliers make, each behind many systems.</summary>
internal sealed class ProductPages : IPages
{
    private const Roles Writers = Roles.Owner | Roles.Officer;
    private static readonly string[] Shared = ["summary", "technique", "technical_description", "source_code_access", "source_code_url", "architecture_url", "datasets", "supply"];

    public IReadOnlyList<NavItem> Navigation { get; } = [new(12, "/products", LocalText.Of("제품", "Products"))];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Page("/products", List);
        routes.Form("/products", Make, Writers);
        routes.Page("/products/{id}", Show);
        routes.Form("/products/{id}", Change, Writers);
    }

    /// <summary>The facts that a product can state for all its systems.</summary>
    internal static IReadOnlyList<Question> Questions(RegisterFields fields) =>
        [.. Shared.Select(id => fields[id]).OfType<Question>()];

    private static async Task<IResult> List(HttpContext http, Visit visit, TowerStore store, IHandle<SuggestProducts, IReadOnlyList<ProductSuggestion>> suggest) => await DrawList(http, visit, store, suggest, []);

    private static async Task<IResult> DrawList(HttpContext http, Visit visit, TowerStore store, IHandle<SuggestProducts, IReadOnlyList<ProductSuggestion>> suggest, IReadOnlyList<Refusal> refusals)
    {
        await using var context = store.Open();
        var counts = await context.Set<SystemNow>().Where(n => n.Product != null).GroupBy(n => n.Product!).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, http.RequestAborted);
        var products = await context.Set<Product>().OrderBy(p => p.NameKey).ToListAsync(http.RequestAborted);
        var suggested = visit.Actor.Is(Writers) ? (await suggest.Handle(visit.Actor, new SuggestProducts(20), http.RequestAborted)).Value ?? [] : [];
        return Routes.Render<ProductsPage>(new { Products = products.Select(p => new ProductRow(p.Id, p.Name, p.Supplier, counts.GetValueOrDefault(p.Id))).ToList(), Suggested = suggested, Refusals = refusals }, refusals.Count == 0 ? 200 : 422);
    }

    private static async Task<IResult> Make(HttpContext http, Visit visit, TowerStore store, IHandle<SuggestProducts, IReadOnlyList<ProductSuggestion>> suggest, IHandle<MakeProduct, string> handler, IHandle<LinkProduct, int> link)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var systems = form["system"].OfType<string>().ToList();
        if (form["product"].ToString() is { Length: > 0 } known)
        {
            var linked = await link.Handle(visit.Actor, new LinkProduct(systems, known), http.RequestAborted);
            return linked.Done ? Results.LocalRedirect($"/products/{known}?done=saved") : await DrawList(http, visit, store, suggest, linked.Refusals);
        }
        var made = await handler.Handle(visit.Actor, new MakeProduct(form["name"].ToString(), form["supplier"], new Dictionary<string, FactValue>(), systems), http.RequestAborted);
        return made.Done ? Results.LocalRedirect($"/products/{made.Value}?done=saved") : await DrawList(http, visit, store, suggest, made.Refusals);
    }

    private static Task<IResult> Show(HttpContext http, string id, TowerStore store, RegisterFields fields) => Draw(http, id, store, fields, []);

    private static async Task<IResult> Draw(HttpContext http, string id, TowerStore store, RegisterFields fields, IReadOnlyList<Refusal> refusals)
    {
        await using var context = store.Open();
        if (await context.Set<Product>().FirstOrDefaultAsync(p => p.Id == id, http.RequestAborted) is not { } product)
        {
            return Routes.Refused([Refusal.NotFound("제품", "product", id)]);
        }
        var systems = await context.Set<SystemNow>().Where(n => n.Product == id).OrderBy(n => n.NameKey).Take(500).ToListAsync(http.RequestAborted);
        var versions = await context.Set<ProductVersion>().Where(v => v.Product == id).OrderByDescending(v => v.Number).ToListAsync(http.RequestAborted);
        return Routes.Render<ProductPage>(new { Product = product, Facts = FactsJson.Read(product.Facts), Questions = Questions(fields), Systems = systems, Versions = versions, Refusals = refusals }, refusals.Count == 0 ? 200 : refusals[0].Code == "changed-meanwhile" ? 409 : 422);
    }

    private static async Task<IResult> Change(HttpContext http, string id, Visit visit, TowerStore store, RegisterFields fields, IHandle<ChangeProduct, int> handler)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (facts, refusals) = FactForm.Read(form, Questions(fields));
        var expected = int.TryParse(form["expected"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
        var changed = refusals.Count > 0 ? Refused.Because<int>(refusals) : await handler.Handle(visit.Actor, new ChangeProduct(id, form["name"].ToString(), form["supplier"], facts, expected), http.RequestAborted);
        return changed.Done ? Results.LocalRedirect($"/products/{id}?done=saved") : await Draw(http, id, store, fields, changed.Refusals);
    }
}

using System.Text.Json;
using Haechi.Tower.Common;
using Haechi.Tower.Register;
using Haechi.Tower.Storage;
using Haechi.Web.Api.Shapes;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Web.Api;

/// <summary>A new product.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Supplier">Who makes or sells it, or null.</param>
/// <param name="Facts">Its facts.</param>
/// <param name="Systems">Systems that rest on it.</param>
public sealed record NewProductBody(string Name, string? Supplier = null, IReadOnlyDictionary<string, JsonElement>? Facts = null, IReadOnlyList<string>? Systems = null);

/// <summary>A product as it shall be; facts that are null are forgotten, those left out stay.</summary>
public sealed record ProductBody(string Name, string? Supplier = null, IReadOnlyDictionary<string, JsonElement>? Facts = null, string? Note = null);

/// <summary>Products behind systems.</summary>
internal sealed class ProductsApi : IApi
{
    private const Roles Writers = Roles.Owner | Roles.Officer;
    private static readonly Dictionary<string, JsonElement> None = [];

    public string Area => "register";

    public void Add(ApiTable api)
    {
        api.List<ProductShape>("/products", "list_products", "제품 목록", "Products", List);
        api.Read("/products/suggestions", "get_product_suggestions", "한 제품으로 보이는 시스템들", "Systems that seem to be one product", Suggestions);
        api.Read("/products/{product}", "get_product", "제품 하나와 그 사실, 시스템. ETag는 판 번호", "One product with its facts and systems; its ETag is the version", One);
        api.ActFrom<NewProductBody, MakeProduct, string, MadeShape>("/products", "make_product", "제품 등록", "Registers a product", Writers, async (call, body, _) =>
            await ApiFacts.Known(call, body.Facts ?? None) is { Done: true } facts ? new MakeProduct(body.Name, body.Supplier, facts.Value, body.Systems) : Refused.Because<MakeProduct>((await ApiFacts.Known(call, body.Facts ?? None)).Refusals), new ActKind<string, MadeShape>(id => new MadeShape(id)));
        api.ActFrom<ProductBody, ChangeProduct, int, VersionedShape>("/products/{product}", "change_product", "제품을 고침. If-Match에 판이 있어야 함", "Changes a product; If-Match names the version", Writers, async (call, body, expected) =>
            await ApiFacts.Read(call, body.Facts ?? None) is { Done: true } facts ? new ChangeProduct(call.Route("product"), body.Name, body.Supplier, facts.Value, expected, body.Note) : Refused.Because<ChangeProduct>((await ApiFacts.Read(call, body.Facts ?? None)).Refusals),
            new ActKind<int, VersionedShape>(v => new VersionedShape(v), v => v), locked: true);
    }

    private static async Task<Result<Part<ProductShape>>> List(ApiCall call, Slice slice)
    {
        var after = slice.After ?? "";
        await using var context = call.Get<TowerStore>().Open();
#pragma warning disable CA1309 // Part of a statement: ids are ASCII.
        var rows = await context.Set<Product>().Where(p => string.Compare(p.Id, after) > 0).OrderBy(p => p.Id).Take(slice.Take + 1)
            .Select(p => new { p.Id, p.Name, p.Supplier, p.Version, p.ChangedAt, Systems = context.Set<SystemNow>().Count(s => s.Product == p.Id) }).ToListAsync(call.Stop);
#pragma warning restore CA1309
        List<ProductShape> shown = [.. rows.Take(slice.Take).Select(p => new ProductShape(p.Id, p.Name, p.Supplier, p.Version, new Instant(p.ChangedAt), p.Systems))];
        return new Part<ProductShape>(shown, await context.Set<Product>().CountAsync(call.Stop), shown.Count > 0 ? shown[^1].Id : null, rows.Count > slice.Take);
    }

    private static async Task<Result<IReadOnlyList<SuggestionShape>>> Suggestions(ApiCall call)
    {
        var found = await call.Do<SuggestProducts, IReadOnlyList<ProductSuggestion>>(new SuggestProducts());
        return found.Done ? Refused.Not<IReadOnlyList<SuggestionShape>>([.. found.Value.Select(SuggestionShape.Of)]) : Refused.Because<IReadOnlyList<SuggestionShape>>(found.Refusals);
    }

    private static async Task<Result<ProductDetailShape>> One(ApiCall call)
    {
        var id = call.Route("product");
        await using var context = call.Get<TowerStore>().Open();
        if (await context.Set<Product>().FirstOrDefaultAsync(p => p.Id == id, call.Stop) is not { } product)
        {
            return Refusal.NotFound("제품", "product", id);
        }
        var systems = await context.Set<SystemNow>().Where(s => s.Product == id).OrderBy(s => s.Number).Take(1000).Select(s => new { s.System, s.Number, s.Name }).ToListAsync(call.Stop);
        call.Tag = ApiTags.Of(product.Version);
        return new ProductDetailShape(product.Id, product.Name, product.Supplier, product.Version, new Instant(product.ChangedAt), FactsJson.Read(product.Facts).ById.ToDictionary(f => f.Key, f => FactShape.Of(f.Value)),
            [.. systems.Select(s => new ProductSystemShape(s.System, SystemShape.NumberOf(s.Number), s.Name))]);
    }
}

/// <summary>The version that a change came to.</summary>
public sealed record VersionedShape(int Version);

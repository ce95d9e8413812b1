using Haechi.Rules.Facts;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Register;

/// <summary>Puts a product into the register, and links systems to it when any are given.</summary>
public sealed record MakeProduct(string Name, string? Supplier, IReadOnlyDictionary<string, FactValue> Facts, IReadOnlyList<string>? Systems = null);

/// <summary>Carries out <see cref="MakeProduct"/>; gives the id.</summary>
internal sealed class MakeProductHandler(TowerStore store) : IHandle<MakeProduct, string>
{
    public Task<Result<string>> Handle(Actor actor, MakeProduct command, CancellationToken stop) => store.Write<string>(actor, async scope =>
    {
        if (Permissions.Need(actor, Roles.Owner | Roles.Officer) is { } role)
        {
            return role;
        }
        if (await Products.WrongName(scope.Context, command.Name, command.Supplier, null, stop) is { } wrong)
        {
            return wrong;
        }
        var product = new Product { Id = NewId.Next(), Name = "", NameKey = "", Facts = "" };
        scope.Context.Add(product);
        Products.Write(scope, product, command.Name, command.Supplier, Products.Held(scope, SystemFacts.None, command.Facts.ToDictionary(f => f.Key, f => (FactValue?)f.Value)), null);
        await scope.Context.SaveChangesAsync(stop);
        var linked = 0;
        if (command.Systems is { Count: > 0 } systems)
        {
            var taken = await ManyChanges.Take(scope, systems, Roles.Owner | Roles.Officer);
            if (!taken.Done)
            {
                return Refused.Because<string>(taken.Refusals);
            }
            linked = (await Versions.AppendMany(scope, [.. taken.Value.Select(s => new BulkVersion(s.System, false, s.Newest, ManyChanges.Again(s.Newest, "product", scope.Today) with { Product = product.Id }))])).Count;
        }
        scope.Record("product.make", "product:" + product.Id, new { command.Name, command.Supplier, linked });
        return product.Id;
    }, stop);
}

/// <summary>Changes a product: name, supplier, and facts (null forgets one).</summary>
public sealed record ChangeProduct(string Product, string Name, string? Supplier, IReadOnlyDictionary<string, FactValue?> Facts, int? Expected = null, string? Note = null);

/// <summary>Carries out <see cref="ChangeProduct"/>; gives the new version's number.</summary>
internal sealed class ChangeProductHandler(TowerStore store) : IHandle<ChangeProduct, int>
{
    public Task<Result<int>> Handle(Actor actor, ChangeProduct command, CancellationToken stop) => store.Write<int>(actor, async scope =>
    {
        if (Permissions.Need(actor, Roles.Owner | Roles.Officer) is { } role)
        {
            return role;
        }
        if (await scope.Context.Set<Product>().FindAsync([command.Product], stop) is not { } product)
        {
            return Refusal.NotFound("제품", "product", command.Product);
        }
        if (command.Expected is { } expected && expected != product.Version)
        {
            return Refusal.Because("changed-meanwhile", $"{expected}판을 보는 동안 {product.Version}판이 되었습니다. 새로 고쳐 확인한 뒤 다시 하십시오.",
                $"you looked at version {expected} and it is version {product.Version} now; reload, check, and do it again", product.Id);
        }
        if (await Products.WrongName(scope.Context, command.Name, command.Supplier, product.Id, stop) is { } wrong)
        {
            return wrong;
        }
        var renamed = product.Name != command.Name.Trim() || product.Supplier != command.Supplier?.Trim();
        Products.Write(scope, product, command.Name, command.Supplier, Products.Held(scope, FactsJson.Read(product.Facts), command.Facts), command.Note);
        await scope.Context.SaveChangesAsync(stop);
        if (renamed)
        {
            await Reindex.Systems(scope.Context, scope.Context.Set<SystemNow>().Where(n => n.Product == product.Id));
        }
        scope.Record("product.change", "product:" + product.Id, new { product.Version, facts = command.Facts.Keys.Order(StringComparer.Ordinal) });
        return product.Version;
    }, stop);
}

/// <summary>What both have in common.</summary>
internal static class Products
{
    public static SystemFacts Held(WriteScope scope, SystemFacts before, IReadOnlyDictionary<string, FactValue?> facts) => before.With(facts.Select(f =>
        KeyValuePair.Create(f.Key, f.Value is null ? null : new HeldFact(f.Value with { Source = null }, "form", scope.Today, scope.Actor.Account))));

    public static void Write(WriteScope scope, Product product, string name, string? supplier, SystemFacts facts, string? note)
    {
        (product.Name, product.NameKey, product.Supplier) = (name.Trim(), SearchText.Fold(name), string.IsNullOrWhiteSpace(supplier) ? null : supplier.Trim());
        (product.Version, product.Facts, product.ChangedAt) = (product.Version + 1, FactsJson.Write(facts), scope.Now);
        scope.Context.Add(new ProductVersion
        {
            Product = product.Id, Number = product.Version, RecordedAt = scope.Now, Name = product.Name, Supplier = product.Supplier, Facts = product.Facts, Account = scope.Actor.Account, Note = note,
        });
    }

    public static async Task<Refusal?> WrongName(TowerContext context, string name, string? supplier, string? self, CancellationToken stop)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > 200)
        {
            return Refusal.Because("missing", "제품 이름을 200자 안으로 적어 주십시오.", "give the product a name of at most 200 characters", "name");
        }
        var key = SearchText.Fold(name);
        var same = await context.Set<Product>().AsNoTracking().Where(p => p.NameKey == key && p.Id != self).Select(p => p.Supplier).ToListAsync(stop);
        return same.Any(s => SearchText.Fold(s ?? "") == SearchText.Fold(supplier ?? ""))
            ? Refusal.Because("duplicate", "같은 이름과 업체의 제품이 이미 있습니다. 그 제품을 쓰거나 이름을 달리하십시오.", "there is a product with this name and supplier already; use it, or choose another name", "name")
            : null;
    }
}

/// <summary>The facts of a system as they are shown: its own, and where it states none, those of the product behind it.</summary>
public static class ShownFacts
{
    /// <summary>Facts that describe one use and never come from a product.</summary>
    private static readonly HashSet<string> OwnOnly = ["name", "name_en", Lifecycle.Question, "organisation", "organisation_id", "unit", "accountable_owner", "owner_position", "contact"];

    /// <summary>Each fact, and whether it comes from the product.</summary>
    public static IReadOnlyDictionary<string, (HeldFact Fact, bool FromProduct)> Of(SystemFacts own, SystemFacts product)
    {
        var shown = own.ById.ToDictionary(f => f.Key, f => (f.Value, false), StringComparer.Ordinal);
        foreach (var (id, fact) in product.ById.Where(f => !OwnOnly.Contains(f.Key)))
        {
            shown.TryAdd(id, (fact, true));
        }
        return shown;
    }
}

using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Register;

/// <summary>Says which product stands behind these systems; null for none that is known.</summary>
public sealed record LinkProduct(IReadOnlyList<string> Systems, string? Product, string? Note = null);

/// <summary>Carries out <see cref="LinkProduct"/>; gives how many changed.</summary>
internal sealed class LinkProductHandler(TowerStore store) : IHandle<LinkProduct, int>
{
    public Task<Result<int>> Handle(Actor actor, LinkProduct command, CancellationToken stop) => store.Write<int>(actor, async scope =>
    {
        var taken = await ManyChanges.Take(scope, command.Systems, Roles.Owner | Roles.Officer);
        if (!taken.Done)
        {
            return Refused.Because<int>(taken.Refusals);
        }
        if (command.Product is { } id && !await scope.Context.Set<Product>().AnyAsync(p => p.Id == id, stop))
        {
            return Refusal.NotFound("제품", "product", id);
        }
        var changed = taken.Value.Where(s => s.Newest.Product != command.Product).ToList();
        await Versions.AppendMany(scope, [.. changed.Select(s =>
            new BulkVersion(s.System, false, s.Newest, ManyChanges.Again(s.Newest, "product", scope.Today, command.Note) with { Product = command.Product }))]);
        scope.Record("register.link", "product:" + (command.Product ?? SystemFilter.Unknown), new { systems = changed.Count });
        return changed.Count;
    }, stop);
}

using Haechi.Tower.Access;
using Haechi.Tower.Storage;
using Haechi.Web.Frame.Fields;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Web.Access;

/// <summary>The departments as a list to choose from, in the order of the tree, each indented below the one above it.</summary>
public static class DepartmentChoices
{
    /// <summary>All open departments.</summary>
    public static async Task<IReadOnlyList<Choice>> Of(TowerContext context, string language)
    {
        var all = await context.Set<Department>().Where(d => !d.Closed).ToListAsync();
        var byParent = all.ToLookup(d => all.Any(p => p.Id == d.Parent) ? d.Parent : null);
        return [.. Below(null, 0)];

        IEnumerable<Choice> Below(string? parent, int depth) => byParent[parent].OrderBy(d => d.Position).ThenBy(d => d.Name, StringComparer.Ordinal)
            .SelectMany(d => Below(d.Id, depth + 1).Prepend(new Choice(d.Id, string.Concat(Enumerable.Repeat("\u2003", depth)) + d.In(language))));
    }
}

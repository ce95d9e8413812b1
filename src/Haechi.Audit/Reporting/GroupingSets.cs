using Haechi.Audit.Planning;

namespace Haechi.Audit.Reporting;

/// <summary>Which attributes are crossed: each alone, then pairs, and so on as far as the plan says.</summary>
internal static class GroupingSets
{
    public static IEnumerable<IReadOnlyList<GroupPlan>> Of(AuditPlan plan) =>
        Enumerable.Range(1, (1 << plan.Groups.Count) - 1).Where(mask => int.PopCount(mask) <= plan.Intersections).OrderBy(int.PopCount).ThenBy(Reversed)
            .Select(mask => (IReadOnlyList<GroupPlan>)[.. plan.Groups.Where((_, i) => (mask >> i & 1) == 1)]);

    /// <summary>So that pairs with the first attribute come first.</summary>
    private static int Reversed(int mask)
    {
        var reversed = 0;
        for (var i = 0; i < 12; i++)
        {
            reversed = (reversed << 1) | (1 - (mask >> i & 1));
        }
        return reversed;
    }
}

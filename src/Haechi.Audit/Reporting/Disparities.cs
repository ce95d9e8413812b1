using Haechi.Audit.Cells;
using Haechi.Audit.Metrics;
using Haechi.Audit.Planning;

namespace Haechi.Audit.Reporting;

/// <summary>What remains of a disparity when strata are held equal: Simpson's question.</summary>
internal static class Disparities
{
    public static IReadOnlyList<ConditionalDisparity> Conditional(AuditPlan plan, CellTable table, PositiveLevels positive)
    {
        var controls = Enumerable.Range(0, table.Dimensions.Count).Where(d => table.Dimensions[d].Role == DimensionRole.Control).ToArray();
        var results = new List<ConditionalDisparity>();
        foreach (var attribute in plan.Groups.Select(g => table.IndexOf(g.Attribute.Name)))
        {
            var plain = Groups.By(table, positive, [attribute]);
            var strata = Groups.By(table, positive, [.. controls, attribute]);
            var byStratum = strata.Groups.GroupBy(g => string.Join('\u001f', g.Levels.SkipLast(1))).Select(s => s.ToDictionary(g => g.Levels[^1], g => g.Tally)).ToList();
            foreach (var group in plain.Groups)
            {
                results.Add(new ConditionalDisparity(table.Dimensions[attribute].Name, group.Levels[0], Disparity(group.Tally, plain.Everybody), Averaged(group.Levels[0], byStratum)));
            }
        }
        return results;
    }

    private static Estimate Averaged(string level, List<Dictionary<string, Tally>> strata)
    {
        var (sum, weight, rows) = (0.0, 0.0, 0L);
        foreach (var stratum in strata)
        {
            var everybody = new Tally();
            foreach (var tally in stratum.Values)
            {
                everybody.Add(tally);
            }
            if (everybody.Withheld != 0)
            {
                return Estimate.None(Reasons.Withheld, 0, 0);
            }
            // A stratum in which nobody was refused, or nobody accepted, tells nothing.
            if (Disparity(stratum.GetValueOrDefault(level) ?? new Tally(), everybody) is { IsKnown: true } disparity)
            {
                sum += disparity.Value * everybody.Weight(Tally.All);
                weight += everybody.Weight(Tally.All);
                rows += everybody.Rows(Tally.All);
            }
        }
        return weight == 0 ? Estimate.None(Reasons.NoDenominator, 0, 0) : Estimate.Of(sum / weight, rows, rows);
    }

    private static Estimate Disparity(Tally group, Tally everybody)
    {
        const int Accepted = Tally.TruePositive | Tally.FalsePositive | Tally.SelectedUnknown;
        const int Refused = Tally.FalseNegative | Tally.TrueNegative | Tally.RejectedUnknown;
        var (accepted, refused) = (everybody.Weight(Accepted), everybody.Weight(Refused));
        var n = group.Rows(Tally.All);
        return (everybody.Withheld & (Accepted | Refused)) != 0 ? Estimate.None(Reasons.Withheld, n, 0) : accepted == 0 || refused == 0 ? Estimate.None(Reasons.NoDenominator, n, 0)
            : Estimate.Of((group.Weight(Refused) / refused) - (group.Weight(Accepted) / accepted), n, everybody.Rows(Accepted | Refused));
    }
}

using Haechi.Audit.Cells;
using Haechi.Audit.Inference;
using Haechi.Audit.Metrics;
using Haechi.Audit.Reporting;

namespace Haechi.Audit.Sections;

/// <summary>Every rate of a group against the reference group that the plan names: difference (Newcombe) and ratio (Koopman), signed, with the pair averages of AIF360.</summary>
internal static class ReferenceSection
{
    public static IEnumerable<ReportSection> Of(SectionInput input)
    {
        var rows = new List<SectionRow>();
        foreach (var (plan, grouping) in input.Attributes.Where(a => a.Plan.Reference is not null))
        {
            if (grouping.Groups.FirstOrDefault(g => g.Levels[0] == plan.Reference) is { } reference)
            {
                rows.AddRange(grouping.Groups.SelectMany(g => Rows(input, plan.Attribute.Name, g, reference.Tally)));
            }
        }
        if (rows.Count > 0)
        {
            yield return new ReportSection("reference", new("기준 집단과의 차이와 비", "Against the reference group"),
                new("비가 1보다 크면 기준 집단보다 높습니다. 방향을 접지 않습니다.", "A ratio above 1 is higher than the reference group; directions are not folded."), [SectionInput.Attribute, SectionInput.Group, SectionInput.Figure], rows);
        }
    }

    private static IEnumerable<SectionRow> Rows(SectionInput input, string attribute, TallyGroup group, Tally reference)
    {
        var (outcome, decision) = (input.Has(DimensionRole.Outcome), input.Has(DimensionRole.Decision));
        bool Allowed(Metric m) => m.Id == "base_rate" ? outcome : decision && (!m.NeedsOutcome || outcome);
        foreach (var rate in MetricSet.Rates.Where(Allowed))
        {
            yield return new SectionRow([attribute, group.Levels[0], rate.Id], [new Figure("difference", Compared(input, rate, group.Tally, reference, Scale.Difference)), new Figure("ratio", Compared(input, rate, group.Tally, reference, Scale.Ratio))]);
        }
        if (decision)
        {
            yield return new SectionRow([attribute, group.Levels[0], "ppr"], [new Figure("difference", Estimate.None(Reasons.Undefined, group.Tally.Rows(Tally.All), 0)), new Figure("ratio", Selected(input, group.Tally, reference))]);
        }
        if (decision && outcome)
        {
            foreach (var (id, first, second, size) in new[] { ("average_odds", "fpr", "tpr", false), ("average_odds_error", "fpr", "tpr", true), ("average_predictive", "ppv", "for", false) })
            {
                yield return new SectionRow([attribute, group.Levels[0], id], [new Figure("difference", Averaged(input, first, second, size, group.Tally, reference)), new Figure("ratio", Estimate.None(Reasons.Undefined, group.Tally.Rows(Tally.All), 0))]);
            }
        }
    }

    private static Estimate Compared(SectionInput input, Rate rate, Tally group, Tally reference, Scale scale)
    {
        var (n, rows) = (group.Rows(Tally.All), group.Rows(rate.Denominator));
        if (input.Share(rate, group) is not { } a)
        {
            return Estimate.None((group.Withheld & rate.Denominator) != 0 ? Reasons.Withheld : rows == 0 ? Reasons.NoDenominator : Reasons.TooFew, n, rows);
        }
        if (input.Share(rate, reference) is not { } b)
        {
            return Estimate.None(Reasons.OtherMissing, n, rows);
        }
        if (scale == Scale.Ratio && b.Value == 0)
        {
            return Estimate.None(a.Value == 0 ? Reasons.BothZero : Reasons.Infinite, n, rows);
        }
        // A group against itself has no interval.
        var interval = ReferenceEquals(group, reference) ? new Interval(double.NaN, double.NaN) : scale == Scale.Difference ? Intervals.Difference(a, b, input.Z) : Intervals.Koopman(a, b, input.Z);
        return new Estimate(scale == Scale.Difference ? a.Value - b.Value : a.Value / b.Value, interval.Low, interval.High, n, rows, null);
    }

    /// <summary>Aequitas' PPR disparity: the selected of one group for each selected of the other. Both counts are parts of one multinomial, so the variance of the logarithm is 1/a + 1/b.</summary>
    private static Estimate Selected(SectionInput input, Tally group, Tally reference)
    {
        const int Chosen = Tally.TruePositive | Tally.FalsePositive | Tally.SelectedUnknown;
        var (a, b, n, rows) = (group.Weight(Chosen), reference.Weight(Chosen), group.Rows(Tally.All), group.Rows(Chosen));
        return ((group.Withheld | reference.Withheld) & Chosen) != 0 ? Estimate.None(Reasons.Withheld, n, rows)
            : b == 0 ? Estimate.None(a == 0 ? Reasons.BothZero : Reasons.Infinite, n, rows)
            : a == 0 ? Estimate.Of(0, n, n)
            : input.Ratio(Math.Log(a / b), ReferenceEquals(group, reference) ? double.NaN : Math.Sqrt((1 / group.Effective(Chosen)) + (1 / reference.Effective(Chosen))), n, n);
    }

    /// <summary>The mean of two differences that stand on different cases, signed or by size; Newcombe's squares add up because they are independent.</summary>
    private static Estimate Averaged(SectionInput input, string first, string second, bool size, Tally group, Tally reference)
    {
        var parts = new[] { first, second }.Select(id => Compared(input, (Rate)MetricSet.Find(id)!, group, reference, Scale.Difference)).ToArray();
        if (parts.FirstOrDefault(p => !p.IsKnown) is { NotEstimable: not null } missing)
        {
            return missing;
        }
        if (size)
        {
            return Estimate.Of(parts.Average(p => Math.Abs(p.Value)), parts[0].N, parts.Min(p => p.Denominator));
        }
        var value = parts.Average(p => p.Value);
        double Spread(Func<Estimate, double> side) => Math.Sqrt(parts.Sum(p => side(p) * side(p))) / 2;
        return new Estimate(value, value - Spread(p => p.Value - p.Low), value + Spread(p => p.High - p.Value), parts[0].N, parts.Min(p => p.Denominator), null);
    }
}

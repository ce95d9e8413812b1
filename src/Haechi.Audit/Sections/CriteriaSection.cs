using Haechi.Audit.Cells;
using Haechi.Audit.Inference;
using Haechi.Audit.Metrics;
using Haechi.Audit.Reporting;

namespace Haechi.Audit.Sections;

/// <summary>The criteria that the literature names, one row for each set of attributes: the gap between the extreme groups, with intervals that hold when no pair was singled out beforehand.</summary>
internal static class CriteriaSection
{
    private static readonly string[] Rates = ["tpr", "fpr"];
    public static IEnumerable<ReportSection> Of(SectionInput input)
    {
        if (!input.Has(DimensionRole.Decision) || input.Groupings.All(g => g.Groups.Count < 2))
        {
            yield break;
        }
        var rows = input.Groupings.Where(g => g.Groups.Count > 1).Select(g => new SectionRow([string.Join(" × ", g.Attributes)], [.. Figures(input, g)])).ToList();
        yield return new ReportSection("criteria", new("집단 사이의 기준", "Criteria between groups"),
            new("가장 큰 값과 가장 작은 값의 차이와 비. 추정할 수 없는 집단은 빼고 셉니다.", "The largest minus, and the smallest over, the largest; groups without an estimate stand outside."), [SectionInput.Attribute], rows);
    }

    private static IEnumerable<Figure> Figures(SectionInput input, Grouping grouping)
    {
        var outcome = input.Has(DimensionRole.Outcome);
        yield return One(input, grouping, "dp_difference", Scale.Difference, "sel");
        yield return One(input, grouping, "dp_ratio", Scale.Ratio, "sel");
        if (outcome)
        {
            yield return One(input, grouping, "eo_difference", Scale.Difference, "tpr");
            yield return One(input, grouping, "eo_ratio", Scale.Ratio, "tpr");
            yield return One(input, grouping, "eqodds_difference", Scale.Difference, "tpr", "fpr");
            yield return One(input, grouping, "eqodds_ratio", Scale.Ratio, "tpr", "fpr");
            yield return Mean(input, grouping);
            yield return One(input, grouping, "pp_difference", Scale.Difference, "ppv");
            yield return One(input, grouping, "acc_difference", Scale.Difference, "acc");
        }
        yield return new Figure("edf", Edf(input, grouping, "sel"));
        if (outcome)
        {
            var (decided, actual) = (Edf(input, grouping, "sel"), Edf(input, grouping, "base_rate"));
            yield return new Figure("bias_amplification", decided.IsKnown && actual.IsKnown ? input.Plain(decided.Value - actual.Value, decided.N, decided.Denominator) : Estimate.None(Reasons.OtherMissing, decided.N, decided.Denominator));
            yield return new Figure("gei_between", Between(input, grouping, 2));
            yield return new Figure("theil_between", Between(input, grouping, 1));
        }
    }

    /// <summary>The worst of one or two rates. Two share the level between them (Bonferroni), because the worst is chosen from both.</summary>
    private static Figure One(SectionInput input, Grouping grouping, string id, Scale scale, params string[] rates)
    {
        var gaps = rates.Select(r => GapOf(input, grouping, r, scale, 1 - ((1 - input.Plan.Confidence) / rates.Length))).ToList();
        if (gaps.FirstOrDefault(g => g.Gap is null) is { Refused: { } refused })
        {
            return new Figure(id, refused);
        }
        var (n, denominator) = (grouping.Everybody.Rows(Tally.All), gaps.Min(g => g.Denominator));
        var all = gaps.Select(g => g.Gap!).ToList();
        var value = scale == Scale.Difference ? all.Max(g => g.Value) : all.Min(g => g.Value);
        return new Figure(id, double.IsFinite(value) ? new Estimate(value, scale == Scale.Difference ? all.Max(g => g.Interval.Low) : all.Min(g => g.Interval.Low),
            scale == Scale.Difference ? all.Max(g => g.Interval.High) : all.Min(g => g.Interval.High), n, denominator, null) : Estimate.None(Reasons.BothZero, n, denominator));
    }

    private static Figure Mean(SectionInput input, Grouping grouping)
    {
        var gaps = Rates.Select(r => GapOf(input, grouping, r, Scale.Difference, 1 - ((1 - input.Plan.Confidence) / 2))).ToList();
        return new Figure("eqodds_mean", gaps.FirstOrDefault(g => g.Gap is null) is { Refused: { } refused } ? refused
            : new Estimate(gaps.Average(g => g.Gap!.Value), gaps.Average(g => g.Gap!.Interval.Low), gaps.Average(g => g.Gap!.Interval.High), grouping.Everybody.Rows(Tally.All), gaps.Min(g => g.Denominator), null));
    }

    private static (Gap? Gap, Estimate? Refused, long Denominator) GapOf(SectionInput input, Grouping grouping, string id, Scale scale, double confidence)
    {
        var rate = (Rate)MetricSet.Find(id)!;
        var (n, denominator) = (grouping.Everybody.Rows(Tally.All), grouping.Everybody.Rows(rate.Denominator));
        var withheld = grouping.Groups.Any(g => (g.Tally.Withheld & rate.Denominator) != 0);
        var shares = grouping.Groups.Select(g => input.Share(rate, g.Tally)).OfType<Proportion>().ToList();
        return withheld ? (null, Estimate.None(Reasons.Withheld, n, denominator), denominator)
            : shares.Count < 2 ? (null, Estimate.None(Reasons.OneGroup, n, denominator), denominator)
            : scale == Scale.Ratio && shares.All(s => s.Value == 0) ? (null, Estimate.None(Reasons.BothZero, n, denominator), denominator)
            : (Gaps.Of(shares, scale, confidence, 0, input.Plan.Seed), null, denominator);
    }

    /// <summary>Smoothed empirical differential fairness (Foulds et al. 2020): the largest difference of logarithms of either answer's chance between two groups, half a case added to each answer.</summary>
    private static Estimate Edf(SectionInput input, Grouping grouping, string id)
    {
        const double Added = 0.5;
        var rate = (Rate)MetricSet.Find(id)!;
        var groups = grouping.Groups.Where(g => g.Tally.Weight(rate.Denominator) > 0 && g.Tally.Rows(rate.Denominator) >= input.Plan.Minimum).ToList();
        var (n, denominator) = (grouping.Everybody.Rows(Tally.All), grouping.Everybody.Rows(rate.Denominator));
        if (grouping.Everybody.Withheld != 0 || groups.Count < 2)
        {
            return Estimate.None(grouping.Everybody.Withheld != 0 ? Reasons.Withheld : Reasons.OneGroup, n, denominator);
        }
        var yes = groups.Select(g => Math.Log((g.Tally.Weight(rate.Numerator) + Added) / (g.Tally.Weight(rate.Denominator) + (2 * Added)))).ToList();
        var no = groups.Select(g => Math.Log((g.Tally.Weight(rate.Denominator) - g.Tally.Weight(rate.Numerator) + Added) / (g.Tally.Weight(rate.Denominator) + (2 * Added)))).ToList();
        return Estimate.Of(Math.Max(yes.Max() - yes.Min(), no.Max() - no.Min()), n, denominator);
    }

    /// <summary>The part of the inequality of benefits that lies between groups: each person has the mean of the group (Speicher et al. 2018).</summary>
    private static Estimate Between(SectionInput input, Grouping grouping, int alpha)
    {
        const int Right = Tally.TruePositive | Tally.TrueNegative;
        const int Known = Right | Tally.FalsePositive | Tally.FalseNegative;
        var all = grouping.Everybody;
        var (n, rows) = (all.Rows(Tally.All), all.Rows(Known));
        if ((all.Withheld & Known) != 0 || all.Weight(Known) <= 0)
        {
            return Estimate.None(all.Withheld != 0 ? Reasons.Withheld : Reasons.NoDenominator, n, rows);
        }
        double Benefit(Tally t) => (t.Weight(Right) + (2 * t.Weight(Tally.FalsePositive))) / t.Weight(Known);
        var mean = Benefit(all);
        var sum = grouping.Groups.Where(g => g.Tally.Weight(Known) > 0).Sum(g =>
        {
            var share = Benefit(g.Tally) / mean;
            return g.Tally.Weight(Known) / all.Weight(Known) * (alpha == 2 ? ((share * share) - 1) / 2 : share > 0 ? share * Math.Log(share) : 0);
        });
        return input.Plain(sum, n, rows);
    }

}

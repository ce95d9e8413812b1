using Haechi.Audit.Inference;
using Haechi.Audit.Metrics;
using Haechi.Audit.Planning;

namespace Haechi.Audit.Reporting;

/// <summary>Answers the checks of a plan.</summary>
internal sealed class Comparisons(AuditPlan plan, double z)
{
    public CheckResult Of(Check check, Grouping grouping, IReadOnlyList<GroupPlan> attributes, ulong stream)
    {
        var rate = (Rate)MetricSet.Find(check.Metric)!;
        var shares = grouping.Groups.Select(g => Share(rate, g.Tally)).ToArray();
        var comparisons = check.To == ComparedTo.Extremes ? [Extremes(check, rate, grouping, shares, stream)] : Each(check, rate, grouping, attributes, shares);
        return new CheckResult(check, grouping.Attributes, comparisons, comparisons.Count == 0 ? Verdict.InsufficientEvidence : Verdicts.Worst(comparisons.Select(c => c.Verdict)));
    }

    private Proportion? Share(Rate rate, Tally tally) =>
        (tally.Withheld & rate.Denominator) == 0 && tally.Rows(rate.Denominator) >= Math.Max(1, plan.Minimum) && tally.Weight(rate.Denominator) > 0
            ? rate.Proportion(tally) : null;

    private Comparison Extremes(Check check, Rate rate, Grouping grouping, Proportion?[] shares, ulong stream)
    {
        var known = Enumerable.Range(0, shares.Length).Where(i => shares[i] is not null).ToArray();
        var n = grouping.Everybody.Rows(rate.Denominator);
        if (known.Length < 2)
        {
            return new Comparison([], null, Estimate.None(Reasons.OneGroup, grouping.Everybody.Rows(Tally.All), n), double.NaN, double.NaN, Verdict.InsufficientEvidence);
        }
        var gap = Gaps.Of([.. known.Select(i => shares[i]!.Value)], check.Scale, plan.Confidence, plan.Permutations, plan.Seed + stream);
        var (least, most) = (grouping.Groups[known[gap.Least]], grouping.Groups[known[gap.Most]]);
        var verdict = check.Band.IsLeftBy(gap.Interval) ? Verdict.Fail : check.Band.Holds(gap.Interval) && known.Length == shares.Length ? Verdict.Pass : Verdict.InsufficientEvidence;
        var value = double.IsNaN(gap.Value) ? Estimate.None(Reasons.BothZero, grouping.Everybody.Rows(Tally.All), n)
            : new Estimate(gap.Value, gap.Interval.Low, gap.Interval.High, grouping.Everybody.Rows(Tally.All), n, null);
        return new Comparison(least.Levels, most.Levels, value, gap.PermutationP, Detectable(shares[known[gap.Most]], shares[known[gap.Least]]), value.IsKnown ? verdict : Verdict.InsufficientEvidence);
    }

    private List<Comparison> Each(Check check, Rate rate, Grouping grouping, IReadOnlyList<GroupPlan> attributes, Proportion?[] shares)
    {
        var other = check.To switch
        {
            ComparedTo.Reference => Array.FindIndex([.. grouping.Groups], g => g.Levels.SequenceEqual(attributes.Select(a => a.Reference ?? ""))),
            ComparedTo.Highest => shares.Select((s, i) => (s, i)).Where(s => s.s is not null).OrderByDescending(s => s.s!.Value.Value).ThenBy(s => s.i).Select(s => s.i).FirstOrDefault(-1),
            _ => -1,
        };
        var compared = Enumerable.Range(0, shares.Length).Where(i => i != other).ToArray();
        var withOther = compared.Select(i => check.To == ComparedTo.Overall ? Share(rate, Without(grouping, i)) : other < 0 ? null : shares[other]).ToArray();
        var weights = compared.Select(i => check.To == ComparedTo.Overall ? grouping.Groups[i].Tally.Weight(rate.Denominator) / grouping.Everybody.Weight(rate.Denominator) : 0).ToArray();
        // Whoever is highest was chosen by the data; all others being candidates costs as many comparisons again.
        var stricter = check.To == ComparedTo.Highest ? Math.Max(1, compared.Length) : 1;
        Interval? At(int k, double at) => shares[compared[k]] is { } a && withOther[k] is { } b ? Between(a, b, check, weights[k], Stricter(at, stricter)) : null;
        var (verdicts, p) = Verdicts.Holm(compared.Length, At, check.Band, plan.Confidence, plan.Correct);
        return [.. compared.Select((group, k) =>
        {
            var tally = grouping.Groups[group].Tally;
            var value = Value((tally.Withheld & rate.Denominator) != 0, shares[compared[k]], withOther[k], check, weights[k], tally.Rows(Tally.All), tally.Rows(rate.Denominator), At(k, z));
            return new Comparison(grouping.Groups[group].Levels, other < 0 ? null : grouping.Groups[other].Levels, value, p[k], Detectable(withOther[k], shares[group]),
                value.IsKnown || value.NotEstimable == Reasons.Infinite ? verdicts[k] : Verdict.InsufficientEvidence);
        })];
    }

    private double Detectable(Proportion? other, Proportion? group) =>
        other is { } b && group is { } a ? Gaps.Detectable(((a.Value * a.Size) + (b.Value * b.Size)) / (a.Size + b.Size), b.Size, a.Size, plan.Confidence) : double.NaN;

    private static double Stricter(double at, int times) => times == 1 ? at : Law.TwoSided(1 - Math.Max(1e-15, Law.Tail(at) / times));

    private static Tally Without(Grouping grouping, int group)
    {
        var rest = new Tally();
        for (var i = 0; i < grouping.Groups.Count; i++)
        {
            if (i != group)
            {
                rest.Add(grouping.Groups[i].Tally);
            }
        }
        return rest;
    }

    private static Interval Between(Proportion a, Proportion b, Check check, double weight, double at)
    {
        var interval = check.Scale == Scale.Difference ? Intervals.Difference(a, b, at) : Intervals.Koopman(a, b, at);
        // "Everybody" holds the group itself: what is measured against the rest is carried over.
        return weight == 0 ? interval : new Interval(Overall(interval.Low, check.Scale, weight), Overall(interval.High, check.Scale, weight));
    }

    private static double Overall(double value, Scale scale, double weight) =>
        scale == Scale.Difference ? (1 - weight) * value : value <= 0 ? 0 : 1 / (weight + ((1 - weight) / value));

    private static Estimate Value(bool withheld, Proportion? group, Proportion? other, Check check, double weight, long n, long denominator, Interval? interval)
    {
        if (group is not { } a || other is not { } b)
        {
            return Estimate.None(group is null ? withheld ? Reasons.Withheld : denominator == 0 ? Reasons.NoDenominator : Reasons.TooFew : Reasons.OtherMissing, n, denominator);
        }
        if (check.Scale == Scale.Ratio && b.Value == 0 && weight == 0)
        {
            return Estimate.None(a.Value == 0 ? Reasons.BothZero : Reasons.Infinite, n, denominator);
        }
        var raw = check.Scale == Scale.Difference ? a.Value - b.Value : a.Value / b.Value;
        var value = weight == 0 ? raw : check.Scale == Scale.Ratio && double.IsNaN(raw) ? double.NaN : Overall(raw, check.Scale, weight);
        return double.IsFinite(value) ? new Estimate(value, interval!.Value.Low, interval.Value.High, n, denominator, null) : Estimate.None(Reasons.BothZero, n, denominator);
    }
}

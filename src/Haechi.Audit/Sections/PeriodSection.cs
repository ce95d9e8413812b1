using Haechi.Audit.Cells;
using Haechi.Audit.Inference;
using Haechi.Audit.Metrics;
using Haechi.Audit.Reporting;

namespace Haechi.Audit.Sections;

/// <summary>Rates by period, for everybody and for each group, with a test of the trend (Cochran 1954, Armitage 1955).</summary>
internal static class PeriodSection
{
    private static readonly string[] Shown = ["sel", "base_rate", "tpr", "fpr", "ppv", "acc"];

    public static IEnumerable<ReportSection> Of(SectionInput input)
    {
        var period = input.Table.IndexOf(DimensionRole.Period);
        if (period < 0 || input.Table.Dimensions[period].Levels.Count == 0)
        {
            yield break;
        }
        var rates = Rates(input);
        if (rates.Count == 0)
        {
            yield break;
        }
        var (rows, tests) = (new List<SectionRow>(), new List<SectionRow>());
        void Add(string attribute, string group, IReadOnlyList<(string Period, Tally Tally)> periods)
        {
            rows.AddRange(periods.Select(p => new SectionRow([attribute, group, p.Period], [.. rates.Select(r => new Figure(r.Id, Figure(input, r, p.Tally)))])));
            tests.Add(new SectionRow([attribute, group], [.. rates.Select(r => new Figure(r.Id, Trend(input, r, periods)))]));
        }
        Add("*", "*", [.. Groups.By(input.Table, input.Positive, [period]).Groups.Select(g => (g.Levels[0], g.Tally))]);
        foreach (var plan in input.Plan.Groups)
        {
            var all = Groups.By(input.Table, input.Positive, [input.Table.IndexOf(plan.Attribute.Name), period]).Groups;
            foreach (var group in all.GroupBy(g => g.Levels[0]))
            {
                Add(plan.Attribute.Name, group.Key, [.. group.Select(g => (g.Levels[1], g.Tally))]);
            }
        }
        var charted = input.Plan.Checks.Select(c => c.Metric).FirstOrDefault(m => rates.Any(r => r.Id == m)) ?? rates[0].Id;
        yield return new ReportSection("trend", new("기간별", "By period"), new("*은 전체.", "* is everybody."), [SectionInput.Attribute, SectionInput.Group, SectionInput.Period], rows, charted);
        yield return new ReportSection("trend_test", new("추세 검정의 p", "p of the test of a trend"), new("코크란-아미티지 검정: 기간의 순서대로 비율이 오르거나 내리는지.", "Cochran and Armitage's test: whether the rate rises or falls over the periods in their order."), [SectionInput.Attribute, SectionInput.Group], tests);
    }

    private static List<Rate> Rates(SectionInput input)
    {
        var (outcome, decision) = (input.Has(DimensionRole.Outcome), input.Has(DimensionRole.Decision));
        if (input.Plan.Classes && input.Positive.Outcome.Count == 0 && input.Positive.Decision.Count == 0)
        {
            return [];
        }
        return [.. MetricSet.Rates.Where(r => Shown.Contains(r.Id) || input.Plan.Checks.Any(c => c.Metric == r.Id) || input.Plan.Metrics.Contains(r.Id)).Where(r => r.Id == "base_rate" ? outcome : decision && (!r.NeedsOutcome || outcome))];
    }

    private static Estimate Figure(SectionInput input, Rate rate, Tally tally)
    {
        var estimate = input.Sized(rate.Of(tally, tally));
        return estimate.IsKnown && Intervals.Wilson(rate.Proportion(tally), input.Z) is var wilson ? estimate with { Low = wilson.Low, High = wilson.High } : estimate;
    }

    private static Estimate Trend(SectionInput input, Rate rate, IReadOnlyList<(string Period, Tally Tally)> periods)
    {
        var (n, denominator) = (periods.Sum(p => p.Tally.Rows(Tally.All)), periods.Sum(p => p.Tally.Rows(rate.Denominator)));
        if (periods.Any(p => (p.Tally.Withheld & rate.Denominator) != 0))
        {
            return Estimate.None(Reasons.Withheld, n, denominator);
        }
        var known = periods.Select((p, i) => (At: (double)i, Size: p.Tally.Effective(rate.Denominator), Share: p.Tally.Weight(rate.Denominator) > 0 ? p.Tally.Weight(rate.Numerator) / p.Tally.Weight(rate.Denominator) : 0)).Where(p => p.Size > 0).ToList();
        var size = known.Sum(p => p.Size);
        var (mean, share) = (known.Sum(p => p.Size * p.At) / size, known.Sum(p => p.Size * p.Share) / size);
        var spread = share * (1 - share) * known.Sum(p => p.Size * (p.At - mean) * (p.At - mean));
        var z = known.Sum(p => p.Size * p.Share * (p.At - mean)) / Math.Sqrt(spread);
        return known.Count < 2 || !(spread > 0) ? Estimate.None(Reasons.Undefined, n, denominator) : input.Plain(Law.Tail(z), n, denominator);
    }
}

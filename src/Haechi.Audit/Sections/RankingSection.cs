using System.Globalization;
using Haechi.Audit.Cells;
using Haechi.Audit.Inference;
using Haechi.Audit.Metrics;
using Haechi.Audit.Reporting;

namespace Haechi.Audit.Sections;

/// <summary>Who stands where in a list: places, attention and quality by group.</summary>
internal static class RankingSection
{
    public static IEnumerable<ReportSection> Of(SectionInput input)
    {
        if (input.Plan.Ranking is not { } plan)
        {
            yield break;
        }
        var (rows, wholes) = (new List<SectionRow>(), new List<SectionRow>());
        foreach (var attribute in input.Plan.Groups)
        {
            if (input.Document.Side($"{SideNames.Ranking}/{attribute.Attribute.Name}") is not { } places)
            {
                continue;
            }
            var groups = Of(places, plan.At);
            var lists = input.Document.Side($"{SideNames.Lists}/{attribute.Attribute.Name}");
            rows.AddRange(groups.Select(g => new SectionRow([attribute.Attribute.Name, g.Level], [.. Figures(input, g, groups, attribute.Reference, lists, plan.Relevance is not null)])));
            wholes.Add(new SectionRow([attribute.Attribute.Name], [.. Whole(input, places, groups)]));
        }
        if (rows.Count > 0)
        {
            yield return new ReportSection("ranking", new($"목록에서의 자리(처음 {plan.At}자리)", $"Places in the list (first {plan.At})"),
                new("노출은 1/log₂(자리+1)의 평균. 비는 기준 집단(없으면 나머지 모두)과의 비.", "Exposure is the mean of 1/log₂(place+1). Ratios are to the reference group (without one, everybody else)."), [SectionInput.Attribute, SectionInput.Group], rows);
            yield return new ReportSection("ranking_whole", new("목록 전체", "The list as a whole"), new("0이면 모든 처음 자리들의 구성이 전체와 같습니다.", "0: the make-up of every top part is that of the whole."), [SectionInput.Attribute], wholes);
        }
    }

    private sealed record Part(string Level, long N, double Top, double Exposure, double Squares, double Gain);

    private static List<Part> Of(CellTable table, int at)
    {
        var levels = table.Dimensions[0].Levels;
        var sums = new (long N, double Top, double Exposure, double Squares, double Gain)[levels.Count];
        for (var cell = 0; cell < table.Length; cell++)
        {
            ref var s = ref sums[table.Code(cell, 0)];
            var (count, place) = (table.Count(cell), int.Parse(table.Dimensions[1].Levels[table.Code(cell, 1)], CultureInfo.InvariantCulture));
            var seen = 1 / Math.Log2(place + 1);
            s = (s.N + count, s.Top + (place <= at ? count : 0), s.Exposure + (count * seen), s.Squares + (count * seen * seen), s.Gain + table.Sum(cell, 0));
        }
        return [.. levels.Select((l, i) => new Part(l, sums[i].N, sums[i].Top, sums[i].Exposure, sums[i].Squares, sums[i].Gain))];
    }

    private static IEnumerable<Figure> Figures(SectionInput input, Part g, List<Part> all, string? reference, CellTable? lists, bool relevant)
    {
        var others = all.Where(o => reference is null ? o != g : o.Level == reference).ToList();
        var (n, m) = (g.N, others.Sum(o => o.N));
        var (total, top) = (all.Sum(a => a.N), all.Sum(a => a.Top));
        var share = new Proportion(g.Top / n, n);
        var wilson = Intervals.Wilson(share, input.Z);
        yield return new("top", input.Sized(new Estimate(share.Value, wilson.Low, wilson.High, n, n, null)));
        var other = new Proportion(m == 0 ? 0 : others.Sum(o => o.Top) / m, m);
        var ratio = m == 0 ? new Interval(0, 0) : Intervals.Koopman(share, other, input.Z);
        var itself = others.Count == 1 && others[0] == g;
        yield return new("top_ratio", m == 0 ? Estimate.None(Reasons.OneGroup, n, m) : other.Value == 0 ? Estimate.None(share.Value == 0 ? Reasons.BothZero : Reasons.Infinite, n, m)
            : input.Sized(new Estimate(share.Value / other.Value, itself ? double.NaN : ratio.Low, itself ? double.NaN : ratio.High, n, n, null)));
        // Geyik et al. 2019: the logarithm of the share among the first over the share in the list.
        yield return new("skew", top == 0 ? Estimate.None(Reasons.NoDenominator, n, 0) : g.Top == 0 ? Estimate.None(Reasons.Infinite, n, (long)top) : input.Plain(Math.Log(g.Top / top / ((double)n / total)), n, (long)top));
        var (mean, theirs) = (g.Exposure / n, others.Sum(o => o.Exposure) / m);
        double Variance(double sum, double squares, double size) => size > 1 ? Math.Max(0, (squares / size) - (sum / size * (sum / size))) / (size - 1) : double.NaN;
        var (own, rest) = (Variance(g.Exposure, g.Squares, n), Variance(others.Sum(o => o.Exposure), others.Sum(o => o.Squares), m));
        yield return new("exposure", input.Around(mean, Math.Sqrt(own), n, n));
        yield return new("exposure_ratio", m == 0 ? Estimate.None(Reasons.OneGroup, n, m) : input.Ratio(Math.Log(mean / theirs), itself ? double.NaN : Math.Sqrt((own / mean / mean) + (rest / theirs / theirs)), n, n));
        if (relevant)
        {
            // Singh and Joachims 2018: attention in proportion to merit, over the same of the others.
            var (merit, otherMerit) = (g.Gain / n, others.Sum(o => o.Gain) / m);
            yield return new("exposure_per_merit", m == 0 ? Estimate.None(Reasons.OneGroup, n, m) : merit == 0 || otherMerit == 0 ? Estimate.None(merit == otherMerit ? Reasons.BothZero : Reasons.Infinite, n, n) : input.Plain(mean / merit / (theirs / otherMerit), n, n));
            yield return new("ndcg", Quality(input, lists, g.Level));
        }
    }

    private static Estimate Quality(SectionInput input, CellTable? lists, string level)
    {
        var code = lists?.Dimensions[0].IndexOf(level) ?? -1;
        for (var cell = 0; lists is not null && cell < lists.Length; cell++)
        {
            if (lists.Code(cell, 0) == code)
            {
                var (n, mean) = (lists.Count(cell), lists.Sum(cell, 0) / lists.Count(cell));
                return input.Around(mean, n > 1 ? Math.Sqrt(Math.Max(0, (lists.Sum(cell, 1) / n) - (mean * mean)) / (n - 1)) : double.NaN, n, n);
            }
        }
        return Estimate.None(Reasons.NoDenominator, 0, 0);
    }

    private static IEnumerable<Figure> Whole(SectionInput input, CellTable table, List<Part> groups)
    {
        var n = groups.Sum(g => g.N);
        yield return new("ndkl", input.Plain(Divergence(table, groups, n), n, n));
        var exposure = groups.Sum(g => g.Exposure);
        yield return new("exposure_distance", input.Plain(groups.Sum(g => Math.Abs((g.Exposure / exposure) - ((double)g.N / n))) / 2, n, n));
    }

    /// <summary>Geyik et al. 2019: the divergence of the make-up of the first k places from the whole, for each k, discounted by 1/log₂(k+1). Lists are read together, place by place.</summary>
    private static double Divergence(CellTable table, List<Part> groups, long n)
    {
        var places = Enumerable.Range(0, table.Length).GroupBy(c => int.Parse(table.Dimensions[1].Levels[table.Code(c, 1)], CultureInfo.InvariantCulture)).OrderBy(g => g.Key).ToList();
        var (so, sum, weights, total) = (new double[groups.Count], 0.0, 0.0, 0.0);
        foreach (var place in places)
        {
            foreach (var cell in place)
            {
                so[table.Code(cell, 0)] += table.Count(cell);
                total += table.Count(cell);
            }
            var weight = 1 / Math.Log2(place.Key + 1);
            sum += weight * Enumerable.Range(0, so.Length).Where(i => so[i] > 0).Sum(i => so[i] / total * Math.Log(so[i] / total / ((double)groups[i].N / n)));
            weights += weight;
        }
        return weights > 0 ? sum / weights : double.NaN;
    }
}

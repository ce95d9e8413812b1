using Haechi.Audit.Cells;
using Haechi.Audit.Inference;
using Haechi.Audit.Metrics;
using Haechi.Audit.Reporting;

namespace Haechi.Audit.Sections;

/// <summary>How far the make-up of each period lies from that of the reference period: groups, outcomes, decisions, scores, features.</summary>
internal static class DriftSection
{
    private const int ScoreBands = 20;

    public static IEnumerable<ReportSection> Of(SectionInput input)
    {
        var period = input.Table.IndexOf(DimensionRole.Period);
        if (period < 0 || input.Table.Dimensions[period].Levels.Count < 2)
        {
            yield break;
        }
        var periods = input.Table.Dimensions[period].Levels;
        var reference = input.Plan.Period?.Reference is { } named && periods.Contains(named) ? named : periods.First(p => p.Length > 0 || periods.Count == 1);
        var rows = new List<SectionRow>();
        for (var d = 0; d < input.Table.Dimensions.Count; d++)
        {
            if (d != period && input.Table.Dimensions[d].Role is not DimensionRole.Model)
            {
                rows.AddRange(Rows(input, input.Table.Over([d, period]), reference, withheld: input.Table.Withheld.Count > 0));
            }
        }
        foreach (var feature in input.Plan.Features)
        {
            if (input.Document.Side(SideNames.Feature(feature, input.Table.Dimensions[period].Name)) is { } table)
            {
                rows.AddRange(Rows(input, table, reference, withheld: false));
            }
        }
        var name = ReportWords.Group([reference], "ko");
        yield return new ReportSection("drift", new($"기준 기간({name})에서 달라진 정도", $"Drift from the reference period ({ReportWords.Group([reference], "en")})"),
            new("PSI는 빈 구간을 0.0001로 셉니다. '우연의 PSI'를 넘지 않으면 표본의 흔들림으로도 나올 수 있는 값입니다. 흔히 0.1부터 살피고 0.25부터 크게 봅니다.", "The index counts an empty bin as 0.0001. Up to 'by chance' the samples alone may give it. By habit, 0.1 asks for a look and 0.25 is large."),
            [SectionInput.Column, SectionInput.Period], rows);
    }

    private static IEnumerable<SectionRow> Rows(SectionInput input, CellTable table, string reference, bool withheld)
    {
        var periods = table.Dimensions[1].Levels;
        var (counts, values) = Bins(table);
        // Where all cells of the reference period are withheld, it has no counts here.
        var first = table.Dimensions[1].IndexOf(reference) is var at and >= 0 ? counts[at] : new double[counts.Length == 0 ? 0 : counts[0].Length];
        for (var p = 0; p < periods.Count; p++)
        {
            if (periods[p] == reference)
            {
                continue;
            }
            var now = counts[p];
            var (n, m) = ((long)now.Sum(), (long)first.Sum());
            Figure One(string id, Func<double> value) => new(id, withheld ? Estimate.None(Reasons.Withheld, n, m) : n == 0 || m == 0 ? Estimate.None(Reasons.NoDenominator, n, Math.Min(n, m)) : input.Plain(value(), n, Math.Min(n, m)));
            yield return new SectionRow([table.Dimensions[0].Name, periods[p]],
            [
                One("psi", () => Distances.Stability(first, now)), One("psi_chance", () => Distances.StabilityByChance(first, now, input.Plan.Confidence)), One("js", () => Distances.JensenShannon(first, now)),
                One("kl", () => Distances.KullbackLeibler(first, now)), One("hellinger", () => Distances.Hellinger(first, now)), One("tvd", () => Distances.TotalVariation(first, now)),
                One("ks", () => values is null ? double.NaN : Distances.KolmogorovSmirnov(first, now)), One("wasserstein", () => values is null || values.Any(double.IsNaN) ? double.NaN : Distances.Wasserstein(values, first, now)),
                One("chi2_p", () => Distances.ChiSquaredP(first, now)), One("g_p", () => Distances.LikelihoodP(first, now)),
            ]);
        }
    }

    /// <summary>Counts by period and bin. Values are given where bins have an order: numbers, and bands that carry theirs (NaN); a missing value is a bin of its own in words, and left out among numbers.</summary>
    private static (double[][] Counts, double[]? Values) Bins(CellTable table)
    {
        var levels = table.Dimensions[0].Levels;
        var numbers = levels.Select(l => Reading.Levels.Number(l, out var number) ? number : double.NaN).ToArray();
        var recorded = Enumerable.Range(0, levels.Count).Where(i => levels[i].Length > 0).ToArray();
        var numeric = recorded.Length > 0 && recorded.All(i => !double.IsNaN(numbers[i]));
        var banded = recorded.Length > 0 && recorded.All(i => levels[i].Length > 4 && char.IsAsciiDigit(levels[i][0]) && levels[i].AsSpan(2).StartsWith(": "));
        var order = numeric ? recorded.OrderBy(i => numbers[i]).ToArray() : banded ? recorded : [.. Enumerable.Range(0, levels.Count)];
        var slot = Enumerable.Repeat(-1, levels.Count).ToArray();
        for (var i = 0; i < order.Length; i++)
        {
            slot[order[i]] = i;
        }
        var counts = table.Dimensions[1].Levels.Select(_ => new double[order.Length]).ToArray();
        for (var cell = 0; cell < table.Length; cell++)
        {
            if (slot[table.Code(cell, 0)] is var at and >= 0)
            {
                counts[table.Code(cell, 1)][at] += table.Count(cell);
            }
        }
        var values = numeric ? order.Select(i => numbers[i]).ToArray() : banded ? [.. order.Select(_ => double.NaN)] : null;
        return numeric && order.Length > ScoreBands ? Coarser(counts, values!) : (counts, values);
    }

    /// <summary>Many different numbers: bands of equal size in all periods together, each standing for its mean.</summary>
    private static (double[][] Counts, double[] Values) Coarser(double[][] counts, double[] values)
    {
        var mass = values.Select((_, i) => counts.Sum(c => c[i])).ToArray();
        var (band, before, total) = (new int[values.Length], 0.0, mass.Sum());
        for (var i = 0; i < values.Length; i++)
        {
            band[i] = Math.Min((int)(before / total * 10), 9);
            before += mass[i];
        }
        var used = band.Distinct().ToArray();
        return ([.. counts.Select(c => used.Select(b => Enumerable.Range(0, values.Length).Where(i => band[i] == b).Sum(i => c[i])).ToArray())],
            [.. used.Select(b => Enumerable.Range(0, values.Length).Where(i => band[i] == b).Sum(i => values[i] * mass[i]) / Enumerable.Range(0, values.Length).Where(i => band[i] == b).Sum(i => mass[i]))]);
    }
}

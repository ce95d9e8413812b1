using System.Globalization;
using Haechi.Audit.Cells;
using Haechi.Audit.Planning;

namespace Haechi.Audit.Sides;

/// <summary>
/// Classes of rows with equal quasi-identifiers, counted by their size and by what they give away: the number of different values of a sensitive column and their entropy (l-diversity, Machanavajjhala et
/// al. 2007), and the distance of their distribution from everybody's (t-closeness, Li et al. 2007).
/// </summary>
internal static class EqualClasses
{
    public static IEnumerable<SideTable> Of(AuditPlan plan, PrivacyPlan privacy, Func<CellSpec, CellTable> pass)
    {
        var quasi = privacy.Quasi.Select((c, i) => new AttributeSpec($"\u0001{i}", c, DimensionRole.Group)).ToList();
        var spec = AuditData.Other(plan, quasi) with { Weight = null };
        var sizes = new CellAdder([new Dimension("size", DimensionRole.Score, [])], []);
        var table = pass(spec);
        for (var cell = 0; cell < table.Length; cell++)
        {
            sizes.Add([Text(table.Count(cell))], 1, []);
        }
        yield return new SideTable(SideNames.Classes, sizes.ToTable());
        foreach (var column in privacy.Sensitive)
        {
            var sensitive = pass(spec with { Attributes = [.. quasi, new AttributeSpec("\u0001s", column, DimensionRole.Group)] });
            yield return new SideTable(SideNames.Sensitive(column), Sensitive(sensitive));
        }
    }

    private static CellTable Sensitive(CellTable table)
    {
        var last = table.Dimensions.Count - 1;
        var levels = table.Dimensions[last].Levels;
        var everybody = new double[levels.Count];
        var classes = new Dictionary<string, double[]>(StringComparer.Ordinal);
        for (var cell = 0; cell < table.Length; cell++)
        {
            var key = string.Join(',', Enumerable.Range(0, last).Select(d => table.Code(cell, d)));
            var counts = classes.TryGetValue(key, out var found) ? found : classes[key] = new double[levels.Count];
            counts[table.Code(cell, last)] += table.Count(cell);
            everybody[table.Code(cell, last)] += table.Count(cell);
        }
        var ordered = Numbers(levels);
        var adder = new CellAdder([new Dimension("size", DimensionRole.Score, []), new Dimension("values", DimensionRole.Score, []), new Dimension("entropy", DimensionRole.Score, []), new Dimension("distance", DimensionRole.Score, [])], []);
        foreach (var counts in classes.Values)
        {
            adder.Add([Text((long)counts.Sum()), Text(counts.Count(c => c > 0)), Text(Math.Exp(Entropy(counts))), Text(Distance(counts, everybody, ordered))], 1, []);
        }
        return adder.ToTable();
    }

    /// <summary>In nats.</summary>
    private static double Entropy(double[] counts)
    {
        var total = counts.Sum();
        return counts.Where(c => c > 0).Sum(c => -c / total * Math.Log(c / total));
    }

    /// <summary>Earth mover's distance: with numbers, over their order with equal steps; with words, half the sum of differences (Li et al. 2007, section 5).</summary>
    private static double Distance(double[] counts, double[] everybody, int[]? ordered)
    {
        var (own, all) = (counts.Sum(), everybody.Sum());
        if (ordered is null)
        {
            return counts.Select((c, i) => Math.Abs((c / own) - (everybody[i] / all))).Sum() / 2;
        }
        var (moved, sum) = (0.0, 0.0);
        foreach (var i in ordered.SkipLast(1))
        {
            moved += (counts[i] / own) - (everybody[i] / all);
            sum += Math.Abs(moved);
        }
        return ordered.Length > 1 ? sum / (ordered.Length - 1) : 0;
    }

    private static int[]? Numbers(IReadOnlyList<string> levels)
    {
        var numbers = levels.Select(l => Reading.Levels.Number(l, out var number) ? number : double.NaN).ToArray();
        return numbers.Any(double.IsNaN) ? null : [.. Enumerable.Range(0, numbers.Length).OrderBy(i => numbers[i])];
    }

    /// <summary>Ten digits, so that the last bits of a machine's logarithm do not change the bytes of the table.</summary>
    private static string Text(double number) => number.ToString("G10", CultureInfo.InvariantCulture);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}

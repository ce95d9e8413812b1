using System.Globalization;
using Haechi.Audit.Cells;
using Haechi.Audit.Reading;

namespace Haechi.Audit.Sides;

/// <summary>Cuts a feature with many values into few: numbers into ten bands of equal size (by all rows), words into the fifty most frequent and the rest.</summary>
internal static class FeatureBands
{
    public const int MostWords = 50;
    public const int Bands = 10;
    private const int MostPlain = 20;

    /// <summary>The same counts with fewer values in the first dimension. "Not recorded" stays apart.</summary>
    public static CellTable Of(CellTable table)
    {
        var levels = table.Dimensions[0].Levels;
        var counts = new long[levels.Count];
        for (var cell = 0; cell < table.Length; cell++)
        {
            counts[table.Code(cell, 0)] += table.Count(cell);
        }
        if (levels.Count(l => l.Length > 0) <= MostPlain)
        {
            return table;
        }
        var numbers = levels.Select(l => Levels.Number(l, out var number) ? number : double.NaN).ToArray();
        var numeric = Enumerable.Range(0, levels.Count).Where(i => levels[i].Length > 0).All(i => !double.IsNaN(numbers[i]));
        return Renamed(table, numeric ? Numbers(levels, numbers, counts) : Words(levels, counts));
    }

    /// <summary>The table with the feature's name on its first dimension.</summary>
    public static CellTable Named(CellTable table, string name)
    {
        var adder = new CellAdder([table.Dimensions[0] with { Name = name, Levels = [] }, .. table.Dimensions.Skip(1).Select(d => d with { Levels = [] })], table.Measures);
        return Copied(table, adder, table.Dimensions[0].Levels);
    }

    private static string[] Numbers(IReadOnlyList<string> levels, double[] numbers, long[] counts)
    {
        var order = Enumerable.Range(0, levels.Count).Where(i => !double.IsNaN(numbers[i])).OrderBy(i => numbers[i]).ToArray();
        var total = order.Sum(i => counts[i]);
        var (edges, before) = (new List<double>(), 0L);
        foreach (var i in order)
        {
            // A band begins at the first value behind its share of the rows; equal values stay together.
            if (before > 0 && before >= (edges.Count + 1) * (double)total / Bands)
            {
                edges.Add(numbers[i]);
                while (before >= (edges.Count + 1) * (double)total / Bands && edges.Count < Bands)
                {
                    edges.Add(double.NaN);
                }
            }
            before += counts[i];
        }
        var cut = edges.Where(e => !double.IsNaN(e)).ToList();
        return [.. levels.Select((l, i) => double.IsNaN(numbers[i]) ? l : Band(numbers[i], cut))];
    }

    /// <summary>With its number in front, so that bands stand in their order.</summary>
    private static string Band(double number, List<double> edges)
    {
        var band = edges.Count(e => number >= e);
        return string.Create(CultureInfo.InvariantCulture, $"{band:00}: {(edges.Count == 0 ? "" : Levels.Band(number, edges))}");
    }

    private static string[] Words(IReadOnlyList<string> levels, long[] counts)
    {
        var kept = Enumerable.Range(0, levels.Count).Where(i => levels[i].Length > 0).OrderByDescending(i => counts[i]).ThenBy(i => i).Take(MostWords).ToHashSet();
        return [.. levels.Select((l, i) => l.Length == 0 || kept.Contains(i) ? l : "…")];
    }

    private static CellTable Renamed(CellTable table, string[] names) => Copied(table, new CellAdder([.. table.Dimensions.Select(d => d with { Levels = [] })], table.Measures), names);

    private static CellTable Copied(CellTable table, CellAdder adder, IReadOnlyList<string> names)
    {
        var texts = new string[table.Dimensions.Count];
        for (var cell = 0; cell < table.Length; cell++)
        {
            for (var d = 0; d < texts.Length; d++)
            {
                texts[d] = d == 0 ? names[table.Code(cell, 0)] : table.Dimensions[d].Levels[table.Code(cell, d)];
            }
            adder.Add(texts, table.Count(cell), table.Sums(cell));
        }
        return adder.ToTable();
    }
}

namespace Haechi.Tower.Register.Matching;

/// <summary>A different cell of a sample: its text, prepared for comparison with choices, and how often it occurs.</summary>
internal sealed record SampledValue(string Text, string Core, string Letters, int Count);

/// <summary>What a column's cells look like, from a sample spread evenly over the column; blanks and "not applicable" tell nothing and are left out.</summary>
internal sealed class ColumnSample
{
    /// <summary>More different values than these are not compared with choices: such a column holds text.</summary>
    private const int MostValues = 48;

    /// <summary>The longest official option of the lists known so far has 190 characters.</summary>
    private const int LongestValue = 250;

    private readonly Dictionary<CellShape, double> _shares;

    private ColumnSample(List<string> cells)
    {
        Count = cells.Count;
        _shares = cells.GroupBy(Shapes.Of).ToDictionary(g => g.Key, g => (double)g.Count() / cells.Count);
        var groups = cells.GroupBy(c => c, StringComparer.Ordinal).ToList();
        Distinct = groups.Count == 0 ? 0 : (double)groups.Count / cells.Count;
        // A different sentence in each row is text; it is not compared with choices.
        var isText = cells.Count >= 20 && Distinct > 0.9 && Share(CellShape.Prose) > 0.7;
        Values = isText ? [] : [.. groups.Where(g => g.Key.Length <= LongestValue).OrderByDescending(g => g.Count()).Take(MostValues).Select(Prepare)];
    }

    /// <summary>How many cells say something.</summary>
    public int Count { get; }

    /// <summary>Different cells over all cells.</summary>
    public double Distinct { get; }

    public IReadOnlyList<SampledValue> Values { get; }

    /// <summary>The share of cells with a shape.</summary>
    public double Share(CellShape shape) => _shares.GetValueOrDefault(shape);

    public static ColumnSample Of(IReadOnlyList<string> cells, int most)
    {
        var step = Math.Max(1.0, (double)cells.Count / Math.Max(1, most));
        var taken = new List<string>(Math.Min(cells.Count, most));
        for (var at = 0.0; at < cells.Count; at += step)
        {
            Take(cells[(int)at], taken);
        }
        // A column that is mostly blank is searched further, or its few answers would be missed.
        for (var i = 0; taken.Count < 20 && step > 1 && i < cells.Count; i++)
        {
            Take(cells[i], taken);
        }
        return new ColumnSample(taken);
    }

    private static void Take(string cell, List<string> taken)
    {
        if (!Plain.SaysNothing(cell))
        {
            taken.Add(cell);
        }
    }

    private static SampledValue Prepare(IGrouping<string, string> cells)
    {
        var core = ValueText.Core(cells.Key);
        return new SampledValue(cells.Key, core, HeaderText.Letters(core), cells.Count());
    }
}

namespace Haechi.Audit.Cells;

/// <summary>
/// Counts of rows by attributes, outcome and decision: what every figure of an audit is computed from. Tables of days, vendors and shards add up. Cells are in the order of
/// their codes, levels in their own order, no cell is empty: equal counts are equal bytes.
/// </summary>
public sealed class CellTable
{
    private readonly int _width;
    private readonly int[] _codes;
    private readonly long[] _counts;
    private readonly double[] _sums;

    internal CellTable(IReadOnlyList<Dimension> dimensions, IReadOnlyList<string> measures, int[] codes, long[] counts, double[] sums)
    {
        (Dimensions, Measures, _codes, _counts, _sums, _width) = (dimensions, measures, codes, counts, sums, dimensions.Count);
        foreach (var count in counts)
        {
            Rows = checked(Rows + count);
        }
    }

    /// <summary>The dimensions in their order.</summary>
    public IReadOnlyList<Dimension> Dimensions { get; }

    /// <summary>Names of the sums per cell: <c>w, w2</c> weights, <c>s, s2</c> scores, <c>y, p, y2, p2, yp, abs</c> regression.</summary>
    public IReadOnlyList<string> Measures { get; }

    /// <summary>Levels of the cells that exist and are withheld; a figure that needs one of them is not estimable.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Withheld { get; init; } = [];

    /// <summary>How many cells there are.</summary>
    public int Length => _counts.Length;

    /// <summary>How many rows they count.</summary>
    public long Rows { get; }

    /// <summary>The level of a cell in a dimension, as an index into its levels.</summary>
    public int Code(int cell, int dimension) => _codes[(cell * _width) + dimension];

    /// <summary>The number of rows in a cell.</summary>
    public long Count(int cell) => _counts[cell];

    /// <summary>A sum of a cell.</summary>
    public double Sum(int cell, int measure) => _sums[(cell * Measures.Count) + measure];

    /// <summary>The position of a dimension by name, or -1.</summary>
    public int IndexOf(string name) => Find(d => string.Equals(d.Name, name, StringComparison.Ordinal));

    /// <summary>The position of the first dimension with a role, or -1.</summary>
    public int IndexOf(DimensionRole role) => Find(d => d.Role == role);

    /// <summary>The position of a measure by name, or -1.</summary>
    public int MeasureOf(string name)
    {
        for (var i = 0; i < Measures.Count; i++)
        {
            if (Measures[i] == name)
            {
                return i;
            }
        }
        return -1;
    }

    /// <summary>All tables added up.</summary>
    /// <exception cref="AuditRefusedException">They do not have the same dimensions and sums.</exception>
    public static CellTable Merge(IReadOnlyList<CellTable> tables)
    {
        var adder = new CellAdder(tables[0].Dimensions, tables[0].Measures);
        foreach (var table in tables)
        {
            adder.Add(table);
        }
        return adder.ToTable();
    }

    /// <summary>The same counts over some of the dimensions only.</summary>
    public CellTable Over(IReadOnlyList<int> dimensions)
    {
        var adder = new CellAdder([.. dimensions.Select(d => Dimensions[d])], Measures);
        adder.Withhold(Withheld.Select(w => (IReadOnlyList<string>)[.. dimensions.Select(d => w[d])]));
        var levels = new string[dimensions.Count];
        for (var cell = 0; cell < Length; cell++)
        {
            for (var d = 0; d < levels.Length; d++)
            {
                levels[d] = Dimensions[dimensions[d]].Levels[Code(cell, dimensions[d])];
            }
            adder.Add(levels, Count(cell), _sums.AsSpan(cell * Measures.Count, Measures.Count));
        }
        return adder.ToTable();
    }

    /// <summary>The same counts with more levels, in which nobody is.</summary>
    public CellTable WithLevels(int dimension, IReadOnlyList<string> levels)
    {
        var adder = new CellAdder(Dimensions, Measures);
        for (var d = 0; d < Dimensions.Count; d++)
        {
            foreach (var level in d == dimension ? Dimensions[d].Levels.Concat(levels) : Dimensions[d].Levels)
            {
                adder.Level(d, level);
            }
        }
        adder.Add(this);
        return adder.ToTable();
    }

    internal ReadOnlySpan<double> Sums(int cell) => _sums.AsSpan(cell * Measures.Count, Measures.Count);

    internal ReadOnlySpan<int> Codes(int cell) => _codes.AsSpan(cell * _width, _width);

    private int Find(Func<Dimension, bool> wanted)
    {
        for (var i = 0; i < Dimensions.Count; i++)
        {
            if (wanted(Dimensions[i]))
            {
                return i;
            }
        }
        return -1;
    }
}

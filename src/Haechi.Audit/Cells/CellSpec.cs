namespace Haechi.Audit.Cells;

/// <summary>A column that becomes a dimension of groups, strata, models or periods.</summary>
/// <param name="Name">The name of the dimension.</param>
/// <param name="Column">The column in the data.</param>
/// <param name="Role">Group, control, model or period.</param>
/// <param name="Bands">Lower edges, rising, that cut a number into bands; an edge belongs to the band above it.</param>
public sealed record AttributeSpec(string Name, string Column, DimensionRole Role, IReadOnlyList<double>? Bands = null);

/// <summary>Which rows take part: those whose value is (or is not) in a list, or lies in a closed range.</summary>
public sealed record RowFilter(string Column, IReadOnlyList<string>? Is, IReadOnlyList<string>? Not, double? From, double? To);

/// <summary>How rows become cells. Columns are named as in the header; the second of two equal headers is <c>Header#2</c>.</summary>
public sealed record CellSpec
{
    /// <summary>Attributes, controls, model, period.</summary>
    public required IReadOnlyList<AttributeSpec> Attributes { get; init; }

    /// <summary>The column with what turned out to be true, or null.</summary>
    public string? Outcome { get; init; }

    /// <summary>The column with the decision, or null when the score decides.</summary>
    public string? Decision { get; init; }

    /// <summary>The column with a score, or null.</summary>
    public string? Score { get; init; }

    /// <summary>A score of at least this is a positive decision.</summary>
    public double? At { get; init; }

    /// <summary>True when scores are kept as a dimension, for the metrics of scores.</summary>
    public bool KeepScores { get; init; }

    /// <summary>Bins for scores; null keeps exact values while there are at most 4,096 of them, then uses 1,024 bins over 0 to 1.</summary>
    public ScoreBins? Bins { get; init; }

    /// <summary>The column with a number for what turned out to be true, for regression.</summary>
    public string? Actual { get; init; }

    /// <summary>The column with the number that was predicted, for regression.</summary>
    public string? Predicted { get; init; }

    /// <summary>The column with a weight per row, or null.</summary>
    public string? Weight { get; init; }

    /// <summary>The column with a number of cases per row (a table of counts), or null.</summary>
    public string? Count { get; init; }

    /// <summary>Which rows take part; all conditions must hold.</summary>
    public IReadOnlyList<RowFilter> Filters { get; init; } = [];

    /// <summary>Texts that stand for no value, beside the empty one.</summary>
    public IReadOnlyList<string> MissingTokens { get; init; } = [];

    /// <summary>The names of the sums that each cell carries beside its count.</summary>
    internal IReadOnlyList<string> Measures =>
        [.. Weight is null ? [] : new[] { "w", "w2" }, .. Score is not null && KeepScores ? new[] { "s", "s2" } : [], .. Actual is null ? [] : new[] { "y", "p", "y2", "p2", "yp", "abs" }];

    /// <summary>Every column that is read, each once.</summary>
    public IReadOnlyList<string> Columns =>
        [.. Attributes.Select(a => a.Column).Concat(Filters.Select(f => f.Column)).Concat(new[] { Outcome, Decision, Score, Actual, Predicted, Weight, Count }.OfType<string>()).Distinct(StringComparer.Ordinal)];
}

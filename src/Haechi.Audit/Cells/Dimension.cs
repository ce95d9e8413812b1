namespace Haechi.Audit.Cells;

/// <summary>What a dimension of the cell table stands for.</summary>
public enum DimensionRole
{
    /// <summary>An attribute whose groups are compared.</summary>
    Group,

    /// <summary>A stratum within which groups are compared.</summary>
    Control,

    /// <summary>Which model or vendor decided.</summary>
    Model,

    /// <summary>When it was decided.</summary>
    Period,

    /// <summary>What turned out to be true.</summary>
    Outcome,

    /// <summary>What was decided.</summary>
    Decision,

    /// <summary>A score: exact values while they are few, else bins.</summary>
    Score,
}

/// <summary>Equal bins of a score over <c>[From, To]</c>; the last bin holds <paramref name="To"/> itself.</summary>
public sealed record ScoreBins(double From, double To, int Count)
{
    /// <summary>1,024 bins over 0 to 1.</summary>
    public static ScoreBins Unit { get; } = new(0, 1, 1024);

    /// <summary>The bin of a score, or -1 when it lies outside.</summary>
    public int IndexOf(double score) => !(score >= From && score <= To) ? -1 : Math.Min((int)((score - From) / (To - From) * Count), Count - 1);

    /// <summary>The lower edge of a bin.</summary>
    public double Edge(int bin) => From + ((To - From) * bin / Count);
}

/// <summary>One dimension of a cell table.</summary>
/// <param name="Name">Its name in plans and reports.</param>
/// <param name="Role">What it stands for.</param>
/// <param name="Levels">Its values in order: numbers by value for scores, else by code point. The empty text is "not recorded".</param>
/// <param name="Bins">The bins when a score was binned; levels are then lower edges.</param>
public sealed record Dimension(string Name, DimensionRole Role, IReadOnlyList<string> Levels, ScoreBins? Bins = null)
{
    /// <summary>The level of rows that have no value.</summary>
    public const string Missing = "";

    /// <summary>The index of a level, or -1.</summary>
    public int IndexOf(string level)
    {
        for (var i = 0; i < Levels.Count; i++)
        {
            if (string.Equals(Levels[i], level, StringComparison.Ordinal))
            {
                return i;
            }
        }
        return -1;
    }
}

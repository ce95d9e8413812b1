using Haechi.Rules;

namespace Haechi.Tower.Register.Matching;

/// <summary>What a match rests on most.</summary>
public enum Evidence
{
    /// <summary>Nothing sure enough: a person is asked.</summary>
    Nothing,

    /// <summary>The header is the field's name, apart from case, punctuation and numbering.</summary>
    SameName,

    /// <summary>The header is like one of the field's names.</summary>
    LikeName,

    /// <summary>The header means the same in other words.</summary>
    Synonym,

    /// <summary>The cells look like those of the field.</summary>
    Content,

    /// <summary>People took this header, or one like it, for the field before.</summary>
    Learned,

    /// <summary>The column stands between two others as the field does in its list.</summary>
    Order,
}

/// <summary>What one column was taken for.</summary>
/// <param name="Index">The column's place in the file, from 0.</param>
/// <param name="Column">The header as written.</param>
/// <param name="Field">The field's id, or null: unmatched, and a person is asked.</param>
/// <param name="Confidence">From 0 to 1. Of an unmatched column, how sure the likeliest field would be.</param>
/// <param name="Alternatives">Up to three other fields, best first; of an unmatched column, the likeliest ones.</param>
/// <param name="Evidence">What the match rests on most.</param>
/// <param name="Reason">Why, in Korean and English.</param>
public sealed record ColumnMatch(int Index, string Column, string? Field, double Confidence, IReadOnlyList<Alternative> Alternatives, Evidence Evidence, LocalText Reason);

/// <summary>Settings of a match.</summary>
public sealed record MatchOptions
{
    /// <summary>The usual settings.</summary>
    public static MatchOptions Usual { get; } = new();

    /// <summary>Below this confidence a column is unmatched.</summary>
    public double Threshold { get; init; } = 0.5;

    /// <summary>How many cells of a column are looked at, spread evenly over it.</summary>
    public int Sample { get; init; } = 300;
}

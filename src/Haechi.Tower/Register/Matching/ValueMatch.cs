using Haechi.Rules;

namespace Haechi.Tower.Register.Matching;

/// <summary>A second or third possibility with its confidence, from 0 to 1.</summary>
public sealed record Alternative(string Id, double Confidence);

/// <summary>What a cell says.</summary>
public enum ValueKind
{
    /// <summary>Allowed values of the field.</summary>
    Choice,

    /// <summary>A text of its own, kept as written; the field allows any.</summary>
    Text,

    /// <summary>"Not applicable", where the field has no such value. It is not a no.</summary>
    NotApplicable,

    /// <summary>"None", where the field has no such value.</summary>
    Nothing,

    /// <summary>No answer, or the words for one that is not known yet.</summary>
    Unknown,

    /// <summary>No allowed value is near enough: a person has to say.</summary>
    Unmatched,
}

/// <summary>What one cell was taken for.</summary>
/// <param name="Original">The cell as written.</param>
/// <param name="Kind">What it says.</param>
/// <param name="Values">The allowed values' ids in the field's own order; the tidied text for <see cref="ValueKind.Text"/>; else empty, or the standard word.</param>
/// <param name="Confidence">From 0 to 1; of a list, that of its weakest member.</param>
/// <param name="Alternatives">Up to three other values; for <see cref="ValueKind.Unmatched"/> the nearest ones, best first.</param>
/// <param name="Reason">Why, in Korean and English.</param>
public sealed record ValueMatch(
    string Original, ValueKind Kind, IReadOnlyList<string> Values, double Confidence, IReadOnlyList<Alternative> Alternatives, LocalText Reason)
{
    /// <summary>What follows the value in the cell ("No - only code"), or null.</summary>
    public string? Note { get; init; }

    /// <summary>The likeliest value, also when it was too uncertain to be taken; null when nothing is near.</summary>
    public string? First => Values.Count > 0 ? string.Join("; ", Values) : Alternatives.Count > 0 ? Alternatives[0].Id : null;
}

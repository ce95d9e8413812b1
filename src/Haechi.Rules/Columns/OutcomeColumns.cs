namespace Haechi.Rules.Columns;

/// <summary>The outcomes of one rule over many records: at most one of three bits is set for each; none is unknown.</summary>
public sealed class OutcomeColumn(int records, bool hasReview)
{
    /// <summary>Records for which the rule holds.</summary>
    public Plane Yes { get; } = new(records);

    /// <summary>Records for which it does not.</summary>
    public Plane No { get; } = new(records);

    /// <summary>Records that a person has to judge; null when the rule never asks for that.</summary>
    public Plane? Review { get; } = hasReview ? new Plane(records) : null;

    /// <summary>The outcome for one record.</summary>
    public Outcome this[int record] =>
        Yes[record] ? Outcome.Yes : No[record] ? Outcome.No : Review is { } review && review[record] ? Outcome.Review : Outcome.Unknown;

    /// <summary>How many records have each outcome.</summary>
    public (int Yes, int No, int Review, int Unknown) Counts()
    {
        var (yes, no, review) = (Yes.Count(), No.Count(), Review?.Count() ?? 0);
        return (yes, no, review, Yes.Records - yes - no - review);
    }

    internal void ClearPadding()
    {
        Yes.ClearPadding();
        No.ClearPadding();
        Review?.ClearPadding();
    }
}

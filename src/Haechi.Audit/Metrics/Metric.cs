using static Haechi.Audit.Metrics.Tally;

namespace Haechi.Audit.Metrics;

/// <summary>A figure of one group.</summary>
/// <param name="Id">A stable word such as <c>fpr</c>.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Formula">Its definition in counts.</param>
/// <param name="NeedsOutcome">False for selection rates: what turned out to be true plays no part.</param>
public abstract record Metric(string Id, LocalText Name, string Formula, bool NeedsOutcome)
{
    /// <summary>The figure of a group without an interval.</summary>
    /// <param name="group">The group.</param>
    /// <param name="everybody">All groups together.</param>
    public abstract Estimate Of(Tally group, Tally everybody);
}

/// <summary>A share of people: binomial, so that intervals and tests are known for it.</summary>
public sealed record Rate(string Id, LocalText Name, string Formula, bool NeedsOutcome, int Numerator, int Denominator) : Metric(Id, Name, Formula, NeedsOutcome)
{
    /// <inheritdoc />
    public override Estimate Of(Tally group, Tally everybody)
    {
        var (rows, n) = (group.Rows(Denominator), group.Rows(All));
        var weight = group.Weight(Denominator);
        return (group.Withheld & (Denominator | Numerator)) != 0 ? Estimate.None(Reasons.Withheld, n, rows) : weight > 0 ? Estimate.Of(group.Weight(Numerator) / weight, n, rows) : Estimate.None(Reasons.NoDenominator, n, rows);
    }

    /// <summary>The share of a group with what it is worth: rows; with weights Kish's effective number; with persons what their likeness leaves.</summary>
    public Inference.Proportion Proportion(Tally group)
    {
        ArgumentNullException.ThrowIfNull(group);
        var share = group.Weight(Numerator) / group.Weight(Denominator);
        var size = group.Effective(Denominator);
        return new(share, group.Persons is { } persons ? persons.Worth(share, size, Numerator, Denominator) : size);
    }
}

/// <summary>Any other figure of the confusion matrix.</summary>
public sealed record Derived(string Id, LocalText Name, string Formula, bool NeedsOutcome, int States, Func<Tally, Tally, double> Value) : Metric(Id, Name, Formula, NeedsOutcome)
{
    /// <inheritdoc />
    public override Estimate Of(Tally group, Tally everybody)
    {
        var (rows, n) = (group.Rows(States), group.Rows(All));
        if (((group.Withheld | (Id == "ppr" ? everybody.Withheld : 0)) & States) != 0)
        {
            return Estimate.None(Reasons.Withheld, n, rows);
        }
        if (rows == 0)
        {
            return Estimate.None(Reasons.NoDenominator, n, rows);
        }
        var value = Value(group, everybody);
        return double.IsPositiveInfinity(value) ? Estimate.None(Reasons.Infinite, n, rows) : Estimate.Of(value, n, rows);
    }
}

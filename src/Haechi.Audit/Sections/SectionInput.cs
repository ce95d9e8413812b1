using Haechi.Audit.Cells;
using Haechi.Audit.Inference;
using Haechi.Audit.Metrics;
using Haechi.Audit.Planning;

namespace Haechi.Audit.Sections;

/// <summary>What sections are computed from.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Document">Cells and the tables beside them.</param>
/// <param name="Table">The cells with declared groups.</param>
/// <param name="Positive">What means yes.</param>
/// <param name="Groupings">The groups of each set of attributes.</param>
internal sealed record SectionInput(AuditPlan Plan, CellDocument Document, CellTable Table, PositiveLevels Positive, IReadOnlyList<Grouping> Groupings)
{
    public static readonly LocalText Attribute = new("속성", "attribute"), Group = new("집단", "group"), Period = new("기간", "period"), Figure = new("지표", "figure"), Column = new("열", "column"), Label = new("분류", "class");

    /// <summary>The z of the plan's confidence.</summary>
    public double Z { get; } = Law.TwoSided(Plan.Confidence);

    /// <summary>True when the cells have an outcome or decision.</summary>
    public bool Has(DimensionRole role) => Table.IndexOf(role) >= 0;

    /// <summary>Single attributes with their groups, in the order of the plan.</summary>
    public IEnumerable<(GroupPlan Plan, Grouping Groups)> Attributes => Plan.Groups.Select(g => (g, Groupings.First(x => x.Attributes.Count == 1 && x.Attributes[0] == g.Attribute.Name)));

    /// <summary>A figure whose denominator is too small for the plan is none.</summary>
    public Estimate Sized(Estimate estimate) => estimate.IsKnown && estimate.Denominator < Plan.Minimum ? Estimate.None(Reasons.TooFew, estimate.N, estimate.Denominator) : estimate;

    /// <summary>A figure with an interval of so many standard errors.</summary>
    public Estimate Around(double value, double error, long n, long denominator)
    {
        var estimate = Estimate.Of(value, n, denominator);
        return Sized(estimate.IsKnown && double.IsFinite(error) ? estimate with { Low = value - (Z * error), High = value + (Z * error) } : estimate);
    }

    /// <summary>The same on logarithms, for ratios: <paramref name="log"/> is the logarithm of the ratio.</summary>
    public Estimate Ratio(double log, double error, long n, long denominator)
    {
        var estimate = Estimate.Of(Math.Exp(log), n, denominator);
        return Sized(estimate.IsKnown && double.IsFinite(error) ? estimate with { Low = Math.Exp(log - (Z * error)), High = Math.Exp(log + (Z * error)) } : estimate);
    }

    /// <summary>A figure without an interval.</summary>
    public Estimate Plain(double value, long n, long denominator) => Sized(double.IsPositiveInfinity(value) ? Estimate.None(Reasons.Infinite, n, denominator) : Estimate.Of(value, n, denominator));

    /// <summary>The share behind a rate, or null when it cannot be estimated.</summary>
    public Proportion? Share(Rate rate, Tally tally) => (tally.Withheld & (rate.Denominator | rate.Numerator)) == 0 && tally.Rows(rate.Denominator) >= Math.Max(1, Plan.Minimum) && tally.Weight(rate.Denominator) > 0 ? rate.Proportion(tally) : null;
}

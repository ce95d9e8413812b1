using Haechi.Audit.Cells;
using Haechi.Audit.Inference;

namespace Haechi.Audit.Planning;

/// <summary>With whom a group is compared.</summary>
public enum ComparedTo
{
    /// <summary>The reference group that the plan names.</summary>
    Reference,

    /// <summary>Everybody, the group itself included.</summary>
    Overall,

    /// <summary>The group with the highest figure: the four-fifths way.</summary>
    Highest,

    /// <summary>No group in particular: the lowest with the highest.</summary>
    Extremes,
}

/// <summary>A question that the audit answers with a verdict. Declared before the run.</summary>
/// <param name="Metric">The id of a rate, such as <c>fpr</c>.</param>
/// <param name="Scale">Difference or ratio.</param>
/// <param name="To">With whom groups are compared.</param>
/// <param name="Band">The limits.</param>
/// <param name="Reason">Why these limits.</param>
public sealed record Check(string Metric, Scale Scale, ComparedTo To, Band Band, LocalText Reason);

/// <summary>An attribute with its reference group and the groups that should appear even when nobody is in them.</summary>
public sealed record GroupPlan(AttributeSpec Attribute, string? Reference, IReadOnlyList<string> Declared)
{
    /// <summary>The share that each group has in the population (a census), or empty.</summary>
    public IReadOnlyDictionary<string, double> Expected { get; init; } = new Dictionary<string, double>();

    /// <summary>True for a control whose values enter the adjusted model as a number, not as strata.</summary>
    public bool Number { get; init; }
}

/// <summary>Everything that an audit is computed from, beside the data: declared before the run, part of the evidence.</summary>
public sealed record AuditPlan
{
    /// <summary>A short name of the audit.</summary>
    public required string Id { get; init; }

    /// <summary>Its title.</summary>
    public LocalText Title { get; init; }

    /// <summary>The data file, relative to the plan; null when cells are given.</summary>
    public string? File { get; init; }

    /// <summary>How rows become cells.</summary>
    public required CellSpec Cells { get; init; }

    /// <summary>Labels of the outcome that mean yes; empty means: 1, true, yes and the like.</summary>
    public IReadOnlyList<string> PositiveOutcome { get; init; } = [];

    /// <summary>Labels of the decision that mean yes; empty as above.</summary>
    public IReadOnlyList<string> PositiveDecision { get; init; } = [];

    /// <summary>The attributes whose groups are compared.</summary>
    public required IReadOnlyList<GroupPlan> Groups { get; init; }

    /// <summary>Strata that are held equal.</summary>
    public IReadOnlyList<GroupPlan> Controls { get; init; } = [];

    /// <summary>The periods, or null; its reference is the period that the others are compared with.</summary>
    public GroupPlan? Period { get; init; }

    /// <summary>True when outcome and decision have more than two labels and each of them is looked at.</summary>
    public bool Classes { get; init; }

    /// <summary>Columns that a model may use: looked at for gaps, drift and what they give away about the groups.</summary>
    public IReadOnlyList<string> Features { get; init; } = [];

    /// <summary>A ranking, or null.</summary>
    public RankingPlan? Ranking { get; init; }

    /// <summary>The question of re-identification, or null.</summary>
    public PrivacyPlan? Privacy { get; init; }

    /// <summary>The column that says whose case it is, when persons have several; intervals then rest on persons.</summary>
    public string? Person { get; init; }

    /// <summary>How many attributes are crossed at most.</summary>
    public int Intersections { get; init; } = 1;

    /// <summary>Ids of the figures to report; empty means all that the data allows.</summary>
    public IReadOnlyList<string> Metrics { get; init; } = [];

    /// <summary>The questions with a verdict.</summary>
    public IReadOnlyList<Check> Checks { get; init; } = [];

    /// <summary>Fewer rows than this in a denominator give no figure.</summary>
    public int Minimum { get; init; } = 1;

    /// <summary>The confidence of every interval.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>True for Holm's correction over the comparisons of a check.</summary>
    public bool Correct { get; init; } = true;

    /// <summary>Draws of the bootstrap for figures that are no shares; 0 leaves their intervals out.</summary>
    public int Replicates { get; init; } = 1000;

    /// <summary>Draws of the permutation test.</summary>
    public int Permutations { get; init; } = 999;

    /// <summary>The seed of everything random.</summary>
    public ulong Seed { get; init; } = 1;
}

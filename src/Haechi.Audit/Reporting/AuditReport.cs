using Haechi.Audit.Cells;
using Haechi.Audit.Inference;
using Haechi.Audit.Metrics;
using Haechi.Audit.Planning;
using Haechi.Audit.Sections;

namespace Haechi.Audit.Reporting;

/// <summary>A figure of a group.</summary>
public sealed record Figure(string Metric, Estimate Estimate);

/// <summary>One group with its figures.</summary>
/// <param name="Levels">A level for each attribute; the empty text is "not recorded".</param>
/// <param name="N">Its rows.</param>
/// <param name="Share">Its share of all rows.</param>
/// <param name="Figures">Its figures in the order of the report.</param>
public sealed record GroupFigures(IReadOnlyList<string> Levels, long N, double Share, IReadOnlyList<Figure> Figures);

/// <summary>All groups of a set of attributes.</summary>
public sealed record SetFigures(IReadOnlyList<string> Attributes, IReadOnlyList<GroupFigures> Groups, GroupFigures Everybody);

/// <summary>One group compared with another.</summary>
/// <param name="Levels">The group.</param>
/// <param name="Other">With whom: its levels, or null for everybody.</param>
/// <param name="Value">Difference or ratio with its interval; ratios keep their direction and may be above 1.</param>
/// <param name="P">The level at which the interval touches the limits, corrected; NaN when there is none.</param>
/// <param name="Detectable">The smallest difference that would have been seen with 80 % power; NaN when none would.</param>
/// <param name="Verdict">What the plan's rule says.</param>
public sealed record Comparison(IReadOnlyList<string> Levels, IReadOnlyList<string>? Other, Estimate Value, double P, double Detectable, Verdict Verdict);

/// <summary>A check over one set of attributes.</summary>
public sealed record CheckResult(Check Check, IReadOnlyList<string> Attributes, IReadOnlyList<Comparison> Comparisons, Verdict Verdict);

/// <summary>A group with strata held equal.</summary>
/// <param name="Attribute">The attribute.</param>
/// <param name="Level">The group.</param>
/// <param name="Disparity">Its share among the refused minus its share among the accepted.</param>
/// <param name="Conditional">The same within strata, weighted by their size (Wachter et al. 2021).</param>
public sealed record ConditionalDisparity(string Attribute, string Level, Estimate Disparity, Estimate Conditional);

/// <summary>The report of an audit: a function of plan and cells alone.</summary>
public sealed record AuditReport(AuditPlan Plan, CellDocument Cells, string CellsHash, IReadOnlyList<SetFigures> Sets, IReadOnlyList<CheckResult> Checks,
    IReadOnlyList<ConditionalDisparity> Conditional, IReadOnlyList<string> Strata, IReadOnlyList<LocalText> Conflicts, IReadOnlyList<LocalText> Unseen)
{
    /// <summary>What stands beside the figures of groups.</summary>
    public IReadOnlyList<ReportSection> Sections { get; init; } = [];

    /// <summary>A section by its id, or null.</summary>
    public ReportSection? Section(string id) => Sections.FirstOrDefault(s => s.Id == id);

    /// <summary>The verdict over all checks; null when the plan declares none.</summary>
    public Verdict? Verdict => Checks.Count == 0 ? null : Verdicts.Worst(Checks.Select(c => c.Verdict));
}

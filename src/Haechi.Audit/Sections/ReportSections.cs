using Haechi.Audit.Cells;
using Haechi.Audit.Planning;

namespace Haechi.Audit.Sections;

/// <summary>All sections of a report in their order.</summary>
internal static class ReportSections
{
    public static IReadOnlyList<ReportSection> Of(SectionInput input) =>
    [
        .. Binary(input) ? CriteriaSection.Of(input) : [], .. Binary(input) ? ReferenceSection.Of(input) : [], .. Binary(input) ? StrataSection.Of(input) : [], .. Binary(input) ? AdjustedSection.Of(input) : [],
        .. ClassSection.Of(input), .. ScoreSection.Of(input), .. RegressionSection.Of(input), .. RankingSection.Of(input),
        .. PeriodSection.Of(input), .. DriftSection.Of(input), .. FeatureSection.Of(input), .. RepresentationSection.Of(input), .. PrivacySection.Of(input),
    ];

    /// <summary>With several classes and no label called positive, nothing is a yes.</summary>
    public static bool Binary(SectionInput input) => !input.Plan.Classes || input.Positive.Decision.Count > 0;

    /// <summary>Tables that the plan asks for and the document lacks: the counts were protected, added up, or made in a database.</summary>
    public static IReadOnlyList<string> Absent(AuditPlan plan, CellDocument document)
    {
        var wanted = new List<string>();
        var first = plan.Groups[0].Attribute.Name;
        wanted.AddRange(plan.Features.Select(f => SideNames.Feature(f, first)));
        wanted.AddRange(plan.Ranking is null ? [] : [$"{SideNames.Ranking}/{first}"]);
        wanted.AddRange(plan.Privacy is null ? [] : [SideNames.Classes]);
        wanted.AddRange(plan.Person is null ? [] : [SideNames.Persons([first])]);
        return [.. wanted.Where(name => document.Side(name) is null)];
    }
}

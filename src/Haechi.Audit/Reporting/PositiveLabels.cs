using Haechi.Audit.Cells;
using Haechi.Audit.Metrics;
using Haechi.Audit.Planning;

namespace Haechi.Audit.Reporting;

/// <summary>Finds which labels mean yes; a guess is made only where there is nothing to guess.</summary>
internal static class PositiveLabels
{
    private static readonly string[] Yes = ["1", "true", "yes", "y", "예", "네"];
    private static readonly string[] No = ["0", "false", "no", "n", "아니오", "아니요"];

    public static PositiveLevels Of(AuditPlan plan, CellTable table) =>
        new(Find(table, DimensionRole.Outcome, plan.PositiveOutcome, plan.Classes), Find(table, DimensionRole.Decision, plan.PositiveDecision, plan.Classes));

    private static IReadOnlyList<string> Find(CellTable table, DimensionRole role, IReadOnlyList<string> declared, bool classes)
    {
        var dimension = table.IndexOf(role);
        if (dimension < 0)
        {
            return [];
        }
        var labels = table.Dimensions[dimension].Levels.Where(l => l.Length > 0).ToList();
        var plain = labels.All(l => Yes.Contains(l.ToLowerInvariant()) || No.Contains(l.ToLowerInvariant()));
        var name = table.Dimensions[dimension].Name;
        var shown = string.Join(", ", labels.Take(20)) + (labels.Count > 20 ? ", …" : "");
        if (declared.Count == 0)
        {
            // With classes each label is looked at; none of them needs to be the yes.
            return plain ? [.. labels.Where(l => Yes.Contains(l.ToLowerInvariant()))] : classes ? []
                : throw AuditRefusedException.Because("which-is-positive", name, $"어느 값이 '예'인지 알 수 없습니다: {shown}. positive 에 적으십시오.", $"it is unclear which of these mean yes: {shown}; state them in 'positive'");
        }
        // A misspelt label would make everybody a no. Nobody being positive is believed only of labels that plainly mean no.
        return labels.Count == 0 || declared.Any(labels.Contains) || labels.All(l => No.Contains(l.ToLowerInvariant())) ? declared
            : throw AuditRefusedException.Because("no-such-label", name, $"positive 에 적은 {string.Join(", ", declared)}이(가) 데이터에 없습니다. 있는 값: {shown}", $"none of the labels in 'positive' ({string.Join(", ", declared)}) occurs; there are: {shown}");
    }
}

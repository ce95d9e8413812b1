using System.CommandLine;

namespace Haechi.Verbs;

/// <summary><c>haechi audit …</c></summary>
internal static class AuditVerbs
{
    public static Command Create(Terminal terminal) =>
        new("audit", terminal.Say("결정 기록을 감사합니다: 집단별 지표, 구간, 판정, 재현되는 보고서.", "Audit decisions: figures by group, intervals, verdicts, a report that can be recomputed."))
        {
            AuditRunVerb.Create(terminal),
            AuditCellsVerb.Create(terminal),
            AuditStoreVerb.Create(terminal),
            AuditMergeVerb.Create(terminal),
            AuditReportVerb.Create(terminal),
            AuditVerifyVerb.Create(terminal),
            AuditGenerateVerb.Create(terminal),
            AuditExplainVerb.Create(terminal),
        };
}

using System.CommandLine;
using Haechi.Audit.Cells;
using Haechi.Audit.Planning;
using Haechi.Audit.Reporting;

namespace Haechi.Verbs;

/// <summary><c>haechi audit report</c></summary>
internal static class AuditReportVerb
{
    public static Command Create(Terminal terminal)
    {
        var inputs = new AuditInputs(terminal);
        var source = new Argument<string>("BUNDLE|CELLS") { Description = terminal.Say("증거 묶음, 또는 --plan 과 함께 칸 표", "a bundle, or with --plan a file of cells") };
        var plan = new Option<string>("--plan") { Description = terminal.Say("칸 표에 쓸 계획", "the plan for a file of cells"), HelpName = "PLAN" };
        var format = new Option<string>("--format") { Description = terminal.Say("출력 형식", "format of the output"), HelpName = "table|json|html" };
        var command = new Command("report", terminal.Say("이미 센 것에서 보고서를 만듭니다.\n예: haechi audit report audit.zip --format html -o report.html", "Make a report from what was counted before.\nExample: haechi audit report audit.zip --format html -o report.html")) { source, plan, format, inputs.Output };
        command.SetAction(parsed =>
        {
            var how = Inputs.OneOf(parsed.GetValue(format), "--format", "table", "json", "html");
            var file = parsed.GetValue(source)!;
            var bytes = AuditInputs.ReadBytes(file);
            var (text, cells) = parsed.GetValue(plan) is { } named ? (AuditInputs.ReadText(named), CellFile.Read(bytes, file)) : Bundle.Open(bytes, file);
            return AuditRunVerb.Print(AuditRun.Of(PlanReader.Read(text, parsed.GetValue(plan) ?? file), cells), how, inputs, parsed, terminal);
        });
        return command;
    }
}

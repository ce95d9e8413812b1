using System.CommandLine;
using System.Text;
using Haechi.Audit.Inference;
using Haechi.Audit.Reporting;

namespace Haechi.Verbs;

/// <summary><c>haechi audit run</c></summary>
internal static class AuditRunVerb
{
    public static Command Create(Terminal terminal)
    {
        var inputs = new AuditInputs(terminal);
        var format = new Option<string>("--format") { Description = terminal.Say("출력 형식", "format of the output"), HelpName = "table|json|html" };
        var bundle = new Option<string>("--bundle") { Description = terminal.Say("증거 묶음 파일: 계획, 칸 표, 보고서, 해시", "file for the evidence: plan, cells, reports, hashes"), HelpName = "FILE" };
        var command = new Command("run", terminal.Say(
            "감사를 실행합니다. 기준을 벗어난 판정이 있으면 1로 끝납니다.\n예: haechi audit run plan.yaml --bundle audit.zip\n예: haechi audit run --data d.csv --decision granted --groups sex,age --reference sex=남 --reference age=30대",
            "Run an audit. Ends with 1 when a check fails.\nExample: haechi audit run plan.yaml --bundle audit.zip\nExample: haechi audit run --data d.csv --decision granted --groups sex,age --reference sex=M --reference age=30s"))
        {
            format, bundle, inputs.Output,
        };
        inputs.AddTo(command);
        command.SetAction(parsed =>
        {
            var how = Inputs.OneOf(parsed.GetValue(format), "--format", "table", "json", "html");
            var plan = inputs.Plan(parsed);
            var cells = inputs.Cells(parsed, plan);
            if (parsed.GetValue(bundle) is { } file)
            {
                AuditInputs.WriteFile(file, Bundle.Write(plan.Text, plan.Name, cells));
            }
            return Print(AuditRun.Of(plan.Plan, cells, parsed.GetValue(inputs.Threads)), how, inputs, parsed, terminal);
        });
        return command;
    }

    /// <summary>Prints a report in a format and gives the exit code that its verdict asks for.</summary>
    public static int Print(AuditReport report, string how, AuditInputs inputs, ParseResult parsed, Terminal terminal)
    {
        using var table = new StringWriter { NewLine = "\n" };
        if (how == "table")
        {
            AuditTable.Print(report, table, terminal.Language.Tag);
        }
        inputs.Write(parsed, how switch { "json" => ReportJson.Write(report), "html" => ReportHtml.Write(report, terminal.Language.Tag), _ => Encoding.UTF8.GetBytes(table.ToString()) });
        return report.Verdict == Verdict.Fail ? Exit.Findings : Exit.Fine;
    }
}

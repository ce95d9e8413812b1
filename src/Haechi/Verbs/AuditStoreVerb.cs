using System.CommandLine;
using System.Globalization;
using Haechi.Audit.Columns;
using Haechi.Audit.Planning;

namespace Haechi.Verbs;

/// <summary><c>haechi audit store</c></summary>
internal static class AuditStoreVerb
{
    public static Command Create(Terminal terminal)
    {
        var inputs = new AuditInputs(terminal);
        var keep = new Option<string>("--keep") { Description = terminal.Say("남길 열, 쉼표로 (기본: 계획이 쓰는 열, 계획이 없으면 모든 열)", "columns to keep, with commas (default: those that the plan uses; without a plan all)"), HelpName = "A,B" };
        var output = new Option<string>("--output", "-o") { Description = terminal.Say("열 파일", "the column file"), HelpName = "OUT", Required = true };
        var command = new Command("store", terminal.Say(
            "결정 기록을 열 파일로 옮깁니다. 같은 기록을 여러 번 셀 때 빠르고, 센 결과는 원본과 바이트까지 같습니다. 이름처럼 사람을 가리키는 열은 빼십시오.\n예: haechi audit store plan.yaml -o log.columns\n예: haechi audit store --data log.csv --keep sex,age,granted -o log.columns",
            "Store decisions as a column file: fast to count again and again, with the same bytes as the result. Leave out columns that name a person.\nExample: haechi audit store plan.yaml -o log.columns\nExample: haechi audit store --data log.csv --keep sex,age,granted -o log.columns"))
        {
            inputs.PlanFile, inputs.Data, keep, inputs.Threads, inputs.Progress, output,
        };
        command.SetAction(parsed =>
        {
            var plan = parsed.GetValue(inputs.PlanFile) is { } file ? inputs.Plan(parsed) : null;
            var data = plan is null ? parsed.GetValue(inputs.Data) ?? throw AuditInputs.Wrong("--data", "계획이나 --data 를 주십시오.", "give a plan or --data") : inputs.DataOf(parsed, plan);
            var target = parsed.GetValue(output)!;
            if (Path.GetFullPath(target) == Path.GetFullPath(data))
            {
                throw AuditInputs.Wrong("--output", "원본과 다른 파일을 주십시오.", "give another file than the data");
            }
            var stored = ColumnFile.Write(data, target, Kept(parsed.GetValue(keep), plan?.Plan), parsed.GetValue(inputs.Threads), inputs.Told(parsed, data));
            terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{target}: {terminal.Say("줄", "rows")} {stored.Rows:N0}, {terminal.Say("쓸 수 없는 줄", "unusable rows")} {stored.Malformed:N0}, {terminal.Say("열", "columns")} {stored.Columns.Count}, {stored.Bytes:N0} {terminal.Say("바이트", "bytes")}"));
            return Exit.Fine;
        });
        return command;
    }

    private static List<string>? Kept(string? named, AuditPlan? plan) =>
        named is not null ? [.. named.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct()]
        : plan is null ? null : [.. plan.Cells.Columns];
}

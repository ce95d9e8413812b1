using System.CommandLine;
using Haechi.Audit.Reporting;

namespace Haechi.Verbs;

/// <summary><c>haechi audit verify</c></summary>
internal static class AuditVerifyVerb
{
    public static Command Create(Terminal terminal)
    {
        var inputs = new AuditInputs(terminal);
        var bundle = new Argument<string>("BUNDLE") { Description = terminal.Say("증거 묶음", "the bundle") };
        var command = new Command("verify", terminal.Say("증거 묶음의 보고서를 다시 계산해 바이트까지 같은지 봅니다. 다르면 1로 끝납니다.\n예: haechi audit verify audit.zip --data decisions.csv", "Compute the reports of a bundle again and compare byte for byte. Ends with 1 when they differ.\nExample: haechi audit verify audit.zip --data decisions.csv")) { bundle, inputs.Data, inputs.Threads, inputs.Progress };
        command.SetAction(parsed =>
        {
            var file = parsed.GetValue(bundle)!;
            var data = parsed.GetValue(inputs.Data);
            var results = Bundle.Verify(AuditInputs.ReadBytes(file), file, data is null ? null : plan => inputs.Cells(parsed, new WrittenPlan("", file, plan), data));
            foreach (var result in results)
            {
                var (ko, en) = result.Holds ? ("같음", "same") : result.Found.Length == 0 ? ("없음", "missing") : result.Expected.Length == 0 ? ("모르는 파일", "unknown file") : ("다름", "differs");
                terminal.Out.WriteLine($"{terminal.Say(ko, en)}  {result.File}  {result.Found}");
            }
            return results.All(r => r.Holds) ? Exit.Fine : Exit.Findings;
        });
        return command;
    }
}

using System.CommandLine;
using Haechi.Audit.Generating;

namespace Haechi.Verbs;

/// <summary><c>haechi audit generate</c></summary>
internal static class AuditGenerateVerb
{
    public static Command Create(Terminal terminal)
    {
        var inputs = new AuditInputs(terminal);
        var rows = new Option<long>("--rows") { Description = terminal.Say("줄 수 (기본 100,000)", "number of rows (default 100,000)"), HelpName = "N", DefaultValueFactory = _ => 100_000 };
        var seed = new Option<ulong>("--seed") { Description = terminal.Say("씨앗 (같은 씨앗은 같은 기록)", "seed (the same seed gives the same log)"), HelpName = "S", DefaultValueFactory = _ => 1 };
        var truth = new Option<string>("--truth") { Description = terminal.Say("넣어 둔 차이를 적을 파일(JSON)", "file for the disparities that were injected (JSON)"), HelpName = "FILE" };
        var output = new Option<string>("--output", "-o") { Description = terminal.Say("결과 파일(CSV)", "file for the log (CSV)"), HelpName = "OUT", Required = true };
        var command = new Command("generate", terminal.Say("차이를 알고 넣은 가상의 복지 급여 결정 기록을 만듭니다. 실제 사람은 없습니다.\n예: haechi audit generate --rows 100000 -o log.csv --truth truth.json", "Make a fictional log of benefit decisions with known disparities. No real person is in it.\nExample: haechi audit generate --rows 100000 -o log.csv --truth truth.json")) { rows, seed, truth, output };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(rows) is < 0 or > 10_000_000_000)
            {
                throw AuditInputs.Wrong("--rows", "0부터 100억까지의 수를 주십시오.", "give a number from 0 to 10,000,000,000");
            }
            var log = new DecisionLog(parsed.GetValue(seed), terminal.Language.Tag);
            OutputFile.Write(parsed.GetValue(output)!, byteOrderMark: false, w => log.Write(w, parsed.GetValue(rows)));
            if (parsed.GetValue(truth) is { } file)
            {
                AuditInputs.WriteFile(file, log.Truth());
            }
            return Exit.Fine;
        });
        return command;
    }
}

using System.CommandLine;
using Haechi.Tower;
using Haechi.Tower.Common;
using Haechi.Tower.Operations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Haechi.Verbs;

/// <summary><c>haechi doctor</c></summary>
internal static class DoctorVerb
{
    public static Command Create(Terminal terminal)
    {
        var opener = new TowerOpener(terminal);
        var format = new Option<string>("--format") { Description = terminal.Say("출력 형식", "format of the output"), HelpName = "table|json" };
        var command = new Command("doctor", terminal.Say(
            "설치를 살펴보고 무엇이 잘못되었고 무엇을 할지 알려 줍니다. 아무것도 바꾸지 않으며, 고칠 것이 있으면 1로 끝납니다.\njson은 {name, outcome: fine|note|wrong, found, next} 객체의 배열입니다.\n예: haechi doctor --data /var/lib/haechi",
            "Look at the installation and say what is wrong and what to do. Changes nothing; ends with 1 when something must be mended.\nJSON is an array of objects {name, outcome: fine|note|wrong, found, next}.\nExample: haechi doctor --data /var/lib/haechi"))
        {
            opener.Data, opener.Db, OperationsOptions.KeyFile(terminal, out var keyFile), format,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var shape = Inputs.OneOf(parsed.GetValue(format), "--format", "table", "json");
            var options = opener.OptionsOf(parsed) with { KeyFile = parsed.GetValue(keyFile) };
            await using var services = new ServiceCollection().AddLogging(l => l.SetMinimumLevel(LogLevel.Warning)).AddTower(options).BuildServiceProvider();
            var results = await services.GetRequiredService<Doctor>().Look(stop);
            Print(terminal, results, shape);
            return results.Any(r => r.Outcome == CheckOutcome.Wrong) ? Exit.Findings : Exit.Fine;
        });
        return command;
    }

    private static void Print(Terminal terminal, IReadOnlyList<CheckResult> results, string format)
    {
        var language = terminal.Language.Tag;
        if (format == "json")
        {
            JsonOutput.WriteArray(terminal.Out, results, (json, r) =>
            {
                json.WriteStartObject();
                json.WriteString("name", r.Name);
                json.WriteString("outcome", Word(r.Outcome));
                json.WriteString("found", r.Found.In(language));
                json.WriteString("next", r.Next?.In(language));
                json.WriteEndObject();
            });
            return;
        }
        foreach (var result in results)
        {
            var mark = result.Outcome switch { CheckOutcome.Fine => terminal.Say("정상", "fine "), CheckOutcome.Note => terminal.Say("참고", "note "), _ => terminal.Say("문제", "WRONG") };
            terminal.Out.WriteLine($"{mark}  {result.Name,-18}  {result.Found.In(language)}");
            if (result.Next is { } next && result.Outcome != CheckOutcome.Fine)
            {
                terminal.Out.WriteLine($"{new string(' ', 27)}-> {next.In(language)}");
            }
        }
        var wrong = results.Count(r => r.Outcome == CheckOutcome.Wrong);
        terminal.Out.WriteLine(terminal.Say($"확인 {results.Count}가지, 고칠 것 {wrong}가지", $"{results.Count} checks, {wrong} to mend"));
    }

    private static string Word(CheckOutcome outcome) => outcome switch { CheckOutcome.Fine => "fine", CheckOutcome.Note => "note", _ => "wrong" };
}

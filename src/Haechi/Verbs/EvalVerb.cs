using System.CommandLine;
using Haechi.Rules;
using Haechi.Rules.Output;

namespace Haechi.Verbs;

/// <summary><c>haechi rules eval</c></summary>
internal static class EvalVerb
{
    public static Command Create(Terminal terminal)
    {
        var inputs = new Inputs(terminal);
        var format = inputs.Format("json|jsonl|table");
        var command = new Command("eval", terminal.Say(
            "사실에 규칙책을 적용합니다.\n예: haechi rules eval --book rulebooks/kr/ai-basic-act --on 2026-11-22 --facts samples/facts/welfare-chatbot.json --format json",
            "Apply rulebooks to facts.\nExample: haechi rules eval --book rulebooks/kr/ai-basic-act --on 2026-11-22 --facts samples/facts/welfare-chatbot.json --format json"))
        {
            inputs.BookFolders, inputs.On, inputs.Facts, inputs.Waivers, inputs.Installation, format,
        };
        command.SetAction(parsed =>
        {
            var how = Inputs.OneOf(parsed.GetValue(format), "--format", "table", "json", "jsonl");
            var set = inputs.Load(parsed);
            var rules = set.On(Inputs.Day(parsed.GetValue(inputs.On), "--on"));
            var records = inputs.ReadFacts(parsed, set);
            var waivers = inputs.ReadWaivers(parsed, set);
            var installation = inputs.ReadInstallation(parsed);
            var determinations = records.Select(r => Determination.Of(rules, r, waivers, installation));
            if (how == "table")
            {
                EvalTable.Print(determinations, terminal);
            }
            else if (how == "json")
            {
                JsonOutput.WriteArray(terminal.Out, determinations, DeterminationJson.Write);
            }
            else
            {
                JsonOutput.WriteLines(terminal.Out, determinations, DeterminationJson.Write);
            }
            return Exit.Fine;
        });
        return command;
    }
}

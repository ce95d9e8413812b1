using System.CommandLine;
using Haechi.Rules;
using Haechi.Rules.Explaining;
using Haechi.Rules.Output;

namespace Haechi.Verbs;

/// <summary><c>haechi rules explain</c></summary>
internal static class ExplainVerb
{
    public static Command Create(Terminal terminal)
    {
        var inputs = new Inputs(terminal);
        var id = new Option<string>("--id") { Description = terminal.Say("설명할 기록의 id (기본: 모두)", "id of the record to explain (default: all)"), HelpName = "ID" };
        var rule = new Option<string[]>("--rule") { Description = terminal.Say("설명할 규칙 (기본: 결과가 있는 모든 규칙)", "rule to explain (default: every rule with a result)"), HelpName = "RULE" };
        var format = inputs.Format("text|json");
        var command = new Command("explain", terminal.Say(
            "왜 그런 결과인지, 무엇을 모르는지, 무엇이 달라지면 바뀌는지 보여 줍니다.\n예: haechi rules explain --book rulebooks/kr/ai-basic-act --on 2026-11-22 --facts samples/facts/welfare-chatbot.json --rule high_impact",
            "Show why, what is unknown, and what would change the outcome.\nExample: haechi rules explain --book rulebooks/kr/ai-basic-act --on 2026-11-22 --facts samples/facts/welfare-chatbot.json --rule high_impact"))
        {
            inputs.BookFolders, inputs.On, inputs.Facts, inputs.Waivers, inputs.Installation, id, rule, format,
        };
        command.SetAction(parsed =>
        {
            var how = Inputs.OneOf(parsed.GetValue(format), "--format", "text", "json");
            var set = inputs.Load(parsed);
            var rules = set.On(Inputs.Day(parsed.GetValue(inputs.On), "--on"));
            var wanted = parsed.GetValue(rule) is { Length: > 0 } named ? named : null;
            foreach (var unknown in (wanted ?? []).Where(r => rules.Find(r) is null))
            {
                throw RefusedException.Because("unknown-name", new Place("--rule", 0, 0), $"'{unknown}'은(는) 규칙이 아닙니다.", $"'{unknown}' is not a rule of these books");
            }
            var records = inputs.ReadFacts(parsed, set).Where(r => parsed.GetValue(id) is not { } only || r.Id == only).ToList();
            if (records.Count == 0)
            {
                throw RefusedException.Because("unknown-name", new Place("--id", 0, 0), "그런 기록이 없습니다.", "there is no such record");
            }
            var waivers = inputs.ReadWaivers(parsed, set);
            var installation = inputs.ReadInstallation(parsed);
            var explanations = records.Select(r => Explanation.Of(Determination.Of(rules, r, waivers, installation), wanted));
            if (how == "json")
            {
                JsonOutput.WriteArray(terminal.Out, explanations, ExplanationJson.Write);
            }
            else
            {
                terminal.Out.Write(string.Join("\n", explanations.Select(e => ExplanationText.Of(e, terminal.Language.Tag))));
            }
            return Exit.Fine;
        });
        return command;
    }
}

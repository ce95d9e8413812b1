using System.CommandLine;
using System.Globalization;
using Haechi.Rules;
using Haechi.Rules.Explaining;

namespace Haechi.Verbs;

/// <summary><c>haechi rules ask</c></summary>
internal static class AskVerb
{
    public static Command Create(Terminal terminal)
    {
        var inputs = new Inputs(terminal);
        var top = new Option<int>("--top") { Description = terminal.Say("몇 개까지", "how many at most"), HelpName = "N", DefaultValueFactory = _ => 10 };
        var command = new Command("ask", terminal.Say(
            "무엇을 먼저 물어야 가장 많은 결과가 정해지는지 보여 줍니다.\n예: haechi rules ask --book rulebooks/kr/ai-basic-act --facts samples/facts/welfare-chatbot.json",
            "Show which question, asked next, settles the most.\nExample: haechi rules ask --book rulebooks/kr/ai-basic-act --facts samples/facts/welfare-chatbot.json"))
        {
            inputs.BookFolders, inputs.On, inputs.Facts, top,
        };
        command.SetAction(parsed =>
        {
            var set = inputs.Load(parsed);
            var rules = set.On(Inputs.Day(parsed.GetValue(inputs.On), "--on"));
            var asked = NextQuestion.ForAll(inputs.ReadFacts(parsed, set).Select(r => Determination.Of(rules, r)), set);
            foreach (var (id, outcomes) in asked.Take(Math.Max(1, parsed.GetValue(top))))
            {
                var question = set.Questions[set.IndexOfQuestion(id)];
                terminal.Out.WriteLine(terminal.Say($"{id}  (미정 결과 {outcomes}개, 비용 {Cost(question.Cost)})  {question.Ask.In("ko")}",
                    $"{id}  (undecided outcomes {outcomes}, cost {Cost(question.Cost)})  {question.Ask.In("en")}"));
            }
            if (asked.Count == 0)
            {
                terminal.Out.WriteLine(terminal.Say("더 물을 것이 없습니다.", "Nothing is left to ask."));
            }
            return Exit.Fine;
        });
        return command;
    }

    private static string Cost(double cost) => cost.ToString("0.##", CultureInfo.InvariantCulture);
}

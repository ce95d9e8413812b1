using Haechi.Rules;
using Haechi.Rules.Books;

namespace Haechi.Verbs;

/// <summary>Prints determinations for people.</summary>
internal static class EvalTable
{
    public static void Print(IEnumerable<Determination> determinations, Terminal terminal)
    {
        foreach (var determination in determinations)
        {
            var decided = determination.Classes.Where(c => c.Outcome is Outcome.Yes or Outcome.Review).Select(c => $"{c.Words.Id}={c.Words.Word(c.Outcome)}");
            terminal.Out.WriteLine($"{determination.Record.Id}  {string.Join(", ", decided)}");
            PrintList(terminal.Say("모르는 클래스", "unknown classes"), determination.Classes.Where(c => c.Outcome == Outcome.Unknown).Select(c => c.Words.Id), terminal);
            foreach (var duty in determination.Duties)
            {
                var due = duty.Due.Day is { } day ? day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) : duty.Due.WaitsFor is { } waits ? $"? ({waits})" : "-";
                var waived = duty.Waiver is { } w ? terminal.Say($" [유예: {w.By}, {w.Until:yyyy-MM-dd}까지]", $" [waived by {w.By} until {w.Until:yyyy-MM-dd}]") : "";
                terminal.Out.WriteLine($"    {duty.Strength.Word(),-8} {due,-12} {duty.Duty.Id}  {duty.Title.In(terminal.Language.Tag)}  ({Citation.In(duty.Cite, terminal.Language.Tag)}){waived}");
                foreach (var (exception, other, noDuty) in duty.Otherwise)
                {
                    var then = noDuty ? terminal.Say("의무 없음", "no duty") : other.Day?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) ?? "?";
                    terminal.Out.WriteLine(terminal.Say($"             미정: 예외 {exception}에 해당하면 {then}", $"             undecided: if the exception {exception} holds, {then}"));
                }
            }
            PrintList(terminal.Say("미정인 의무", "undecided duties"), determination.Open.Select(o => o.Id).Distinct(), terminal);
            if (determination.Ask is [var next, ..])
            {
                terminal.Out.WriteLine(terminal.Say($"    다음 질문: {next}", $"    next question: {next}"));
            }
        }
    }

    private static void PrintList(string label, IEnumerable<string> items, Terminal terminal)
    {
        var all = items.ToList();
        if (all.Count > 0)
        {
            terminal.Out.WriteLine($"    {label}: {string.Join(", ", all)}");
        }
    }
}

using Haechi.Rules;
using Haechi.Rules.Output;

namespace Haechi.Verbs;

/// <summary>Prints determinations for people.</summary>
internal static class EvalTable
{
    public static void Print(IEnumerable<Determination> determinations, Terminal terminal)
    {
        foreach (var determination in determinations)
        {
            var classes = determination.Classes.Where(c => c.Outcome != Outcome.No).Select(c => $"{c.Words.Id}={c.Words.Word(c.Outcome)}");
            terminal.Out.WriteLine($"{determination.Record.Id}  {string.Join(", ", classes)}");
            foreach (var duty in determination.Duties)
            {
                var due = duty.Due.Day is { } day ? day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) : duty.Due.WaitsFor is { } waits ? $"? ({waits})" : "-";
                var waived = duty.Waiver is { } w ? terminal.Say($" [유예: {w.By}, {w.Until:yyyy-MM-dd}까지]", $" [waived by {w.By} until {w.Until:yyyy-MM-dd}]") : "";
                terminal.Out.WriteLine($"    {DeterminationJson.Word(duty.Strength),-8} {due,-12} {duty.Duty.Id}  {duty.Title.In(terminal.Language.Tag)}  ({duty.Cite}){waived}");
            }
            if (determination.Ask is [var next, ..])
            {
                terminal.Out.WriteLine(terminal.Say($"    다음 질문: {next}", $"    next question: {next}"));
            }
        }
    }
}

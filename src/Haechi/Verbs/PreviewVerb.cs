using System.CommandLine;
using Haechi.Rules;
using Haechi.Rules.Output;
using Haechi.Rules.Previewing;

namespace Haechi.Verbs;

/// <summary><c>haechi rules preview</c></summary>
internal static class PreviewVerb
{
    private const int MostShown = 20;

    public static Command Create(Terminal terminal)
    {
        var inputs = new Inputs(terminal);
        var toBooks = new Option<string[]>("--to-book") { Description = terminal.Say("바뀐 뒤의 규칙책 폴더 (기본: 그대로)", "folder of the rulebook after the change (default: the same)"), HelpName = "DIR" };
        var toDay = new Option<string>("--to-date") { Description = terminal.Say("바뀐 뒤의 날짜 (기본: 그대로)", "the day after the change (default: the same)"), HelpName = "DATE" };
        var format = inputs.Format("table|json");
        var command = new Command("preview", terminal.Say(
            "같은 목록을 두 규칙책으로, 또는 두 날짜로 견주어 무엇이 바뀌는지 보여 줍니다. 바뀌는 것이 있으면 1로 끝납니다.\n예: haechi rules preview --book rulebooks/kr/public-ai-act --on 2027-02-27 --to-date 2027-02-28 --facts systems.jsonl",
            "Compare one inventory under two rulebooks, or on two days. Ends with 1 when something changes.\nExample: haechi rules preview --book rulebooks/kr/public-ai-act --on 2027-02-27 --to-date 2027-02-28 --facts systems.jsonl"))
        {
            inputs.BookFolders, inputs.On, inputs.Facts, inputs.Waivers, inputs.Installation, toBooks, toDay, format,
        };
        command.SetAction(parsed =>
        {
            var how = Inputs.OneOf(parsed.GetValue(format), "--format", "table", "json");
            var before = inputs.Load(parsed);
            var after = parsed.GetValue(toBooks) is { Length: > 0 } folders ? BookSet.Load(folders) : before;
            var day = Inputs.Day(parsed.GetValue(inputs.On), "--on");
            var then = parsed.GetValue(toDay) is { } text ? Inputs.Day(text, "--to-date") : day;
            if (ReferenceEquals(before, after) && day == then)
            {
                throw RefusedException.Because("wrong-use", new Place("--to-book, --to-date", 0, 0), "무엇과 견줄지 --to-book 또는 --to-date 로 주십시오.", "say what to compare with: --to-book or --to-date");
            }
            // What either book asks is read; where both ask, the newer declaration counts.
            var questions = after.Questions.Concat(before.Questions.Where(q => after.IndexOfQuestion(q.Id) < 0)).ToList();
            var preview = Preview.Of(before.On(day), after.On(then), inputs.ReadFacts(parsed, questions), inputs.ReadWaivers(parsed, after), inputs.ReadInstallation(parsed));
            if (how == "json")
            {
                JsonOutput.WriteLines(terminal.Out, [preview], PreviewJson.Write);
            }
            else
            {
                Print(preview, terminal);
            }
            return preview.Changes.Count > 0 ? Exit.Findings : Exit.Fine;
        });
        return command;
    }

    private static void Print(Preview preview, Terminal terminal)
    {
        terminal.Out.WriteLine(terminal.Say($"시스템 {preview.Records}개 가운데 {preview.Changes.Count}개가 바뀝니다.", $"Systems that change: {preview.Changes.Count} of {preview.Records}."));
        foreach (var group in preview.Transitions.GroupBy(t => t.Class, StringComparer.Ordinal).Where(g => g.Any(t => t.Before != t.After)))
        {
            terminal.Out.WriteLine($"\n{group.Key}");
            foreach (var transition in group)
            {
                terminal.Out.WriteLine($"  {(transition.Before == transition.After ? " " : "*")} {transition.Before,-10} → {transition.After,-10} {transition.Count,8}");
            }
        }
        if (preview.Duties.Count > 0)
        {
            terminal.Out.WriteLine(terminal.Say("\n의무: 생김 / 끝남 / 달라짐 / 미정이 됨", "\nduties: appear / end / change / become undecided"));
            foreach (var (duty, appears, ends, changes, opens) in preview.Duties)
            {
                terminal.Out.WriteLine($"  {duty}: {appears} / {ends} / {changes} / {opens}");
            }
        }
        terminal.Out.WriteLine();
        foreach (var change in preview.Changes.Take(MostShown))
        {
            var what = change.Classes.Select(c => $"{c.Class}: {c.Before} → {c.After}")
                .Concat(change.Duties.Select(d => $"{(d.Kind switch { DutyChangeKind.Appears => "+", DutyChangeKind.Ends or DutyChangeKind.Closes => "-", DutyChangeKind.Opens => "?", _ => "~" })}{d.Duty}"));
            terminal.Out.WriteLine($"  {change.Record.Id}  {string.Join(", ", what)}");
        }
        if (preview.Changes.Count > MostShown)
        {
            terminal.Out.WriteLine(terminal.Say($"  … 외 {preview.Changes.Count - MostShown}개 (--format json 으로 모두 보기)", $"  … and {preview.Changes.Count - MostShown} more (--format json for all)"));
        }
    }
}

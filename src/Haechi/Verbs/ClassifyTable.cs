using Haechi.Rules;
using Haechi.Rules.Books;
using Haechi.Rules.Duties;
using Haechi.Rules.Explaining;

namespace Haechi.Verbs;

/// <summary>Prints a run for people: counts first, then what needs somebody.</summary>
internal sealed class ClassifyTable(ClassifyRun run, Terminal terminal)
{
    private const int Listed = 20;
    private const int Questions = 5;

    private readonly ClassifySummary _summary = run.Summary;

    public void Print()
    {
        var books = string.Join(", ", run.Set.Books.Select(b => $"{b.Id}@{b.Version}"));
        terminal.Out.WriteLine(terminal.Say($"{run.File}: 시스템 {Count(run.Systems.Count)}개", $"{run.File}: {Count(run.Systems.Count)} systems"));
        terminal.Out.WriteLine(terminal.Say($"  기준일 {run.Day:yyyy-MM-dd}, 열 지도 {run.Map.Id}, 규칙책 {books}", $"  on {run.Day:yyyy-MM-dd}, column map {run.Map.Id}, books {books}"));
        PrintClasses();
        PrintDeclared();
        PrintDisagreements();
        PrintReview();
        PrintUnknown();
        PrintDuties();
        PrintProgress();
    }

    /// <summary>Classes that some system is in, or may be; the declared ones first, the empty ones by name only.</summary>
    private void PrintClasses()
    {
        bool Shown((ClassWords Class, IReadOnlyList<(string Word, int Count)> Counts) c) =>
            Main(c.Class) || c.Counts.Any(n => n.Count > 0 && (n.Word == c.Class.Yes || n.Word == c.Class.Review));
        Head(terminal.Say("판정한 분류", "Determined classes"));
        Rows(_summary.Classes.Where(Shown).OrderBy(c => Main(c.Class) ? 0 : 1)
            .Select(c => (IReadOnlyList<string>)[c.Class.Id, .. c.Counts.SelectMany(n => new[] { n.Word, Count(n.Count) }), Say(c.Class.Title)]));
        var rest = _summary.Classes.Where(c => !Shown(c)).Select(c => c.Class.Id).ToList();
        if (rest.Count > 0)
        {
            terminal.Out.WriteLine(terminal.Say(
                $"  해당하거나 검토할 시스템이 없는 분류(모름은 있을 수 있음, --format json): {string.Join(", ", rest)}",
                $"  no system is in, or in review for (some may be unknown, --format json): {string.Join(", ", rest)}"));
        }
    }

    private bool Main(ClassWords words) => run.Map.Declared.Any(d => d.Class == words.Id);

    private void PrintDeclared()
    {
        foreach (var (words, rows) in _summary.Declared)
        {
            Head(terminal.Say($"적힌 분류(줄)와 판정한 분류(칸): {words.Id}", $"Declared (rows) and determined (columns): {words.Id}"));
            Rows([["", .. rows.Count > 0 ? rows[0].Counts.Select(c => c.Word) : []],
                .. rows.Select(r => (IReadOnlyList<string>)[r.Word ?? Blank, .. r.Counts.Select(c => Count(c.Count))])]);
        }
    }

    private void PrintDisagreements()
    {
        if (_summary.Declared.Count == 0)
        {
            return;
        }
        Head(terminal.Say($"적힌 분류와 판정이 어긋난 시스템: {Count(_summary.Disagreements.Count)}", $"Owner and rules disagree: {Count(_summary.Disagreements.Count)}"));
        Rows(_summary.Disagreements.Take(Listed).Select(d => (IReadOnlyList<string>)
            [Id(d.System), Name(d.System), d.Class.Id, $"{d.System.System.Declared[d.Class.Id].Word} -> {d.Class.Word(d.System.Of(d.Class.Id))}"]));
        More(_summary.Disagreements.Count);
    }

    /// <summary>The declared classes with their records, the others as counts.</summary>
    private void PrintReview()
    {
        var groups = _summary.Review.GroupBy(r => r.Class).ToList();
        var listed = groups.Where(g => run.Map.Declared.Count == 0 || Main(g.Key)).ToList();
        foreach (var group in listed)
        {
            PrintReview(group.Key, [.. group.Select(g => g.System)]);
        }
        var others = groups.Except(listed).Select(g => $"{g.Key.Id} {Count(g.Count())}").ToList();
        if (others.Count > 0)
        {
            Head(terminal.Say($"그 밖에 사람이 판단할 분류(--format csv): {string.Join(", ", others)}", $"Other classes that a person has to judge (--format csv): {string.Join(", ", others)}"));
        }
    }

    private void PrintReview(ClassWords words, IReadOnlyList<Classified> systems)
    {
        Head(terminal.Say($"사람이 판단할 시스템({words.Id} {words.Review}): {Count(systems.Count)}", $"A person has to judge ({words.Id} {words.Review}): {Count(systems.Count)}"));
        foreach (var rule in run.Set.Rules.Where(r => r.Rule.Class == words.Id && !r.Rule.LookAt.IsEmpty))
        {
            terminal.Out.WriteLine($"  {terminal.Say("살펴볼 것", "look at")}: {Say(rule.Rule.LookAt)} ({Citation.In(rule.Rule.Cite, terminal.Language.Tag)})");
        }
        foreach (var system in systems.Take(Listed))
        {
            terminal.Out.WriteLine($"  {Id(system)}  {Name(system)}");
            foreach (var (question, value) in run.Shown(system))
            {
                terminal.Out.WriteLine($"      {question.Id}: {(value is null ? Blank : TextTable.OneLine(value.Shown, 300))}");
            }
        }
        More(systems.Count);
    }

    private void PrintUnknown()
    {
        if (_summary.Unknown.Count == 0)
        {
            return;
        }
        var classes = string.Join(", ", run.MainClasses.Select(c => c.Id));
        Head(terminal.Say($"모르는 사실 때문에 정할 수 없는 시스템({classes}): {Count(_summary.Unknown.Count)}", $"Not settled, because facts are missing ({classes}): {Count(_summary.Unknown.Count)}"));
        foreach (var words in run.MainClasses)
        {
            var questions = _summary.Unknown.Select(s => NextQuestion.ForClass(s.Determination, words.Id)).Where(a => a.Count > 0).CountBy(a => a[0]).OrderByDescending(q => q.Value).ToList();
            if (questions.Count > 0)
            {
                terminal.Out.WriteLine(terminal.Say($"  {words.Id}을(를) 가장 쉽게 정하는 질문(시스템 수): ", $"  question that settles {words.Id} most easily (systems): ")
                    + string.Join(", ", questions.Take(Questions).Select(q => $"{q.Key} {Count(q.Value)}")));
            }
        }
        terminal.Out.WriteLine(terminal.Say("  모든 결과를 통틀어 먼저 물을 것(풀 수 있는 결과의 수):", "  ask first over all outcomes (how many the answers may settle):"));
        Rows(_summary.Next.Take(Questions).Select(n => (IReadOnlyList<string>)["  " + n.Question, Count(n.Outcomes), Say(run.Set.Questions[run.Set.IndexOfQuestion(n.Question)].Ask)]));
        terminal.Out.WriteLine(terminal.Say("  시스템마다 다음에 물을 것은 --format csv 에 나옵니다.", "  the next question of each system: --format csv"));
    }

    private void PrintDuties()
    {
        Head(terminal.Say("지금 지는 의무", "Duties owed"));
        Rows(_summary.Owed.Where(o => o.Duties > 0).Select(o => (IReadOnlyList<string>)
            [o.Strength.Word(), Count(o.Duties), terminal.Say($"건, 시스템 {Count(o.Systems)}개", $"in {Count(o.Systems)} systems"), Strength(o.Strength)]));
        var (undecided, open) = (run.Systems.Sum(s => s.Determination.Duties.Count(d => d.State != DutyState.Owed)), run.Systems.Sum(s => s.Determination.Open.Count));
        terminal.Out.WriteLine(terminal.Say($"  이 가운데 예외를 아직 모르는 것 {Count(undecided)}건; 지는지 아직 모르는 것 {Count(open)}건", $"  of these {Count(undecided)} with an exception still open; besides, {Count(open)} that may be owed (rule unknown or in review)"));
        PrintWaived();
    }

    private void PrintWaived()
    {
        if (_summary.Waived > 0)
        {
            terminal.Out.WriteLine(terminal.Say($"  유예·면제 기록으로 그날 미루어진 것 {Count(_summary.Waived)}건(위의 수에 들어 있음)", $"  lifted by a waiver on that day: {Count(_summary.Waived)} (among those above)"));
        }
    }

    private void PrintProgress()
    {
        if (_summary.Progress.Count == 0)
        {
            return;
        }
        Head(terminal.Say("의무의 진행", "How far the duties are"));
        foreach (var progress in _summary.Progress)
        {
            var question = run.Set.Questions[run.Set.IndexOfQuestion(progress.Duty.Duty.Status!)];
            var counts = progress.Values.Where(v => v.Count > 0).Select(v => $"{question.TitleOf(v.Value, terminal.Language.Tag)} {Count(v.Count)}")
                .Append($"{terminal.Say("빈칸(모름)", "blank (unknown)")} {Count(progress.Blank)}");
            terminal.Out.WriteLine($"  {Say(progress.Duty.Title)} ({Citation.In(progress.Duty.Cite, terminal.Language.Tag)}; {progress.Duty.BaseRule})");
            terminal.Out.WriteLine($"      {terminal.Say("시스템", "owed by")} {Count(progress.Owed)}: {string.Join(", ", counts)}");
        }
    }

    private string Blank => terminal.Say("(빈칸)", "(blank)");

    private string Strength(Modality strength) => strength switch
    {
        Modality.Must => terminal.Say("의무", "duty"),
        Modality.MustNot => terminal.Say("금지", "prohibition"),
        Modality.Should => terminal.Say("노력 의무", "effort duty"),
        _ => terminal.Say("권리·권고", "right or recommendation"),
    };

    private void Head(string text)
    {
        terminal.Out.WriteLine();
        terminal.Out.WriteLine(text);
    }

    private void Rows(IEnumerable<IReadOnlyList<string>> rows)
    {
        List<IReadOnlyList<string>> all = [.. rows];
        if (all.Count > 0)
        {
            TextTable.Print(terminal.Out, "  ", all);
        }
    }

    private void More(int all)
    {
        if (all > Listed)
        {
            terminal.Out.WriteLine(terminal.Say($"  나머지 {Count(all - Listed)}개는 --format csv 에 모두 나옵니다.", $"  {Count(all - Listed)} more: --format csv for all"));
        }
    }

    private string Say(LocalText text) => text.In(terminal.Language.Tag);

    private static string Id(Classified system) => TextTable.OneLine(system.System.Record.Id, 70);

    private static string Name(Classified system) => TextTable.OneLine(system.System.Record.Name ?? "", 70);

    private static string Count(int count) => TextTable.Count(count);
}

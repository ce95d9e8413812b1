using System.Globalization;
using System.Text;
using Haechi.Rules.Books;
using Haechi.Rules.Duties;
using Haechi.Rules.Explaining;
using Haechi.Rules.Facts;

namespace Haechi.Rules.Output;

/// <summary>Explanations as text for people, in Korean or English.</summary>
public sealed class ExplanationText
{
    private readonly StringBuilder _text = new();
    private readonly Explanation _explanation;
    private readonly string _language;

    private ExplanationText(Explanation explanation, string language) => (_explanation, _language) = (explanation, language);

    /// <summary>The explanation as lines of text.</summary>
    public static string Of(Explanation explanation, string language) => new ExplanationText(explanation, language).Write();

    private string Say(string ko, string en) => _language == "ko" ? ko : en;

    private void Line(int indent, string text) => _text.Append(' ', indent * 2).Append(text).Append('\n');

    private string Write()
    {
        var determination = _explanation.Determination;
        var books = string.Join(" + ", determination.Rules.Set.Books.Select(b => $"{b.Id}@{b.Version} ({Stage(b.StageOn(determination.Rules.Day))})"));
        Line(0, Say($"시스템: {determination.Record.Name ?? determination.Record.Id}   기준일 {Day(determination.Rules.Day)}   규칙책: {books}",
            $"System: {determination.Record.Name ?? determination.Record.Id}   on {Day(determination.Rules.Day)}   rulebooks: {books}"));
        foreach (var rule in _explanation.Rules)
        {
            Write(rule);
        }
        WriteDuties(determination);
        WriteNext(determination);
        return _text.ToString();
    }

    private void Write(RuleExplanation explained)
    {
        var (rule, outcome) = (explained.Rule, explained.Outcome);
        var set = _explanation.Determination.Rules.Set;
        var words = set.Classes.FirstOrDefault(c => c.Id == rule.Rule.Class);
        var label = words is null ? "" : $" [{words.Id}: {words.Word(outcome)}]";
        Line(0, "");
        Line(0, $"{Word(outcome)}  {rule.Rule.Id}{label}  {rule.Rule.Title.In(_language)}  {Citation.In(rule.Cite, _language)}");
        if (rule.Version is null)
        {
            Line(3, Say("이 날에는 시행되지 않습니다.", "not in force on this day"));
            return;
        }
        foreach (var part in explained.Reason.Parts)
        {
            Write(part, 3);
        }
        if (explained.Reason.Repeated)
        {
            Line(3, Say("(이유는 위와 같음)", "(reasons as above)"));
        }
        if (outcome == Outcome.Review && !rule.Rule.LookAt.IsEmpty)
        {
            Line(3, Say("사람이 볼 것: ", "A person must look at: ") + rule.Rule.LookAt.In(_language));
        }
        if (!rule.Rule.Note.IsEmpty)
        {
            Line(3, Say("참고: ", "Note: ") + rule.Rule.Note.In(_language));
        }
        if (explained.Missing.Count > 0)
        {
            Line(3, Say("모르는 것: ", "Unknown: ") + string.Join(", ", explained.Missing));
        }
        foreach (var flip in explained.Flips)
        {
            var changes = string.Join(Say(" 그리고 ", " and "), flip.Changes.Select(c => $"{c.Question}: {c.Now?.Shown ?? "?"} → {c.Then.Shown}"));
            Line(3, Say($"바뀌는 경우: {changes} → {Word(flip.Outcome)}", $"Would change: {changes} → {Word(flip.Outcome)}"));
        }
    }

    private void Write(Reason reason, int indent)
    {
        var facts = reason.Facts.Where(f => !(reason.Text == f.Question && f.Value is null)).Select(f => $"{f.Question} = {Shown(f)}{(f.Value?.Source is { } s ? $" «{s}»" : "")}").ToList();
        var used = facts.Count > 0 ? $"  ({string.Join("; ", facts)})" : "";
        var name = reason.Rule is { } rule ? $"[{rule.Rule.Id}] {rule.Rule.Title.In(_language)} {Citation.In(rule.Cite, _language)}" : reason.Text;
        Line(indent, $"{name} → {Word(reason.Outcome)}{used}{(reason.Repeated ? Say("  (이유는 위와 같음)", "  (reasons as above)") : "")}");
        foreach (var part in reason.Parts)
        {
            Write(part, indent + 1);
        }
    }

    /// <summary>The value, with its title where the book gives one.</summary>
    private string Shown(UsedFact fact)
    {
        var set = _explanation.Determination.Rules.Set;
        if (fact.Value is not { } value || set.IndexOfQuestion(fact.Question) is not (var index and >= 0))
        {
            return fact.Value?.Shown ?? "?";
        }
        var titles = value switch { TextFact text => [text.Value], SetFact members => members.Values, _ => Array.Empty<string>() };
        var named = titles.Select(t => set.Questions[index].TitleOf(t, _language)).ToList();
        return named.SequenceEqual(titles, StringComparer.Ordinal) ? value.Shown : $"{value.Shown} ({string.Join(", ", named)})";
    }

    private void WriteDuties(Determination determination)
    {
        bool Told(string rule) => _explanation.IsWhole || _explanation.Rules.Any(r => r.Rule.Rule.Id == rule);
        var duties = determination.Duties.Where(d => Told(d.BaseRule)).ToList();
        var announced = determination.Announced.Where(d => Told(d.BaseRule)).ToList();
        var open = determination.Open.Where(o => Told(o.Rule)).ToList();
        if (duties.Count + announced.Count + open.Count == 0)
        {
            return;
        }
        Line(0, "");
        Line(0, Say("의무", "Duties"));
        foreach (var duty in duties)
        {
            WriteDuty(duty, 1);
        }
        foreach (var duty in announced)
        {
            Line(1, Say($"예고(틀 단계): {duty.Duty.Id} {duty.Title.In(_language)} ({Citation.In(duty.Cite, _language)})", $"announced (framework stage): {duty.Duty.Id} {duty.Title.In(_language)} ({Citation.In(duty.Cite, _language)})"));
        }
        foreach (var undecided in open)
        {
            Line(1, Say($"미정: {undecided.Id} ({undecided.Rule} → {Word(undecided.Outcome)})", $"undecided: {undecided.Id} ({undecided.Rule} → {Word(undecided.Outcome)})"));
        }
    }

    private void WriteDuty(OwedDuty duty, int indent)
    {
        var due = duty.Due switch
        {
            { Day: { } day } => Say($"기한 {Day(day)}", $"due {Day(day)}"),
            { WaitsFor: { } question } => Say($"기한은 {question}에 따름", $"due depends on {question}"),
            _ => Say("계속", "lasting"),
        };
        var details = new List<string> { $"{duty.Book.Id}: {Stage(duty.Stage)}" };
        if (duty.PenaltiesFrom is { } from)
        {
            details.Add(Say($"제재는 {Day(from)}부터", $"penalties from {Day(from)}"));
        }
        if (duty.Grace is { } grace)
        {
            details.Add(Say($"과태료: {Day(grace.Until)}까지 유예한다고 봄 ({grace.Basis.In("ko")})", $"fines: grace assumed until {Day(grace.Until)} ({grace.Basis.In("en")})"));
        }
        if (duty.Duty.Evidence.Count > 0)
        {
            details.Add(Say("증빙: ", "evidence: ") + string.Join(", ", duty.Duty.Evidence));
        }
        if (duty.Duty.Penalty is { } penalty)
        {
            details.Add(Say("제재: ", "penalty: ") + penalty);
        }
        Line(indent, $"{Strength(duty.Strength)}  {duty.Duty.Id}  {duty.Title.In(_language)}  {due}  ← {duty.Rule} ({Citation.In(duty.Cite, _language)})  [{string.Join("; ", details)}]");
        if (duty.Waiver is { } waiver)
        {
            Line(indent + 1, Say($"{waiver.By}에 따라 {Day(waiver.Until)}까지 유예", $"waived by {waiver.By} until {Day(waiver.Until)}"));
        }
        foreach (var (exception, otherDue, noDuty) in duty.Otherwise)
        {
            var other = noDuty ? Say("의무 없음", "no duty") : otherDue.Day is { } day ? Day(day) : "?";
            Line(indent + 1, duty.State == DutyState.Conflict
                ? Say($"예외가 서로 부딪힘: {exception} → {other}. 사람이 정해야 합니다.", $"exceptions in conflict: {exception} → {other}; people must decide")
                : Say($"예외 {exception}에 해당하는지 모름: 해당하면 {other}", $"exception {exception} is undecided: if it holds, {other}"));
        }
        if (duty.Strengthens is { } upper)
        {
            Line(indent + 1, Say("상위 의무(그대로 있음):", "the upper duty (stands as it is):"));
            WriteDuty(upper, indent + 2);
        }
    }

    private void WriteNext(Determination determination)
    {
        if (determination.Ask is not [var next, ..])
        {
            return;
        }
        var question = determination.Rules.Set.Questions[determination.Rules.Set.IndexOfQuestion(next)];
        Line(0, "");
        Line(0, Say($"다음 질문: {next}  {question.Ask.In("ko")}", $"Next question: {next}  {question.Ask.In("en")}"));
    }

    private string Word(Outcome outcome) => outcome switch
    {
        Outcome.Yes => Say("예", "YES"),
        Outcome.No => Say("아니요", "NO"),
        Outcome.Review => Say("검토", "REVIEW"),
        _ => Say("모름", "UNKNOWN"),
    };

    private string Stage(BookStage stage) => stage switch
    {
        BookStage.Framework => Say("틀", "framework"),
        BookStage.Guideline => Say("지침", "guideline"),
        BookStage.Enforced => Say("시행", "enforced"),
        _ => Say("시행 전", "not begun"),
    };

    private string Strength(Modality modality) => modality switch
    {
        Modality.Must => Say("의무", "MUST"),
        Modality.MustNot => Say("금지", "MUST NOT"),
        Modality.Should => Say("노력", "SHOULD"),
        _ => Say("권고·권리", "MAY"),
    };

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

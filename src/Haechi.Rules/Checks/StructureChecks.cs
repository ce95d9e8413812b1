using Haechi.Rules.Books;
using Haechi.Rules.Syntax;

namespace Haechi.Rules.Checks;

/// <summary>Checks that must hold before a set can be used: circles, versions, due dates, and that a lower book never weakens an upper.</summary>
internal static class StructureChecks
{
    public static void Run(BookSet set, Findings findings)
    {
        foreach (var (book, rule) in set.Rules)
        {
            CheckVersions(rule, findings);
            CheckParameters(set, book, rule, findings);
            CheckDuties(set, book, rule, findings);
            LowerBookChecks.Run(set, book, rule, findings);
        }
    }

    private static void CheckVersions(Rule rule, Findings findings)
    {
        for (var i = 0; i < rule.Versions.Count; i++)
        {
            var version = rule.Versions[i];
            if (version.Until < version.From)
            {
                findings.Error("unreachable-version", version.Place, "끝나는 날(until)이 시작하는 날(from)보다 앞섭니다.", "until is before from: the version is never in force");
            }
            if (i > 0 && (version.From is null || version.From <= rule.Versions[i - 1].From))
            {
                findings.Error("unreachable-version", version.Place, "판(version)은 from이 커지는 순서로 적습니다. 앞의 판이 가려집니다.",
                    "versions are listed by from, each later than the one before; else the one before is never reached");
            }
        }
    }

    private static void CheckParameters(BookSet set, Rulebook book, Rule rule, Findings findings)
    {
        var parameters = set.ScopeOf(book).Parameters;
        // In the stage framework a value may still be open: what hangs on it is unknown then, and no duty follows anyway.
        var firstStage = book.Stages.FirstOrDefault(s => s.Kind != BookStage.Framework)?.From ?? DateOnly.MaxValue;
        foreach (var version in rule.Versions)
        {
            var start = version.From is { } from && from > firstStage ? from : firstStage;
            foreach (var (name, condition) in NamesIn(rule, version))
            {
                if (parameters.TryGetValue(name.Name, out var parameter) && name.Field is null && parameter.On(start) is null)
                {
                    findings.Error("no-value", condition.PlaceOf(name.At), $"매개변수 '{name.Name}'의 값이 {start:yyyy-MM-dd}에는 아직 없습니다. 규칙은 그날부터 적용됩니다.",
                        $"the parameter '{name.Name}' has no value yet on {start:yyyy-MM-dd}, when this rule is in force; give the rule a later from, or the parameter an earlier value");
                }
            }
        }
    }

    private static IEnumerable<(NameTerm Name, Condition Condition)> NamesIn(Rule rule, RuleVersion version) =>
        new[] { rule.Scope, version.Body.Review, version.Body.Yes, version.Body.No }.Concat(rule.Exceptions.Select(e => e.When))
            .OfType<Condition>().SelectMany(c => Names.In(c.Root).Select(n => (n, c)));

    private static void CheckDuties(BookSet set, Rulebook book, Rule rule, Findings findings)
    {
        var questions = set.ScopeOf(book).Questions;
        foreach (var duty in rule.Exceptions.Select(e => e.Duty).Prepend(rule.Duty).OfType<Duty>())
        {
            if (duty.Due is DueFrom from && !(questions.TryGetValue(from.Question, out var q) && q.Question.Type == QuestionType.Date))
            {
                var (ko, en) = Nearest.Hint(from.Question, questions.Where(x => x.Value.Question.Type == QuestionType.Date).Select(x => x.Key));
                findings.Error("unknown-name", from.Place, $"기한의 '{from.Question}'은(는) 날짜 질문이 아닙니다.{ko}", $"'{from.Question}' is not a date question.{en}");
            }
            if (duty.Status is { } status && !(questions.TryGetValue(status, out var s) && s.Question.Type == QuestionType.Enum))
            {
                var (ko, en) = Nearest.Hint(status, questions.Keys);
                findings.Error("unknown-name", duty.Place, $"status '{status}'은(는) enum 질문이 아닙니다.{ko}", $"status '{status}' is not an enum question.{en}");
            }
        }
    }
}

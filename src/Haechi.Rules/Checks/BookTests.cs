using System.Globalization;
using Haechi.Rules.Books;
using Haechi.Rules.Duties;
using Haechi.Rules.Facts;

namespace Haechi.Rules.Checks;

/// <summary>The result of one test of a book: it holds when nothing is in <paramref name="Failures"/>.</summary>
public sealed record BookTestResult(Rulebook Book, BookTest Test, IReadOnlyList<Finding> Failures, Determination? Determination);

/// <summary>Runs the tests that stand in the books.</summary>
public static class BookTests
{
    /// <summary>Runs every test of every book of the set, in order.</summary>
    public static IReadOnlyList<BookTestResult> Run(BookSet set) => [.. set.Books.SelectMany(b => b.Tests.Select(t => Run(set, b, t)))];

    private static BookTestResult Run(BookSet set, Rulebook book, BookTest test)
    {
        var findings = new Findings();
        var facts = ReadGiven(set, book, test, findings);
        if (findings.HasErrors)
        {
            return new BookTestResult(book, test, findings.All, null);
        }
        var determination = Determination.Of(set.On(test.On), new FactRecord(test.Name.In("en"), facts));
        CheckRules(determination, test, findings);
        CheckClasses(determination, test, findings);
        CheckScores(determination, test, findings);
        CheckDuties(determination, test, findings);
        CheckConflicts(determination, test, findings);
        var asked = determination.Ask is [var first, ..] ? first : "-";
        if (test.AskNext is { } next && asked != next)
        {
            Fail(findings, test.Place, "ask_next", next, asked);
        }
        return new BookTestResult(book, test, findings.All, determination);
    }

    private static Dictionary<string, FactValue> ReadGiven(BookSet set, Rulebook book, BookTest test, Findings findings)
    {
        var questions = set.ScopeOf(book).Questions;
        var facts = new Dictionary<string, FactValue>(StringComparer.Ordinal);
        foreach (var (key, node) in test.Given.Entries)
        {
            if (!questions.TryGetValue(key.Value, out var found))
            {
                var (ko, en) = Nearest.Hint(key.Value, questions.Keys);
                findings.Error("unknown-name", key.Place, $"'{key.Value}'은(는) 질문이 아닙니다.{ko}", $"'{key.Value}' is not a question.{en}");
            }
            else if (FactReader.Read(found.Question, node, findings) is { } value)
            {
                facts[key.Value] = value;
            }
        }
        return facts;
    }

    private static void CheckRules(Determination determination, BookTest test, Findings findings)
    {
        foreach (var (id, expected, place) in test.Expect)
        {
            if (determination.Rules.Find(id) is not { } rule)
            {
                var (ko, en) = Nearest.Hint(id, determination.Rules.Rules.Select(r => r.Rule.Id));
                findings.Error("unknown-name", place, $"'{id}'은(는) 규칙이 아닙니다.{ko}", $"'{id}' is not a rule.{en}");
            }
            else if (determination.OutcomeOf(rule.Index) is var outcome && outcome != expected)
            {
                Fail(findings, place, id, expected.Word(), outcome.Word());
            }
        }
    }

    private static void CheckClasses(Determination determination, BookTest test, Findings findings)
    {
        foreach (var (id, expected, place) in test.Classes)
        {
            var found = determination.Classes.FirstOrDefault(c => c.Words.Id == id);
            if (found.Words is null)
            {
                var (ko, en) = Nearest.Hint(id, determination.Classes.Select(c => c.Words.Id));
                findings.Error("unknown-name", place, $"'{id}'은(는) 클래스가 아닙니다.{ko}", $"'{id}' is not a class.{en}");
            }
            else if (found.Words.Word(found.Outcome) != expected)
            {
                Fail(findings, place, id, expected, found.Words.Word(found.Outcome));
            }
        }
    }

    private static void CheckScores(Determination determination, BookTest test, Findings findings)
    {
        var set = determination.Rules.Set;
        foreach (var (id, least, greatest, place) in test.Scores)
        {
            var index = set.Scores.ToList().FindIndex(s => s.Score.Id == id);
            if (index < 0)
            {
                findings.Error("unknown-name", place, $"'{id}'은(는) 점수가 아닙니다.", $"'{id}' is not a score");
            }
            else if (determination.Walk.Scores[index] is var range && (range.Least != least || range.Greatest != greatest))
            {
                Fail(findings, place, id, $"[{Numbers.Show(least)}, {Numbers.Show(greatest)}]", $"[{Numbers.Show(range.Least)}, {Numbers.Show(range.Greatest)}]");
            }
        }
    }

    private static void CheckDuties(Determination determination, BookTest test, Findings findings)
    {
        var known = determination.Rules.Rules.SelectMany(r => r.Rule.Exceptions.Select(e => e.Duty).Prepend(r.Rule.Duty)).OfType<Duty>().Select(d => d.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var (id, expected, place) in test.Obligations)
        {
            var due = DueWord(determination, id);
            if (!known.Contains(id))
            {
                var (ko, en) = Nearest.Hint(id, known);
                findings.Error("unknown-name", place, $"'{id}'은(는) 의무가 아닙니다.{ko}", $"'{id}' is not a duty.{en}");
            }
            else if (expected != due && !(expected == "any" && due != "none"))
            {
                Fail(findings, place, id, expected, due);
            }
        }
    }

    /// <summary>Two exceptions at once are a case for people; in a test they are an error, unless it expects just that.</summary>
    private static void CheckConflicts(Determination determination, BookTest test, Findings findings)
    {
        foreach (var duty in determination.Duties.Where(d => d.State == DutyState.Conflict && !test.Obligations.Any(o => o.Duty == d.Duty.Id && o.Due == "conflict")))
        {
            var both = string.Join(", ", duty.Otherwise.Select(o => o.Exception));
            findings.Error("conflict", test.Place, $"'{duty.Rule}'의 예외가 동시에 맞습니다: {both}.", $"exceptions of '{duty.Rule}' hold at the same time: {both}");
        }
    }

    /// <summary>The strongest duty with an id: its due date, or unknown, none, undecided, conflict, lasting.</summary>
    private static string DueWord(Determination determination, string id) =>
        determination.Duties.FirstOrDefault(d => d.Duty.Id == id) switch
        {
            null => "none",
            { State: DutyState.Undecided } => "undecided",
            { State: DutyState.Conflict } => "conflict",
            { Due.Day: { } day } => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            { Due.WaitsFor: not null } => "unknown",
            _ => "lasting",
        };

    private static void Fail(Findings findings, Place place, string what, string expected, string found) =>
        findings.Error("test", place, $"{what}: {expected}이어야 하는데 {found}입니다.", $"{what}: expected {expected}, found {found}");
}

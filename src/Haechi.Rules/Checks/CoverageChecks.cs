using Haechi.Rules.Books;
using Haechi.Rules.Evaluation;

namespace Haechi.Rules.Checks;

/// <summary>Warnings about what is missing: translations, tests, users of a question.</summary>
public static class CoverageChecks
{
    /// <summary>Looks at every book of the set that is in <paramref name="books"/>.</summary>
    public static void Run(BookSet set, IReadOnlyCollection<Rulebook> books, IReadOnlyList<BookTestResult> results, Findings findings)
    {
        foreach (var book in books)
        {
            CheckTranslations(book, findings);
            // A book without rules only asks (the fields of a register): its questions serve other books and people, and nothing changes on a day.
            if (book.Rules.Count + book.Scores.Count > 0)
            {
                CheckUse(set, book, findings);
                CheckTests(set, book, results, findings);
            }
        }
    }

    private static void CheckTranslations(Rulebook book, Findings findings)
    {
        void Check(LocalText text, Place place, string what)
        {
            var missing = book.Languages.Where(l => !text.Has(l)).ToList();
            if (missing.Count > 0)
            {
                findings.Warning("no-translation", place, $"{what}: {string.Join(", ", missing)} 글이 없습니다.", $"{what} has no text in {string.Join(", ", missing)}");
            }
        }
        Check(book.Title, book.Place, "title");
        foreach (var question in book.Questions.SelectMany(q => q.Fields.Prepend(q)))
        {
            Check(question.Ask, question.Place, $"{question.Id}: ask");
            foreach (var value in question.Values.Where(v => !v.Title.IsEmpty))
            {
                Check(value.Title, question.Place, $"{question.Id}: {value.Id}");
            }
        }
        foreach (var score in book.Scores)
        {
            Check(score.Title, score.Place, $"{score.Id}: title");
        }
        foreach (var rule in book.Rules)
        {
            Check(rule.Title, rule.Place, $"{rule.Id}: title");
            foreach (var text in new[] { rule.Note, rule.LookAt }.Where(t => !t.IsEmpty))
            {
                Check(text, rule.Place, $"{rule.Id}: note, look_at");
            }
        }
    }

    private static void CheckUse(BookSet set, Rulebook book, Findings findings)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (_, rule) in set.Rules)
        {
            used.UnionWith(rule.Versions.SelectMany(v => new[] { v.Body.Review, v.Body.Yes, v.Body.No }).Append(rule.Scope)
                .Concat(rule.Exceptions.Select(e => e.When)).OfType<Condition>().SelectMany(c => Syntax.Names.In(c.Root)).Select(n => n.Name));
            foreach (var duty in rule.Exceptions.Select(e => e.Duty).Prepend(rule.Duty).OfType<Duty>())
            {
                used.Add((duty.Due as DueFrom)?.Question ?? "");
                used.Add(duty.Status ?? "");
            }
        }
        foreach (var (_, score) in set.Scores)
        {
            used.UnionWith(score switch
            {
                SumScore sum => sum.Items.SelectMany(i => i.When is { } when ? Syntax.Names.In(when.Root).Select(n => n.Name) : [i.Question!]),
                ReducedScore reduced => Syntax.Names.In(reduced.When.Root).Select(n => n.Name),
                _ => [],
            });
        }
        foreach (var question in book.Questions.Where(q => q.Type != QuestionType.Text && !used.Contains(q.Id)))
        {
            findings.Warning("unused", question.Place, $"질문 '{question.Id}'을(를) 쓰는 규칙이 없습니다.", $"no rule uses the question '{question.Id}'");
        }
    }

    private static void CheckTests(BookSet set, Rulebook book, IReadOnlyList<BookTestResult> results, Findings findings)
    {
        var seen = results.Where(r => r.Determination is not null)
            .SelectMany(r => r.Test.Expect.Select(e => (e.Rule, e.Outcome))
                .Concat(r.Determination!.Rules.Rules.Where(x => IsTestedBy(r.Test, x)).Select(x => (x.Rule.Id, r.Determination.OutcomeOf(x.Index)))))
            .ToHashSet();
        foreach (var rule in book.Rules)
        {
            foreach (var outcome in new[] { Outcome.Yes, Outcome.No }.Where(o => !seen.Contains((rule.Id, o))))
            {
                var (ko, en) = outcome == Outcome.Yes ? ("예", "yes") : ("아니요", "no");
                findings.Warning("no-test", rule.Place, $"규칙 '{rule.Id}'이(가) '{ko}'인 시험이 없습니다.", $"no test in which the rule '{rule.Id}' is {en}");
            }
        }
        CheckEdges(book, results, findings);
        Thresholds.Check(set, book, results, findings);
        Reachability.Check(set, book, seen, findings);
    }

    /// <summary>A test that names a class or duty is a test of the rules that give it.</summary>
    private static bool IsTestedBy(BookTest test, DatedRule rule) =>
        test.Classes.Any(c => c.Class == rule.Rule.Class) || test.Obligations.Any(o => o.Duty == rule.Rule.Duty?.Id || rule.Rule.Exceptions.Any(e => e.Duty?.Id == o.Duty));

    private static void CheckEdges(Rulebook book, IReadOnlyList<BookTestResult> results, Findings findings)
    {
        var days = results.Select(r => r.Test.On).ToHashSet();
        var edges = book.Stages.Select(s => (Day: s.From, s.Place)).Concat(book.Rules.SelectMany(r => r.Versions)
            .SelectMany(v => new[] { (Day: v.From, v.Place), (Day: v.Until is { } u && u < DateOnly.MaxValue ? u.AddDays(1) : (DateOnly?)null, v.Place) })
            .Where(e => e.Day is not null).Select(e => (Day: e.Day!.Value, e.Place)));
        foreach (var (day, place) in edges.GroupBy(e => e.Day).Select(g => g.First()).Where(e => e.Day > DateOnly.MinValue))
        {
            if (!days.Contains(day) || !days.Contains(day.AddDays(-1)))
            {
                findings.Warning("no-test", place, $"바뀌는 날 {day:yyyy-MM-dd}과(와) 그 전날의 시험이 함께 있어야 합니다.", $"a change on {day:yyyy-MM-dd} needs a test on that day and one on the day before");
            }
        }
    }
}

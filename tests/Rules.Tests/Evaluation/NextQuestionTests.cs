using Haechi.Rules.Explaining;
using Haechi.Rules.Tests.Support;

namespace Haechi.Rules.Tests.Evaluation;

public sealed class NextQuestionTests
{
    private const string Rules = """
        rules:
          - {id: one, cite: A, class: k, when: "a && b"}
          - {id: two, cite: A, class: l, when: "a && c"}
        """;

    [Fact]
    public void The_fact_that_blocks_most_is_asked_first() => Assert.Equal(["a", "b", "c"], Ask(Rules));

    [Fact]
    public void A_costly_answer_waits() => Assert.Equal(["b", "c", "a"], Ask(Rules, cost: 4));

    [Fact]
    public void A_fact_that_no_longer_matters_is_not_asked() => Assert.Equal(["b"], Ask(Rules, 1, ("a", true), ("c", false)));

    [Fact]
    public void Nothing_is_asked_when_everything_is_decided() => Assert.Empty(Ask(Rules, 1, ("a", false)));

    [Fact]
    public void A_rule_from_which_nothing_follows_asks_nothing() => Assert.Empty(Ask("rules:\n  - {id: one, cite: A, when: \"a && b\"}\n"));

    [Fact]
    public void Over_many_records_the_counts_are_added()
    {
        var set = TextBooks.Set(TextBooks.Small(Rules));
        var asked = NextQuestion.ForAll([set.On("2026-01-01", ("a", true)), set.On("2026-01-01", ("a", true), ("b", true))], set);
        Assert.Equal([("c", 2), ("b", 1)], asked);
    }

    [Fact]
    public void Every_answer_asked_for_can_be_given_until_nothing_is_unknown()
    {
        var known = new List<(string, object?)>();
        while (Example.Both.On("2026-11-01", [.. known]) is { Ask: [var next, ..] })
        {
            Assert.DoesNotContain(known, k => k.Item1 == next);
            known.Add((next, Answer(next)));
        }
        Assert.DoesNotContain(Outcome.Unknown, Example.Both.On("2026-11-01", [.. known]).Classes.Select(c => c.Outcome));
    }

    private static object Answer(string question) => Example.Both.Questions.Single(q => q.Id == question).Type switch
    {
        Haechi.Rules.Books.QuestionType.Bool => true,
        Haechi.Rules.Books.QuestionType.Set => new[] { "rail" },
        Haechi.Rules.Books.QuestionType.Enum => "city",
        Haechi.Rules.Books.QuestionType.Number => 1e20,
        _ => new DateOnly(2026, 11, 1),
    };

    private static IReadOnlyList<string> Ask(string rules, int cost = 1, params (string, object?)[] facts) =>
        TextBooks.Set(TextBooks.Small(rules).Replace("a: {type: bool,", $"a: {{type: bool, cost: {cost},", StringComparison.Ordinal)).On("2026-01-01", facts).Ask;
}

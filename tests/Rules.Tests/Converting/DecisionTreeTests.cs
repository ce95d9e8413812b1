using System.Text.Json;
using Haechi.Rules.Converting;

namespace Haechi.Rules.Tests.Converting;

public sealed class DecisionTreeTests
{
    private const string Tree = "data/nl/decision-tree.yaml";
    private const string Expected = "data/nl/decision-tree-paths.json";

    /// <summary>A question that comes up twice, with a label in between; and a way that depends on it.</summary>
    private const string Small = """
        name: Small
        version: 2
        questions:
          - questionId: a
            question: "Is it <b>A</b> &amp; only A?"
            sources: [{source: Article 1, url: "https://example.org"}]
            answers:
              - {answer: "Yes", labels: [x], nextQuestionId: b}
              - {answer: "No", redirects: [{if: '"y" in labels', nextConclusionId: "2"}, {if: '!("y" in labels)', nextQuestionId: b}]}
          - questionId: b
            question: B?
            answers:
              - {answer: "Yes", labels: [y], redirects: [{if: '"x" in labels', nextConclusionId: "1"}], nextQuestionId: a}
              - {answer: "No", nextConclusionId: "3"}
        conclusions:
          - {conclusionId: "1", conclusion: One}
          - {conclusionId: "2", conclusion: Two}
          - {conclusionId: "3", conclusion: Three}
        """;

    private static readonly Lazy<BookSet> Real = new(() => Conversion.Book(RulebookConverter.DecisionTree, Conversion.Shared(Tree)!).Load());
    private static readonly Lazy<IReadOnlyList<JsonElement>> Cases = new(() => Conversion.Cases(Expected));

    public static TheoryData<int> Paths => Conversion.Numbers(Expected);

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_walk_gives_the_labels_and_the_conclusion_of_the_source(int number)
    {
        var one = Conversion.Case(Cases.Value, number, Expected);
        var given = Steps(one).Select(s => $"\"{s.Question}\": {s.Answer}");
        var classes = Conversion.Classes(Conversion.Determine(Real.Value, $"{{{string.Join(", ", given)}}}"));
        var labels = one.GetProperty("labels").EnumerateArray().Select(l => l.GetString()!).ToHashSet();
        Assert.Equal(labels, classes.Where(c => c.Value == Outcome.Yes && !c.Key.StartsWith("conclusion/", StringComparison.Ordinal)).Select(c => c.Key).ToHashSet());
        Assert.Equal($"conclusion/{one.GetProperty("conclusion").GetString()}", Assert.Single(classes, c => c.Value == Outcome.Yes && c.Key.StartsWith("conclusion/", StringComparison.Ordinal)).Key);
        Assert.DoesNotContain(Outcome.Unknown, classes.Values);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_missing_answer_turns_nothing_around(int number)
    {
        var steps = Steps(Conversion.Case(Cases.Value, number, Expected)).ToList();
        var records = Enumerable.Range(-1, steps.Count + 1).Select(dropped => $"{{{string.Join(", ", steps.Where((_, i) => i != dropped).Select(s => $"\"{s.Question}\": {s.Answer}"))}}}");
        var results = Conversion.Facts(Real.Value, records).Select(r => Conversion.Classes(Determination.Of(Real.Value.On(Conversion.Day), r))).ToList();
        foreach (var less in results.Skip(1))
        {
            Assert.All(less.Where(c => c.Value != Outcome.Unknown), c => Assert.Equal(results[0][c.Key], c.Value));
            Assert.DoesNotContain(less, c => c.Value == Outcome.Yes && c.Key.StartsWith("conclusion/", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Without_any_answer_nothing_is_decided()
    {
        Assert.SkipWhen(Conversion.Shared(Tree) is null, $"shared data not found: {Tree}");
        var determination = Conversion.Determine(Real.Value, "{}");
        Assert.DoesNotContain(determination.Classes, c => c.Outcome == Outcome.Yes);
        Assert.Equal("1.1", determination.Ask[0]);
    }

    [Theory]
    [InlineData("{\"a\": 0, \"b\": 0}", "conclusion/1")]
    [InlineData("{\"a\": 0, \"b\": 1}", "conclusion/3")]
    [InlineData("{\"a\": 1, \"b\": 0}", "conclusion/2")]
    [InlineData("{\"a\": 1, \"b\": 1}", "conclusion/3")]
    public void A_question_may_come_up_again_with_other_labels(string facts, string conclusion)
    {
        var (book, findings) = Conversion.OfText(RulebookConverter.DecisionTree, Small);
        Assert.Empty(findings.All);
        var classes = Conversion.Classes(Conversion.Determine(book!.Load(), facts));
        Assert.Equal([conclusion], classes.Where(c => c.Value == Outcome.Yes && c.Key.StartsWith("conclusion/", StringComparison.Ordinal)).Select(c => c.Key));
    }

    [Fact]
    public void Markup_becomes_text_and_sources_become_citations()
    {
        var set = Conversion.OfText(RulebookConverter.DecisionTree, Small).Book!.Load();
        Assert.Equal("Is it A & only A?", set.Questions[0].Ask.In("nl"));
        Assert.Equal("Article 1", set.Rules.First(r => r.Rule.Id.StartsWith("asked/a", StringComparison.Ordinal)).Rule.Cite);
        Assert.Equal("Small 2", set.Questions[1].Cite);
        Assert.Equal("Yes", set.Questions[0].TitleOf("0", "nl"));
    }

    [Fact]
    public void A_walk_that_gets_stuck_is_a_finding_and_a_class_of_its_own()
    {
        var (book, findings) = Conversion.OfText(RulebookConverter.DecisionTree, Small.Replace(", nextQuestionId: a}", "}", StringComparison.Ordinal));
        Assert.Equal("no-conclusion", Assert.Single(findings.All).Code);
        var classes = Conversion.Classes(Conversion.Determine(book!.Load(), "{\"a\": 1, \"b\": 0}"));
        Assert.Equal(Outcome.Yes, classes["no-conclusion"]);
        Assert.DoesNotContain(classes, c => c.Value == Outcome.Yes && c.Key.StartsWith("conclusion/", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("nextQuestionId: a}", "nextQuestionId: b}", "circle")]
    [InlineData("nextConclusionId: \"3\"", "nextConclusionId: \"4\"", "unknown-name")]
    [InlineData("labels: [x], nextQuestionId: b", "labels: [x], nextQuestionId: zz", "unknown-name")]
    [InlineData("if: '\"y\" in labels'", "if: '\"y\" inn labels'", "syntax")]
    [InlineData("if: '\"y\" in labels'", "if: 'labels.length > 2'", "syntax")]
    [InlineData("if: '\"y\" in labels'", "if: '\"y\" in other'", "syntax")]
    [InlineData("if: '\"y\" in labels'", "if: [1, 2]", "wrong-value")]
    [InlineData("labels: [y]", "labels: {y: 1}", "wrong-value")]
    [InlineData("labels: [y]", "labels: [[y]]", "wrong-value")]
    [InlineData("questionId: b", "id: b", "missing-key")]
    [InlineData("questionId: b", "questionId: a", "duplicate")]
    [InlineData("questionId: b", "questionId: \"`\"", "wrong-value")]
    [InlineData("{answer: \"No\", nextConclusionId: \"3\"}", "{answer: \"No\"}", "missing-key")]
    [InlineData("{answer: \"No\", nextConclusionId: \"3\"}", "just text", "wrong-value")]
    [InlineData("questions:", "steps:", "wrong-file")]
    [InlineData("name: Small", "name: [Small", "not-yaml")]
    [InlineData("name: Small", "name: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]", "not-yaml")]
    public void A_tree_that_cannot_be_converted_is_refused_with_its_place(string found, string other, string code)
    {
        Assert.Contains(found, Small, StringComparison.Ordinal);
        Assert.Equal(code, Conversion.Refused(RulebookConverter.DecisionTree, Small.Replace(found, other, StringComparison.Ordinal)).Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("just text")]
    [InlineData("questions: []")]
    [InlineData("questions: 7")]
    [InlineData("\0\u0001\u0002")]
    [InlineData("questions: [{questionId: a, question: A?}]")]
    public void What_is_no_tree_is_refused(string text)
    {
        var (book, findings) = Conversion.OfText(RulebookConverter.DecisionTree, text);
        Assert.Null(book);
        Assert.True(findings.HasErrors);
    }

    private static IEnumerable<(string Question, int Answer)> Steps(JsonElement one) =>
        one.GetProperty("path").EnumerateArray().Select(s => (s.GetProperty("q").GetString()!, s.GetProperty("a").GetInt32()));
}

using System.Text.Json;
using Haechi.Rules.Converting;
using Haechi.Rules.Evaluation;

namespace Haechi.Rules.Tests.Converting;

public sealed class SurveyTests
{
    private const string Survey = "data/ca/survey-enfr.json";
    private const string Expected = "data/ca/aia-scores.json";

    private const string Small = """
        {"pages": [{"name": "p1", "elements": [
          {"type": "panel", "name": "risk-RS", "elements": [
            {"type": "radiogroup", "name": "r1", "title": {"default": "R <em>one</em>", "fr": "R un"}, "choices": [{"value": "item1-0", "text": "No"}, {"value": "item2-8", "text": {"default": "Yes", "fr": "Oui"}}]},
            {"type": "checkbox", "name": "r2", "title": "R two", "hasOther": true, "choices": ["item1-1", "item2-3", 4, "plain"]},
            {"type": "dropdown", "name": "free-NS", "title": "Not scored", "choices": ["item1-9"]},
            {"type": "dropdown", "name": "list", "title": "From elsewhere", "choicesByUrl": {"url": "x"}},
            {"type": "panel", "name": "inner", "elements": [{"type": "radiogroup", "name": "unmarked", "title": "U", "choices": ["item1-9"]}]}]},
          {"type": "panel", "name": "help-MS", "elements": [
            {"type": "radiogroup", "name": "m1", "title": "M", "visibleIf": "{r1} = 'item2-8'", "choices": ["item1-10", "item2-0"]},
            {"type": "comment", "name": "c", "title": "Why?"}, {"type": "html", "name": "h", "html": "<p>"}]}]}]}
        """;

    private static readonly Lazy<BookSet> Real = new(() => Conversion.Book(RulebookConverter.Survey, Conversion.Shared(Survey)!).Load());
    private static readonly Lazy<IReadOnlyList<JsonElement>> Cases = new(() => Conversion.Cases(Expected));

    public static TheoryData<int> Assessments => Conversion.Numbers(Expected);

    [Theory]
    [MemberData(nameof(Assessments))]
    public void An_assessment_has_the_scores_of_the_source(int number)
    {
        var one = Conversion.Case(Cases.Value, number, Expected);
        var determination = Conversion.Determine(Real.Value, one.GetProperty("data").GetRawText());
        var expected = one.GetProperty("expected");
        var scores = Scores(determination);
        Assert.All(["raw", "mitigation", "total", "level"], name => Assert.Equal(expected.GetProperty(name).GetDouble(), scores[name]));
        Assert.Equal($"impact-level/{scores["level"]}", Assert.Single(determination.Classes, c => c.Outcome == Outcome.Yes).Words.Id);
    }

    [Theory]
    [InlineData("{}", 0, 0, 0, 1)]
    [InlineData("{\"r1\": \"item2-8\"}", 8, 0, 8, 2)]
    [InlineData("{\"r1\": \"item2-8\", \"r2\": [\"item1-1\", \"item2-3\", 4, \"plain\"], \"free-NS\": \"item1-9\", \"unmarked\": \"item1-9\", \"list\": \"x-7\"}", 16, 0, 16, 4)]
    [InlineData("{\"r1\": \"item2-8\", \"r2\": [\"item2-3\"], \"m1\": \"item1-10\"}", 11, 10, 9, 3)]
    [InlineData("{\"r1\": \"from another version-8\", \"r2\": [\"other\", \"item2-3\"], \"c\": \"because\", \"nobody-asks\": 1}", 3, 0, 3, 1)]
    public void Scores_follow_names_and_values(string data, double raw, double mitigation, double total, double level)
    {
        var (book, findings) = Conversion.OfText(RulebookConverter.Survey, Small);
        Assert.Empty(findings.All);
        var scores = Scores(Conversion.Determine(book!.Load(), data));
        Assert.Equal((raw, mitigation, total, level), (scores["raw"], scores["mitigation"], scores["total"], scores["level"]));
    }

    [Fact]
    public void Texts_are_kept_in_both_languages_and_as_plain_text()
    {
        var set = Conversion.OfText(RulebookConverter.Survey, Small).Book!.Load();
        var question = set.Questions.First(q => q.Id == "r1");
        Assert.Equal(("R one", "R un"), (question.Ask.In("en"), question.Ask.In("fr")));
        Assert.Equal("Oui", question.TitleOf("item2-8", "fr"));
        Assert.Contains("{r1}", set.Questions.First(q => q.Id == "m1").Help.In("en"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_of_question_that_is_not_converted_is_told()
    {
        var (book, findings) = Conversion.OfText(RulebookConverter.Survey, Small.Replace("\"comment\"", "\"matrix\"", StringComparison.Ordinal));
        Assert.Equal("not-converted", Assert.Single(findings.All).Code);
        Assert.NotNull(book);
    }

    [Theory]
    [InlineData("\"pages\"", "\"sheets\"", "wrong-file")]
    [InlineData("\"name\": \"r1\", ", "", "missing-key")]
    [InlineData("{\"type\": \"radiogroup\", \"name\": \"r1\"", "{\"name\": \"r1\"", "missing-key")]
    [InlineData("\"name\": \"r2\"", "\"name\": \"r1\"", "duplicate")]
    [InlineData("\"name\": \"r2\"", "\"name\": \"level\"", "duplicate")]
    [InlineData("\"name\": \"r2\"", "\"name\": {\"a\": 1}", "wrong-value")]
    [InlineData("[\"item1-9\"]", "[[\"item1-9\"]]", "wrong-value")]
    [InlineData("[\"item1-9\"]", "[{\"text\": \"x\"}]", "wrong-value")]
    [InlineData("\"title\": \"M\"", "\"title\": [\"M\"]", "wrong-value")]
    [InlineData("{\"pages\"", "{pages", "not-json")]
    [InlineData("\"title\": \"M\"", "\"title\": \"\\ud800\"", "not-json")]
    public void A_survey_that_cannot_be_converted_is_refused_with_its_place(string found, string other, string code)
    {
        Assert.Contains(found, Small, StringComparison.Ordinal);
        Assert.Equal(code, Conversion.Refused(RulebookConverter.Survey, Small.Replace(found, other, StringComparison.Ordinal)).Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{\"pages\": 7}")]
    [InlineData("{\"pages\": []}")]
    [InlineData("{\"pages\": [{}]} {}")]
    public void What_is_no_survey_is_refused(string text) => Conversion.Refused(RulebookConverter.Survey, text);

    [Fact]
    public void Deep_nesting_is_refused()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"pages\":[", 5_000));
        Assert.Equal("not-json", Conversion.Refused(RulebookConverter.Survey, deep).Code);
        Assert.Equal("not-yaml", Conversion.Refused(RulebookConverter.DecisionTree, deep).Code);
    }

    private static Dictionary<string, double> Scores(Determination determination)
    {
        var walk = TreeWalk.Run(determination.Rules, FactRow.Of(determination.Record, determination.Rules.Set.Questions));
        return determination.Rules.Scores.Select((s, i) => (s.Id, Range: walk.Scores[i])).ToDictionary(s => s.Id, s => s.Range.IsExact ? s.Range.Least : double.NaN);
    }
}

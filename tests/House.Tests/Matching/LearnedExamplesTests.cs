using Haechi.Tower.Register.Matching;

namespace Haechi.House.Tests.Matching;

public sealed class LearnedExamplesTests
{
    [Fact]
    public void A_learned_header_is_found_again_and_so_is_one_like_it()
    {
        var learned = LearnedExamples.None.Learn("Blue sheet column gamma", "theme").Learn("Blue sheet column gamma", "theme");
        var matches = ColumnMatcher.Match(RegisterTarget.Fields, [new SourceColumn("BLUE SHEET - column gamma", [])], learned);
        Assert.Equal(("theme", Evidence.Learned), (matches[0].Field, matches[0].Evidence));
        var like = ColumnMatcher.Match(RegisterTarget.Fields, [new SourceColumn("Gamma column of blue sheet (new)", [])], learned);
        Assert.Equal("theme", like[0].Field);
        Assert.True(like[0].Confidence < matches[0].Confidence);
    }

    [Fact]
    public void A_column_that_people_left_out_stays_out()
    {
        var learned = LearnedExamples.None.Learn("Theme of the newsletter", null);
        Assert.Equal("theme", ColumnMatcher.Match(RegisterTarget.Fields, [new SourceColumn("Theme of the newsletter", [])])[0].Field);
        var match = ColumnMatcher.Match(RegisterTarget.Fields, [new SourceColumn("Theme of the newsletter", [])], learned)[0];
        Assert.Null(match.Field);
        Assert.Contains("before", match.Reason.In("en"), StringComparison.Ordinal);
    }

    [Fact]
    public void People_who_disagree_leave_less_confidence()
    {
        var agreed = LearnedExamples.None.Learn("Zeta", "theme", 4);
        var divided = agreed.Learn("Zeta", "tags", 3);
        double Confidence(LearnedExamples learned) => ColumnMatcher.Match(RegisterTarget.Fields, [new SourceColumn("Zeta", [])], learned)[0].Confidence;
        Assert.True(Confidence(divided) < Confidence(agreed) - 0.2);
    }

    [Fact]
    public void What_was_learned_survives_being_kept()
    {
        var learned = LearnedExamples.None.Learn("관리 번호", "source_id", 2).Learn("Notes", null).Learn("lifecycle", "가동", "in_use", 5);
        var read = LearnedExamples.FromJson(learned.ToJson());
        Assert.True(read.Done);
        Assert.Equal(learned.Headers, read.Value.Headers);
        Assert.Equal(learned.Values, read.Value.Values);
        Assert.Equal(4, learned.And(read.Value).Headers.Single(h => h.Field == "source_id").Count);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[1]")]
    [InlineData("")]
    public void What_is_not_learned_examples_is_refused_in_both_languages(string json)
    {
        var read = LearnedExamples.FromJson(json);
        Assert.False(read.Done);
        Assert.All(read.Refusals, r => Assert.True(r.Message.Has("ko") && r.Message.Has("en") && r.Next is not null));
    }
}

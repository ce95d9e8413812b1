using Haechi.Tower.Register.Matching;

namespace Haechi.House.Tests.Matching;

public sealed class ValueMatcherTests
{
    private static readonly TargetField Stage = RegisterTarget.Fields.Fields.Single(f => f.Id == "lifecycle");

    private static readonly TargetField Personal = RegisterTarget.Fields.Fields.Single(f => f.Id == "personal_data");

    private static readonly TargetField Groups = new("groups", ["Groups considered"])
    {
        Many = true,
        Choices = [.. new[] { "a) Age", "b) Sex", "c) Income, wealth and debt", "d) None of the above" }.Select(c => new TargetChoice(c, []))],
    };

    [Theory]
    [InlineData("Pilot", "pilot")]
    [InlineData("b) PILOT – limited test", "pilot")]
    [InlineData("Pilot ñ in the agencyís test", "pilot")]
    [InlineData("Pilto", "pilot")]
    [InlineData("시범운영", "pilot")]
    [InlineData("in\u00A0 use", "in_use")]
    [InlineData("운영중", "in_use")]
    [InlineData("In production", "in_use")]
    [InlineData("폐기 (2025년)", "retired")]
    [InlineData("Decommissioned", "retired")]
    [InlineData("pre-deployment - in acquisition", "pre_deployment")]
    [InlineData("일시중지", "suspended")]
    public void A_spelling_of_an_allowed_value_is_taken(string cell, string value) => Assert.Equal([value], ValueMatcher.For(Stage).Match(cell).Values);

    [Theory]
    [InlineData("", ValueKind.Unknown)]
    [InlineData("미정", ValueKind.Unknown)]
    [InlineData("TBD", ValueKind.Unknown)]
    [InlineData("N/A", ValueKind.NotApplicable)]
    [InlineData("해당 없음", ValueKind.NotApplicable)]
    [InlineData("the mayor's cat", ValueKind.Unmatched)]
    [InlineData("Not in use", ValueKind.Unmatched)]
    public void What_is_no_value_is_not_made_one(string cell, ValueKind kind)
    {
        var match = ValueMatcher.For(Stage).Match(cell);
        Assert.Equal(kind, match.Kind);
        Assert.DoesNotContain("in_use", match.Values);
        Assert.True(match.Reason.Has("ko") && match.Reason.Has("en"));
    }

    [Theory]
    [InlineData("Y", "true")]
    [InlineData("○", "true")]
    [InlineData("TRUE", "true")]
    [InlineData("Yes (incidental only)", "true")]
    [InlineData("아니오", "false")]
    [InlineData("No - code only", "false")]
    [InlineData("X", "false")]
    public void Words_for_yes_and_no_are_known(string cell, string value) => Assert.Equal([value], ValueMatcher.For(Personal).Match(cell).Values);

    [Theory]
    [InlineData("Depends on the source")]
    [InlineData("")]
    [InlineData("해당 없음")]
    public void A_blank_or_a_doubt_is_never_no(string cell) => Assert.DoesNotContain("false", ValueMatcher.For(Personal).Match(cell).Values);

    [Theory]
    [InlineData("Age; Sex")]
    [InlineData("['Sex', 'Age']")]
    [InlineData("[\"Age\",\"Sex\"]")]
    [InlineData("Sex, Age")]
    [InlineData("b) Sex a) Age")]
    [InlineData("• Age\n• Sex")]
    [InlineData("Sex | Age")]
    [InlineData("a, b")]
    public void A_list_gives_its_members_in_the_fields_order(string cell) => Assert.Equal(["a) Age", "b) Sex"], ValueMatcher.For(Groups).Match(cell).Values);

    [Fact]
    public void A_comma_inside_a_value_does_not_split_it() => Assert.Equal(["a) Age", "c) Income, wealth and debt"], ValueMatcher.For(Groups).Match("Income, wealth and debt; Age").Values);

    [Fact]
    public void A_list_with_an_unknown_member_is_asked_and_says_which_one()
    {
        var match = ValueMatcher.For(Groups).Match("Age; zodiac sign");
        Assert.Equal(ValueKind.Unmatched, match.Kind);
        Assert.Contains("zodiac sign", match.Reason.In("en"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_follows_a_value_is_kept_as_its_note() => Assert.Equal("code only", ValueMatcher.For(Personal).Match("No - code only").Note);

    [Fact]
    public void A_learned_recoding_is_used_again_and_for_like_values()
    {
        var learned = LearnedExamples.None.Learn("lifecycle", "phase delta rollout", "pre_deployment", 3);
        Assert.Equal(["pre_deployment"], ValueMatcher.For(Stage, learned).Match("Phase Delta Rollout").Values);
        Assert.Equal("pre_deployment", ValueMatcher.For(Stage, learned).Match("delta rollout phase 2").First);
        Assert.Equal(ValueKind.Unmatched, ValueMatcher.For(Stage).Match("phase delta rollout").Kind);
    }

    [Fact]
    public void Free_text_is_kept() => Assert.Equal(["Any words,  as  they are".Replace("  ", " ", StringComparison.Ordinal)], ValueMatcher.For(new TargetField("t", [])).Match("Any words,  as  they are").Values);
}

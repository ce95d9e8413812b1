using Haechi.Rules.Syntax;

namespace Haechi.Rules.Tests.Syntax;

public sealed class ParserTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("a &&", 4)]
    [InlineData("a || && b", 5)]
    [InlineData("(a", 2)]
    [InlineData("a b", 2)]
    [InlineData("!", 1)]
    [InlineData("area overlaps []", 14)]
    [InlineData("area overlaps [water]", 15)]
    [InlineData("area overlaps ['a' 'b']", 19)]
    [InlineData("1", 1)]
    [InlineData("on == date('2026-02-30')", 11)]
    [InlineData("list.some(m, m.a)", 9)]
    [InlineData("list.exists(m m.a)", 14)]
    [InlineData("'a' overlaps ['b']", 0)]
    public void A_refusal_says_where(string text, int at)
    {
        var refusal = Assert.Throws<SyntaxException>(() => ConditionParser.Parse(text));
        Assert.Equal(at, refusal.At);
        Assert.NotEqual("", refusal.Ko);
        Assert.NotEqual("", refusal.En);
    }

    [Fact]
    public void And_binds_closer_than_or()
    {
        var or = Assert.IsType<OrExpression>(ConditionParser.Parse("a || b && !c || d"));
        Assert.Equal(3, or.Parts.Count);
        var and = Assert.IsType<AndExpression>(or.Parts[1]);
        Assert.IsType<NotExpression>(and.Parts[1]);
    }

    [Fact]
    public void Nesting_has_a_limit_and_length_alone_has_none()
    {
        Assert.NotNull(ConditionParser.Parse(string.Concat(Enumerable.Repeat("(", 60)) + "a" + new string(')', 60)));
        Assert.Throws<SyntaxException>(() => ConditionParser.Parse(string.Concat(Enumerable.Repeat("(", 70)) + "a" + new string(')', 70)));
        Assert.Throws<SyntaxException>(() => ConditionParser.Parse(new string('!', 10_000) + "a"));
        Assert.NotNull(ConditionParser.Parse(string.Join(" && ", Enumerable.Repeat("a", 4_000))));
    }

    [Fact]
    public void A_quantifier_is_told_from_a_field()
    {
        Assert.IsType<QuantifierExpression>(ConditionParser.Parse("models.exists(m, m.flop >= 1)"));
        var field = Assert.IsType<NameCondition>(ConditionParser.Parse("m.exists"));
        Assert.Equal("exists", field.Name.Field);
    }
}

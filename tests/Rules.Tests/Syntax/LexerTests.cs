using Haechi.Rules.Syntax;

namespace Haechi.Rules.Tests.Syntax;

public sealed class LexerTests
{
    [Fact]
    public void Tokens_stand_where_they_begin() =>
        Assert.Equal([(TokenKind.Name, 0), (TokenKind.Sign, 5), (TokenKind.Number, 7), (TokenKind.Sign, 13), (TokenKind.Text, 16), (TokenKind.End, 20)],
            Lexer.Read("flop >=-1e26 && '물a'").Select(t => (t.Kind, t.At)));

    [Theory]
    [InlineData("1e26", 1e26)]
    [InlineData("-0.5", -0.5)]
    [InlineData("007", 7)]
    [InlineData("1E+3", 1000)]
    public void Numbers_are_read_the_same_in_every_culture(string text, double expected) => Assert.Equal(expected, Lexer.Read(text)[0].Number);

    [Fact]
    public void Backquotes_make_a_name_of_anything() =>
        Assert.Equal((TokenKind.Name, "1.1 가"), (Lexer.Read("`1.1 가`")[0].Kind, Lexer.Read("`1.1 가`")[0].Text));

    [Theory]
    [InlineData("a & b", 2)]
    [InlineData("a == 'b", 5)]
    [InlineData("a > 1e999", 4)]
    [InlineData("a > 12abc", 4)]
    [InlineData("a + b", 2)]
    [InlineData("'a' in b;", 8)]
    [InlineData("a 😀", 2)]
    public void What_cannot_be_read_is_refused_at_its_offset(string text, int at)
    {
        var refusal = Assert.Throws<SyntaxException>(() => Lexer.Read(text));
        Assert.Equal(at, refusal.At);
        Assert.NotEqual(refusal.Ko, refusal.En);
    }

    [Fact]
    public void A_condition_has_a_longest_length()
    {
        Assert.NotEmpty(Lexer.Read(new string(' ', Lexer.LongestCondition)));
        Assert.Throws<SyntaxException>(() => Lexer.Read(new string(' ', Lexer.LongestCondition + 1)));
    }
}

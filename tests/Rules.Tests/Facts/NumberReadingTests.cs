using Haechi.Rules.Books;
using Haechi.Rules.Facts;

namespace Haechi.Rules.Tests.Facts;

public sealed class NumberReadingTests
{
    private static readonly Question Amount = new(
        "amount", QuestionType.Number, [], [], null, null, null, LocalText.Empty, LocalText.Empty, null, 1, [], [], default);

    [Theory]
    [InlineData("1,234", 1234)]
    [InlineData("-12,345,678.5", -12345678.5)]
    [InlineData("1e26", 1e26)]
    public void A_comma_parts_thousands(string text, double expected)
    {
        var findings = new Findings();
        Assert.Equal(new NumberFact(expected), FactReader.ReadText(Amount, text, default, findings));
        Assert.Empty(findings.All);
    }

    [Theory]
    [InlineData("1,5")]
    [InlineData("1,2345")]
    [InlineData("12,34,567")]
    public void A_comma_that_could_mean_something_else_is_refused(string text)
    {
        var findings = new Findings();
        Assert.Null(FactReader.ReadText(Amount, text, default, findings));
        Assert.True(findings.HasErrors);
    }
}

namespace Haechi.Audit.Tests;

public sealed class LocalTextTests
{
    [Theory]
    [InlineData("ko", "가")]
    [InlineData("en", "a")]
    [InlineData("nl", "a")]
    public void A_text_answers_in_the_language_asked_for(string language, string expected) => Assert.Equal(expected, new LocalText("가", "a").In(language));
}

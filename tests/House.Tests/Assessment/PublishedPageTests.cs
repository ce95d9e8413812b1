using System.Security.Cryptography;
using System.Text;
using AngleSharp.Html.Parser;
using Haechi.Tower.Assessment;
using Haechi.Rules.Facts;
using static Haechi.House.Tests.Assessment.AssessmentCity;

namespace Haechi.House.Tests.Assessment;

public sealed class PublishedPageTests
{
    [Fact]
    public async Task The_page_is_kept_as_bytes_and_stays_as_it_was()
    {
        await using var city = await AssessmentCity.Open(new DateOnly(2027, 3, 2));
        var system = await city.System();
        var published = await city.Published(system);
        var view = await city.View(published.Assessment);
        var before = Value(await city.Queries.Page(published.Assessment, "ko", publishedOnly: true));
        Assert.Equal(view.Row.PageKo, Convert.ToHexStringLower(SHA256.HashData(before)));
        Assert.NotEqual(view.Row.PageKo, view.Row.PageEn);
        await city.Change(system, "name", new TextFact("다른 이름"));
        city.Tower.Time.Pass(TimeSpan.FromDays(400));
        Assert.Equal(before, Value(await city.Queries.Page(published.Assessment, "ko", publishedOnly: true)));
    }

    [Theory]
    [InlineData("ko")]
    [InlineData("en")]
    public async Task The_page_can_be_read_alone_in_each_language(string language)
    {
        await using var city = await AssessmentCity.Open(new DateOnly(2027, 3, 2));
        var published = await city.Published(await city.System());
        var html = new HtmlParser().ParseDocument(Encoding.UTF8.GetString(Value(await city.Queries.Page(published.Assessment, language, publishedOnly: true))));
        Assert.Equal(language, html.DocumentElement.GetAttribute("lang"));
        Assert.Contains(language == "ko" ? "복지 수급자격 확인" : "Welfare eligibility check", html.Title, StringComparison.Ordinal);
        Assert.Single(html.QuerySelectorAll("h1"));
        Assert.Equal(7, html.QuerySelectorAll("h2").Length);
        Assert.StartsWith(language == "ko" ? "결론" : "Conclusion", html.QuerySelector("h3")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(html.QuerySelectorAll("script, link, img, iframe, [style], [onclick]"));
        Assert.All(html.QuerySelectorAll("table"), t => Assert.NotEmpty(t.QuerySelectorAll("th[scope=col]")));
        Assert.Equal(language == "en", html.Body!.TextContent.Contains("Korean only", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Names_of_people_stay_inside_and_the_page_says_why()
    {
        await using var city = await AssessmentCity.Open(new DateOnly(2027, 3, 2));
        var published = await city.Published(await city.System());
        var page = Encoding.UTF8.GetString(Value(await city.Queries.Page(published.Assessment, "ko", publishedOnly: true)));
        Assert.DoesNotContain("최책임", page, StringComparison.Ordinal);
        Assert.Contains("복지정책과장", page, StringComparison.Ordinal);
        Assert.Contains("공개하지 않음: 개인정보", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_people_wrote_is_text_and_never_markup()
    {
        await using var city = await AssessmentCity.Open(new DateOnly(2027, 3, 2));
        var started = await city.Start(await city.System());
        Value(await city.Tower.Do<SaveAssessment, AssessmentRef>(Writer, new SaveAssessment(started.Assessment, 1, new Dictionary<string, Answer> { ["summary"] = new() { Ko = "<script>alert(1)</script> 끝 & 시작" } })));
        var page = Encoding.UTF8.GetString(Value(await city.Queries.Page(started.Assessment, "ko", publishedOnly: false)));
        Assert.Empty(new HtmlParser().ParseDocument(page).QuerySelectorAll("script"));
        Assert.Contains("끝 &amp; 시작", page, StringComparison.Ordinal);
        Assert.Contains("미리보기", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_public_before_it_is_published_nor_after_it_was_withdrawn()
    {
        await using var city = await AssessmentCity.Open(new DateOnly(2027, 3, 2));
        var approved = await city.Approved(await city.System());
        Assert.Equal("not-found", Code(await city.Queries.Page(approved.Assessment, "ko", publishedOnly: true)));
        Value(await city.Tower.Do<PublishAssessment, AssessmentRef>(Publisher, new PublishAssessment(approved.Assessment, approved.Version)));
        Assert.True((await city.Queries.Page(approved.Assessment, "ko", publishedOnly: true)).Done);
        Value(await city.Tower.Do<WithdrawAssessment, AssessmentRef>(Officer, new WithdrawAssessment(approved.Assessment, approved.Version, "잘못된 자료를 썼습니다.")));
        Assert.Equal("not-found", Code(await city.Queries.Page(approved.Assessment, "ko", publishedOnly: true)));
    }
}

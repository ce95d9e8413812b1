using System.Net;
using AngleSharp.Dom;
using Haechi.House.Tests.Support;
using Haechi.Rules.Facts;
using Haechi.Tower.Assessment;
using Haechi.Tower.Common;
using Haechi.Tower.Register;
using Haechi.Tower.Rulebooks;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.House.Tests.Assessment;

public sealed class AssessmentPageTests
{
    private static async Task<(TestSite Site, string System)> Open()
    {
        var site = await TestSite.Open(new DateOnly(2027, 3, 2), more: b => b.Services.AddSingleton(AssessmentCity.Books));
        AssessmentCity.Value(await site.Do<InstallBooks, LoadedBooks>(TestTower.Officer, new InstallBooks(["kr/ai-basic-act", "kr/public-ai-act"])));
        var made = AssessmentCity.Value(await site.Do<RegisterSystem, SystemRef>(TestTower.Officer, new RegisterSystem(AssessmentCity.Facts("review").Append(new("placed_on", new DateFact(new DateOnly(2027, 4, 1)))).ToDictionary(), null)));
        return (site, made.System);
    }

    private static async Task<string> Started(TestSite site, string system)
    {
        using var started = await site.Post($"/systems/{system}/assessments", new() { ["form"] = AssessmentCity.Form32 }, from: $"/systems/{system}/assessments/new");
        Assert.Equal(HttpStatusCode.Redirect, started.StatusCode);
        return started.Headers.Location!.OriginalString;
    }

    [Fact]
    public async Task The_page_says_which_form_applies_and_why_and_starts_it()
    {
        var (site, system) = await Open();
        await using var _ = site;
        await site.Enter(Roles.Owner | Roles.Reader);
        using var page = await site.Get($"/systems/{system}/assessments/new");
        Assert.Equal(2, page.QuerySelectorAll("section.panel").Length);
        Assert.Contains("제32조제1항", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("이 시스템에 필요합니다", page.Body.TextContent, StringComparison.Ordinal);
        var address = await Started(site, system);
        using var of = await site.Get("/systems/" + system);
        Assert.NotNull(of.QuerySelector($"a[href='{address}']"));
        using var overview = await site.Get(address);
        Assert.Equal(6, overview.QuerySelectorAll("table.compact tbody tr").Length);
        Assert.NotNull(overview.QuerySelector($"form[action='{address}/submit']"));
    }

    [Fact]
    public async Task A_section_is_written_saved_and_taken_up_again_without_script()
    {
        var (site, system) = await Open();
        await using var _ = site;
        await site.Enter(Roles.Owner | Roles.Reader);
        var address = await Started(site, system);
        using var section = await site.Get(address + "/sections/rights");
        Assert.Empty(section.QuerySelectorAll("script"));
        Assert.Contains("등록부에서 채움", section.Body!.TextContent, StringComparison.Ordinal);
        Assert.All(section.QuerySelectorAll("textarea, select, main input:not([type=hidden])"), field => Assert.NotNull(section.QuerySelector($"label[for='{field.Id}']")));
        Assert.Equal(section.QuerySelectorAll("[id]").Length, section.QuerySelectorAll("[id]").Select(e => e.Id).Distinct().Count());
        using var saved = await site.Post(address + "/sections/rights", new()
        {
            ["version"] = "1", ["then"] = "leave", ["affected.ko"] = "수급 신청인", ["affected.en"] = "Applicants", ["rights_kinds"] = "social",
            ["effects.0.situation.ko"] = "자격이 있는데 떨어짐", ["effects.0.effect.ko"] = "생계가 어려워진다", ["effects.0.extent"] = "high", ["effects.1.situation.ko"] = " ",
        });
        Assert.Equal(address + "?saved=1", saved.Headers.Location!.OriginalString);
        var view = AssessmentCity.Value(await site.App.Services.GetRequiredService<AssessmentQueries>().One(TestTower.Officer, address.Split('/')[^1]));
        Assert.Equal("수급 신청인", view.Answers["affected"].Ko);
        Assert.True(view.Answers["affected"].IsEdited);
        Assert.Equal(["high"], Assert.Single(view.Answers["effects"].Rows)["extent"].Chosen);
    }

    [Fact]
    public async Task What_was_typed_is_not_lost_when_somebody_else_saved_first()
    {
        var (site, system) = await Open();
        await using var _ = site;
        await site.Enter(Roles.Owner | Roles.Reader);
        var address = await Started(site, system);
        using var late = await site.Post(address + "/sections/result", new() { ["version"] = "7", ["then"] = "next", ["summary.ko"] = "오래 쓴 요약" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, late.StatusCode);
        using var page = await TestSite.Read(late);
        Assert.Equal("오래 쓴 요약", page.QuerySelector("textarea[name='summary.ko']")!.TextContent.Trim());
        Assert.NotNull(page.QuerySelector(".refusals"));
    }

    [Fact]
    public async Task Submitting_lists_what_is_missing_with_links_to_the_items()
    {
        var (site, system) = await Open();
        await using var _ = site;
        await site.Enter(Roles.Owner | Roles.Reader);
        var address = await Started(site, system);
        using var refused = await site.Post(address + "/submit", new() { ["version"] = "1" }, from: address);
        using var page = await TestSite.Read(refused);
        var link = page.QuerySelector(".refusals a[href$='#item-remedy']")!;
        using var section = await site.Get(link.GetAttribute("href")!.Split('#')[0]);
        Assert.NotNull(section.GetElementById("item-remedy"));
    }

    [Fact]
    public async Task The_second_person_sees_what_changed_and_approves_and_the_result_is_open_to_everybody()
    {
        var (site, system) = await Open();
        await using var _ = site;
        var writer = await site.Enter(Roles.Owner | Roles.Reader);
        var address = await Started(site, system);
        var id = address.Split('/')[^1];
        var queries = site.App.Services.GetRequiredService<AssessmentQueries>();
        var blank = AssessmentCity.Value(await queries.One(writer, id));
        var answers = blank.Form.Items.Where(i => i.Required && (!blank.Answers.TryGetValue(i.Id, out var a) || a.IsBlank)).ToDictionary(i => i.Id, AssessmentCity.Sample);
        AssessmentCity.Value(await site.Do<SaveAssessment, AssessmentRef>(writer, new SaveAssessment(id, 1, answers)));
        using var submitted = await site.Post(address + "/submit", new() { ["version"] = "2" }, from: address);
        Assert.Equal(HttpStatusCode.Redirect, submitted.StatusCode);
        using var second = site.NewVisitor();
        await site.Enter(Roles.Verifier | Roles.Reader, name: "이확인", visitor: second);
        using var review = await site.Get(address + "/review", visitor: second);
        Assert.Contains("투명성에 대한 답", string.Concat(review.QuerySelectorAll("ins").Select(i => i.TextContent)), StringComparison.Ordinal);
        using var own = await site.Get(address + "/review");
        Assert.Null(own.QuerySelector($"form[action='{address}/approve']"));
        using var approved = await site.Post(address + "/approve", new() { ["version"] = "2" }, from: address + "/review", second);
        Assert.Equal(HttpStatusCode.Redirect, approved.StatusCode);
        using var stranger = site.NewVisitor();
        Assert.Equal(HttpStatusCode.NotFound, (await site.Send("/open/assessments/" + id, stranger)).StatusCode);
        using var byAuthor = await site.Post(address + "/publish", new() { ["version"] = "2", ["on"] = "2027-03-02" }, from: address);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, byAuthor.StatusCode);
        using var publisher = site.NewVisitor();
        await site.Enter(Roles.Publisher, name: "최공개", visitor: publisher);
        using var published = await site.Post(address + "/publish", new() { ["version"] = "2", ["on"] = "2027-03-02" }, from: address, publisher);
        Assert.Equal(HttpStatusCode.Redirect, published.StatusCode);
        using var open = await site.Send("/open/assessments/" + id + "?lang=en", stranger);
        Assert.Equal(HttpStatusCode.OK, open.StatusCode);
        Assert.Contains(PageHtml.StyleSource, open.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        using var html = await TestSite.Read(open);
        Assert.Equal("en", html.DocumentElement.GetAttribute("lang"));
        var style = html.QuerySelector("style")!.TextContent;
        Assert.Equal(PageHtml.StyleSource, $"'sha256-{Convert.ToBase64String(global::System.Security.Cryptography.SHA256.HashData(global::System.Text.Encoding.UTF8.GetBytes(style)))}'");
    }

    [Fact]
    public async Task An_exemption_is_recorded_and_confirmed_by_another_person_on_its_page()
    {
        var (site, system) = await Open();
        await using var _ = site;
        await site.Enter(Roles.Owner | Roles.Reader);
        var address = $"/systems/{system}/exemptions";
        using var empty = await site.Get(address);
        Assert.Contains("사용을 시작할 수 없습니다", empty.Body!.TextContent, StringComparison.Ordinal);
        using var wrong = await site.Upload(address, new() { ["ground"] = "simple_minor", ["reason"] = "단순 분류", ["asked"] = "2027-03-01", ["answer"] = "agreed", ["answered"] = "2027-03-02" }, address);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        using var again = await TestSite.Read(wrong);
        Assert.Equal("단순 분류", again.QuerySelector("textarea[name=reason]")!.TextContent.Trim());
        using var right = await site.Upload(address, new() { ["ground"] = "simple_minor", ["reason"] = "단순 분류", ["asked"] = "2027-03-01", ["reference"] = "가-1", ["answer"] = "agreed", ["answered"] = "2027-03-02" }, address, ("협의 회신"u8.ToArray(), "회신.txt"));
        Assert.Equal(HttpStatusCode.Redirect, right.StatusCode);
        using var own = await site.Get(address);
        Assert.Null(own.QuerySelector("form[action$='/confirm']"));
        using var letter = await site.Send(own.QuerySelector("a[href$='/file']")!.GetAttribute("href")!);
        Assert.Equal(("application/octet-stream", "협의 회신"), (letter.Content.Headers.ContentType!.MediaType, await letter.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        using var second = site.NewVisitor();
        await site.Enter(Roles.Verifier | Roles.Reader, visitor: second);
        using var seen = await site.Get(address, visitor: second);
        using var confirmed = await site.Post(seen.QuerySelector("form[action$='/confirm']")!.GetAttribute("action")!, [], from: address, second);
        Assert.Equal(HttpStatusCode.Redirect, confirmed.StatusCode);
        using var after = await site.Get(address);
        Assert.Contains("생략 기록이 확인되어 있습니다", after.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_says_why_it_is_empty_and_then_shows_what_is_due()
    {
        var (site, system) = await Open();
        await using var _ = site;
        await site.Enter(Roles.Owner | Roles.Reader);
        using var empty = await site.Get("/assessments");
        Assert.NotNull(empty.QuerySelector(".empty a.button"));
        await Started(site, system);
        using var list = await site.Get("/assessments");
        Assert.Contains("2027. 4. 1.", Assert.Single(list.QuerySelectorAll("tbody tr")).TextContent, StringComparison.Ordinal);
        using var none = await site.Get("/assessments?state=Published&stale=true");
        Assert.Empty(none.QuerySelectorAll("tbody tr"));
    }
}

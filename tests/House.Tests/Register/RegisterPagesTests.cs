using System.Net;
using AngleSharp.Dom;
using Haechi.House.Tests.Support;
using Haechi.Rules.Facts;
using Haechi.Tower.Common;
using Haechi.Tower.Register;
using Haechi.Tower.Rulebooks;

namespace Haechi.House.Tests.Register;

public sealed class RegisterPagesTests
{
    [Fact]
    public async Task An_empty_list_says_why_and_offers_one_action()
    {
        await using var site = await TestSite.Open();
        await site.Enter(Roles.Officer | Roles.Reader);
        var page = await site.Get("/systems");
        Assert.Single(page.QuerySelectorAll(".empty"));
        Assert.Equal("/import", page.QuerySelector(".empty a")!.GetAttribute("href"));
        var none = await site.Get("/systems?q=없는말");
        Assert.Equal("/systems", none.QuerySelector(".empty a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task A_system_is_registered_answered_and_compared_through_forms()
    {
        await using var site = await TestSite.Open();
        await site.Enter(Roles.Officer | Roles.Reader);
        var wrong = await site.Post("/systems/new", new() { ["name"] = " " });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        var made = await site.Post("/systems/new", new() { ["name"] = "<script>alert(1)</script> 챗봇", ["lifecycle"] = "pilot" });
        var address = made.Headers.Location!.ToString().Split('?')[0];
        var page = await site.Get(address);
        Assert.Equal("<script>alert(1)</script> 챗봇", page.QuerySelector("h1")!.TextContent);
        Assert.Empty(page.QuerySelectorAll("script"));
        var edit = await site.Get(address + "/edit/identity");
        Assert.NotEmpty(edit.QuerySelectorAll(".cite"));
        Assert.Equal("1", edit.QuerySelector("input[name=expected]")!.GetAttribute("value"));
        var kept = await site.Post(address + "/edit/identity", new() { ["name"] = "상담 챗봇", ["summary"] = "묻고 답한다", ["expected"] = "1" });
        Assert.Equal(HttpStatusCode.Redirect, kept.StatusCode);
        var late = await site.Post(address + "/edit/identity", new() { ["name"] = "다른 이름", ["expected"] = "1" });
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        var diff = await site.Get(address + "/diff?from=1&to=2");
        Assert.Equal(2, diff.QuerySelectorAll("tbody tr").Length);
        await site.Post(address + "/undo", new() { ["version"] = "1", ["expected"] = "2" }, from: address);
        Assert.Equal(3, (await site.Get(address + "/history")).QuerySelectorAll("tbody tr").Length);
    }

    [Fact]
    public async Task A_step_that_may_not_be_taken_is_refused_with_the_reason()
    {
        await using var site = await TestSite.Open();
        await site.Enter(Roles.Officer | Roles.Reader);
        var id = await Make(site, "예측", "idea");
        var answer = await site.Post($"/systems/{id}/state", new() { ["state"] = "in_use", ["expected"] = "1" }, from: $"/systems/{id}");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.NotEmpty((await TestSite.Read(answer)).QuerySelectorAll(".refusals li"));
        Assert.Equal(HttpStatusCode.Redirect, (await site.Post($"/systems/{id}/state", new() { ["state"] = "review", ["expected"] = "1" }, from: $"/systems/{id}")).StatusCode);
    }

    [Fact]
    public async Task The_list_is_searched_sorted_and_exported_safely()
    {
        await using var site = await TestSite.Open();
        var officer = await site.Enter(Roles.Officer | Roles.Reader);
        await Make(site, "복지 상담", "in_use");
        await Make(site, "=HYPERLINK(\"x\")", "pilot");
        Assert.Equal(["복지 상담"], Names(await site.Get("/systems?q=ㅂㅈ")));
        Assert.Equal(2, Names(await site.Get("/systems?sort=-number&col=organisation&col=purpose")).Count);
        Assert.Empty(Names(await site.Get("/systems?as-of=2026-11-20")));
        using var csv = await site.Send("/systems.csv?sort=number");
        var text = await csv.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("\"'=HYPERLINK(\"\"x\"\")\"", text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await site.Post("/systems/views", new() { ["name"] = "복지", ["query"] = "?q=복지" }, from: "/systems")).StatusCode);
        Assert.Contains((await site.Get("/systems")).QuerySelectorAll(".tabs a"), a => a.TextContent == "복지");
        Assert.NotNull(officer);
    }

    [Fact]
    public async Task A_reader_sees_no_forms_that_would_be_refused()
    {
        await using var site = await TestSite.Open();
        var id = await Make(site, "복지 상담", "in_use");
        await site.Enter(Roles.Reader);
        var page = await site.Get($"/systems/{id}");
        Assert.Empty(page.QuerySelectorAll("main form"));
        Assert.Empty((await site.Get("/systems")).QuerySelectorAll("input[name=system]"));
        await site.Get("/systems/new", HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("/systems")]
    [InlineData("/systems/new")]
    [InlineData("/products")]
    [InlineData("/departments")]
    [InlineData("/duplicates")]
    public async Task Every_page_speaks_both_languages_and_labels_its_controls(string path)
    {
        await using var site = await TestSite.Open();
        await Make(site, "복지 상담", "in_use");
        await Make(site, "복지상담", "in_use");
        await site.Enter(Roles.Officer | Roles.Reader);
        var korean = await site.Get(path);
        await site.Send("/language/en?to=/");
        var english = await site.Get(path);
        Assert.NotEqual(korean.QuerySelector("h1")!.TextContent, english.QuerySelector("h1")!.TextContent);
        Assert.Empty(english.QuerySelectorAll("input:not([type=hidden]), select, textarea").Where(c => c.GetAttribute("aria-label") is null && english.QuerySelector($"label[for='{c.Id}']") is null).Select(c => c.OuterHtml));
        Assert.Empty(english.QuerySelectorAll("[id]").GroupBy(e => e.Id).Where(g => g.Count() > 1).Select(g => g.Key));
    }

    [Fact]
    public async Task Departments_products_and_duplicates_are_worked_on_through_forms()
    {
        await using var site = await TestSite.Open();
        await site.Enter(Roles.Officer | Roles.Reader);
        await site.Post("/departments", new() { ["name"] = "복지국", ["parent"] = "" });
        Assert.Contains("복지국", (await site.Get("/departments")).QuerySelector("tbody")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await site.Post("/departments", new() { ["name"] = "복지국", ["parent"] = "" })).StatusCode);
        var (one, two) = (await Make(site, "복지 상담", "in_use"), await Make(site, "복지상담", "in_use"));
        var made = await site.Post("/products", new() { ["name"] = "상담 도우미", ["supplier"] = "가나다", ["system"] = one });
        var product = await site.Get(made.Headers.Location!.ToString());
        Assert.Equal(["복지 상담"], Names(product));
        Assert.Equal("상담 도우미", (await site.Get($"/systems/{one}")).QuerySelector("a[href^='/products/']:not(nav a)")!.TextContent);
        Assert.Single((await site.Get("/duplicates")).QuerySelectorAll("form.panel"));
        await site.Do<KeepApart, int>(TestTower.Officer, new KeepApart([one, two]));
        Assert.Empty((await site.Get("/duplicates")).QuerySelectorAll("form.panel"));
    }

    private static List<string> Names(IParentNode page) => [.. page.QuerySelectorAll("tbody th a").Select(a => a.TextContent)];

    private static async Task<string> Make(TestSite site, string name, string state) => (await site.Do<RegisterSystem, SystemRef>(TestTower.Officer,
        new RegisterSystem(new Dictionary<string, FactValue> { ["name"] = new TextFact(name), [Lifecycle.Question] = new TextFact(state) }, null))).Value!.System;

    [Fact]
    public async Task Facts_of_law_books_are_called_by_their_questions()
    {
        await using var site = await TestSite.Open();
        var officer = await site.Enter(Roles.Officer | Roles.Reader);
        Assert.True((await site.Do<InstallBooks, LoadedBooks>(officer, new InstallBooks(["kr/public-ai-act"]))).Done);
        var facts = new Dictionary<string, FactValue> { ["name"] = new TextFact("챗봇"), ["data_request"] = new TextFact("open"), ["declared.high-impact"] = new TextFact("NOT") };
        var system = (await site.Do<RegisterSystem, SystemRef>(officer, new RegisterSystem(facts, null))).Value!.System;
        Assert.True((await site.Do<ChangeFacts, SystemRef>(officer, new ChangeFacts(system, new Dictionary<string, FactValue?> { ["data_request"] = new TextFact("none") }))).Done);
        var set = Haechi.Rules.BookSet.Load(Path.Combine(Repository.Root, "rulebooks/kr/public-ai-act"));
        var question = set.Questions[set.IndexOfQuestion("data_request")];
        foreach (var (path, part) in new[] { ($"/systems/{system}/facts", "#others"), ($"/systems/{system}/history", "main"), ($"/systems/{system}/diff?from=1&to=2", "main") })
        {
            using var page = await site.Get(path);
            var text = page.QuerySelector(part)!.TextContent;
            Assert.Contains(question.Ask.In("ko"), text, StringComparison.Ordinal);
            Assert.DoesNotContain("data_request", text, StringComparison.Ordinal);
        }
        using var seen = await site.Get($"/systems/{system}/facts");
        Assert.Contains("신고한 분류", seen.QuerySelector("#others")!.TextContent, StringComparison.Ordinal);
    }
}

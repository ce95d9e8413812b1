using Haechi.Tower.Access;
using Haechi.Tower.Rulebooks;
using Haechi.Web.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Haechi.Outside.Tests.Browser;

/// <summary>From the address on the console to a city that is ready for its first list, by somebody who takes what is offered.</summary>
[Collection(BrowserTests.Name)]
public sealed class JourneyTests(Chromium chromium)
{
    // What an empty city may cost overall is 12 decisions; its import takes the rest.
    private const int MostDecisions = 6;

    [Fact]
    public async Task An_empty_city_is_ready_for_its_first_list_after_a_handful_of_decisions()
    {
        Chromium.Need();
        await using var site = await Site.Open(demo: false);
        await using var profile = await chromium.Profile(site, "ko");
        var page = await profile.NewPageAsync();
        var decisions = 0;
        async Task Decide(string button)
        {
            await Screens.Once(page, "journey", $"{++decisions:00}-{button}");
            await page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
        }

        await page.GotoAsync(site.App.Services.GetRequiredService<FirstStart>().Open());
        await page.GetByLabel("이름", new() { Exact = true }).FillAsync("김하늘");
        await page.GetByLabel("아이디").FillAsync("kim.haneul");
        await page.GetByLabel("새 비밀번호", new() { Exact = true }).FillAsync("푸른 해치 일곱 마리가 산다");
        await page.GetByLabel("새 비밀번호 다시").FillAsync("푸른 해치 일곱 마리가 산다");
        await Decide("만들고 시작");
        await page.GetByLabel("기관 이름").FillAsync("하늘시");
        await Decide("저장하고 다음");
        await page.GetByLabel("부서 목록").FillAsync("기획조정실\n  인공지능정책과\n복지국\n  노인돌봄과");
        await Decide("이 부서로 하고 다음");
        await Decide("설치하고 다음");
        await page.GetByRole(AriaRole.Button, new() { Name = "목록 가져오기", Exact = true }).WaitForAsync();
        await Screens.Once(page, "journey", "05-첫 목록");

        Assert.InRange(decisions, 1, MostDecisions);
        await using var context = site.Store.Open();
        Assert.Equal(4, await context.Set<Department>().CountAsync(TestContext.Current.CancellationToken));
        Assert.Equal(["kr/ai-basic-act", "kr/public-ai-act"], (await BookRegistry.Chosen(context)).Order());
        Assert.Equal("하늘시", (await BodyName.Of(context)).In("ko"));
    }

    [Fact]
    public async Task A_mistake_keeps_what_was_typed_and_names_the_field()
    {
        Chromium.Need();
        await using var profile = await chromium.Profile(chromium.Empty, "ko");
        var page = await profile.NewPageAsync();
        await page.GotoAsync(chromium.Empty.App.Services.GetRequiredService<FirstStart>().Open());
        await page.GetByLabel("이름", new() { Exact = true }).FillAsync("이한빛");
        await page.GetByLabel("아이디").FillAsync("lee");
        await page.GetByLabel("새 비밀번호", new() { Exact = true }).FillAsync("짧음");
        await page.GetByLabel("새 비밀번호 다시").FillAsync("짧음");
        await page.GetByRole(AriaRole.Button, new() { Name = "만들고 시작" }).ClickAsync();
        await page.Locator(".refusals").WaitForAsync();
        await Screens.Once(page, "journey", "mistake");
        Assert.Equal("이한빛", await page.GetByLabel("이름", new() { Exact = true }).InputValueAsync());
        Assert.Equal("true", await page.Locator("[name=password]").GetAttributeAsync("aria-invalid"));
        Assert.Equal("", await page.Locator("[name=password]").InputValueAsync());
    }
}

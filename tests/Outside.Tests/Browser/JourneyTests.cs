using Haechi.Web.Access;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Haechi.Outside.Tests.Browser;

/// <summary>What happens to somebody who makes a mistake on the way.</summary>
[Collection(BrowserTests.Name)]
public sealed class JourneyTests(Chromium chromium)
{
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

using Microsoft.Playwright;

namespace Haechi.Outside.Tests.Browser;

/// <summary>Whoever has no mouse gets everywhere.</summary>
[Collection(BrowserTests.Name)]
public sealed class KeyboardTests(Chromium chromium)
{
    private const int LongestWalk = 50;

    // What a visitor could want to reach; of a group of radio buttons the Tab key reaches one.
    private const string Wanted = """
        () => { let radios = new Map(), n = 0;
          for (const e of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')) {
            if (e.disabled || !e.checkVisibility()) continue;
            if (e.type === 'radio') { if (radios.has(e.name)) { e.dataset.wanted = radios.get(e.name); continue; } radios.set(e.name, n); }
            e.dataset.wanted = n++;
          } return n; }
        """;

    private const string Here = """
        () => { const e = document.activeElement; const s = getComputedStyle(e);
          return [e.dataset.wanted ?? '', e.name && e.type === 'radio' ? 'radio:' + e.name : '', s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 ? 'seen' : e.outerHTML.slice(0, 100)]; }
        """;

    [Fact]
    public async Task The_tab_key_reaches_everything_and_shows_where_it_is()
    {
        Chromium.Need();
        var (crawl, state) = await PageTests.Crawled(chromium);
        await using var profile = await chromium.Profile(chromium.City, "ko", state);
        var page = await profile.NewPageAsync();
        var wrong = new List<string>();
        foreach (var stop in crawl.Stops)
        {
            await page.GotoAsync(stop.Address);
            var wanted = await page.EvaluateAsync<int>(Wanted);
            if (await page.Locator("[tabindex]:not([tabindex='0']):not([tabindex='-1'])").CountAsync() > 0)
            {
                wrong.Add($"{stop.Address}: an order of its own (tabindex above 0)");
            }
            if (wanted <= LongestWalk)
            {
                wrong.AddRange((await Tab(page, wanted)).Select(w => $"{stop.Address}: {w}"));
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task An_account_is_made_with_the_keyboard_alone()
    {
        Chromium.Need();
        var (_, state) = await PageTests.Crawled(chromium);
        await using var profile = await chromium.Profile(chromium.City, "ko", state);
        var page = await profile.NewPageAsync();
        await page.GotoAsync("/accounts");
        await Reach(page, "a[href='/accounts/new']");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("[name=login]").WaitForAsync();
        await Reach(page, "[name=login]");
        await page.Keyboard.TypeAsync("keyboard.only");
        await Reach(page, "[name=name]");
        await page.Keyboard.TypeAsync("손자판");
        await Reach(page, "main button");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("code").WaitForAsync();
        Assert.Contains("/password/", await page.Locator("code").InnerTextAsync(), StringComparison.Ordinal);
    }

    /// <summary>Presses Tab until the element has the focus.</summary>
    internal static async Task Reach(IPage page, string selector)
    {
        for (var i = 0; i < 200; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<bool>("s => document.activeElement.matches(s)", selector))
            {
                return;
            }
        }
        Assert.Fail($"The Tab key does not reach {selector} on {page.Url}.");
    }

    private static async Task<IReadOnlyList<string>> Tab(IPage page, int wanted)
    {
        var (reached, wrong) = (new HashSet<string>(StringComparer.Ordinal), new List<string>());
        // Boxes that scroll take the focus too, and a date field three times.
        for (var i = 0; i < (wanted * 4) + 20 && reached.Count < wanted; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            var here = await page.EvaluateAsync<string[]>(Here);
            if (here[0].Length > 0 && reached.Add(here[0]) && here[2] != "seen")
            {
                wrong.Add($"no ring around {here[2]}");
            }
        }
        if (reached.Count < wanted)
        {
            wrong.Add($"reached {reached.Count} of {wanted}; missing {await page.EvaluateAsync<string>("r => [...document.querySelectorAll('[data-wanted]')].filter(e => !r.includes(e.dataset.wanted)).slice(0, 3).map(e => e.outerHTML.slice(0, 100)).join(' | ')", reached.ToArray())}");
        }
        return wrong;
    }
}

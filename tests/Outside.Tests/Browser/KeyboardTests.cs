using System.Text;
using Haechi.Tower.Common;
using Haechi.Tower.Duties;
using Haechi.Tower.Register;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace Haechi.Outside.Tests.Browser;

/// <summary>Whoever has no mouse gets everywhere and can do everything.</summary>
[Collection(BrowserTests.Name)]
public sealed class KeyboardTests(Chromium chromium)
{
    // On long pages this many are tried; what comes after them is more of the same.
    private const int LongestWalk = 25;

    // What a visitor could want to reach; of a group of radio buttons the Tab key reaches one. The top of the pages is the same everywhere and is left out after the first page.
    private const string Wanted = """
        whole => { const radios = new Map(); let n = 0;
          for (const e of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')) {
            if (e.disabled || e.tabIndex < 0 || !e.checkVisibility() || !(whole || e.closest('main, footer'))) continue;
            if (e.type === 'radio') { if (radios.has(e.name)) { e.dataset.wanted = radios.get(e.name); continue; } radios.set(e.name, n); }
            e.dataset.wanted = n++;
          }
          window.reached = [];
          document.addEventListener('focusin', f => { const s = getComputedStyle(f.target);
            reached.push([f.target.dataset.wanted ?? '', s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 ? 'seen' : f.target.outerHTML.slice(0, 100)]); });
          return n; }
        """;

    private const string Missing = "r => [...document.querySelectorAll('[data-wanted]')].filter(e => !r.includes(e.dataset.wanted)).slice(0, 3).map(e => e.outerHTML.slice(0, 100)).join(' | ')";

    [Fact]
    public async Task The_tab_key_reaches_everything_and_shows_where_it_is()
    {
        Chromium.Need();
        var (crawl, state) = await PageTests.Crawled(chromium);
        await using var profile = await chromium.Profile(chromium.City, "ko", state);
        var page = await profile.NewPageAsync();
        var wrong = new List<string>();
        foreach (var stop in crawl.Stops.Where(s => s.Shape == 1))
        {
            await page.GotoAsync(stop.Address);
            // A page to be published stands alone: it has no top to skip.
            var whole = stop == crawl.Stops[0] || await page.Locator(".skip").CountAsync() == 0;
            var wanted = await page.EvaluateAsync<int>(Wanted, whole);
            if (await page.Locator("[tabindex]:not([tabindex='0']):not([tabindex='-1'])").CountAsync() > 0)
            {
                wrong.Add($"{stop.Address}: an order of its own (tabindex above 0)");
            }
            if (!whole)
            {
                await new Keys(page).Skip();
            }
            wrong.AddRange((await Tab(page, Math.Min(wanted, LongestWalk))).Select(w => $"{stop.Address}: {w}"));
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task A_list_is_imported_a_question_answered_evidence_given_and_verified_with_the_keyboard_alone()
    {
        Chromium.Need();
        Assert.SkipUnless(chromium.City.HasCity, "the fictional city is no part of the program");
        await using var site = await chromium.City.Copy();
        await using var profile = await chromium.Profile(site, "ko");
        var page = await profile.NewPageAsync();
        var keys = new Keys(page);
        await Enter(page, keys, site, Roles.Officer | Roles.Owner, Roles.None);
        await Import(page, keys, site);
        await Answer(page, keys, site);
        var duty = await Give(page, keys, site);
        await keys.Go("header form[action='/sign-out'] button");
        await Enter(page, keys, site, Roles.Verifier, Roles.Officer);
        await Verify(page, keys, site, duty);
    }

    [Fact]
    public async Task An_account_is_made_with_the_keyboard_alone()
    {
        Chromium.Need();
        await using var site = await chromium.City.Copy();
        // Signed in at the copy itself: a session is a row of one tower.
        await using var profile = await chromium.Profile(site, "ko", await site.StateOf(chromium, Roles.Administrator));
        var page = await profile.NewPageAsync();
        var keys = new Keys(page);
        await page.GotoAsync("/accounts");
        await keys.Go("a[href='/accounts/new']");
        await keys.Write("[name=login]", "keyboard.only");
        await keys.Write("[name=name]", "손자판");
        // The space bar ticks a box, the arrow keys choose from a list.
        await keys.To("[name=roles][value=Verifier]");
        await page.Keyboard.PressAsync("Space");
        await keys.To("[name=department]");
        await page.Keyboard.PressAsync("ArrowDown");
        await keys.To("[name=email]", back: true);
        await keys.Go("main button");
        Assert.Contains("/password/", await page.Locator("code").InnerTextAsync(), StringComparison.Ordinal);
        var made = await site.Store.Read(c => c.Set<Haechi.Tower.Access.Account>().FirstAsync(a => a.Login == "keyboard.only"));
        Assert.True(made.Roles.HasFlag(Roles.Verifier) && made.Department is not null);
    }

    private static async Task Enter(IPage page, Keys keys, Site site, Roles roles, Roles without)
    {
        var account = await site.Persona(roles, without);
        await page.GotoAsync("/demo");
        await keys.Skip();
        await keys.Go($"form:has(input[value='{account.Id}']) button");
        Assert.Contains(account.Name, await page.Locator(".session").InnerTextAsync(), StringComparison.Ordinal);
    }

    private static async Task Import(IPage page, Keys keys, Site site)
    {
        var file = Path.Combine(site.Folder, "자판.csv");
        await File.WriteAllTextAsync(file, "관리번호,시스템명,부서,설명\nK-1,자판으로 들인 안내봇,교통정책과,길을 안내한다\n", Encoding.UTF8);
        await keys.Go("nav.main a[href='/import']");
        // Without a file the browser itself keeps the form back.
        await keys.To("main form[enctype] button");
        await page.Keyboard.PressAsync("Enter");
        Assert.EndsWith("/import", page.Url, StringComparison.Ordinal);
        await page.GotoAsync("/import");
        await keys.Skip();
        await keys.File("[name=file]", file);
        await keys.Go("main form[enctype] button");
        await keys.Skip();
        await keys.Go("button[value=import]");
        Assert.Contains("/imports/", page.Url, StringComparison.Ordinal);
        Assert.Equal(1, await site.Store.Read(c => c.Set<SystemNow>().CountAsync(s => s.Name == "자판으로 들인 안내봇")));
        await keys.Skip();
        await keys.Go("main a[href^='/systems/']");
        Assert.Contains("자판으로 들인 안내봇", await page.Locator("h1").InnerTextAsync(), StringComparison.Ordinal);
    }

    private static async Task Answer(IPage page, Keys keys, Site site)
    {
        var system = new Uri(page.Url).Segments[2].Trim('/');
        async Task<int> Version() => await site.Store.Read(c => c.Set<SystemNow>().Where(s => s.System == system).Select(s => s.VersionNumber).FirstAsync());
        var before = await Version();
        const string Form = "form[action$='/answer']";
        await keys.Skip();
        await keys.To($"{Form} [name=answer]");
        switch (await page.EvaluateAsync<string>("document.activeElement.type"))
        {
            case "radio":
                // The arrow keys move the choice within a group.
                await page.Keyboard.PressAsync("ArrowDown");
                break;
            case "checkbox":
                await page.Keyboard.PressAsync("Space");
                break;
            case "date":
                await page.Keyboard.TypeAsync("01052026");
                break;
            default:
                await page.Keyboard.TypeAsync("3");
                break;
        }
        await keys.Go($"{Form} button");
        Assert.Contains($"/systems/{system}", page.Url, StringComparison.Ordinal);
        Assert.Equal(before + 1, await Version());
    }

    /// <summary>Evidence for the first of one's own duties; what is missing is asked for first.</summary>
    private static async Task<string> Give(IPage page, Keys keys, Site site)
    {
        await keys.Go("nav.main a[href='/my-duties']");
        await keys.Skip();
        await keys.Go("main a[href^='/duties/']");
        var duty = new Uri(page.Url).Segments[2].Trim('/');
        await keys.Skip();
        await keys.Write("[name=title]", "자판으로 낸 확인서");
        var refused = await keys.Go("form[enctype] button");
        Assert.Equal(422, refused.Status);
        Assert.True(await page.EvaluateAsync<bool>("document.activeElement.matches('.refusals')"), "the focus is not on what was refused");
        await keys.Write("[name=title]", "자판으로 낸 확인서");
        await keys.Write("[name=attested]", "담당자가 점검표대로 살펴보았음을 확인합니다.");
        await keys.Go("form[enctype] button");
        Assert.Equal("given", await StateOf(site, duty));
        return duty;
    }

    private static async Task Verify(IPage page, Keys keys, Site site, string duty)
    {
        await keys.Go("nav.main a[href='/my-duties']");
        await keys.Skip();
        await keys.Go($"main a[href='/duties/{duty}']");
        await keys.Skip();
        await keys.To("button[value=refuse]");
        await keys.To("button[value=verify]", back: true);
        await page.After(() => page.Keyboard.PressAsync("Space"));
        Assert.Equal("verified", await StateOf(site, duty));
    }

    private static Task<string> StateOf(Site site, string duty) => site.Store.Read(c => c.Set<EvidenceRow>().Where(e => e.Duty == duty).OrderByDescending(e => e.GivenAt).Select(e => e.State).FirstAsync());

    private static async Task<IReadOnlyList<string>> Tab(IPage page, int wanted)
    {
        var reached = new Dictionary<string, string>(StringComparer.Ordinal);
        // Boxes that scroll take the focus too, and a date field three times.
        for (var i = 0; i < (wanted * 4) + 20 && reached.Count < wanted; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (i % 10 == 9 || i >= wanted)
            {
                reached = (await page.EvaluateAsync<string[][]>("reached")).Where(r => r[0].Length > 0).DistinctBy(r => r[0]).ToDictionary(r => r[0], r => r[1]);
            }
        }
        List<string> wrong = [.. reached.Values.Where(v => v != "seen").Select(v => "no ring around " + v)];
        if (reached.Count < wanted)
        {
            wrong.Add($"reached {reached.Count} of {wanted}; missing {await page.EvaluateAsync<string>(Missing, reached.Keys.ToArray())}");
        }
        return wrong;
    }
}

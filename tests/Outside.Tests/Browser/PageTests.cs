using Haechi.Tower.Common;
using Microsoft.Playwright;

namespace Haechi.Outside.Tests.Browser;

[Collection(BrowserTests.Name)]
public sealed class PageTests(Chromium chromium)
{
    /// <summary>Routes that no page may link to, each with the reason.</summary>
    private static readonly Dictionary<string, string> NotLinked = new(StringComparer.Ordinal)
    {
        ["/feed/{secret}.ics"] = "a calendar program asks for it with a secret that is shown once",
        ["/open/assessments/{id}"] = "linked from a published assessment; the walk opens one assessment, whichever comes first",
        ["/evidence/{id}/file"] = "linked from a duty with a file as evidence; the walk opens one duty, and a download is no page",
        ["/import/{hash}"] = "the answer to an upload; the tests of the import pages open it",
        ["/imports/{id}"] = "the city's list was entered by hand, so it has no import; the tests of the import pages open it",
        ["/imports/{id}/rows/{row:long}"] = "only for a row that was set aside; the tests of the import pages open it",
    };

    /// <summary>What forms that only read would ask for.</summary>
    private static readonly string[] Asked = ["/rulebooks-preview?on=2027-03-02"];

    [Theory]
    [InlineData("ko")]
    [InlineData("en")]
    public async Task Every_page_can_be_read_by_everybody(string language)
    {
        Chromium.Need();
        var (crawl, state) = await Crawled(chromium);
        Assert.True(crawl.Failures.Count == 0, string.Join('\n', crawl.Failures.Concat(Faults.All)));
        // A handful of systems does not lead everywhere; the city does.
        var unreached = chromium.City.HasCity ? crawl.Unreached.Except(NotLinked.Keys).Select(r => r + ": no page leads here") : [];
        Assert.True(crawl.Stops.Count > 10, "hardly any page was found");
        List<string> wrong = [.. unreached, .. await Walk(chromium.City, language, state, crawl.Stops)];
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory]
    [InlineData("ko")]
    [InlineData("en")]
    public async Task The_door_can_be_read_by_everybody(string language)
    {
        Chromium.Need();
        List<Stop> stops = [new("/sign-in", "/sign-in"), .. (await chromium.Empty.Secret()).Select(a => new Stop(a[..a.LastIndexOf('/')] + "/secret", a))];
        Assert.Empty(await Walk(chromium.Empty, language, null, stops));
        Assert.Empty(await Walk(chromium.City, language, null, [new("/demo", "/demo")]));
    }

    [Fact]
    public async Task On_paper_there_is_no_navigation()
    {
        Chromium.Need();
        var state = await chromium.City.StateOf(chromium, Roles.Officer);
        await using var profile = await chromium.Profile(chromium.City, "ko", state);
        var page = await profile.NewPageAsync();
        await page.GotoAsync("/accounts");
        Assert.True(await page.Locator("nav.main").IsVisibleAsync());
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        Assert.False(await page.Locator("nav.main").IsVisibleAsync());
        Assert.False(await page.Locator(".skip").IsVisibleAsync());
        Assert.Equal("rgb(0, 0, 0)", await page.Locator("h1").EvaluateAsync<string>("e => getComputedStyle(e).color"));
    }

    /// <summary>Every page of the city as an officer sees it, found once for all tests.</summary>
    internal static async Task<(Crawl Crawl, string State)> Crawled(Chromium chromium)
    {
        if (_crawled is { } known)
        {
            return known;
        }
        var state = await chromium.City.StateOf(chromium, Roles.Officer);
        await using var profile = await chromium.Profile(chromium.City, "ko", state);
        var crawl = await Crawl.Run(chromium.City, await profile.CookiesAsync(), [.. Asked, .. await chromium.City.Secret()]);
        return (_crawled = (crawl, state)).Value;
    }

    private static (Crawl Crawl, string State)? _crawled;

    private async Task<IReadOnlyList<string>> Walk(Site site, string language, string? state, List<Stop> stops)
    {
        await using var profile = await chromium.Profile(site, language, state);
        // The language is chosen as a visitor chooses it: the cookie wins over what the browser prefers.
        await profile.AddCookiesAsync([new Cookie { Name = "haechi-language", Value = language, Url = site.Root }]);
        var next = -1;
        var wrong = await Task.WhenAll(Enumerable.Range(0, 2).Select(async _ =>
        {
            var page = await profile.NewPageAsync();
            var found = new List<string>();
            for (var i = Interlocked.Increment(ref next); i < stops.Count; i = Interlocked.Increment(ref next))
            {
                found.AddRange(await PageCheck.Run(page, language, stops[i]));
            }
            return found;
        }));
        return [.. wrong.SelectMany(w => w)];
    }
}

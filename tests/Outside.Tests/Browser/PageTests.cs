using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Web.Home;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Haechi.Outside.Tests.Browser;

/// <summary>Every page in both languages: filled, empty, and when it is no page at all.</summary>
[Collection(BrowserTests.Name)]
public sealed class PageTests(Chromium chromium)
{
    /// <summary>Routes that no page may link to, each with the reason.</summary>
    private static readonly Dictionary<string, string> NotLinked = new(StringComparer.Ordinal)
    {
        ["/feed/{secret}.ics"] = "a calendar program asks for it with a secret that is shown once",
        ["/systems/{system}/exemptions/{id}/file"] = "linked from an exemption with a letter; a download is no page",
        ["/evidence/{id}/file"] = "linked from a duty with a file as evidence; a download is no page",
    };

    /// <summary>What forms that only read would ask for.</summary>
    private static readonly string[] Asked =
        ["/rulebooks-preview?on=2027-03-02", "/export?profile=kr-service-list", "/systems?q=%EB%B3%B5%EC%A7%80", "/systems?q=%EC%97%86%EB%8A%94%EB%A7%90", "/gaps?overdue=1", "/?as-of=2020-01-01"];

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
        Assert.True(crawl.Stops.Count > 30, "hardly any page was found");
        List<Stop> more = [new("/systems", "/systems?q=%EC%97%86%EB%8A%94%EB%A7%90", 2), new("/gaps", "/gaps?overdue=1", 2), new("/gaps", "/gaps?view=list", 3), new("/", "/?as-of=2020-01-01", 2), new("/export", "/export?profile=kr-service-list", 2), new("/demo", "/demo")];
        // The states of one page differ in their forms, not in their words: one language sees them all, the other each page once.
        var stops = crawl.Stops.Where(s => language == "ko" || s.Shape == 1).Concat(more).DistinctBy(s => s.Address);
        List<string> wrong = [.. unreached, .. await Walk(chromium.City, language, state, [.. stops])];
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory]
    [InlineData("ko")]
    [InlineData("en")]
    public async Task Before_anything_is_there_every_page_says_so(string language)
    {
        Chromium.Need();
        await using var site = await Site.OpenBare();
        var state = await site.StateOfFirst(chromium);
        await using var profile = await chromium.Profile(site, language, state);
        var crawl = await Crawl.Run(site, await profile.CookiesAsync(), []);
        Assert.Empty(crawl.Failures.Where(f => f != "/demo: 404"));
        Assert.Contains(crawl.Stops, s => s.Route == "/set-up/books");
        List<string> wrong = [.. await Walk(site, language, state, [.. crawl.Stops.Select(s => s with { Shape = 9 })]), .. await Walk(chromium.Empty, language, null, await Door())];
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory]
    [InlineData("ko")]
    [InlineData("en")]
    public async Task What_is_no_page_says_so_and_leads_back(string language)
    {
        Chromium.Need();
        await using var failing = await Site.OpenBare(b => b.Services.AddScoped<IHome, FailingHome>());
        var first = await failing.StateOfFirst(chromium);
        await failing.Do<MarkSetUp, Done>(await FirstOf(failing), new MarkSetUp(Finished: true));
        List<string> wrong =
        [
            .. await Walk(chromium.City, language, await chromium.City.StateOf(chromium, Roles.Officer), [new("404", "/nowhere"), new("404", "/systems/nowhere", 2)], 404),
            .. await Walk(chromium.City, language, await chromium.City.StateOf(chromium, Roles.Reader, Roles.Officer), [new("403", "/accounts")], 403),
            .. await Walk(chromium.Empty, language, null, [new("404", "/first/guessed", 3), new("404", "/password/guessed", 4)], 404),
            .. await Walk(failing, language, first, [new("500", "/")], 500),
        ];
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task A_wrong_id_is_told_apart_from_a_fault_on_every_route()
    {
        Chromium.Need();
        await using var profile = await chromium.Profile(chromium.City, "ko", await chromium.City.StateOf(chromium, Roles.Officer));
        var wrong = new List<string>();
        foreach (var route in Crawl.Gets(chromium.City).Select(r => r.RoutePattern.RawText!).Where(r => r.Contains('{', StringComparison.Ordinal) && !r.StartsWith("/language", StringComparison.Ordinal)))
        {
            var address = System.Text.RegularExpressions.Regex.Replace(route, @"\{[^}]*\}", m => m.Value.Contains("long", StringComparison.Ordinal) ? "999999" : "nowhere");
            var answer = await profile.APIRequest.GetAsync(address, new() { MaxRedirects = 0 });
            if (answer.Status is not (404 or 302) || (answer.Status == 404 && !(await answer.TextAsync()).Contains("<h1>", StringComparison.Ordinal)))
            {
                wrong.Add($"{address}: {answer.Status}");
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
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
        var crawl = await Crawl.Run(chromium.City, await profile.CookiesAsync(), [.. Asked, .. await chromium.City.Telling(), .. chromium.Imported, .. await chromium.City.Secret()]);
        return (_crawled = (crawl, state)).Value;
    }

    private static (Crawl Crawl, string State)? _crawled;

    private async Task<List<Stop>> Door() => [new("/sign-in", "/sign-in"), .. (await chromium.Empty.Secret()).Select(a => new Stop(a[..a.LastIndexOf('/')] + "/secret", a))];

    private static async Task<Actor> FirstOf(Site site) => (await site.Store.Read(c => Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.FirstAsync(c.Set<Account>()))).ToActor();

    private async Task<IReadOnlyList<string>> Walk(Site site, string language, string? state, List<Stop> stops, int expected = 200)
    {
        await using var profile = await chromium.Profile(site, language, state);
        // The language is chosen as a visitor chooses it: the cookie wins over what the browser prefers.
        await profile.AddCookiesAsync([new Cookie { Name = "haechi-language", Value = language, Url = site.Root }]);
        var next = -1;
        var wrong = await Task.WhenAll(Enumerable.Range(0, Math.Min(2, stops.Count)).Select(async _ =>
        {
            var page = await profile.NewPageAsync();
            var found = new List<string>();
            for (var i = Interlocked.Increment(ref next); i < stops.Count; i = Interlocked.Increment(ref next))
            {
                found.AddRange(await PageCheck.Run(page, language, stops[i], expected));
            }
            return found;
        }));
        return [.. wrong.SelectMany(w => w)];
    }

    /// <summary>A first page that fails.</summary>
    private sealed class FailingHome : IHome
    {
        public Task<IResult> Show(HttpContext http) => throw new InvalidOperationException("This page fails on purpose.");
    }
}

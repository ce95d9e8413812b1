using System.Net;
using System.Text.RegularExpressions;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Outside.Tests.Browser;

/// <summary>A page to walk: the route in the table and an address that fits it.</summary>
/// <param name="Route">The route.</param>
/// <param name="Address">The address.</param>
/// <param name="Shape">Which of the page's states this is, from 1.</param>
internal sealed record Stop(string Route, string Address, int Shape = 1)
{
    /// <summary>A name for files.</summary>
    public string Name => (Route == "/" ? "home" : Regex.Replace(Route.Trim('/'), "[^a-z0-9]+", "-").Trim('-')) + (Shape > 1 ? $"-{Shape}" : "");
}

/// <summary>
/// Finds an address for every page in the table of routes by following the links of the pages themselves, and of a page with an id one address for each of its states: what can be sent from it
/// tells them apart (a duty that waits for evidence, one to be verified, one that is closed).
/// </summary>
internal sealed partial class Crawl
{
    private const int MostPerRoute = 5;
    private const int MostShapes = 4;
    private readonly HashSet<(string, string)> _shapes = [];
    private readonly HashSet<string> _always = new(StringComparer.Ordinal);
    private readonly HttpClient _visitor;
    private readonly List<(string Route, TemplateMatcher Matcher, decimal Precedence)> _routes;
    private readonly Dictionary<string, int> _fetched = new(StringComparer.Ordinal);
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly Queue<string> _open = new();

    private Crawl(Site site, HttpClient visitor) => (_visitor, _routes) = (visitor, [.. Gets(site)
        .Select(r => (r.RoutePattern.RawText!, new TemplateMatcher(TemplateParser.Parse(r.RoutePattern.RawText!.TrimStart('/')), []), r.RoutePattern.InboundPrecedence)).OrderBy(r => r.InboundPrecedence)]);

    /// <summary>Pages that were reached.</summary>
    public List<Stop> Stops { get; } = [];

    /// <summary>Addresses that failed, with their status.</summary>
    public List<string> Failures { get; } = [];

    /// <summary>Routes of pages that no page led to.</summary>
    public IReadOnlyList<string> Unreached => [.. _routes.Select(r => r.Route).Where(r => !_fetched.ContainsKey(r))];

    /// <summary>What is for programs: no link of a page leads there, and a refusal there is no page.</summary>
    private static readonly string[] Machines = ["/assets", "/api/v1", "/ledger/log", "/health", "/metrics", "/badge"];

    /// <summary>True for what is for programs.</summary>
    public static bool IsForPrograms(RouteEndpoint route) => Machines.Any(m => route.RoutePattern.RawText!.StartsWith(m, StringComparison.Ordinal));

    /// <summary>The routes that answer to GET and are pages.</summary>
    public static IEnumerable<RouteEndpoint> Gets(Site site) => site.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(r => r.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") == true && r.Metadata.GetMetadata<RouteAccess>() is not null && !IsForPrograms(r));

    /// <summary>Follows links from every page without parameters and from <paramref name="more"/>.</summary>
    public static async Task<Crawl> Run(Site site, IEnumerable<Microsoft.Playwright.BrowserContextCookiesResult> cookies, IReadOnlyList<string> more)
    {
        var jar = new CookieContainer();
        foreach (var cookie in cookies)
        {
            jar.Add(new Uri(site.Root), new Cookie(cookie.Name, cookie.Value));
        }
        using var visitor = new HttpClient(new HttpClientHandler { CookieContainer = jar, AllowAutoRedirect = false }) { BaseAddress = new Uri(site.Root) };
        visitor.DefaultRequestHeaders.Add("Accept-Language", "ko");
        var crawl = new Crawl(site, visitor);
        crawl._always.UnionWith(more);
        foreach (var address in crawl._routes.Select(r => r.Route).Where(r => !r.Contains('{', StringComparison.Ordinal)).Concat(more))
        {
            crawl.Offer(address);
        }
        while (crawl._open.TryDequeue(out var next))
        {
            await crawl.Fetch(next);
        }
        return crawl;
    }

    private void Offer(string address)
    {
        if (address.StartsWith('/') && _seen.Add(address) && RouteOf(address) is not null)
        {
            _open.Enqueue(address);
        }
    }

    /// <summary>The route of an address, or null.</summary>
    public string? RouteOf(string address) => _routes.FirstOrDefault(r => r.Matcher.TryMatch(address.Split('?', '#')[0], [])).Route;

    private async Task Fetch(string address)
    {
        var route = RouteOf(address)!;
        var count = _fetched.GetValueOrDefault(route);
        if (count >= MostPerRoute && !_always.Contains(address))
        {
            return;
        }
        _fetched[route] = count + 1;
        try
        {
            await Read(address, route);
        }
        catch (HttpRequestException broken)
        {
            Failures.Add($"{address}: {broken.GetBaseException().Message}");
        }
    }

    private async Task Read(string address, string route)
    {
        using var answer = await _visitor.GetAsync(new Uri(address, UriKind.Relative));
        if (answer.Headers.Location is { } location)
        {
            Offer(location.IsAbsoluteUri ? location.PathAndQuery : location.OriginalString);
            return;
        }
        if (answer.StatusCode == HttpStatusCode.UnprocessableEntity && address == route)
        {
            // The answer to a form, which is empty here; an address with answers must lead to it.
            _fetched.Remove(route);
            return;
        }
        if (!answer.IsSuccessStatusCode)
        {
            Failures.Add($"{address}: {(int)answer.StatusCode}");
            return;
        }
        if (answer.Content.Headers.ContentType?.MediaType != "text/html")
        {
            return;
        }
        var html = await answer.Content.ReadAsStringAsync();
        var shapes = Stops.Count(s => s.Route == route);
        if ((shapes == 0 || route.Contains('{', StringComparison.Ordinal)) && shapes < MostShapes && _shapes.Add((route, ShapeOf(html))))
        {
            Stops.Add(new Stop(route, address, shapes + 1));
        }
        foreach (Match link in Link().Matches(html))
        {
            Offer(WebUtility.HtmlDecode(link.Groups[1].Value).Split('#')[0]);
        }
    }

    /// <summary>Where its forms lead, ids left out, and by which buttons.</summary>
    private static string ShapeOf(string html) => string.Join(' ', Sent().Matches(html).Select(m => Id().Replace(m.Value, "*")).Distinct().Order(StringComparer.Ordinal));

    [GeneratedRegex("(?:action|name=\"act\" value)=\"[^\"]*\"")]
    private static partial Regex Sent();

    [GeneratedRegex("/[a-z0-9]{12}(?=[/\"])|[?].*")]
    private static partial Regex Id();

    [GeneratedRegex("href=\"([^\"]+)\"")]
    private static partial Regex Link();
}

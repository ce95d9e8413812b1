using System.Net;
using Haechi.House.Tests.Support;
using Haechi.Tower.Common;
using Haechi.Tower.Journal;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.House.Tests.Frame;

/// <summary>Walks the table of routes, so that a route added tomorrow is held to the same rules.</summary>
public sealed class RouteTests
{
    [Fact]
    public async Task Every_route_says_who_may_come_in()
    {
        await using var site = await TestSite.Open();
        Assert.Empty(Routes(site).Where(r => r.Metadata.GetMetadata<RouteAccess>() is null).Select(r => r.RoutePattern.RawText));
    }

    [Fact]
    public async Task Only_pages_are_read_and_only_forms_change_things()
    {
        await using var site = await TestSite.Open();
        Assert.Empty(Routes(site).SelectMany(r => r.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []).Except(["GET", "POST"]));
    }

    [Fact]
    public async Task No_form_is_taken_without_its_token()
    {
        await using var site = await TestSite.Open();
        using var visitor = site.NewVisitor();
        await site.Enter(RoleSets.Insiders & ~Roles.Auditor, visitor: visitor);
        var before = await Entries(site);
        var taken = new List<string>();
        foreach (var route in Posts(site))
        {
            using var fields = new FormUrlEncodedContent([new("name", "x"), new("account", "x"), new("days", "1")]);
            using var file = new MultipartFormDataContent { { new StringContent("x"), "name" }, { new StringContent("a,b"), "file", "a.csv" } };
            HttpContent body = route.Metadata.GetMetadata<ChecksTokenItself>() is null ? fields : file;
            using var answer = await visitor.PostAsync(Address(route), body, TestContext.Current.CancellationToken);
            var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            var stale = answer.StatusCode == HttpStatusCode.UnprocessableEntity && text.Contains("이 양식은 너무 오래되었거나", StringComparison.Ordinal);
            // What is streamed checks its token itself, and may say first that there is no such thing to send to.
            // The API takes no cookie for an act at all.
            if (!stale && !(body == file && answer.StatusCode == HttpStatusCode.NotFound) && !(IsApi(route) && answer.StatusCode == HttpStatusCode.Unauthorized))
            {
                taken.Add($"{route.RoutePattern.RawText}: {(int)answer.StatusCode}");
            }
        }
        Assert.Empty(taken);
        Assert.Equal(before, await Entries(site));
    }

    [Fact]
    public async Task Nobody_comes_in_unsigned_where_a_role_is_asked()
    {
        await using var site = await TestSite.Open();
        using var stranger = site.NewVisitor();
        var open = new List<string>();
        foreach (var route in Routes(site).Where(r => r.Metadata.GetMetadata<RouteAccess>() is { Roles: not null }))
        {
            var isForm = route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Contains("POST");
            using var nothing = new FormUrlEncodedContent([]);
            using var answer = isForm ? await stranger.PostAsync(Address(route), nothing, TestContext.Current.CancellationToken) : await stranger.GetAsync(Address(route), TestContext.Current.CancellationToken);
            if (!(isForm || IsApi(route) ? answer.StatusCode == HttpStatusCode.Unauthorized : answer.Headers.Location?.OriginalString.StartsWith("/sign-in", StringComparison.Ordinal) == true))
            {
                open.Add($"{route.RoutePattern.RawText}: {(int)answer.StatusCode}");
            }
        }
        Assert.Empty(open);
    }

    [Fact]
    public async Task Every_answer_carries_the_headers_that_keep_scripts_and_frames_out()
    {
        await using var site = await TestSite.Open();
        foreach (var path in (string[])["/sign-in", "/no-such-page", "/demo"])
        {
            using var answer = await site.Send(path);
            Assert.Contains("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        }
    }

    private static bool IsApi(RouteEndpoint route) => route.RoutePattern.RawText!.StartsWith("/api/v1/", StringComparison.Ordinal);

    private static IEnumerable<RouteEndpoint> Routes(TestSite site) => site.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    private static IEnumerable<RouteEndpoint> Posts(TestSite site) => Routes(site).Where(r => r.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("POST") == true);

    private static Uri Address(RouteEndpoint route) =>
        new(string.Concat("/", string.Join('/', route.RoutePattern.PathSegments.Select(s => string.Concat(s.Parts.Select(p => p is Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal ? literal.Content : p is Microsoft.AspNetCore.Routing.Patterns.RoutePatternSeparatorPart separator ? separator.Content : "1"))))), UriKind.Relative);

    private static Task<int> Entries(TestSite site) => site.Store.Read(c => c.Set<JournalEntry>().CountAsync(TestContext.Current.CancellationToken));
}

using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Haechi.House.Tests.Support;
using Haechi.Tower.Common;
using Microsoft.Extensions.Logging;

namespace Haechi.House.Tests.Frame;

public sealed class HeaderTests
{
    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/no-such-page")]
    [InlineData("/systems")]
    [InlineData("/assets/none.css")]
    public async Task Every_answer_forbids_what_the_pages_never_use(string path)
    {
        await using var site = await TestSite.Open(demo: false);
        using var answer = await site.Send(path);
        string Header(string name) => answer.Headers.GetValues(name).Single();
        Assert.Contains("camera=()", Header("Permissions-Policy"), StringComparison.Ordinal);
        Assert.Equal("same-origin", Header("Cross-Origin-Opener-Policy"));
        Assert.Equal("same-origin", Header("Cross-Origin-Resource-Policy"));
        Assert.Equal("same-origin", Header("Referrer-Policy"));
        Assert.Equal("nosniff", Header("X-Content-Type-Options"));
        Assert.False(answer.Headers.Contains("Server"));
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public async Task A_trusted_proxy_may_say_that_the_way_was_https_and_then_cookies_are_bound_to_it()
    {
        await using var site = await TestSite.Open(demo: false, proxies: [IPAddress.Loopback]);
        using var visitor = site.NewVisitor();
        visitor.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        visitor.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        using var page = await site.Send("/sign-in", visitor);
        Assert.Equal("max-age=31536000; includeSubDomains", page.Headers.GetValues("Strict-Transport-Security").Single());
        var form = page.Headers.GetValues("Set-Cookie").Single(c => c.Contains("haechi-form", StringComparison.Ordinal));
        Assert.StartsWith("__Host-", form, StringComparison.Ordinal);
        Assert.Contains("secure", form, StringComparison.OrdinalIgnoreCase);
        using var language = await site.Send("/language/en", visitor);
        Assert.Contains("secure", language.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("haechi-language", StringComparison.Ordinal)), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Nobody_else_is_believed_when_they_say_https()
    {
        foreach (var proxies in new IReadOnlyList<IPAddress>[] { [], [IPAddress.Parse("192.0.2.1")] })
        {
            await using var site = await TestSite.Open(demo: false, proxies: proxies);
            using var visitor = site.NewVisitor();
            visitor.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
            visitor.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
            using var page = await site.Send("/sign-in", visitor);
            Assert.False(page.Headers.Contains("Strict-Transport-Security"));
        }
    }

    [Fact]
    public async Task A_file_is_handed_on_to_be_saved_and_may_do_nothing_when_it_is_shown()
    {
        await using var site = await TestSite.Open();
        await site.Enter(Roles.Officer);
        using var file = await site.Send("/systems.csv");
        Assert.Equal("attachment", file.Content.Headers.ContentDisposition?.DispositionType);
        var policy = file.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("sandbox", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("style-src", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", file.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task Whoever_knocks_too_often_is_told_when_to_come_again_and_others_are_not_hindered()
    {
        await using var site = await TestSite.Open(demo: false, proxies: [IPAddress.Loopback], knocks: 5);
        using var hasty = From("203.0.113.7");
        using var calm = From("203.0.113.8");
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(HttpStatusCode.NotFound, (await site.Send("/password/guess", hasty)).StatusCode);
        }
        using var refused = await site.Send("/password/guess", hasty);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.True(refused.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        using var page = await TestSite.Read(refused);
        Assert.Contains("초 뒤에 다시", page.QuerySelector(".refusals")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", refused.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await site.Send("/password/guess", calm)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await site.Send("/sign-in", hasty)).StatusCode);

        HttpClient From(string address)
        {
            var visitor = site.NewVisitor();
            visitor.DefaultRequestHeaders.Add("X-Forwarded-For", address);
            return visitor;
        }
    }

    [Fact]
    public async Task A_form_that_is_too_long_or_has_too_many_fields_is_refused_in_words()
    {
        await using var site = await TestSite.Open();
        await site.Enter(Roles.Officer);
        using var large = await site.Post("/me", new() { ["email"] = new string('x', 5 * 1024 * 1024) });
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        using var many = await site.Post("/me", Enumerable.Range(0, 3000).ToDictionary(i => "f" + i, _ => "x"));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, many.StatusCode);
        using var page = await TestSite.Read(many);
        Assert.Contains("아무것도 저장하지 않았습니다", page.QuerySelector(".refusals")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doors_that_stayed_shut_are_in_the_log_without_what_was_typed()
    {
        var log = new KeptLog();
        await using var site = await TestSite.Open(more: b => b.Logging.AddProvider(log));
        await site.Enter(Roles.Reader);
        await site.Get("/accounts", HttpStatusCode.Forbidden);
        using var visitor = site.NewVisitor();
        await site.Post("/sign-in", new() { ["login"] = "secret-typed-here", ["password"] = "secret-typed-here" }, from: "/demo", visitor);
        using var form = new FormUrlEncodedContent([new("login", "secret-typed-here")]);
        using var stale = await visitor.PostAsync(new Uri("/sign-in", UriKind.Relative), form, TestContext.Current.CancellationToken);
        Assert.Contains(log.Lines, l => l.Contains("refused GET /accounts: forbidden", StringComparison.Ordinal));
        Assert.Contains(log.Lines, l => l.Contains("sign-in was refused: wrong-sign-in", StringComparison.Ordinal));
        Assert.Contains(log.Lines, l => l.Contains("without its token was refused at /sign-in", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, l => l.Contains("secret-typed-here", StringComparison.Ordinal));
    }

    private sealed class KeptLog : ILoggerProvider, ILogger
    {
        public ConcurrentBag<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Lines.Add(formatter(state, exception));

        public void Dispose()
        {
        }
    }

    [Fact]
    public async Task Signing_out_empties_what_the_browser_keeps()
    {
        await using var site = await TestSite.Open();
        await site.Enter(Roles.Reader);
        using var left = await site.Post("/sign-out", [], from: "/me");
        Assert.Contains("cache", left.Headers.GetValues("Clear-Site-Data").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_sent_as_no_form_is_no_form()
    {
        await using var site = await TestSite.Open();
        using var visitor = site.NewVisitor();
        await site.Enter(Roles.Officer, visitor: visitor);
        using var json = new StringContent("{}", Encoding.UTF8, "application/json");
        using var answer = await visitor.PostAsync(new Uri("/me", UriKind.Relative), json, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
    }
}

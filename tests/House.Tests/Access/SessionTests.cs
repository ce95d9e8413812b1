using System.Net;
using AngleSharp.Dom;
using Haechi.House.Tests.Support;
using Haechi.Tower.Access;
using Haechi.Tower.Access.Sessions;
using Haechi.Tower.Common;
using Haechi.Web.Access;
using Microsoft.EntityFrameworkCore;

namespace Haechi.House.Tests.Access;

public sealed class SessionTests
{
    private const string Password = "푸른 해치 일곱 마리가 산다";

    [Fact]
    public async Task The_database_holds_no_secret_of_a_session_and_no_address_of_a_visitor()
    {
        await using var site = await Ready();
        using var visitor = site.NewVisitor();
        visitor.DefaultRequestHeaders.UserAgent.ParseAdd("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
        using var entered = await SignIn(site, visitor);
        var cookie = entered.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("haechi-session=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        var secret = cookie.Split('=', ';')[1];
        var session = await site.Store.Read(c => c.Set<UserSession>().SingleAsync(TestContext.Current.CancellationToken));
        Assert.Equal((Secrets.HashOf(secret), "Firefox · Linux", "password"), (session.SecretHash, session.Agent, session.Method));
        Assert.DoesNotContain(typeof(UserSession).GetProperties(), p => p.Name.Contains("Address", StringComparison.Ordinal) || p.Name.Contains("Ip", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_session_that_stands_unused_ends_and_one_in_use_ends_at_its_limit()
    {
        await using var site = await Ready();
        using var idle = site.NewVisitor();
        using var busy = site.NewVisitor();
        await SignIn(site, idle);
        await SignIn(site, busy);
        for (var i = 0; i < 11; i++)
        {
            site.Time.Pass(TimeSpan.FromMinutes(61));
            await site.Get("/me", visitor: busy);
        }
        Assert.Equal(HttpStatusCode.Redirect, (await site.Send("/me", idle)).StatusCode);
        site.Time.Pass(TimeSpan.FromMinutes(61));
        Assert.Equal(HttpStatusCode.Redirect, (await site.Send("/me", busy)).StatusCode);
    }

    [Fact]
    public async Task Sessions_are_listed_and_ended_one_by_one_and_all_but_this()
    {
        await using var site = await Ready();
        using var one = site.NewVisitor();
        using var two = site.NewVisitor();
        using var three = site.NewVisitor();
        foreach (var visitor in new[] { one, two, three })
        {
            await SignIn(site, visitor);
        }
        using var page = await site.Get("/me", visitor: one);
        var ids = page.QuerySelectorAll("input[name=session]").Select(i => i.GetAttribute("value")!).ToList();
        Assert.Equal(2, ids.Count);
        await site.Post("/me/sessions/end", new() { ["session"] = ids[0] }, from: "/me", one);
        var open = 0;
        foreach (var visitor in new[] { two, three })
        {
            open += (await site.Send("/me", visitor)).StatusCode == HttpStatusCode.OK ? 1 : 0;
        }
        Assert.Equal(1, open);
        await site.Post("/me/sessions/end", [], from: "/me", one);
        Assert.All(new[] { two, three }, v => Assert.Equal(HttpStatusCode.Redirect, site.Send("/me", v).GetAwaiter().GetResult().StatusCode));
        await site.Get("/me", visitor: one);
    }

    [Fact]
    public async Task Nobody_ends_a_session_of_somebody_else_but_an_administrator()
    {
        await using var site = await TestSite.Open();
        using var owner = site.NewVisitor();
        using var other = site.NewVisitor();
        var victim = await site.Enter(Roles.Owner, visitor: owner, name: "이담당");
        await site.Enter(Roles.Officer, visitor: other);
        var session = (await site.Store.Read(c => c.Set<UserSession>().SingleAsync(s => s.Account == victim.Account, TestContext.Current.CancellationToken))).Id;
        Assert.Equal(HttpStatusCode.NotFound, (await site.Post("/me/sessions/end", new() { ["session"] = session }, from: "/me", other)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await site.Post($"/accounts/{victim.Account}/sessions/end", [], from: "/me", other)).StatusCode);
        await site.Get("/me", visitor: owner);
        await site.Enter(Roles.Administrator, visitor: other);
        Assert.Equal(HttpStatusCode.Redirect, (await site.Post($"/accounts/{victim.Account}/sessions/end", [], from: $"/accounts/{victim.Account}", other)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await site.Send("/me", owner)).StatusCode);
    }

    [Fact]
    public async Task A_new_password_ends_all_sessions_but_the_one_that_set_it()
    {
        await using var site = await Ready();
        using var here = site.NewVisitor();
        using var there = site.NewVisitor();
        await SignIn(site, here);
        await SignIn(site, there);
        await site.Post("/me/password", new() { ["old"] = Password, ["password"] = "붉은 해치 여덟 마리가 잔다", ["again"] = "붉은 해치 여덟 마리가 잔다" }, from: "/me", here);
        await site.Get("/me", visitor: here);
        Assert.Equal(HttpStatusCode.Redirect, (await site.Send("/me", there)).StatusCode);
    }

    [Fact]
    public async Task A_sign_in_changes_the_secret_in_the_cookie_and_the_form_token_with_it()
    {
        await using var site = await Ready();
        using var visitor = site.NewVisitor();
        using var before = await site.Get("/sign-in", visitor: visitor);
        var token = before.QuerySelector("input[name=__token]")!.GetAttribute("value")!;
        var first = Cookie(await SignIn(site, visitor));
        using var stale = new FormUrlEncodedContent([new("__token", token), new("language", "en")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await visitor.PostAsync(new Uri("/me", UriKind.Relative), stale, TestContext.Current.CancellationToken)).StatusCode);
        await site.Post("/sign-out", [], from: "/me", visitor);
        var second = Cookie(await SignIn(site, visitor));
        Assert.NotEqual(first, second);
        using var old = site.NewVisitor();
        old.DefaultRequestHeaders.Add("Cookie", "haechi-session=" + first);
        Assert.Equal(HttpStatusCode.Redirect, (await site.Send("/me", old)).StatusCode);
    }

    [Fact]
    public async Task The_record_of_sign_ins_shows_who_came_in_and_who_was_refused_and_can_be_narrowed()
    {
        await using var site = await TestSite.Open();
        var made = await site.Do<FirstOfficer, SignedIn>(Actor.Program, new FirstOfficer("kim", "김하늘", "과장", Password));
        using var visitor = site.NewVisitor();
        await SignIn(site, visitor, "틀린 비밀번호입니다");
        await SignIn(site, visitor);
        using var auditor = site.NewVisitor();
        await site.Enter(Roles.Auditor, visitor: auditor, name: "숲감사");
        using var all = await site.Get("/sign-ins", visitor: auditor);
        var text = all.QuerySelector("tbody")!.TextContent;
        Assert.Contains("틀린 비밀번호", text, StringComparison.Ordinal);
        Assert.Contains("로그인함", text, StringComparison.Ordinal);
        using var refused = await site.Get("/sign-ins?kind=refused&account=" + made.Value!.Account, visitor: auditor);
        Assert.Contains("김하늘", Assert.Single(refused.QuerySelectorAll("tbody tr")).TextContent, StringComparison.Ordinal);
        using var none = await site.Get("/sign-ins?until=2020-01-01", visitor: auditor);
        Assert.NotNull(none.QuerySelector(".empty"));
        await site.Get("/sign-ins?kind=nonsense&page=-3&from=x", visitor: auditor);
    }

    [Fact]
    public async Task The_limits_of_a_session_are_chosen_and_checked()
    {
        await using var site = await Ready();
        using var visitor = site.NewVisitor();
        await SignIn(site, visitor);
        using var wrong = await TestSite.Read(await site.Post("/settings/sign-in", new() { ["idle"] = "1", ["longest"] = "1000" }, from: "/settings/sign-in", visitor));
        Assert.NotNull(wrong.QuerySelector("#f-idle-error"));
        Assert.NotNull(wrong.QuerySelector("#f-longest-error"));
        await site.Post("/settings/sign-in", new() { ["idle"] = "5", ["longest"] = "1" }, from: "/settings/sign-in", visitor);
        using var next = site.NewVisitor();
        await SignIn(site, next);
        site.Time.Pass(TimeSpan.FromMinutes(6));
        Assert.Equal(HttpStatusCode.Redirect, (await site.Send("/me", next)).StatusCode);
        await site.Get("/me", visitor: visitor);
    }

    [Theory]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0", "Edge · Windows")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1", "Safari · iOS")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0 Whale/4.33 Safari/537.36", "Whale · Windows")]
    [InlineData("curl/8.0", "")]
    [InlineData(null, "")]
    public void A_browser_is_known_by_its_family_only(string? agent, string family) => Assert.Equal(family, AgentFamily.Of(agent));

    private static string Cookie(HttpResponseMessage answer) => answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("haechi-session=", StringComparison.Ordinal)).Split('=', ';')[1];

    private static Task<HttpResponseMessage> SignIn(TestSite site, HttpClient visitor, string password = Password) =>
        site.Post("/sign-in", new() { ["login"] = "kim", ["password"] = password }, visitor: visitor, from: site.App.Services.GetService(typeof(Haechi.Web.Frame.ServeOptions)) is Haechi.Web.Frame.ServeOptions { Demo: true } ? "/demo" : "/sign-in");

    private static async Task<TestSite> Ready()
    {
        var site = await TestSite.Open(demo: false);
        Assert.True((await site.Do<FirstOfficer, SignedIn>(Actor.Program, new FirstOfficer("kim", "김하늘", "과장", Password))).Done);
        return site;
    }
}

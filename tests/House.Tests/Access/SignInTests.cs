using System.Net;
using Haechi.House.Tests.Support;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Journal;
using Haechi.Web.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.House.Tests.Access;

public sealed class SignInTests
{
    private const string Password = "푸른 해치 일곱 마리가 산다";

    [Fact]
    public async Task The_first_address_makes_an_officer_once()
    {
        await using var site = await TestSite.Open(demo: false);
        var path = site.App.Services.GetRequiredService<FirstStart>().Open();
        var made = await site.Post(path, First("kim"));
        Assert.Equal("/", made.Headers.Location?.OriginalString);
        Assert.Equal("/set-up", (await site.Send("/")).Headers.Location?.OriginalString);
        await site.Get(path, HttpStatusCode.NotFound);
        using var page = await site.Get("/accounts");
        Assert.Contains("김하늘", page.QuerySelector("tbody")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_guessed_first_address_opens_nothing()
    {
        await using var site = await TestSite.Open(demo: false);
        site.App.Services.GetRequiredService<FirstStart>().Open();
        await site.Get("/first/" + Secrets.Next(), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Unknown_login_and_wrong_password_get_the_same_answer()
    {
        await using var site = await Ready();
        var wrong = await site.Post("/sign-in", Credentials("kim", "아닌 비밀번호입니다"));
        var unknown = await site.Post("/sign-in", Credentials("nobody", "아닌 비밀번호입니다"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Equal(wrong.StatusCode, unknown.StatusCode);
        using var first = await TestSite.Read(wrong);
        using var second = await TestSite.Read(unknown);
        Assert.Equal(first.QuerySelector(".refusals")!.TextContent, second.QuerySelector(".refusals")!.TextContent);
    }

    [Theory]
    [InlineData("kim")]
    [InlineData("nobody")]
    public async Task Five_wrong_tries_close_the_door_for_a_while_and_then_longer(string login)
    {
        await using var site = await Ready();
        for (var i = 0; i < 5; i++)
        {
            Assert.Contains("맞지 않습니다", await Refusal(site, login, "틀린 비밀번호 " + i), StringComparison.Ordinal);
        }
        Assert.Contains("30초", await Refusal(site, login, Password), StringComparison.Ordinal);
        site.Time.Pass(TimeSpan.FromSeconds(31));
        Assert.Contains("맞지 않습니다", await Refusal(site, login, "또 틀린 비밀번호"), StringComparison.Ordinal);
        Assert.Contains("60초", await Refusal(site, login, Password), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_right_password_opens_and_leads_back_but_never_elsewhere()
    {
        await using var site = await Ready();
        foreach (var (asked, led) in new[] { ("/accounts", "/accounts"), ("https://example.org/", "/"), ("//example.org", "/"), ("/\\example.org", "/"), ("", "/") })
        {
            using var visitor = site.NewVisitor();
            var entered = await site.Post("/sign-in", new(Credentials("KIM ", Password)) { ["to"] = asked }, visitor: visitor);
            Assert.Equal(led, entered.Headers.Location?.OriginalString);
        }
    }

    [Fact]
    public async Task Signing_out_ends_the_session()
    {
        await using var site = await Ready();
        await site.Post("/sign-in", Credentials("kim", Password));
        await site.Get("/me");
        await site.Post("/sign-out", [], from: "/me");
        Assert.StartsWith("/sign-in", (await site.Send("/me")).Headers.Location?.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_of_roles_ends_the_sessions_of_the_account()
    {
        await using var site = await TestSite.Open();
        using var other = site.NewVisitor();
        var officer = await site.Enter(Roles.Administrator);
        var owner = await site.Enter(Roles.Owner, visitor: other, name: "이담당");
        await site.Get("/me", visitor: other);
        var changed = await site.Do<ChangeAccount, Done>(officer, new ChangeAccount(owner.Account, new AccountDetails("이담당", null, null, Roles.Reader, null)));
        Assert.True(changed.Done);
        Assert.Equal(HttpStatusCode.Redirect, (await site.Send("/me", other)).StatusCode);
        await site.Get("/me");
    }

    [Fact]
    public async Task Nothing_personal_is_written_into_the_journal()
    {
        await using var site = await Ready();
        await site.Post("/sign-in", Credentials("kim", "틀린 비밀번호입니다"));
        await site.Post("/sign-in", Credentials("kim", Password));
        var entries = await site.Store.Read(c => c.Set<JournalEntry>().ToListAsync(TestContext.Current.CancellationToken));
        Assert.Contains(entries, e => e.Act == "access.sign-in-failed");
        Assert.Contains(entries, e => e.Act == "access.sign-in");
        Assert.DoesNotContain(entries, e => (e.Detail + e.Subject).Contains("김하늘", StringComparison.Ordinal) || (e.Detail + e.Subject).Contains("kim", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("짧다")]
    [InlineData("kim의 아주 긴 비밀번호")]
    [InlineData("가가가가가가가가가가가가가가")]
    [InlineData("Q1W2E3R4T5Y6")]
    [InlineData("password2026!!")]
    [InlineData("qwertyuiopqwertyuiop")]
    [InlineData("haechi-haechi-12")]
    public async Task A_weak_password_is_refused_with_the_reason(string password)
    {
        await using var site = await TestSite.Open(demo: false);
        var path = site.App.Services.GetRequiredService<FirstStart>().Open();
        var refused = await site.Post(path, new(First("kim")) { ["password"] = password, ["again"] = password });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        using var page = await TestSite.Read(refused);
        Assert.NotNull(page.QuerySelector("#f-password-error"));
        Assert.Equal("김하늘", page.QuerySelector("#f-name")!.GetAttribute("value"));
    }

    private static async Task<TestSite> Ready()
    {
        var site = await TestSite.Open(demo: false);
        var made = await site.Do<FirstOfficer, SignedIn>(Actor.Program, new FirstOfficer("kim", "김하늘", "과장", Password));
        Assert.True(made.Done);
        return site;
    }

    private static async Task<string> Refusal(TestSite site, string login, string password)
    {
        using var page = await TestSite.Read(await site.Post("/sign-in", Credentials(login, password)));
        return page.QuerySelector(".refusals")!.TextContent;
    }

    private static Dictionary<string, string> Credentials(string login, string password) => new() { ["login"] = login, ["password"] = password };

    private static Dictionary<string, string> First(string login) => new() { ["login"] = login, ["name"] = "김하늘", ["position"] = "과장", ["password"] = Password, ["again"] = Password };
}

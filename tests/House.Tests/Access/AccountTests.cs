using System.Net;
using AngleSharp.Dom;
using Haechi.House.Tests.Support;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Microsoft.EntityFrameworkCore;

namespace Haechi.House.Tests.Access;

public sealed class AccountTests
{
    [Fact]
    public async Task A_new_person_sets_the_password_at_an_address_that_works_once()
    {
        await using var site = await TestSite.Open();
        await site.Enter(Roles.Officer);
        var made = await site.Post("/accounts/new", new() { ["login"] = "Park.Dami", ["name"] = "박다미", ["position"] = "주무관", ["roles"] = "Owner", ["email"] = "dami@city.example" });
        using var shown = await TestSite.Read(made);
        var path = new Uri(shown.QuerySelector("code")!.TextContent).AbsolutePath;
        using var person = site.NewVisitor();
        var set = await site.Post(path, new() { ["password"] = "산 넘어 남촌에는 또", ["again"] = "산 넘어 남촌에는 누가 사나" }, visitor: person);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, set.StatusCode);
        set = await site.Post(path, new() { ["password"] = "산 넘어 남촌에는 누가 사나", ["again"] = "산 넘어 남촌에는 누가 사나" }, visitor: person);
        Assert.Equal(HttpStatusCode.Redirect, set.StatusCode);
        using var me = await site.Get("/me", visitor: person);
        Assert.Contains("박다미 주무관", me.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        await site.Get(path, HttpStatusCode.NotFound, person);
        await site.Get("/accounts", HttpStatusCode.Forbidden, person);
    }

    [Fact]
    public async Task An_address_stops_working_after_three_days()
    {
        await using var site = await TestSite.Open();
        var made = await site.Do<MakeAccount, OneTimeAddress>(TestTower.Officer, new MakeAccount("late", new AccountDetails("정느림", null, null, Roles.Reader, null)));
        await site.Get("/password/" + made.Value!.Secret);
        site.Time.Pass(TimeSpan.FromDays(3) + TimeSpan.FromSeconds(1));
        await site.Get("/password/" + made.Value.Secret, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_last_officer_stays()
    {
        await using var site = await TestSite.Open();
        var officer = await site.Enter(Roles.Officer);
        var refused = await site.Do<ChangeAccount, Done>(officer, new ChangeAccount(officer.Account, new AccountDetails("김하늘", null, null, Roles.Reader, null)));
        Assert.Equal("last-officer", Assert.Single(refused.Refusals).Code);
        refused = await site.Do<ChangeAccount, Done>(officer, new ChangeAccount(officer.Account, new AccountDetails("김하늘", null, null, Roles.Officer, null), Closed: true));
        Assert.Equal("last-officer", Assert.Single(refused.Refusals).Code);
    }

    [Fact]
    public async Task Every_mistake_in_an_account_is_named_at_its_field()
    {
        await using var site = await TestSite.Open();
        var refused = await site.Do<MakeAccount, OneTimeAddress>(TestTower.Officer, new MakeAccount("x y", new AccountDetails(" ", null, "no mail", Roles.None, "nowhere")));
        Assert.Equal(["login", "name", "email", "roles", "department"], refused.Refusals.Select(r => r.Where));
        Assert.All(refused.Refusals, r => Assert.True(r.Message.Has("ko") && r.Message.Has("en")));
    }

    [Fact]
    public async Task A_login_is_taken_whatever_its_case()
    {
        await using var site = await TestSite.Open();
        await site.Do<MakeAccount, OneTimeAddress>(TestTower.Officer, new MakeAccount("kim", new AccountDetails("김", null, null, Roles.Reader, null)));
        var refused = await site.Do<MakeAccount, OneTimeAddress>(TestTower.Officer, new MakeAccount("ＫＩＭ", new AccountDetails("김", null, null, Roles.Reader, null)));
        Assert.Equal("login-taken", Assert.Single(refused.Refusals).Code);
    }

    [Fact]
    public async Task Nobody_but_the_program_makes_personas()
    {
        await using var site = await TestSite.Open();
        var refused = await site.Do<MakeAccount, OneTimeAddress>(TestTower.Officer, new MakeAccount("p1", new AccountDetails("가상", null, null, Roles.Officer, null), Persona: true));
        Assert.Equal("forbidden", Assert.Single(refused.Refusals).Code);
    }

    [Fact]
    public async Task Personas_open_no_door_without_the_demonstration()
    {
        await using var site = await TestSite.Open(demo: false);
        var made = await site.Do<MakeAccount, OneTimeAddress>(Actor.Program, new MakeAccount("p1", new AccountDetails("가상", null, null, Roles.Officer, null), Persona: true));
        var refused = await site.Post("/demo/enter", new() { ["account"] = made.Value!.Account }, from: "/sign-in");
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        Assert.StartsWith("/sign-in", (await site.Send("/me")).Headers.Location?.OriginalString, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host", "haechi.example")]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    public async Task Personas_open_no_door_through_another_name_or_a_proxy(string header, string value)
    {
        await using var site = await TestSite.Open();
        using var visitor = site.NewVisitor();
        visitor.DefaultRequestHeaders.Add(header, value);
        await site.Get("/demo", HttpStatusCode.Forbidden, visitor);
    }

    [Fact]
    public async Task A_calendar_address_is_kept_as_a_hash_only()
    {
        await using var site = await TestSite.Open();
        var me = await site.Enter(Roles.Owner);
        using var shown = await TestSite.Read(await site.Post("/me/feed", [], from: "/me"));
        var secret = shown.QuerySelector("code")!.TextContent.Split('/')[^1].Split('.')[0];
        var account = await site.Store.Read(c => c.Set<Account>().SingleAsync(a => a.Id == me.Account, TestContext.Current.CancellationToken));
        Assert.Equal(Secrets.HashOf(secret), account.FeedHash);
    }
}

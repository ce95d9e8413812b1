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
        await site.Enter(Roles.Administrator);
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
        var made = await site.Do<MakeAccount, OneTimeAddress>(TestTower.Administrator, new MakeAccount("late", new AccountDetails("정느림", null, null, Roles.Reader, null)));
        await site.Get("/password/" + made.Value!.Secret);
        site.Time.Pass(TimeSpan.FromDays(3) + TimeSpan.FromSeconds(1));
        await site.Get("/password/" + made.Value.Secret, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_last_administrator_stays()
    {
        await using var site = await TestSite.Open();
        var last = await site.Enter(Roles.Administrator | Roles.Reader);
        var refused = await site.Do<ChangeAccount, Done>(last, new ChangeAccount(last.Account, new AccountDetails("김하늘", null, null, Roles.Reader, null)));
        Assert.Equal("last-administrator", Assert.Single(refused.Refusals).Code);
        refused = await site.Do<ChangeAccount, Done>(last, new ChangeAccount(last.Account, new AccountDetails("김하늘", null, null, Roles.Administrator, null), Closed: true));
        Assert.Equal("last-administrator", Assert.Single(refused.Refusals).Code);
    }

    [Fact]
    public async Task Nobody_gives_themselves_a_role_and_another_administrator_may()
    {
        await using var site = await TestSite.Open();
        var one = await site.Enter(Roles.Administrator);
        var other = await site.Enter(Roles.Administrator, name: "이관리");
        var raised = new ChangeAccount(one.Account, new AccountDetails("김하늘", null, null, Roles.Administrator | Roles.Officer, null));
        Assert.Equal("own-roles", Assert.Single((await site.Do<ChangeAccount, Done>(one, raised)).Refusals).Code);
        Assert.True((await site.Do<ChangeAccount, Done>(other, raised)).Done);
        var written = await site.Store.Read(c => c.Set<Haechi.Tower.Journal.JournalEntry>().Where(e => e.Act == "access.change-account").SingleAsync(TestContext.Current.CancellationToken));
        Assert.Equal(other.Account, written.Account);
        Assert.Contains("Officer", written.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_officer_makes_no_accounts()
    {
        await using var site = await TestSite.Open();
        var officer = await site.Enter(Roles.Officer);
        var refused = await site.Do<MakeAccount, OneTimeAddress>(officer, new MakeAccount("someone", new AccountDetails("김", null, null, Roles.Reader, null)));
        Assert.Equal("forbidden", Assert.Single(refused.Refusals).Code);
        await site.Get("/accounts", HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task An_administrator_of_a_department_reaches_no_account_outside_it()
    {
        await using var site = await TestSite.Open();
        var inside = (await site.Do<AddDepartment, string>(TestTower.Officer, new AddDepartment("복지국"))).Value!;
        var outside = (await site.Do<AddDepartment, string>(TestTower.Officer, new AddDepartment("교통국"))).Value!;
        var narrow = new Actor("narrow", "박관리", Roles.Administrator, inside);
        AccountDetails In(string? department) => new("정", null, null, Roles.Administrator, department);
        Assert.Equal("out-of-scope", Assert.Single((await site.Do<MakeAccount, OneTimeAddress>(narrow, new MakeAccount("a1", In(null)))).Refusals).Code);
        Assert.Equal("out-of-scope", Assert.Single((await site.Do<MakeAccount, OneTimeAddress>(narrow, new MakeAccount("a1", In(outside)))).Refusals).Code);
        var made = await site.Do<MakeAccount, OneTimeAddress>(narrow, new MakeAccount("a1", In(inside)));
        Assert.Equal("out-of-scope", Assert.Single((await site.Do<ChangeAccount, Done>(narrow, new ChangeAccount(made.Value!.Account, In(null)))).Refusals).Code);
        var foreign = await site.Do<MakeAccount, OneTimeAddress>(TestTower.Administrator, new MakeAccount("a2", In(outside)));
        Assert.Equal("out-of-scope", Assert.Single((await site.Do<IssueReset, OneTimeAddress>(narrow, new IssueReset(foreign.Value!.Account))).Refusals).Code);
    }

    [Theory]
    [InlineData(Roles.Supplier | Roles.Reader)]
    [InlineData(Roles.Auditor | Roles.Administrator)]
    [InlineData(Roles.Auditor | Roles.Owner)]
    public async Task Roles_that_do_not_go_together_are_refused(Roles roles)
    {
        await using var site = await TestSite.Open();
        var refused = await site.Do<MakeAccount, OneTimeAddress>(TestTower.Administrator, new MakeAccount("x1", new AccountDetails("정", null, null, roles, null)));
        Assert.Equal("roles-apart", Assert.Single(refused.Refusals).Code);
    }

    [Fact]
    public async Task A_supplier_sees_the_own_account_and_nothing_of_the_register()
    {
        await using var site = await TestSite.Open();
        await site.Enter(Roles.Supplier);
        using var first = await site.Get("/");
        Assert.Single(first.QuerySelectorAll("nav.main a"));
        await site.Get("/me");
        await site.Get("/systems", HttpStatusCode.Forbidden);
        await site.Get("/gaps", HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Every_mistake_in_an_account_is_named_at_its_field()
    {
        await using var site = await TestSite.Open();
        var refused = await site.Do<MakeAccount, OneTimeAddress>(TestTower.Administrator, new MakeAccount("x y", new AccountDetails(" ", null, "no mail", Roles.None, "nowhere")));
        Assert.Equal(["login", "name", "email", "roles", "department"], refused.Refusals.Select(r => r.Where));
        Assert.All(refused.Refusals, r => Assert.True(r.Message.Has("ko") && r.Message.Has("en")));
    }

    [Fact]
    public async Task A_login_is_taken_whatever_its_case()
    {
        await using var site = await TestSite.Open();
        await site.Do<MakeAccount, OneTimeAddress>(TestTower.Administrator, new MakeAccount("kim", new AccountDetails("김", null, null, Roles.Reader, null)));
        var refused = await site.Do<MakeAccount, OneTimeAddress>(TestTower.Administrator, new MakeAccount("ＫＩＭ", new AccountDetails("김", null, null, Roles.Reader, null)));
        Assert.Equal("login-taken", Assert.Single(refused.Refusals).Code);
    }

    [Fact]
    public async Task Nobody_but_the_program_makes_personas()
    {
        await using var site = await TestSite.Open();
        var refused = await site.Do<MakeAccount, OneTimeAddress>(TestTower.Administrator, new MakeAccount("p1", new AccountDetails("가상", null, null, Roles.Officer, null), Persona: true));
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

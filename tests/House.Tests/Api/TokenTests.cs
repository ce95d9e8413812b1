using System.Net;
using Haechi.House.Tests.Support;
using Haechi.Tower.Access;
using Haechi.Tower.Access.Tokens;
using Haechi.Tower.Common;
using Haechi.Tower.Journal;
using Microsoft.EntityFrameworkCore;

namespace Haechi.House.Tests.Api;

public sealed class TokenTests
{
    private static readonly Actor Admin = new("admin-1", "관리자", Roles.Administrator);

    [Fact]
    public async Task A_person_makes_a_token_on_their_page_and_sees_it_once()
    {
        await using var site = await TestSite.Open();
        await site.Enter(Roles.Reader);
        using var made = await site.Post("/me/tokens", new() { ["name"] = "야간 통계", ["scopes"] = "read", ["days"] = "30" });
        using var page = await TestSite.Read(made);
        var secret = page.QuerySelector(".notice code")!.TextContent;
        Assert.Matches("^haechi_[2-9b-z]{37}$", secret);
        using var again = await site.Get("/me/tokens");
        Assert.DoesNotContain(secret, again.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.Contains("야간 통계", again.DocumentElement.TextContent, StringComparison.Ordinal);
        var row = await site.Store.Read(c => c.Set<ApiToken>().SingleAsync(TestContext.Current.CancellationToken));
        Assert.NotEqual(secret, row.Hash);
        Assert.Equal(30, (row.ExpiresAt - row.CreatedAt) / 86_400_000_000);
        using var caller = site.NewVisitor();
        caller.DefaultRequestHeaders.Authorization = new("Bearer", secret);
        Assert.Equal(HttpStatusCode.OK, (await site.Send("/api/v1/systems", caller)).StatusCode);
        using var revoked = await site.Post($"/me/tokens/{row.Id}/revoke", [], from: "/me/tokens");
        Assert.Equal(HttpStatusCode.Unauthorized, (await site.Send("/api/v1/systems", caller)).StatusCode);
    }

    [Fact]
    public async Task A_token_follows_its_account_and_dies_with_it_or_with_its_days()
    {
        await using var site = await TestSite.Open();
        using var api = await ApiClient.Of(site, Roles.Officer | Roles.Reader);
        Assert.Equal(200, (await api.Post("departments", """{"name": "총무과"}""")).Status);
        var changed = await site.Do<ChangeAccount, Done>(Admin, new ChangeAccount(api.Owner.Account, new AccountDetails("자동 처리", null, null, Roles.Reader, null)));
        Assert.True(changed.Done, changed.Done ? "" : changed.Refusals[0].ToLine("en"));
        Assert.Equal((403, "forbidden"), await Status(api.Post("departments", """{"name": "홍보과"}""")));
        Assert.Equal(200, (await api.Get("systems")).Status);
        site.Time.Pass(TimeSpan.FromDays(91));
        Assert.Equal((401, "wrong-token"), await Status(api.Get("systems")));
        using var other = await ApiClient.Of(site, Roles.Reader);
        Assert.Equal(200, (await other.Get("systems")).Status);
        Assert.True((await site.Do<ChangeAccount, Done>(Admin, new ChangeAccount(other.Owner.Account, new AccountDetails("자동 처리", null, null, Roles.Reader, null), Closed: true))).Done);
        Assert.Equal((401, "wrong-token"), await Status(other.Get("systems")));
    }

    [Fact]
    public async Task A_password_set_at_a_one_time_address_ends_the_tokens_and_the_page_says_so_before()
    {
        await using var site = await TestSite.Open();
        var person = await site.Enter(Roles.Officer | Roles.Reader);
        await site.Store.Write<Done>(Actor.Program, async scope =>
        {
            // A persona signs in without a password; this one shall have one.
            await scope.Context.Set<Account>().Where(a => a.Id == person.Account).ExecuteUpdateAsync(u => u.SetProperty(a => a.Persona, false), TestContext.Current.CancellationToken);
            scope.Record("test.person", "account:" + person.Account, new { });
            return Done.Well;
        }, TestContext.Current.CancellationToken);
        var made = (await site.Do<MakeToken, NewToken>(person, new MakeToken("통계", ["write"]))).Value!;
        var other = (await site.Do<MakeToken, NewToken>(person, new MakeToken("야간", ["read"]))).Value!;
        using var elsewhere = await ApiClient.Of(site, Roles.Reader);
        using var caller = site.NewVisitor();
        caller.DefaultRequestHeaders.Authorization = new("Bearer", made.Secret);
        var reset = (await site.Do<IssueReset, OneTimeAddress>(Admin, new IssueReset(person.Account))).Value!;
        Assert.Equal(HttpStatusCode.OK, (await site.Send("/api/v1/systems", caller)).StatusCode);
        using var visitor = site.NewVisitor();
        using var page = await site.Get("/password/" + reset.Secret, visitor: visitor);
        Assert.Contains("API 토큰 2개", page.DocumentElement.TextContent, StringComparison.Ordinal);
        using var weak = await site.Post("/password/" + reset.Secret, new() { ["password"] = "짧음", ["again"] = "짧음" }, visitor: visitor);
        Assert.Equal(HttpStatusCode.OK, (await site.Send("/api/v1/systems", caller)).StatusCode);
        using var set = await site.Post("/password/" + reset.Secret, new() { ["password"] = "붉은 해치 여덟 마리가 잔다", ["again"] = "붉은 해치 여덟 마리가 잔다" }, visitor: visitor);
        Assert.Equal(HttpStatusCode.Redirect, set.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await site.Send("/api/v1/systems", caller)).StatusCode);
        Assert.Equal(200, (await elsewhere.Get("systems")).Status);
        var entries = await site.Store.Read(c => c.Set<JournalEntry>().Where(j => j.Act == "access.revoke-token" || j.Act == "access.set-password").ToListAsync(TestContext.Current.CancellationToken));
        Assert.Equal(new[] { "token:" + made.Token, "token:" + other.Token }.Order(), entries.Where(e => e.Act == "access.revoke-token").Select(e => e.Subject).Order());
        Assert.Equal("""{"tokens_ended":2}""", entries.Single(e => e.Act == "access.set-password").Detail);
    }

    [Fact]
    public async Task A_password_that_its_owner_changes_leaves_the_tokens_alone_and_the_page_says_so()
    {
        await using var site = await TestSite.Open(demo: false);
        var made = (await site.Do<MakeAccount, OneTimeAddress>(Actor.Program, new MakeAccount("kim", new AccountDetails("김하늘", null, null, Roles.Reader, null)))).Value!;
        using var visitor = site.NewVisitor();
        await site.Post("/password/" + made.Secret, new() { ["password"] = "붉은 해치 여덟 마리가 잔다", ["again"] = "붉은 해치 여덟 마리가 잔다" }, visitor: visitor);
        var token = (await site.Do<MakeToken, NewToken>(new Actor(made.Account, "김하늘", Roles.Reader), new MakeToken("통계", ["read"]))).Value!;
        using var me = await site.Get("/me", visitor: visitor);
        Assert.Contains("API 토큰은 그대로", me.DocumentElement.TextContent, StringComparison.Ordinal);
        using var changed = await site.Post("/me/password", new() { ["old"] = "붉은 해치 여덟 마리가 잔다", ["password"] = "푸른 해치 아홉 마리가 논다", ["again"] = "푸른 해치 아홉 마리가 논다" }, from: "/me", visitor);
        Assert.Equal("/me?done=saved", changed.Headers.Location?.OriginalString);
        using var caller = site.NewVisitor();
        caller.DefaultRequestHeaders.Authorization = new("Bearer", token.Secret);
        Assert.Equal(HttpStatusCode.OK, (await site.Send("/api/v1/systems", caller)).StatusCode);
    }

    [Fact]
    public async Task A_token_that_reads_writes_nothing_and_keeps_to_its_part()
    {
        await using var site = await TestSite.Open();
        using var reader = await ApiClient.Of(site, Roles.Officer | Roles.Reader, null, "read");
        Assert.Equal((403, "token-scope"), await Status(reader.Post("systems", """{"facts": {"name": "x"}}""")));
        Assert.Equal((403, "token-scope"), await Status(reader.Get("tokens")));
        using var duties = await ApiClient.Of(site, Roles.Officer | Roles.Reader, null, "duties:write");
        Assert.Equal(200, (await duties.Get("gaps")).Status);
        Assert.Equal((403, "token-scope"), await Status(duties.Get("systems")));
        Assert.True((await reader.Get("me")).Json.GetProperty("read_only").GetBoolean());
        // And where a door were left open, the store would still refuse.
        var refused = await site.Do<AddDepartment, string>(TestTower.Officer with { ReadOnly = true }, new AddDepartment("몰래"));
        Assert.Equal("read-only-token", refused.Refusals[0].Code);
    }

    [Fact]
    public async Task A_token_bound_to_a_department_reaches_no_other()
    {
        await using var site = await TestSite.Open();
        var (mine, other) = (await Department(site, "복지과"), await Department(site, "교통과"));
        using var api = await ApiClient.Of(site, Roles.Owner | Roles.Reader, mine);
        Assert.Equal(200, (await api.Post("systems", $$"""{"facts": {"name": "상담"}, "department": "{{mine}}"}""")).Status);
        Assert.Equal((403, "out-of-scope"), await Status(api.Post("systems", $$"""{"facts": {"name": "신호"}, "department": "{{other}}"}""")));
        var wide = await site.Do<MakeToken, NewToken>(Admin, new MakeToken("x", ["write"], Department: other, Account: api.Owner.Account));
        Assert.Equal("out-of-scope", wide.Refusals[0].Code);
    }

    [Fact]
    public async Task A_token_makes_no_token_and_nobody_makes_one_for_another_person()
    {
        await using var site = await TestSite.Open();
        var person = await site.Do<MakeAccount, OneTimeAddress>(Admin, new MakeAccount("kim.haneul", new AccountDetails("김하늘", null, null, Roles.Reader, null)));
        Assert.Equal("not-by-token", (await site.Do<MakeToken, NewToken>(Admin with { Token = "t" }, new MakeToken("x", ["read"]))).Refusals[0].Code);
        Assert.Equal("forbidden", (await site.Do<MakeToken, NewToken>(Admin, new MakeToken("x", ["read"], Account: person.Value!.Account))).Refusals[0].Code);
        Assert.Equal("forbidden", (await site.Do<MakeToken, NewToken>(TestTower.Officer, new MakeToken("x", ["read"], Account: person.Value.Account))).Refusals[0].Code);
        Assert.Equal("wrong-days", (await site.Do<MakeToken, NewToken>(Admin with { Account = person.Value.Account }, new MakeToken("x", ["read"], 400))).Refusals[0].Code);
        Assert.Equal("wrong-scope", (await site.Do<MakeToken, NewToken>(Admin with { Account = person.Value.Account }, new MakeToken("x", ["all"]))).Refusals[0].Code);
        var service = await site.Do<MakeServiceAccount, string>(Admin, new MakeServiceAccount("stats", new AccountDetails("통계", null, null, Roles.Reader, null)));
        Assert.Equal("not-found", (await site.Do<IssueReset, OneTimeAddress>(Admin, new IssueReset(service.Value!))).Refusals[0].Code);
    }

    [Fact]
    public async Task A_cookie_reads_the_api_and_never_acts_and_a_token_sets_no_cookie()
    {
        await using var site = await TestSite.Open();
        using var browser = site.NewVisitor();
        await site.Enter(Roles.Officer | Roles.Reader, visitor: browser);
        Assert.Equal(HttpStatusCode.OK, (await site.Send("/api/v1/systems", browser)).StatusCode);
        using var json = new StringContent("""{"name": "총무과"}""", System.Text.Encoding.UTF8, "application/json");
        using var acted = await browser.PostAsync(new Uri("/api/v1/departments", UriKind.Relative), json, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, acted.StatusCode);
        // A wrong token is not helped by the cookie beside it.
        browser.DefaultRequestHeaders.Authorization = new("Bearer", "haechi_wrong");
        Assert.Equal(HttpStatusCode.Unauthorized, (await site.Send("/api/v1/systems", browser)).StatusCode);
        using var api = await ApiClient.Of(site, Roles.Reader);
        Assert.False((await api.Get("systems")).Headers.Contains("Set-Cookie"));
    }

    private static async Task<string> Department(TestSite site, string name) => (await site.Do<AddDepartment, string>(TestTower.Officer, new AddDepartment(name))).Value!;

    private static async Task<(int, string?)> Status(Task<ApiAnswer> answer) => ((await answer).Status, (await answer).Code);
}

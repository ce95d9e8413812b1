using System.Net;
using Haechi.House.Tests.Support;
using Haechi.Tower.Access;
using Haechi.Tower.Access.Providers;
using Haechi.Tower.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;

namespace Haechi.House.Tests.Access;

/// <summary>What a broken or hostile sign-in service could send. The way with a good one is tested against a certified provider in Outside.Tests.</summary>
public sealed class ProviderTests
{
    [Fact]
    public async Task A_token_as_it_should_be_opens_the_linked_account()
    {
        await using var issuer = await ForgedIssuer.Open();
        await using var site = await issuer.Tower();
        issuer.Token = nonce => issuer.Sign(nonce);
        using var visitor = site.NewVisitor();
        Assert.Equal(HttpStatusCode.Redirect, (await ForgedIssuer.Walk(site, visitor)).StatusCode);
        using var me = await site.Get("/me", visitor: visitor);
        Assert.Contains("김하늘", me.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    public static TheoryData<string> Forgeries => [.. Lies.Keys];

    private static readonly Dictionary<string, Func<ForgedIssuer, string, string>> Lies = new(StringComparer.Ordinal)
    {
        ["another nonce"] = (i, n) => i.Sign(n + "x"),
        ["no nonce"] = (i, n) => i.Sign(n, c => c.Remove("nonce")),
        ["another audience"] = (i, n) => i.Sign(n, c => c["aud"] = "somebody-else"),
        ["several audiences without saying for whom"] = (i, n) => i.Sign(n, c => c["aud"] = new[] { "haechi", "somebody-else" }),
        ["made for another party"] = (i, n) => i.Sign(n, c => c["azp"] = "somebody-else"),
        ["another issuer"] = (i, n) => i.Sign(n, c => c["iss"] = "https://elsewhere.example"),
        ["run out"] = (i, n) => i.Sign(n, now: new DateTimeOffset(2026, 11, 22, 2, 0, 0, TimeSpan.Zero)),
        ["without an end"] = (i, n) => i.Sign(n, c => c.Remove("exp")),
        ["no subject"] = (i, n) => i.Sign(n, c => c.Remove("sub")),
        ["signed by a stranger"] = (i, n) => i.Sign(n, key: ForgedIssuer.NewKey("one")),
        ["not signed"] = (i, n) => i.Unsigned(n),
        ["signed with the public key as a shared secret"] = (i, n) => i.Sign(n, key: new SymmetricSecurityKey(i.Key.Rsa.ExportSubjectPublicKeyInfo()) { KeyId = "one" }, algorithm: SecurityAlgorithms.HmacSha256),
        ["no token at all"] = (_, _) => "",
    };

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task No_lie_of_a_service_opens_an_account(string lie)
    {
        await using var issuer = await ForgedIssuer.Open();
        await using var site = await issuer.Tower();
        issuer.Token = nonce => Lies[lie](issuer, nonce);
        using var visitor = site.NewVisitor();
        using var answer = await ForgedIssuer.Walk(site, visitor);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await site.Send("/me", visitor)).StatusCode);
        Assert.Null((await site.Store.Read(c => c.Set<ProviderLink>().SingleAsync(TestContext.Current.CancellationToken))).Subject);
    }

    [Fact]
    public async Task A_page_elsewhere_signs_nobody_in_behind_their_back()
    {
        await using var issuer = await ForgedIssuer.Open();
        await using var site = await issuer.Tower();
        using var visitor = site.NewVisitor();
        visitor.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");
        Assert.StartsWith("/sign-in?to=", (await site.Send("/sign-in/provider", visitor)).Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_may_change_its_key()
    {
        await using var issuer = await ForgedIssuer.Open();
        await using var site = await issuer.Tower();
        issuer.Token = nonce => issuer.Sign(nonce);
        Assert.Equal(HttpStatusCode.Redirect, (await ForgedIssuer.Walk(site, site.NewVisitor())).StatusCode);
        issuer.ChangeKey();
        Assert.Equal(HttpStatusCode.Redirect, (await ForgedIssuer.Walk(site, site.NewVisitor())).StatusCode);
    }

    [Fact]
    public async Task Claims_about_somebody_else_are_no_claims_about_this_person()
    {
        await using var issuer = await ForgedIssuer.Open();
        await using var site = await issuer.Tower();
        issuer.Token = nonce => issuer.Sign(nonce, c => c.Remove("email"));
        issuer.Claims = new { sub = "subject-2", email = "kim@haneul.example", email_verified = true };
        Assert.Equal(HttpStatusCode.Forbidden, (await ForgedIssuer.Walk(site, site.NewVisitor())).StatusCode);
        issuer.Claims = new { sub = "subject-1", email = "kim@haneul.example", email_verified = true };
        Assert.Equal(HttpStatusCode.Redirect, (await ForgedIssuer.Walk(site, site.NewVisitor())).StatusCode);
    }

    [Fact]
    public async Task A_mail_address_that_was_given_to_somebody_else_opens_no_account_of_the_one_before()
    {
        await using var issuer = await ForgedIssuer.Open();
        await using var site = await issuer.Tower();
        issuer.Token = nonce => issuer.Sign(nonce);
        Assert.Equal(HttpStatusCode.Redirect, (await ForgedIssuer.Walk(site, site.NewVisitor())).StatusCode);
        issuer.Token = nonce => issuer.Sign(nonce, c => c["sub"] = "subject-9");
        Assert.Equal(HttpStatusCode.Forbidden, (await ForgedIssuer.Walk(site, site.NewVisitor())).StatusCode);
    }

    [Fact]
    public async Task A_closed_account_stays_closed_whatever_the_service_says()
    {
        await using var issuer = await ForgedIssuer.Open();
        await using var site = await issuer.Tower();
        issuer.Token = nonce => issuer.Sign(nonce);
        var account = await site.Store.Read(c => c.Set<Account>().SingleAsync(TestContext.Current.CancellationToken));
        Assert.True((await site.Do<ChangeAccount, Done>(TestTower.Administrator, new ChangeAccount(account.Id, new AccountDetails("김하늘", null, null, Roles.Owner, null), Closed: true))).Done);
        Assert.Equal(HttpStatusCode.Forbidden, (await ForgedIssuer.Walk(site, site.NewVisitor())).StatusCode);
    }

    [Theory]
    [InlineData("http://login.haneul.example")]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("login.haneul.example")]
    [InlineData("https://login.haneul.example/?x=1")]
    [InlineData("https://user:word@login.haneul.example")]
    public async Task Only_an_https_address_is_taken_for_an_issuer(string issuer)
    {
        await using var site = await TestSite.Open(demo: false);
        var refused = await site.Do<ChooseProvider, Done>(TestTower.Administrator, new ChooseProvider(new ProviderSetting(issuer, "haechi", null, "통합 로그인")));
        Assert.Equal("issuer", Assert.Single(refused.Refusals).Where);
    }

    [Fact]
    public async Task The_secret_is_kept_closed_and_never_goes_to_another_service()
    {
        await using var site = await TestSite.Open(demo: false);
        var first = new ProviderSetting("https://one.example", "haechi", null, "하나");
        await site.Do<ChooseProvider, Done>(TestTower.Administrator, new ChooseProvider(first, "very secret"));
        var kept = await site.Store.Read(ProviderSetting.Of);
        Assert.DoesNotContain("very secret", kept!.Secret!, StringComparison.Ordinal);
        await site.Do<ChooseProvider, Done>(TestTower.Administrator, new ChooseProvider(first with { Name = "둘" }));
        Assert.Equal(kept.Secret, (await site.Store.Read(ProviderSetting.Of))!.Secret);
        await site.Do<ChooseProvider, Done>(TestTower.Administrator, new ChooseProvider(first with { Issuer = "https://two.example" }));
        Assert.Null((await site.Store.Read(ProviderSetting.Of))!.Secret);
        Assert.Equal("forbidden", Assert.Single((await site.Do<ChooseProvider, Done>(TestTower.Officer, new ChooseProvider(first))).Refusals).Code);
    }

    [Fact]
    public void A_challenge_is_that_of_the_standard() =>
        // RFC 7636, appendix B.
        Assert.Equal("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", Haechi.Web.Access.Providers.ProviderClient.Challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"));
}

using System.Net;
using System.Text;
using AngleSharp.Dom;
using Haechi.House.Tests.Support;
using Haechi.Tower.Access;
using Haechi.Tower.Access.Factors;
using Haechi.Tower.Common;
using Microsoft.EntityFrameworkCore;

namespace Haechi.House.Tests.Access;

public sealed class SecondFactorTests
{
    private const string Password = "푸른 해치 일곱 마리가 산다";

    /// <summary>RFC 6238, appendix B, SHA-1; six of its eight digits.</summary>
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Codes_are_those_of_the_standard(long seconds, string code) =>
        Assert.Equal(code, Totp.Code("12345678901234567890"u8, Totp.StepOf(seconds * 1_000_000)));

    /// <summary>RFC 4648, section 10, without padding.</summary>
    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Secrets_are_spelt_as_the_standard_says(string text, string spelt) => Assert.Equal(spelt, Totp.Spell(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void A_code_is_taken_one_step_early_or_late_and_never_twice()
    {
        var secret = Totp.NewSecret();
        var now = 1_800_000_000L * 1_000_000;
        var step = Totp.StepOf(now);
        Assert.Equal(step - 1, Totp.Match(secret, Totp.Code(secret, step - 1), now, 0));
        Assert.Equal(step + 1, Totp.Match(secret, Totp.Code(secret, step + 1), now, 0));
        Assert.Null(Totp.Match(secret, Totp.Code(secret, step - 2), now, 0));
        Assert.Null(Totp.Match(secret, Totp.Code(secret, step + 2), now, 0));
        Assert.Null(Totp.Match(secret, Totp.Code(secret, step), now, step));
        Assert.Null(Totp.Match(secret, Totp.Code(secret, step - 1), now, step));
        Assert.Null(Totp.Match(secret, "", now, 0));
    }

    [Fact]
    public async Task The_password_alone_opens_nothing_once_an_app_is_set_up()
    {
        await using var site = await Ready();
        var (secret, _) = await SetUp(site);
        using var visitor = site.NewVisitor();
        using var entered = await SignIn(site, visitor);
        Assert.StartsWith("/sign-in/code", entered.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await site.Send("/me", visitor)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await site.Send("/systems", visitor)).StatusCode);
        site.Time.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal("/", (await EnterCode(site, visitor, Now(site, secret))).Headers.Location?.OriginalString);
        await site.Get("/me", visitor: visitor);
        using var second = site.NewVisitor();
        await SignIn(site, second);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await EnterCode(site, second, Now(site, secret))).StatusCode);
    }

    [Fact]
    public async Task A_new_password_at_a_one_time_address_does_not_go_round_the_app()
    {
        await using var site = await Ready();
        await SetUp(site);
        var me = await site.Store.Read(c => c.Set<Account>().SingleAsync(TestContext.Current.CancellationToken));
        var issued = await site.Do<IssueReset, OneTimeAddress>(TestTower.Administrator, new IssueReset(me.Id));
        using var visitor = site.NewVisitor();
        var set = await site.Post("/password/" + issued.Value!.Secret, new() { ["password"] = "산 넘어 남촌에는 누가", ["again"] = "산 넘어 남촌에는 누가" }, visitor: visitor);
        Assert.StartsWith("/sign-in/code", set.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await site.Send("/me", visitor)).StatusCode);
    }

    [Fact]
    public async Task Wrong_codes_close_the_door_like_wrong_passwords_and_a_right_password_does_not_open_it()
    {
        await using var site = await Ready();
        var (secret, _) = await SetUp(site);
        using var visitor = site.NewVisitor();
        await SignIn(site, visitor);
        for (var i = 0; i < 4; i++)
        {
            await EnterCode(site, visitor, "000000");
        }
        using var again = site.NewVisitor();
        await SignIn(site, again);
        await EnterCode(site, again, "000000");
        site.Time.Pass(TimeSpan.FromSeconds(10));
        using var closed = await TestSite.Read(await EnterCode(site, again, Now(site, secret)));
        Assert.Contains("막아 두었습니다", closed.QuerySelector(".refusals")!.TextContent, StringComparison.Ordinal);
        using var third = site.NewVisitor();
        using var waiting = await TestSite.Read(await SignIn(site, third));
        Assert.Contains("막아 두었습니다", waiting.QuerySelector(".refusals")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_recovery_code_lets_in_once_and_is_kept_as_a_slow_hash()
    {
        await using var site = await Ready();
        var (_, codes) = await SetUp(site);
        Assert.Equal(10, codes.Distinct().Count());
        using var visitor = site.NewVisitor();
        await SignIn(site, visitor);
        Assert.Equal(HttpStatusCode.Redirect, (await EnterCode(site, visitor, codes[3].ToUpperInvariant() + " ")).StatusCode);
        await site.Get("/me", visitor: visitor);
        using var second = site.NewVisitor();
        await SignIn(site, second);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await EnterCode(site, second, codes[3])).StatusCode);
        var rows = await site.Store.Read(c => c.Set<RecoveryCode>().ToListAsync(TestContext.Current.CancellationToken));
        Assert.All(rows, r => Assert.DoesNotContain(codes, c => r.Hash.Contains(c[1..5], StringComparison.Ordinal) && r.Hash.Length < 40));
        Assert.Equal(9, rows.Count(r => r.UsedAt == 0));
    }

    [Fact]
    public async Task The_secret_lies_closed_in_the_database_and_setting_up_ends_the_other_sessions()
    {
        await using var site = await Ready();
        using var elsewhere = site.NewVisitor();
        await SignIn(site, elsewhere);
        var (secret, _) = await SetUp(site);
        var row = await site.Store.Read(c => c.Set<FactorRow>().SingleAsync(TestContext.Current.CancellationToken));
        Assert.DoesNotContain(Convert.ToHexString(secret), row.Closed!, StringComparison.OrdinalIgnoreCase);
        Assert.Null(row.Pending);
        Assert.Equal(HttpStatusCode.Redirect, (await site.Send("/me", elsewhere)).StatusCode);
        await site.Get("/me");
    }

    [Fact]
    public async Task Setting_up_asks_for_the_password_and_for_a_right_first_code()
    {
        await using var site = await Ready();
        await SignIn(site, null);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await site.Post("/me/second-factor", new() { ["old"] = "아닌 비밀번호입니다" })).StatusCode);
        await site.Post("/me/second-factor", new() { ["old"] = Password });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await site.Post("/me/second-factor/confirm", new() { ["code"] = "12" }, from: "/me/second-factor")).StatusCode);
        site.Time.Pass(TimeSpan.FromMinutes(31));
        using var late = await TestSite.Read(await site.Post("/me/second-factor/confirm", new() { ["code"] = "123456" }, from: "/me/second-factor"));
        Assert.Contains("30분이 지났습니다", late.QuerySelector(".refusals")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_the_rule_officers_set_it_up_before_anything_else_and_cannot_take_it_off()
    {
        await using var site = await Ready();
        await site.Do<ChooseSignIn, Done>(TestTower.Administrator, new ChooseSignIn(120, 12, SecondFactor: true));
        using var visitor = site.NewVisitor();
        Assert.Equal("/me/second-factor", (await SignIn(site, visitor)).Headers.Location?.OriginalString);
        Assert.Equal("/me/second-factor", (await site.Send("/systems", visitor)).Headers.Location?.OriginalString);
        using var form = await site.Get("/me/second-factor", visitor: visitor);
        var (_, _) = await SetUp(site, visitor);
        await site.Get("/me", visitor: visitor);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await site.Post("/me/second-factor/remove", new() { ["old"] = Password }, from: "/me", visitor)).StatusCode);
    }

    [Fact]
    public async Task An_administrator_takes_a_lost_app_off_another_account_but_not_off_their_own()
    {
        await using var site = await Ready();
        await SetUp(site);
        var me = await site.Store.Read(c => c.Set<Account>().SingleAsync(TestContext.Current.CancellationToken));
        Assert.Equal("own-factor", Assert.Single((await site.Do<ResetFactor, Done>(me.ToActor(), new ResetFactor(me.Id))).Refusals).Code);
        Assert.True((await site.Do<ResetFactor, Done>(TestTower.Administrator, new ResetFactor(me.Id))).Done);
        Assert.Equal(HttpStatusCode.Redirect, (await site.Send("/me")).StatusCode);
        using var visitor = site.NewVisitor();
        Assert.Equal("/", (await SignIn(site, visitor)).Headers.Location?.OriginalString);
    }

    private static async Task<(byte[] Secret, IReadOnlyList<string> Codes)> SetUp(TestSite site, HttpClient? visitor = null)
    {
        if (visitor is null)
        {
            await SignIn(site, null);
        }
        await site.Post("/me/second-factor", new() { ["old"] = Password }, visitor: visitor);
        using var offer = await site.Get("/me/second-factor", visitor: visitor);
        Assert.NotNull(offer.QuerySelector("svg.qr[aria-label] path"));
        var secret = Unspell(offer.QuerySelector("code")!.TextContent);
        using var shown = await TestSite.Read(await site.Post("/me/second-factor/confirm", new() { ["code"] = Now(site, secret) }, from: "/me/second-factor", visitor));
        return (secret, [.. shown.QuerySelectorAll("main ol code").Select(c => c.TextContent)]);
    }

    private static string Now(TestSite site, byte[] secret) => Totp.Code(secret, Totp.StepOf(site.Store.Clock.Micros));

    private static byte[] Unspell(string text)
    {
        var bits = string.Concat(text.Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))];
    }

    private static Task<HttpResponseMessage> SignIn(TestSite site, HttpClient? visitor) => site.Post("/sign-in", new() { ["login"] = "kim", ["password"] = Password }, visitor: visitor);

    private static Task<HttpResponseMessage> EnterCode(TestSite site, HttpClient visitor, string code) => site.Post("/sign-in/code", new() { ["code"] = code }, visitor: visitor);

    private static async Task<TestSite> Ready()
    {
        var site = await TestSite.Open(demo: false);
        Assert.True((await site.Do<FirstOfficer, SignedIn>(Actor.Program, new FirstOfficer("kim", "김하늘", "과장", Password))).Done);
        return site;
    }
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Haechi.Outside.Tests.Support;
using Haechi.Tower.Access;
using Haechi.Tower.Access.Providers;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Haechi.Web.Access.Providers;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Outside.Tests.Access;

/// <summary>Signing in through a provider that nobody here wrote: npm's oidc-provider, certified by the OpenID Foundation, over HTTP, with PKCE demanded.</summary>
public sealed class ProviderTests
{
    [Fact]
    public async Task A_linked_person_comes_in_and_is_known_by_their_lasting_number_from_then_on()
    {
        await using var house = await Pair.Open();
        await house.Link("kim", "KIM@haneul.example ");
        using var visitor = house.NewVisitor();
        using var back = await Pair.Walk(visitor, "/systems");
        Assert.Equal("/systems", back.Headers.Location?.OriginalString);
        using var me = await visitor.GetAsync(new Uri("/me", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, me.StatusCode);
        var link = await house.Store.Read(c => c.Set<ProviderLink>().SingleAsync(TestContext.Current.CancellationToken));
        Assert.Equal(("kim", null), (link.Subject, link.Expected));
        using var again = house.NewVisitor();
        using var second = await Pair.Walk(again);
        Assert.Equal("/", second.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task A_mail_address_that_the_provider_has_not_verified_opens_no_account()
    {
        await using var house = await Pair.Open();
        await house.Link("kim", "kim@haneul.example");
        await house.Person("unverified");
        Assert.Equal(HttpStatusCode.Forbidden, (await Pair.Walk(house.NewVisitor())).StatusCode);
        Assert.Null((await house.Store.Read(c => c.Set<ProviderLink>().SingleAsync(TestContext.Current.CancellationToken))).Subject);
    }

    [Fact]
    public async Task A_stranger_gets_no_account_unless_the_installation_makes_readers()
    {
        await using var house = await Pair.Open();
        await house.Person("stranger");
        using var refused = await Pair.Walk(house.NewVisitor());
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("이어진 계정이 없습니다", await Pair.Said(refused), StringComparison.Ordinal);
        await house.Choose(house.Setting with { MakeReaders = true });
        using var made = await Pair.Walk(house.NewVisitor());
        Assert.Equal(HttpStatusCode.Redirect, made.StatusCode);
        var account = await house.Store.Read(c => c.Set<Account>().SingleAsync(a => a.Login == "stranger@elsewhere.example", TestContext.Current.CancellationToken));
        Assert.Equal((Roles.Reader, null), (account.Roles, account.PasswordHash));
    }

    [Fact]
    public async Task Another_state_another_browser_and_a_second_use_are_refused()
    {
        await using var house = await Pair.Open();
        await house.Link("kim", "kim@haneul.example");
        using var visitor = house.NewVisitor();
        var (back, cookie) = await Pair.ToProviderAndBack(visitor, null);
        using var elsewhere = house.NewVisitor();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Pair.Get(elsewhere, back)).StatusCode);
        using var other = house.NewVisitor();
        other.DefaultRequestHeaders.Add("Cookie", cookie);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Pair.Get(other, back.Replace("state=", "state=x", StringComparison.Ordinal))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Pair.Get(visitor, back)).StatusCode);
        // The thief has the whole address and the cookie, and comes second: the provider takes a code once.
        using var thief = house.NewVisitor();
        thief.DefaultRequestHeaders.Add("Cookie", cookie);
        using var replayed = await Pair.Get(thief, back);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, replayed.StatusCode);
        Assert.Contains("받아 주지 않았습니다", await Pair.Said(replayed), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_that_was_got_for_another_sign_in_is_refused_by_its_challenge()
    {
        await using var house = await Pair.Open();
        await house.Link("kim", "kim@haneul.example");
        using var victim = house.NewVisitor();
        using var attacker = house.NewVisitor();
        var (stolen, _) = await Pair.ToProviderAndBack(victim, null);
        var (own, _) = await Pair.ToProviderAndBack(attacker, null);
        var code = new Uri("http://x" + stolen).Query.TrimStart('?').Split('&').Single(p => p.StartsWith("code=", StringComparison.Ordinal));
        var mixed = string.Join('&', own.Split('&').Select(p => p.Contains("code=", StringComparison.Ordinal) ? p[..p.IndexOf("code=", StringComparison.Ordinal)] + code : p));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Pair.Get(attacker, mixed)).StatusCode);
    }

    [Fact]
    public async Task Breaking_off_at_the_provider_is_said_and_not_held_for_a_fault()
    {
        await using var house = await Pair.Open();
        await house.Person("nobody");
        using var declined = await Pair.Walk(house.NewVisitor());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, declined.StatusCode);
        Assert.Contains("그만두었습니다", await Pair.Said(declined), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_secret_a_wrong_issuer_and_a_provider_that_is_down_are_told_apart()
    {
        await using var house = await Pair.Open();
        await house.Link("kim", "kim@haneul.example");
        await house.Choose(house.Setting, "another secret");
        using var wrongSecret = await Pair.Walk(house.NewVisitor());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrongSecret.StatusCode);
        await house.Choose(house.Setting with { Issuer = house.Setting.Issuer + "/" }, Pair.Secret);
        using var wrongIssuer = await Pair.Get(house.NewVisitor(), "/sign-in/provider");
        Assert.Contains("다른 발급자", await Pair.Said(wrongIssuer), StringComparison.Ordinal);
        house.StopProvider();
        await house.Choose(house.Setting with { Issuer = house.Setting.Issuer.Replace("127.0.0.1", "localhost", StringComparison.Ordinal) }, Pair.Secret);
        using var down = await Pair.Get(house.NewVisitor(), "/sign-in/provider");
        Assert.Equal(HttpStatusCode.BadGateway, down.StatusCode);
    }

    /// <summary>A tower and a provider that know each other.</summary>
    private sealed class Pair : IAsyncDisposable
    {
        public const string Secret = "a secret: with + and % in it";
        private readonly WebApplication _app;
        private readonly Process _provider;
        private readonly string _folder;
        private readonly HttpClient _control = new();

        private Pair(WebApplication app, Process provider, string folder, string issuer) => (_app, _provider, _folder, Setting) = (app, provider, folder, new ProviderSetting(issuer, "haechi", null, "하늘시 통합 로그인"));

        public ProviderSetting Setting { get; }

        public TowerStore Store => _app.Services.GetRequiredService<TowerStore>();

        public static async Task<Pair> Open()
        {
            Assert.SkipUnless(Directory.Exists(Path.Combine(Checkout.NodeModules, "oidc-provider")), "oidc-provider is not installed: npm ci in tests/Outside.Tests");
            var folder = Directory.CreateTempSubdirectory("haechi-provider-").FullName;
            var app = TowerWeb.Build(new TowerOptions { DataFolder = folder, RulebooksFolder = Path.Combine(Checkout.Root, "rulebooks"), ProfilesFolder = Path.Combine(Checkout.Root, "profiles") }, new ServeOptions("http://127.0.0.1:0", Demo: false));
            await Migrator.Migrate(app.Services.GetRequiredService<TowerStore>());
            await app.StartAsync(TestContext.Current.CancellationToken);
            var port = FreePort();
            var provider = Process.Start(new ProcessStartInfo("node", [Path.Combine(Checkout.Root, "tests", "Outside.Tests", "Access", "provider.mjs"), port.ToString(System.Globalization.CultureInfo.InvariantCulture), app.Urls.First() + ProviderPages.Back])
            {
                WorkingDirectory = Path.Combine(Checkout.Root, "tests", "Outside.Tests"), RedirectStandardOutput = true, RedirectStandardError = true,
            })!;
            for (var line = await provider.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken); line != "ready"; line = await provider.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))
            {
                Assert.True(line is not null, "the provider did not start");
            }
            _ = provider.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var house = new Pair(app, provider, folder, $"http://127.0.0.1:{port}");
            await house.Choose(house.Setting, Secret);
            return house;
        }

        public Task<Done> Choose(ProviderSetting setting, string? secret = null) => Do<ChooseProvider, Done>(new ChooseProvider(setting, secret));

        public async Task Link(string login, string expected)
        {
            var made = await Do<MakeAccount, OneTimeAddress>(new MakeAccount(login, new AccountDetails("김하늘", null, null, Roles.Owner, null)));
            await Do<LinkProvider, Done>(new LinkProvider(made.Account, expected));
        }

        public Task<HttpResponseMessage> Person(string id) => _control.PostAsync(new Uri($"{Setting.Issuer}/test/person?id={id}"), null, TestContext.Current.CancellationToken);

        public HttpClient NewVisitor()
        {
            var visitor = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = new Uri(_app.Urls.First()) };
            visitor.DefaultRequestHeaders.Add("Accept-Language", "ko");
            return visitor;
        }

        /// <summary>The whole way: there, through the provider, and back.</summary>
        public static async Task<HttpResponseMessage> Walk(HttpClient visitor, string? to = null) => await Get(visitor, (await ToProviderAndBack(visitor, to)).Back);

        /// <summary>The way there and through the provider, up to the address at which the visitor would come back; with the cookie that was given on the way.</summary>
        public static async Task<(string Back, string Cookie)> ToProviderAndBack(HttpClient visitor, string? to)
        {
            using var begun = await Get(visitor, "/sign-in/provider" + (to is null ? "" : "?to=" + Uri.EscapeDataString(to)));
            Assert.Equal(HttpStatusCode.Redirect, begun.StatusCode);
            var cookie = begun.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("haechi-provider=", StringComparison.Ordinal)).Split(';')[0];
            Assert.Contains("code_challenge_method=S256", begun.Headers.Location!.Query, StringComparison.Ordinal);
            using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() });
            var address = begun.Headers.Location;
            for (var hop = 0; hop < 8; hop++)
            {
                using var answer = await browser.GetAsync(address, TestContext.Current.CancellationToken);
                Assert.True(answer.Headers.Location is not null, $"{address}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
                address = new Uri(address, answer.Headers.Location);
                if (address.AbsolutePath == ProviderPages.Back)
                {
                    return (address.PathAndQuery, cookie);
                }
            }
            throw new InvalidOperationException("the provider led nowhere");
        }

        public static Task<HttpResponseMessage> Get(HttpClient visitor, string path) => visitor.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

        public static Task<string> Said(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        public void StopProvider() => _provider.Kill();

        public async ValueTask DisposeAsync()
        {
            _control.Dispose();
            if (!_provider.HasExited)
            {
                _provider.Kill();
            }
            await _provider.WaitForExitAsync(CancellationToken.None);
            _provider.Dispose();
            await _app.StopAsync(CancellationToken.None);
            await _app.DisposeAsync();
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(_folder, recursive: true);
        }

        private async Task<TResult> Do<TCommand, TResult>(TCommand command)
        {
            var result = await _app.Services.GetRequiredService<IHandle<TCommand, TResult>>().Handle(Actor.Program, command, TestContext.Current.CancellationToken);
            Assert.True(result.Done, string.Join('\n', result.Refusals.Select(r => r.ToLine("en"))));
            return result.Value!;
        }

        private static int FreePort()
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
    }
}

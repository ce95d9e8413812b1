using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.House.Tests.Support;

/// <summary>The pages of an empty tower on a port of their own, and a visitor with cookies. Redirects are not followed, so that a test sees them.</summary>
internal sealed class TestSite : IAsyncDisposable
{
    private readonly string _folder;
    private readonly HttpClient _visitor;

    private TestSite(WebApplication app, string folder, StandingClock time)
    {
        (App, _folder, Time) = (app, folder, time);
        _visitor = NewVisitor();
    }

    public WebApplication App { get; }

    public StandingClock Time { get; }

    public string Folder => _folder;

    public TowerStore Store => App.Services.GetRequiredService<TowerStore>();

    /// <summary>Opens the site. <paramref name="demo"/> lets personas in without a password.</summary>
    public static async Task<TestSite> Open(
        DateOnly? today = null, bool demo = true, Action<WebApplicationBuilder>? more = null, string? folder = null, bool ledger = false, IReadOnlyList<IPAddress>? proxies = null, int knocks = 600, string? postgres = null)
    {
        folder ??= Directory.CreateTempSubdirectory("haechi-site-").FullName;
        postgres ??= PostgresCluster.Everywhere ? await PostgresCluster.Migrated() : null;
        var time = new StandingClock(today ?? new DateOnly(2026, 11, 22));
        var app = TowerWeb.Build(new TowerOptions
        {
            DataFolder = folder, Clock = new TowerClock(time), Postgres = postgres,
            RulebooksFolder = Path.Combine(Repository.Root, "rulebooks"), ProfilesFolder = Path.Combine(Repository.Root, "profiles"),
        }, new ServeOptions("http://127.0.0.1:0", demo) { Ledger = ledger, Proxies = proxies ?? [], KnocksPerMinute = knocks, CallsPerMinute = 1_000_000 }, more);
        await Migrator.Migrate(app.Services.GetRequiredService<TowerStore>());
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new TestSite(app, folder, time);
    }

    /// <summary>Another visitor without cookies.</summary>
    public HttpClient NewVisitor()
    {
        var visitor = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = new Uri(App.Urls.First()) };
        visitor.DefaultRequestHeaders.Add("Accept-Language", "ko");
        return visitor;
    }

    /// <summary>Carries out a command.</summary>
    public Task<Result<TResult>> Do<TCommand, TResult>(Actor actor, TCommand command) =>
        App.Services.GetRequiredService<IHandle<TCommand, TResult>>().Handle(actor, command, TestContext.Current.CancellationToken);

    /// <summary>Makes a persona with these roles and signs the visitor in as them.</summary>
    public async Task<Actor> Enter(Roles roles, string? department = null, string name = "김하늘", HttpClient? visitor = null)
    {
        var made = await Do<MakeAccount, OneTimeAddress>(Actor.Program, new MakeAccount("p" + NewId.Next(), new AccountDetails(name, "주무관", null, roles, department), Persona: true));
        var entered = await Post("/demo/enter", new() { ["account"] = made.Value!.Account, ["to"] = "/me" }, from: "/demo", visitor);
        Assert.Equal(HttpStatusCode.Redirect, entered.StatusCode);
        return new Actor(made.Value.Account, name, roles, department);
    }

    /// <summary>Asks for a page.</summary>
    public Task<HttpResponseMessage> Send(string path, HttpClient? visitor = null) => (visitor ?? _visitor).GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    /// <summary>What an address answers, as it is.</summary>
    public async Task<string> Text(string path)
    {
        using var answer = await Send(path);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The page at an address, which must answer with <paramref name="status"/>.</summary>
    public async Task<IHtmlDocument> Get(string path, HttpStatusCode status = HttpStatusCode.OK, HttpClient? visitor = null)
    {
        using var answer = await Send(path, visitor);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(status == answer.StatusCode, $"{path}: {(int)answer.StatusCode} {answer.Headers.Location} {text}");
        return new HtmlParser().ParseDocument(text);
    }

    /// <summary>Sends a form with the token of the page <paramref name="from"/> (by default the address itself).</summary>
    public async Task<HttpResponseMessage> Post(string path, Dictionary<string, string> fields, string? from = null, HttpClient? visitor = null)
    {
        using var page = await Get(from ?? path, visitor: visitor);
        var token = page.QuerySelector("input[name=__token]")?.GetAttribute("value") ?? throw new InvalidOperationException($"{from ?? path} has no form");
        using var form = new FormUrlEncodedContent(fields.Append(KeyValuePair.Create(Token.Name, token)));
        return await (visitor ?? _visitor).PostAsync(new Uri(path, UriKind.Relative), form, TestContext.Current.CancellationToken);
    }

    /// <summary>Sends a form with files, as a browser does; without <paramref name="file"/> the file field stays empty.</summary>
    public async Task<HttpResponseMessage> Upload(string path, Dictionary<string, string> fields, string from, (byte[] Bytes, string Name)? file = null, HttpClient? visitor = null)
    {
        using var page = await Get(from, visitor: visitor);
        using var form = new MultipartFormDataContent { { new StringContent(page.QuerySelector("input[name=__token]")!.GetAttribute("value")!), Token.Name } };
        foreach (var (name, value) in fields)
        {
            form.Add(new StringContent(value), name);
        }
        if (file is { } sent)
        {
            form.Add(new ByteArrayContent(sent.Bytes), "file", sent.Name);
        }
        return await (visitor ?? _visitor).PostAsync(new Uri(path, UriKind.Relative), form, TestContext.Current.CancellationToken);
    }

    /// <summary>What an answer says, as a document.</summary>
    public static async Task<IHtmlDocument> Read(HttpResponseMessage answer) => new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

    public async ValueTask DisposeAsync()
    {
        _visitor.Dispose();
        var postgres = Store.Options.Postgres;
        await App.StopAsync(CancellationToken.None);
        await App.DisposeAsync();
        if (postgres is not null)
        {
            PostgresCluster.Leave(postgres);
        }
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}

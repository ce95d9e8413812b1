using System.Net;
using System.Text.RegularExpressions;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Bench.Tower;

/// <summary>The tower, served on a port of this machine, and a visitor who is signed in.</summary>
internal sealed partial class Site : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _visitor = new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { Timeout = Timeout.InfiniteTimeSpan };

    private Site(WebApplication app) => _app = app;

    public IServiceProvider Services => _app.Services;

    /// <summary>Builds it; nothing is served yet.</summary>
    public static async Task<Site> Build(Options options, BenchClock clock)
    {
        var app = TowerWeb.Build(new TowerOptions
        {
            DataFolder = options.Data, Clock = new TowerClock(clock), RulebooksFolder = Path.Combine(options.Root, "rulebooks"), ProfilesFolder = Path.Combine(options.Root, "profiles"),
        }, new ServeOptions("http://127.0.0.1:0", Demo: true));
        await Migrator.Migrate(app.Services.GetRequiredService<TowerStore>());
        return new Site(app);
    }

    /// <summary>Serves it and signs the officer in.</summary>
    public async Task Open()
    {
        await _app.StartAsync();
        _visitor.BaseAddress = new Uri(_app.Urls.First());
        _visitor.DefaultRequestHeaders.Add("Accept-Language", "ko");
        var officer = await Services.GetRequiredService<TowerStore>().Read(c => c.Set<Account>().Where(a => a.Persona).Select(a => a.Id).FirstAsync());
        var token = TokenField().Match(await _visitor.GetStringAsync(new Uri("/demo", UriKind.Relative))).Groups[1].Value;
        using var form = new FormUrlEncodedContent([new("account", officer), new("to", "/"), new("__token", token)]);
        using var entered = await _visitor.PostAsync(new Uri("/demo/enter", UriKind.Relative), form);
        if (entered.StatusCode != HttpStatusCode.Redirect)
        {
            throw new InvalidOperationException($"the officer could not sign in: {entered.StatusCode}");
        }
    }

    /// <summary>Asks for a page and reads it whole, or only until its first byte.</summary>
    public async Task<long> Get(string path, bool firstByte)
    {
        using var answer = await _visitor.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            throw new InvalidOperationException($"{path}: {answer.StatusCode}");
        }
        await using var body = await answer.Content.ReadAsStreamAsync();
        if (firstByte)
        {
            return body.ReadByte() >= 0 ? 1 : 0;
        }
        var (length, buffer) = (0L, new byte[65536]);
        for (int read; (read = await body.ReadAsync(buffer)) > 0;)
        {
            length += read;
        }
        return length;
    }

    public async ValueTask DisposeAsync()
    {
        _visitor.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    }

    [GeneratedRegex("name=\"__token\" value=\"([^\"]+)\"")]
    private static partial Regex TokenField();
}

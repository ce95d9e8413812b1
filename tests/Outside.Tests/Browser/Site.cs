using Haechi.Outside.Tests.Support;
using Haechi.Rules.Facts;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Register;
using Haechi.Tower.Rulebooks;
using Haechi.Tower.Storage;
using Haechi.Web.Access;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;

namespace Haechi.Outside.Tests.Browser;

/// <summary>The pages, served by this process on a port of their own from a temporary folder.</summary>
internal sealed class Site : IAsyncDisposable
{
    private readonly string _folder;

    private Site(WebApplication app, string folder) => (App, _folder) = (app, folder);

    public WebApplication App { get; }

    public string Root => App.Urls.First();

    public TowerStore Store => App.Services.GetRequiredService<TowerStore>();

    public static async Task<Site> Open(bool demo)
    {
        var folder = Directory.CreateTempSubdirectory("haechi-browser-").FullName;
        var app = TowerWeb.Build(new TowerOptions
        {
            DataFolder = folder, Clock = new TowerClock(TimeProvider.System),
            RulebooksFolder = Path.Combine(Checkout.Root, "rulebooks"), ProfilesFolder = Path.Combine(Checkout.Root, "profiles"),
        }, new ServeOptions("http://127.0.0.1:0", demo), b => b.Logging.AddProvider(new Faults()));
        await Migrator.Migrate(app.Services.GetRequiredService<TowerStore>());
        await app.StartAsync();
        return new Site(app, folder);
    }

    /// <summary>The demonstration with its city, or with a handful of systems where the city is not part of the program.</summary>
    public static async Task<Site> OpenCity()
    {
        var site = await Open(demo: true);
        if (site.App.Services.GetService<IDemoCity>() is { } city)
        {
            await city.Fill(CancellationToken.None);
        }
        if (!await site.Store.Read(c => c.Set<Account>().AnyAsync(a => a.Persona && a.Department == null && (a.Roles & Roles.Officer) != 0)))
        {
            await site.Handful();
        }
        return site;
    }

    /// <summary>True when the fictional city is part of the program and fills it.</summary>
    public bool HasCity => App.Services.GetService<IDemoCity>() is not null;

    /// <summary>Carries out a command that must succeed.</summary>
    public async Task<TResult> Do<TCommand, TResult>(Actor actor, TCommand command)
    {
        var result = await App.Services.GetRequiredService<IHandle<TCommand, TResult>>().Handle(actor, command);
        Assert.True(result.Done, string.Join('\n', result.Refusals.Select(r => r.ToLine("en"))));
        return result.Value!;
    }

    /// <summary>The cookies of a persona with a role for the whole body, as Playwright keeps them.</summary>
    public async Task<string> StateOf(Chromium chromium, Roles role)
    {
        var people = await Store.Read(c => c.Set<Account>().Where(a => a.Persona && !a.Closed).ToListAsync());
        var account = people.Where(a => a.Roles.HasFlag(role)).OrderBy(a => a.Department is not null).ThenBy(a => a.Login, StringComparer.Ordinal).First();
        await using var profile = await chromium.Profile(this, "ko");
        var page = await profile.NewPageAsync();
        await page.GotoAsync("/demo");
        await page.Locator($"form:has(input[value='{account.Id}']) button").ClickAsync();
        return await profile.StorageStateAsync();
    }

    /// <summary>Addresses that no page links to, because they are secrets given to one person.</summary>
    public async Task<IReadOnlyList<string>> Secret()
    {
        var made = await Do<MakeAccount, OneTimeAddress>(Actor.Program, new MakeAccount("s" + NewId.Next(), new AccountDetails("정새로", "주무관", null, Roles.Owner, null)));
        return ["/password/" + made.Secret, App.Services.GetRequiredService<FirstStart>().Open()];
    }

    public async ValueTask DisposeAsync()
    {
        await App.StopAsync();
        await App.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task Handful()
    {
        await Do<NameBody, Done>(Actor.Program, new NameBody("하늘시", "Haneul City", "basic_local"));
        await Do<PlantDepartments, Planted>(Actor.Program, new PlantDepartments("복지국 | Welfare Bureau\n  노인돌봄과 | Elderly Care Division\n교통국 | Transport Bureau"));
        await Do<InstallBooks, LoadedBooks>(Actor.Program, new InstallBooks(["kr/public-ai-act"]));
        await Do<MakeAccount, OneTimeAddress>(Actor.Program, new MakeAccount("kim", new AccountDetails("김하늘", "과장", null, Roles.Officer | Roles.Owner | Roles.Verifier | Roles.Reader, null), Persona: true));
        foreach (var name in (string[])["민원 상담 챗봇", "교통 신호 최적화", "복지 대상 발굴"])
        {
            await Do<RegisterSystem, SystemRef>(Actor.Program, new RegisterSystem(new Dictionary<string, FactValue> { ["name"] = new TextFact(name), ["lifecycle"] = new TextFact("pilot") }, null));
        }
    }
}

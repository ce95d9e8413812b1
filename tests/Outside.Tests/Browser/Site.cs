using Haechi.Outside.Tests.Support;
using Haechi.Rules.Facts;
using Haechi.Tower.Access;
using Haechi.Tower.Access.Tokens;
using Haechi.Tower.Assessment;
using Haechi.Tower.Common;
using Haechi.Tower.Duties;
using Haechi.Tower.Erasure;
using Haechi.Tower.Files;
using Haechi.Tower.Register;
using Haechi.Tower.Register.Importing;
using Haechi.Tower.Register.Tables;
using Haechi.Tower.Rulebooks;
using Haechi.Tower.Storage;
using Haechi.Tower.Webhooks;
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
    private readonly bool _demo;
    private readonly Dictionary<string, string> _states = new(StringComparer.Ordinal);

    private readonly List<string> _rare = [];

    private Site(WebApplication app, string folder, bool demo) => (App, _folder, _demo) = (app, folder, demo);

    public WebApplication App { get; }

    public string Root => App.Urls.First();

    /// <summary>The data folder; it is deleted at the end.</summary>
    public string Folder => _folder;

    public TowerStore Store => App.Services.GetRequiredService<TowerStore>();

    public static Task<Site> Open(bool demo, Action<WebApplicationBuilder>? more = null) => Open(demo, NewFolder(), more);

    /// <summary>The demonstration with its city, or with a handful of systems where the city is not part of the program; with one import that left a row to repair.</summary>
    public static async Task<Site> OpenCity()
    {
        var site = await Open(demo: true);
        if (site.App.Services.GetService<IDemoCity>() is { } city)
        {
            await city.Fill(CancellationToken.None);
            await site.LivedIn();
        }
        if (!await site.Store.Read(c => c.Set<Account>().AnyAsync(a => a.Persona && a.Department == null && (a.Roles & Roles.Officer) != 0)))
        {
            await site.Handful();
        }
        return site;
    }

    /// <summary>What a city has after a while: somebody left and was erased by two persons, another erasure waits, something is held, a program has an account, and another is told of what happens.</summary>
    private async Task LivedIn()
    {
        var (officer, auditor, other) = ((await Persona(Roles.Officer)).ToActor(), (await Persona(Roles.Auditor)).ToActor(), await Person("박다른", Roles.Officer));
        var id = await Do<AskErasure, string>(officer, new AskErasure([await Left(officer)], "not-needed"));
        var hash = await Store.Read(c => c.Set<ErasureCase>().Where(e => e.Id == id).Select(e => e.ListHash).FirstAsync());
        await Do<SignErasure, ErasureCase>(auditor, new SignErasure(id, hash));
        _rare.Add("/erasure/" + await Do<AskErasure, string>(other.ToActor(), new AskErasure([await Left(officer)], "not-needed")));
        await Do<HoldThing, string>(officer, new HoldThing("account:" + other.Id, "소송이 끝날 때까지"));
        await Do<MakeToken, NewToken>(officer, new MakeToken("표 계산 프로그램", ["read"]));
        var program = await Do<MakeServiceAccount, string>(officer, new MakeServiceAccount("build", new AccountDetails("배포 점검", null, null, Roles.Reader, null)));
        await Do<MakeToken, NewToken>(officer, new MakeToken("배포 점검", ["gate:read"], Account: program));
        _rare.Add($"/accounts/{program}/tokens");
        // Nobody listens there.
        await Do<MakeWebhook, NewWebhookSecret>(officer, new MakeWebhook("업무 관리", "http://127.0.0.1:9/haechi", ["duty.verified"]));
    }

    private async Task<Account> Person(string name, Roles roles)
    {
        var made = await Do<MakeAccount, OneTimeAddress>(Actor.Program, new MakeAccount("p" + NewId.Next(), new AccountDetails(name, "주무관", null, roles, null)));
        return await Store.Read(c => c.Set<Account>().FirstAsync(a => a.Id == made.Account));
    }

    /// <summary>A closed account, named as erasing names it.</summary>
    private async Task<string> Left(Actor administrator)
    {
        var account = await Person("이간사람", Roles.Reader);
        await Do<ChangeAccount, Done>(administrator, new ChangeAccount(account.Id, new AccountDetails(account.Name, account.Position, null, Roles.Reader, null), Closed: true));
        return "account:" + account.Id;
    }

    /// <summary>A tower whose first officer has just come in and set up nothing yet.</summary>
    public static async Task<Site> OpenBare(Action<WebApplicationBuilder>? more = null)
    {
        var site = await Open(demo: false, more);
        await site.Do<FirstOfficer, SignedIn>(Actor.Program, new FirstOfficer("kim", "김하늘", "과장", Password));
        return site;
    }

    /// <summary>The password of the first officer of <see cref="OpenBare"/>.</summary>
    public const string Password = "푸른 해치 일곱 마리가 산다";

    /// <summary>The same tower once more, for a test that changes things. Its ids, sessions and addresses are those of this one.</summary>
    public async Task<Site> Copy()
    {
        var folder = NewFolder();
        // The ledger's files follow from the database, and its leader holds one of them.
        var ledger = Path.Combine(_folder, "ledger") + Path.DirectorySeparatorChar;
        foreach (var file in Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories)
            .Where(f => !f.StartsWith(ledger, StringComparison.Ordinal) && !Path.GetFileName(f).StartsWith("haechi.db", StringComparison.Ordinal)))
        {
            var to = Path.Combine(folder, Path.GetRelativePath(_folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }
        await using (var context = Store.Open())
        {
            await context.Database.ExecuteSqlAsync($"VACUUM INTO {Path.Combine(folder, "haechi.db")}");
        }
        var site = await Open(_demo, folder, null);
        foreach (var (key, state) in _states)
        {
            site._states[key] = state;
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

    /// <summary>The persona with these roles and without those, one for the whole body before one of a department.</summary>
    public async Task<Account> Persona(Roles roles, Roles without = Roles.None)
    {
        var people = await Store.Read(c => c.Set<Account>().Where(a => a.Persona && !a.Closed).ToListAsync());
        return people.Where(a => a.Roles.HasFlag(roles) && (a.Roles & without) == 0).OrderBy(a => a.Department is not null).ThenBy(a => a.Login, StringComparer.Ordinal).First();
    }

    /// <summary>The cookies of a persona with a role for the whole body, as Playwright keeps them.</summary>
    public async Task<string> StateOf(Chromium chromium, Roles role, Roles without = Roles.None)
    {
        var account = await Persona(role, without);
        return await Entered(chromium, account.Id, "/demo", page => page.Locator($"form:has(input[value='{account.Id}']) button").ClickAsync());
    }

    /// <summary>The cookies of the first officer of <see cref="OpenBare"/>.</summary>
    public Task<string> StateOfFirst(Chromium chromium) => Entered(chromium, "first", "/sign-in", async page =>
    {
        await page.Locator("[name=login]").FillAsync("kim");
        await page.Locator("[name=password]").FillAsync(Password);
        await page.Locator("main button").ClickAsync();
    });

    /// <summary>Addresses that no page links to, because they are secrets given to one person.</summary>
    public async Task<IReadOnlyList<string>> Secret()
    {
        var made = await Do<MakeAccount, OneTimeAddress>(Actor.Program, new MakeAccount("s" + NewId.Next(), new AccountDetails("정새로", "주무관", null, Roles.Owner, null)));
        return ["/password/" + made.Secret, App.Services.GetRequiredService<FirstStart>().Open()];
    }

    /// <summary>Pages in the states that are rare: evidence of somebody else's that waits, exemptions, an account with a password of its own, assessments whose facts have changed since.</summary>
    public async Task<IReadOnlyList<string>> Telling()
    {
        await using var context = Store.Open();
        var officer = (await Persona(Roles.Officer)).Id;
        var evidence = await context.Set<EvidenceRow>().Where(e => e.State == "given" && e.GivenBy != officer).Select(e => e.Duty).FirstOrDefaultAsync();
        var exempt = await context.Set<Exemption>().OrderByDescending(x => x.EndedOn == null).Select(x => x.System).ToListAsync();
        var assessed = await context.Set<ImpactAssessment>().OrderBy(a => a.State).Select(a => a.Id).ToListAsync();
        return [.. new[] { evidence is null ? null : "/duties/" + evidence }.OfType<string>(), .. exempt.Distinct().Select(s => $"/systems/{s}/exemptions"), .. assessed.Select(a => "/assessments/" + a), .. _rare];
    }

    /// <summary>Brings a list in of which one row cannot be taken, and leaves the file where the page of an upload finds it.</summary>
    /// <returns>The addresses of the import and of the file.</returns>
    public async Task<IReadOnlyList<string>> Import()
    {
        var text = "관리번호,시스템명,부서,설명\nZ-1,도서 추천 안내,시립도서관,\"빌린 책을 보고 다음 책을 권한다\"\n,,시립도서관,이름이 없는 행\n"u8.ToArray();
        var officer = (await Persona(Roles.Officer)).ToActor();
        var file = await App.Services.GetRequiredService<FileStore>().Put(new MemoryStream(text), 1_000_000, CancellationToken.None);
        var table = TableReader.Read(new MemoryStream(text), "새 목록.csv", new TableOptions(null, null, null, null), CancellationToken.None);
        var run = await Do<ImportInventory, ImportResult>(officer, new ImportInventory(table.Value!, new ImportChoices(), Stored: true));
        return ["/imports/" + run.Run, $"/import/{file.Value!.Hash}?name=list.csv"];
    }

    public async ValueTask DisposeAsync()
    {
        await App.StopAsync();
        await App.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private static string NewFolder() => Directory.CreateTempSubdirectory("haechi-browser-").FullName;

    private static async Task<Site> Open(bool demo, string folder, Action<WebApplicationBuilder>? more)
    {
        var app = TowerWeb.Build(new TowerOptions
        {
            DataFolder = folder, Clock = new TowerClock(TimeProvider.System),
            RulebooksFolder = Path.Combine(Checkout.Root, "rulebooks"), ProfilesFolder = Path.Combine(Checkout.Root, "profiles"), WebhookTargets = ["127.0.0.1:*"],
        }, new ServeOptions("http://127.0.0.1:0", demo), b =>
        {
            b.Logging.AddProvider(new Faults());
            more?.Invoke(b);
        });
        await Migrator.Migrate(app.Services.GetRequiredService<TowerStore>());
        await app.StartAsync();
        return new Site(app, folder, demo);
    }

    private async Task<string> Entered(Chromium chromium, string key, string door, Func<IPage, Task> enter)
    {
        if (!_states.TryGetValue(key, out var state))
        {
            await using var profile = await chromium.Profile(this, "ko");
            var page = await profile.NewPageAsync();
            await page.GotoAsync(door);
            await enter(page);
            _states[key] = state = await profile.StorageStateAsync();
        }
        return state;
    }

    private async Task Handful()
    {
        await Do<NameBody, Done>(Actor.Program, new NameBody("하늘시", "Haneul City", "basic_local"));
        await Do<PlantDepartments, Planted>(Actor.Program, new PlantDepartments("복지국 | Welfare Bureau\n  노인돌봄과 | Elderly Care Division\n교통국 | Transport Bureau"));
        await Do<InstallBooks, LoadedBooks>(Actor.Program, new InstallBooks(["kr/public-ai-act"]));
        await Do<MakeAccount, OneTimeAddress>(Actor.Program, new MakeAccount("kim", new AccountDetails("김하늘", "과장", null, Roles.Administrator | Roles.Officer | Roles.Owner | Roles.Verifier | Roles.Reader, null), Persona: true));
        foreach (var name in (string[])["민원 상담 챗봇", "교통 신호 최적화", "복지 대상 발굴"])
        {
            await Do<RegisterSystem, SystemRef>(Actor.Program, new RegisterSystem(new Dictionary<string, FactValue> { ["name"] = new TextFact(name), ["lifecycle"] = new TextFact("pilot") }, null));
        }
    }
}

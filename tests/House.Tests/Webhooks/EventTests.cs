using Haechi.House.Tests.Storage;
using Haechi.House.Tests.Support;
using Haechi.Tower;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Duties;
using Haechi.Tower.Operations.Backups;
using Haechi.Tower.Register;
using Haechi.Tower.Rulebooks;
using Haechi.Tower.Storage;
using Haechi.Tower.Webhooks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.House.Tests.Webhooks;

/// <summary>What is told, to whom, and that the promise to outsiders holds.</summary>
public sealed class EventTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_event_is_made_of_an_act_that_the_program_writes()
    {
        var source = string.Concat(Repository.Files().Where(f => f.StartsWith("src/Haechi.Tower/", StringComparison.Ordinal) && f.EndsWith(".cs", StringComparison.Ordinal) && !f.Contains("/Webhooks/", StringComparison.Ordinal)).Select(f => File.ReadAllText(Path.Combine(Repository.Root, f))));
        // Acts on one duty are put together from their kind (DutyAct.Do).
        bool Written(string act) => source.Contains($"\"{act}\"", StringComparison.Ordinal) || (act.StartsWith("duties.", StringComparison.Ordinal) && source.Contains($"\"{act["duties.".Length..].Replace('-', '_')}\"", StringComparison.Ordinal));
        Assert.Empty(EventCatalogue.Types.SelectMany(t => t.Acts).Where(a => !Written(a)));
        Assert.Equal(EventCatalogue.Types.Count, EventCatalogue.Types.Select(t => t.Name).Distinct().Count());
        Assert.Empty(EventCatalogue.Types.Where(t => !t.Title.Has("ko") || !t.Title.Has("en") || t.Name.Any(char.IsUpper)).Select(t => t.Name));
    }

    [Theory]
    [InlineData("webhooks.md")]
    [InlineData("webhooks.ko.md")]
    public void Every_event_is_described(string file)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "docs", file));
        Assert.Empty(EventCatalogue.Types.Select(t => t.Name).Append(EventCatalogue.Test).Where(n => !text.Contains($"`{n}`", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("system"), InlineData("duty"), InlineData("assessment"), InlineData("import"), InlineData("erasure")]
    public async Task Links_lead_to_routes_that_there_are(string kind)
    {
        var routes = (await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "tests/House.Tests/Access/RoutesByRole.approved.txt"), Stop)).Where(l => l.StartsWith("GET ", StringComparison.Ordinal)).Select(l => l[4..l.IndexOf('|', StringComparison.Ordinal)].Trim().Split('/')).ToList();
        var thing = EventThing.Of(kind + ":x1")!;
        foreach (var path in new[] { thing.Page, thing.Api }.OfType<string>())
        {
            Assert.Contains(routes, r => r.Length == path.Split('/').Length && r.Zip(path.Split('/')).All(p => p.First == p.Second || (p.First.StartsWith('{') && p.Second == "x1")));
        }
        Assert.Null(EventThing.Of("account:x1"));
    }

    [Fact]
    public async Task A_subscription_of_a_department_hears_of_it_and_of_those_below_and_of_nothing_else()
    {
        await using var city = await WebhookCity.Open();
        await using var receiver = await Receiver.Open();
        async Task<string> Department(string name, string? parent = null) => (await city.Tower.Do<AddDepartment, string>(TestTower.Officer, new AddDepartment(name, parent))).Value!;
        var welfare = await Department("복지국");
        var (below, roads) = (await Department("노인복지과", welfare), await Department("도로과"));
        await city.Subscribe(receiver, welfare);
        var wanted = new List<string> { "system:" + await city.System("가", welfare), "system:" + await city.System("나", below) };
        await city.System("다", roads);
        await city.System("라");
        await city.Send();
        Assert.Equal(wanted, receiver.All.Select(r => r.Subject));
    }

    [Fact]
    public async Task Only_what_was_asked_for_is_told()
    {
        await using var city = await WebhookCity.Open();
        await using var receiver = await Receiver.Open();
        await city.Subscribe(receiver, null, "system.changed");
        var system = await city.System("가");
        Assert.True((await city.Tower.Do<ChangeFacts, SystemRef>(TestTower.Officer, new ChangeFacts(system, new Dictionary<string, Haechi.Rules.Facts.FactValue?> { ["name"] = new Haechi.Rules.Facts.TextFact("비밀 이름") }))).Done);
        await city.Send();
        var came = Assert.Single(receiver.All);
        Assert.Equal(("system.changed", 2), (came.Kind, came.Event.GetProperty("data").GetProperty("version").GetInt32()));
        Assert.DoesNotContain("비밀", came.Body, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(BothStores.Stores), MemberType = typeof(BothStores))]
    public async Task Duties_and_their_days_are_told_once(bool postgres)
    {
        var book = new WebhookCity.Book();
        await using var city = WebhookCity.Of(await TestTower.Open(new DateOnly(2026, 2, 1), WebhookCity.Parts(book), postgres ? await PostgresCluster.Migrated() : null), book);
        await using var receiver = await Receiver.Open();
        Assert.True((await city.Tower.Do<InstallBooks, LoadedBooks>(TestTower.Officer, new InstallBooks(Filled.UsBooks))).Done);
        await city.Subscribe(receiver, null, "duty.overdue", "duty.evidenced", "duty.verified", "determinations.changed", "duties.changed");
        var system = await Duty.Deployed(city.Tower);
        await city.Send();
        Assert.Equal(["determinations.changed", "duties.changed"], receiver.All.Select(r => r.Kind).Order(StringComparer.Ordinal));
        Assert.Equal(await city.Store.Read(c => c.Set<DutyRow>().CountAsync(d => d.IsOpen, Stop)), receiver.All.Single(r => r.Kind == "duties.changed").Event.GetProperty("data").GetProperty("opened").GetInt32());
        var duties = await city.Store.Read(c => c.Set<DutyRow>().Where(d => d.System == system && d.IsOpen && d.Due != null).OrderBy(d => d.Due).ToListAsync(Stop));
        var (due, shown) = (duties[0].Due!.Value, duties[0]);
        var together = duties.Count(d => d.Due == due);
        Assert.True(together > 1);

        // One of those that fall due on that day is shown in time.
        var evidence = await city.Tower.Do<GiveEvidence, EvidenceRef>(TestTower.Officer, new GiveEvidence(shown.Id, "보고서", Link: "https://city.example/report"));
        Assert.True(evidence.Done, evidence.Done ? "" : evidence.Refusals[0].ToLine("en"));
        city.Tower.Time.Instant = new DateTimeOffset(due.ToDateTime(new TimeOnly(12, 0)), TimeSpan.FromHours(9));
        await city.Send();
        var evidenced = receiver.All[^1];
        Assert.Equal(("duty.evidenced", "duty:" + shown.Id, system), (evidenced.Kind, evidenced.Subject, evidenced.Event.GetProperty("data").GetProperty("system").GetString()));
        Assert.DoesNotContain(receiver.All, r => r.Kind == "duty.overdue");
        for (var day = 0; day < 3; day++)
        {
            await city.After(TimeSpan.FromDays(1));
            await city.Send();
        }
        var late = receiver.All.Where(r => r.Kind == "duty.overdue").ToList();
        Assert.Equal(duties.Where(d => d.Due == due && d.Id != shown.Id).Select(d => "duty:" + d.Id).Order(StringComparer.Ordinal), late.Select(r => r.Subject!).Order(StringComparer.Ordinal));
        Assert.All(late, r => Assert.Equal(due.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), r.Event.GetProperty("data").GetProperty("due").GetString()));
    }

    [Theory]
    [MemberData(nameof(BothStores.Stores), MemberType = typeof(BothStores))]
    public async Task A_restored_tower_keeps_its_webhooks_and_tells_the_world_nothing_until_somebody_says_so(bool postgres)
    {
        await using var city = await WebhookCity.Open(postgres);
        await using var receiver = await Receiver.Open();
        var made = await city.Subscribe(receiver, null, "system.registered");
        receiver.Says(503);
        var wanted = await city.Systems(2);
        await city.Send();
        var folder = Directory.CreateTempSubdirectory("haechi-hooks-").FullName;
        try
        {
            var (file, key) = (Path.Combine(folder, "one" + BackupMaker.Ending), Path.Combine(folder, "key"));
            await File.WriteAllTextAsync(key, Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32)), Stop);
            Assert.True((await city.Tower.Services.GetRequiredService<BackupMaker>().Make(Actor.Terminal, file, BackupKey.FromKeyFile(key).Value!, null, Stop)).Done);
            // From one kind of store into the other.
            var place = city.Store.Options with { DataFolder = Path.Combine(folder, "again"), Postgres = postgres ? null : await PostgresCluster.NewDatabase() };
            var services = new ServiceCollection().AddLogging().AddTower(place);
            WebhookCity.Parts(city.Names)(services);
            await using (var again = services.BuildServiceProvider())
            {
                Assert.True((await again.GetRequiredService<BackupRestorer>().Restore(file, BackupKey.FromKeyFile(key).Value!, place, null, Stop)).Done);
                receiver.Says(200);
                city.Tower.Time.Pass(TimeSpan.FromDays(1));
                await again.GetRequiredService<WebhookWorker>().Run(Stop);
                Assert.Single(receiver.All);
                Assert.Equal(WebhookState.Paused, (await again.GetRequiredService<TowerStore>().Read(c => c.Set<WebhookSubscription>().SingleAsync(Stop))).State);
                Assert.True((await again.GetRequiredService<IHandle<ResumeWebhook, Done>>().Handle(WebhookCity.Administrator, new ResumeWebhook(made.Webhook), Stop)).Done);
                await again.GetRequiredService<WebhookWorker>().Run(Stop);
            }
            Assert.Equal(wanted, receiver.All.Skip(1).Select(r => r.Subject));
            Assert.Equal(receiver.All[0].Message, receiver.All[1].Message);
            Assert.All(receiver.All, r => Assert.Equal(1, r.Holding(made.Secret)));
            if (place.Postgres is { } database)
            {
                PostgresCluster.Leave(database);
            }
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }
}

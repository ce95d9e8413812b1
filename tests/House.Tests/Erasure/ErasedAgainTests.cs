using System.Security.Cryptography;
using System.Text;
using Haechi.House.Tests.Storage;
using Haechi.House.Tests.Support;
using Haechi.Tower;
using Haechi.Tower.Common;
using Haechi.Tower.Erasure;
using Haechi.Tower.Files;
using Haechi.Tower.Journal;
using Haechi.Tower.Operations.Backups;
using Haechi.Tower.Register;
using Haechi.Tower.Register.Importing;
using Haechi.Tower.Register.Tables;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.House.Tests.Erasure;

/// <summary>A backup from before an erasure brings back what was erased; the restore erases it again before anybody can open the tower.</summary>
public sealed class ErasedAgainTests : IDisposable
{
    private const string Private = "홍표지 010-9999-8888";
    private readonly string _folder = Directory.CreateTempSubdirectory("haechi-erased-again-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string BackupFile => Path.Combine(_folder, "one" + BackupMaker.Ending);

    public static TheoryData<bool> Stores => BothStores.Stores;

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task What_was_erased_after_the_backup_is_erased_again_by_the_restore(bool postgres)
    {
        await using var tower = await BothStores.Tower(postgres);
        var run = await Import(tower);
        await Backup(tower);
        await ErasureTests.Erase(tower, $"cell:{run.Id}.2.2");
        var list = ErasureList.PathOf(tower.Store.Options);

        // Without the list it comes back: this is what the list is for.
        var bare = await Restore("bare", postgres, null);
        Assert.Contains(await Cells(bare.Store), c => c.Contains(Private, StringComparison.Ordinal));
        await bare.Services.DisposeAsync();

        var place = await Restore("again", postgres, list);
        Assert.DoesNotContain(await Cells(place.Store), c => c.Contains("홍표지", StringComparison.Ordinal));
        Assert.DoesNotContain(await place.Store.Read(c => c.Set<SystemVersion>().Select(v => v.Facts).ToListAsync(Stop)), f => f.Contains("홍표지", StringComparison.Ordinal));
        Assert.Contains(await Cells(place.Store), c => c.Contains("빈자리를", StringComparison.Ordinal));
        var stone = await place.Store.Read(c => c.Set<Tombstone>().SingleAsync(Stop));
        Assert.Equal(($"cell:{run.Id}.2.2", "replay", "개인정보 보호법 제36조"), (stone.Thing, stone.Role, stone.Provision));
        // The replay stands in the journal before the note of the restore, by the person at the command line.
        var acts = await place.Store.Read(c => c.Set<JournalEntry>().OrderByDescending(j => j.Seq).Take(2).ToListAsync(Stop));
        Assert.Equal([(BackupRestorer.Act, Actor.Terminal.Account), ("erasure.replay", Actor.Terminal.Account)], acts.Select(a => (a.Act, a.Account)));
        Assert.Equal("""{"absent":0,"erased":1}""", acts[1].Detail);
        // The file of the import holds the cell too: it is gone from the restored folder, and from the original one already.
        Assert.Equal("not-found", (await place.Services.GetRequiredService<FileStore>().Open(run.FileHash, Stop)).Refusals.Single().Code);
        Assert.False(ErasureTests.InFiles(place.Store.Options.DataFolder, "홍표지"));
        // And the restored tower has the list, for the next restore.
        Assert.Equal($"cell:{run.Id}.2.2", Assert.Single(ErasureList.Read(ErasureList.PathOf(place.Store.Options))).Thing);
        await place.Services.DisposeAsync();
    }

    [Fact]
    public async Task A_backup_from_after_the_erasure_needs_no_list_and_a_list_does_it_no_harm()
    {
        await using var tower = await BothStores.Tower(false);
        var run = await Import(tower);
        await ErasureTests.Erase(tower, $"cell:{run.Id}.2.2");
        await Backup(tower);
        var place = await Restore("later", false, ErasureList.PathOf(tower.Store.Options));
        Assert.Equal("auditor", (await place.Store.Read(c => c.Set<Tombstone>().SingleAsync(Stop))).Role);
        Assert.False(await place.Store.Read(c => c.Set<JournalEntry>().AnyAsync(j => j.Act == "erasure.replay", Stop)));
        Assert.False(ErasureTests.InFiles(place.Store.Options.DataFolder, "홍표지"));
        await place.Services.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_list_that_is_missing_or_is_another_file_stops_the_restore_before_it_begins(bool postgres)
    {
        await using var tower = await BothStores.Tower(postgres);
        await Import(tower);
        await Backup(tower);
        var other = Path.Combine(_folder, "minutes.txt");
        await File.WriteAllTextAsync(other, "회의록\n", Stop);
        var place = Place("refused", postgres ? await PostgresCluster.NewDatabase() : null);
        await using var services = new ServiceCollection().AddLogging().AddTower(place).BuildServiceProvider();
        foreach (var (list, code) in new[] { (Path.Combine(_folder, "nowhere.jsonl"), "not-found"), (other, "wrong-list") })
        {
            var refused = await services.GetRequiredService<BackupRestorer>().Restore(BackupFile, Key(), place, list, Stop);
            Assert.Equal((code, list), (refused.Refusals.Single().Code, refused.Refusals[0].Where));
            Assert.False(Directory.Exists(place.DataFolder));
        }
        // Nothing was begun, so the same empty place takes the backup now, in PostgreSQL as well.
        var restored = await services.GetRequiredService<BackupRestorer>().Restore(BackupFile, Key(), place, null, Stop);
        Assert.True(restored.Done, restored.Done ? "" : restored.Refusals[0].ToLine("en"));
    }

    [Fact]
    public async Task The_verb_takes_the_list()
    {
        await using var tower = await BothStores.Tower(false);
        var run = await Import(tower);
        await Backup(tower);
        await ErasureTests.Erase(tower, $"cell:{run.Id}.2.2");
        string[] verb = ["restore", "--from", BackupFile, "--key-file", Path.Combine(_folder, "backup.key"), "--lang", "en", "--to", Path.Combine(_folder, "by-verb"), "--erasures"];
        var missing = Command.Run([.. verb, Path.Combine(_folder, "nowhere")]);
        Assert.Equal(2, missing.Code);
        Assert.Contains("list of erasures", missing.Error, StringComparison.Ordinal);
        var done = Command.Run([.. verb, ErasureList.PathOf(tower.Store.Options)]);
        Assert.True(done.Code == 0, done.Error);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Assert.False(ErasureTests.InFiles(Path.Combine(_folder, "by-verb"), "홍표지"));
        Assert.True(ErasureTests.InFiles(Path.Combine(_folder, "by-verb"), "빈자리를"));
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<ImportRun> Import(TestTower tower)
    {
        var bytes = Encoding.UTF8.GetBytes($"관리번호,시스템명,설명\nA-1,민원 챗봇,{Private}\nA-2,주차 안내,빈자리를 알린다\n");
        await tower.Services.GetRequiredService<FileStore>().Put(new MemoryStream(bytes), stop: Stop);
        var result = await tower.Do<ImportInventory, ImportResult>(TestTower.Officer, new ImportInventory(TableReader.Read(new MemoryStream(bytes), "목록.csv", stop: Stop).Value!, new ImportChoices(), Stored: true));
        Assert.True(result.Done, result.Done ? "" : result.Refusals[0].ToLine("en"));
        return await tower.Store.Read(c => c.Set<ImportRun>().SingleAsync(Stop));
    }

    private async Task Backup(TestTower tower)
    {
        var made = await tower.Services.GetRequiredService<BackupMaker>().Make(Actor.Terminal, BackupFile, Key(), null, Stop);
        Assert.True(made.Done, made.Done ? "" : made.Refusals[0].ToLine("en"));
    }

    private async Task<(TowerStore Store, ServiceProvider Services)> Restore(string name, bool postgres, string? erasures)
    {
        var services = new ServiceCollection().AddLogging().AddTower(Place(name, postgres ? await PostgresCluster.NewDatabase() : null)).BuildServiceProvider();
        var store = services.GetRequiredService<TowerStore>();
        var restored = await services.GetRequiredService<BackupRestorer>().Restore(BackupFile, Key(), store.Options, erasures, Stop);
        Assert.True(restored.Done, restored.Done ? "" : restored.Refusals[0].ToLine("en"));
        return (store, services);
    }

    private static Task<List<string>> Cells(TowerStore store) => store.Read(c => c.Set<SourceRow>().Select(r => r.Cells).ToListAsync(Stop));

    private BackupKey Key()
    {
        var file = Path.Combine(_folder, "backup.key");
        if (!File.Exists(file))
        {
            File.WriteAllText(file, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        }
        return BackupKey.FromKeyFile(file).Value!;
    }

    private TowerOptions Place(string name, string? postgres) => new()
    {
        DataFolder = Path.Combine(_folder, name), Postgres = postgres, RulebooksFolder = Path.Combine(Repository.Root, "rulebooks"), ProfilesFolder = Path.Combine(Repository.Root, "profiles"),
    };
}

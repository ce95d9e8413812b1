using System.Security.Cryptography;
using System.Text;
using Haechi.House.Tests.Storage;
using Haechi.House.Tests.Support;
using Haechi.Rules.Facts;
using Haechi.Tower;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Files;
using Haechi.Tower.Journal;
using Haechi.Tower.Operations.Backups;
using Haechi.Tower.Register;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.House.Tests.Operations;

/// <summary>Backups hold everything, open to their key only, and come back into either store.</summary>
public sealed class BackupTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("haechi-backup-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string BackupFile => Path.Combine(_folder, "one" + BackupMaker.Ending);

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Everything_comes_back_in_either_store(bool fromPostgres, bool toPostgres)
    {
        await using var tower = await BothStores.Tower(fromPostgres);
        await Fill(tower);
        var before = await Everything(tower.Store);
        var made = (await tower.Services.GetRequiredService<BackupMaker>().Make(Actor.Terminal, BackupFile, Key(), keepDays: 30, Stop)).Value!;
        Assert.Equal((1, before["journal"].Count), (made.Files, (int)made.Entries));

        var place = Place(toPostgres ? await PostgresCluster.NewDatabase() : null);
        var restored = await Restore(place);
        Assert.True(restored.Done, restored.Done ? "" : restored.Refusals[0].ToLine("en"));
        await using var services = new ServiceCollection().AddLogging().AddTower(place).BuildServiceProvider();
        var store = services.GetRequiredService<TowerStore>();
        var after = await Everything(store);
        foreach (var (table, rows) in before)
        {
            // The restore notes itself, and nothing else is new.
            Assert.Equal(rows, table == "journal" ? after[table].Take(rows.Count) : after[table]);
        }
        Assert.Equal(BackupRestorer.Act, await store.Read(c => c.Set<JournalEntry>().OrderByDescending(j => j.Seq).Select(j => j.Act).FirstAsync(Stop)));
        await using var bytes = (await services.GetRequiredService<FileStore>().Open(await store.Read(c => c.Set<FileRow>().Select(f => f.Hash).SingleAsync(Stop)), Stop)).Value!;
        Assert.Equal("증빙", await new StreamReader(bytes).ReadToEndAsync(Stop));
        // The search finds the same, numbers go on, and secrets open.
        Assert.Equal(1, (await services.GetRequiredService<IHandle<ListSystems, SystemPage>>().Handle(TestTower.Officer, new ListSystems(new SystemFilter { Text = "챗봇" }), Stop)).Value!.Total);
        Assert.Equal(1, (await services.GetRequiredService<IHandle<ListSystems, SystemPage>>().Handle(TestTower.Officer, new ListSystems(new SystemFilter { Text = "ㅂㅈ" }), Stop)).Value!.Total);
        var next = await services.GetRequiredService<IHandle<RegisterSystem, SystemRef>>().Handle(TestTower.Officer, new RegisterSystem(new Dictionary<string, FactValue> { ["name"] = new TextFact("새 시스템") }, null), Stop);
        Assert.True(next.Done);
        Assert.Equal(File.ReadAllText(Path.Combine(tower.Folder, "master.key")), File.ReadAllText(Path.Combine(place.DataFolder, "master.key")));
    }

    [Fact]
    public async Task Writers_go_on_while_a_backup_is_made_and_it_holds_one_moment()
    {
        await using var tower = await BothStores.Tower(false);
        using var done = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (var i = 0; !done.IsCancellationRequested; i++)
            {
                // Two rows in one act: a backup has both or none.
                var n = i.ToString("0", null);
                await BothStores.Act(tower.Store, "pair:" + n, scope =>
                {
                    scope.Context.Add(new Setting { Key = "pair:" + n, Value = "\"x\"" });
                    return Task.CompletedTask;
                });
            }
        }, Stop);
        await tower.Services.GetRequiredService<BackupMaker>().Make(Actor.Terminal, BackupFile, Key(), null, Stop);
        await done.CancelAsync();
        await writing;
        var place = Place(null);
        Assert.True((await Restore(place)).Done);
        using var store = new TowerStore(place);
        Assert.Equal(await store.Read(c => c.Set<JournalEntry>().CountAsync(j => j.Subject.StartsWith("pair:"), Stop)), await store.Read(c => c.Set<Setting>().CountAsync(s => s.Key.StartsWith("pair:"), Stop)));
    }

    [Fact]
    public async Task A_backup_that_was_altered_cut_or_closed_with_another_key_restores_nothing_and_says_where()
    {
        await using var tower = await BothStores.Tower(false);
        await Fill(tower, padding: 3 << 20);
        Assert.True((await tower.Services.GetRequiredService<BackupMaker>().Make(Actor.Terminal, BackupFile, Key(), null, Stop)).Done);
        var whole = await File.ReadAllBytesAsync(BackupFile, Stop);
        Assert.True(whole.Length > BackupHeader.Chunk * 2);
        var random = new Random(20261122);
        for (var i = 0; i < 40; i++)
        {
            var spoiled = whole.ToArray();
            spoiled[i < 10 ? random.Next(400) : random.Next(spoiled.Length)] ^= (byte)(1 << random.Next(8));
            Assert.Contains(await Code(spoiled), (string[])["altered", "no-backup", "wrong-key"]);
        }
        var first = Array.IndexOf(whole, (byte)'\n', Array.IndexOf(whole, (byte)'\n') + 1) + 1;
        const int Chunk = BackupHeader.Chunk + 16;
        foreach (var length in (int[])[0, 10, first, first + 5, first + Chunk, whole.Length - 1, whole.Length - 20])
        {
            Assert.Contains(await Code(whole[..length]), (string[])["altered", "no-backup"]);
        }
        Assert.Equal("altered", await Code([.. whole, 0]));
        // Chunks in another order.
        Assert.Equal("altered", await Code([.. whole[..first], .. whole[(first + Chunk)..(first + (2 * Chunk))], .. whole[first..(first + Chunk)], .. whole[(first + (2 * Chunk))..]]));
        var other = Path.Combine(_folder, "other.key");
        await File.WriteAllTextAsync(other, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)), Stop);
        Assert.Equal("wrong-key", (await BackupRestorer.Verify(BackupFile, BackupKey.FromKeyFile(other).Value!, Stop)).Refusals[0].Code);
        Assert.False(Directory.Exists(Place(null).DataFolder));
    }

    [Fact]
    public async Task Nothing_of_the_register_can_be_read_in_a_backup_without_its_key()
    {
        await using var tower = await BothStores.Tower(false);
        await Fill(tower);
        await tower.Services.GetRequiredService<BackupMaker>().Make(Actor.Terminal, BackupFile, Key(), null, Stop);
        var text = Encoding.UTF8.GetString(await File.ReadAllBytesAsync(BackupFile, Stop));
        Assert.DoesNotContain("챗봇", text, StringComparison.Ordinal);
        Assert.DoesNotContain("journal", text, StringComparison.Ordinal);
        Assert.True(OperatingSystem.IsWindows() || (File.GetUnixFileMode(BackupFile) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)) == 0);
    }

    [Fact]
    public async Task A_restore_overwrites_nothing()
    {
        await using var tower = await BothStores.Tower(false);
        await tower.Services.GetRequiredService<BackupMaker>().Make(Actor.Terminal, BackupFile, Key(), null, Stop);
        var place = Place(null);
        Directory.CreateDirectory(place.DataFolder);
        await File.WriteAllTextAsync(Path.Combine(place.DataFolder, "mine"), "", Stop);
        Assert.Equal("not-empty", (await Restore(place)).Refusals[0].Code);
        var db = await PostgresCluster.Migrated();
        using (var store = new TowerStore(Place(db)))
        {
            await BothStores.Act(store, "there already");
        }
        Assert.Equal("not-empty", (await Restore(Place(db) with { DataFolder = Path.Combine(_folder, "elsewhere") })).Refusals[0].Code);
        Assert.Equal("exists", (await tower.Services.GetRequiredService<BackupMaker>().Make(Actor.Terminal, BackupFile, Key(), null, Stop)).Refusals[0].Code);
    }

    [Fact]
    public async Task A_passphrase_closes_a_backup_too_and_the_wrong_kind_of_key_is_named()
    {
        await using var tower = await BothStores.Tower(false);
        var file = Path.Combine(_folder, "phrase");
        await File.WriteAllTextAsync(file, "하늘시 해치 백업 2026 가을\n", Stop);
        var phrase = BackupKey.FromPassphraseFile(file).Value!;
        await tower.Services.GetRequiredService<BackupMaker>().Make(Actor.Terminal, BackupFile, phrase, null, Stop);
        Assert.True((await BackupRestorer.Verify(BackupFile, phrase, Stop)).Done);
        var refusal = (await BackupRestorer.Verify(BackupFile, Key(), Stop)).Refusals[0];
        Assert.Equal("wrong-key", refusal.Code);
        Assert.Contains("--passphrase-file", refusal.ToLine("en"), StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, "short\n", Stop);
        Assert.False(BackupKey.FromPassphraseFile(file).Done);
    }

    [Fact]
    public async Task Only_backups_whose_time_is_over_are_removed()
    {
        await using var tower = await BothStores.Tower(false);
        var maker = tower.Services.GetRequiredService<BackupMaker>();
        foreach (var (name, keep) in ((string, int?)[])[("week", 7), ("month", 30), ("always", null)])
        {
            await maker.Make(Actor.Terminal, Path.Combine(_folder, name + BackupMaker.Ending), Key(), keep, Stop);
        }
        await File.WriteAllTextAsync(Path.Combine(_folder, "notes" + BackupMaker.Ending), "not a backup", Stop);
        tower.Time.Pass(TimeSpan.FromDays(8));
        var (removed, left) = await PruneBackups.Run(_folder, tower.Clock.Micros, dryRun: false, Stop);
        Assert.Equal(["week" + BackupMaker.Ending], removed.Select(Path.GetFileName));
        Assert.Equal(["always", "month"], left.Select(l => Path.GetFileNameWithoutExtension(l.File)));
        Assert.True(File.Exists(Path.Combine(_folder, "notes" + BackupMaker.Ending)));
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private BackupKey Key()
    {
        var file = Path.Combine(_folder, "backup.key");
        if (!File.Exists(file))
        {
            File.WriteAllText(file, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        }
        return BackupKey.FromKeyFile(file).Value!;
    }

    private TowerOptions Place(string? postgres) => new()
    {
        DataFolder = Path.Combine(_folder, "restored"), Postgres = postgres, RulebooksFolder = Path.Combine(Repository.Root, "rulebooks"), ProfilesFolder = Path.Combine(Repository.Root, "profiles"),
    };

    private async Task<Result<RestoredBackup>> Restore(TowerOptions place)
    {
        await using var services = new ServiceCollection().AddLogging().AddTower(place).BuildServiceProvider();
        return await services.GetRequiredService<BackupRestorer>().Restore(BackupFile, Key(), place, null, Stop);
    }

    private async Task<string> Code(byte[] bytes)
    {
        var file = Path.Combine(_folder, "spoiled");
        await File.WriteAllBytesAsync(file, bytes, Stop);
        var read = await BackupRestorer.Verify(file, Key(), Stop);
        return read.Done ? "whole" : read.Refusals[0].Code;
    }

    private static async Task Fill(TestTower tower, int padding = 0)
    {
        var system = await tower.Do<RegisterSystem, SystemRef>(TestTower.Officer, new RegisterSystem(new Dictionary<string, FactValue>
        {
            ["name"] = new TextFact("복지 챗봇"), ["summary"] = new TextFact("줄\n바꿈\t탭 \\역슬래시 'quote' 😀"),
        }, null));
        Assert.True(system.Done, system.Done ? "" : system.Refusals[0].ToLine("en"));
        var stored = (await tower.Services.GetRequiredService<FileStore>().Put(new MemoryStream("증빙"u8.ToArray()), stop: Stop)).Value!;
        await BothStores.Act(tower.Store, "file", scope => FileStore.Keep(scope, stored));
        if (padding > 0)
        {
            await BothStores.Act(tower.Store, "padding", scope =>
            {
                scope.Context.Add(new Setting { Key = "padding", Value = Convert.ToBase64String(RandomNumberGenerator.GetBytes(padding)) });
                return Task.CompletedTask;
            });
        }
    }

    /// <summary>Every row of every table as text, without what belongs to the moment.</summary>
    private static async Task<Dictionary<string, List<string>>> Everything(TowerStore store)
    {
        await using var context = store.Open();
        await context.Database.OpenConnectionAsync(Stop);
        var all = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var table in NeutralTable.All(context))
        {
            await using var command = context.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // Names of the model.
            command.CommandText = $"SELECT {string.Join(", ", table.Columns.Select(c => $"\"{c.Name}\""))} FROM \"{table.Name}\"";
#pragma warning restore CA2100
            await using var reader = await command.ExecuteReaderAsync(Stop);
            var rows = all[table.Name] = [];
            while (await reader.ReadAsync(Stop))
            {
                rows.Add(string.Join('|', table.Columns.Select((c, i) => NeutralTable.Read(reader, i, c.Kind) is byte[] bytes ? Convert.ToHexString(bytes) : NeutralTable.Read(reader, i, c.Kind)?.ToString() ?? "∅")));
            }
            if (table.Name != "journal")
            {
                rows.Sort(StringComparer.Ordinal);
            }
        }
        return all;
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Haechi.House.Tests.Storage;
using Haechi.House.Tests.Support;
using Haechi.Tower;
using Haechi.Tower.Common;
using Haechi.Tower.Journal;
using Haechi.Tower.Operations.Backups;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.House.Tests.Operations;

/// <summary>The drill of backup and restore: every entry of a long journal comes back, one by one. HAECHI_LONG=1: a million.</summary>
public sealed class DrillTests : IDisposable
{
    private const int PerAct = 2000;
    private static readonly int Entries = Environment.GetEnvironmentVariable("HAECHI_LONG") == "1" ? 1_000_000 : 4_000;
    private readonly string _folder = Directory.CreateTempSubdirectory("haechi-drill-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<bool> Stores => BothStores.Stores;

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Every_entry_comes_back(bool postgres)
    {
        await using var tower = await BothStores.Tower(postgres);
        for (var begun = 0; begun < Entries; begun += PerAct)
        {
            await tower.Store.Write<Done>(TestTower.Officer, scope =>
            {
                for (var i = begun; i < begun + PerAct; i++)
                {
                    scope.Record("register.change", "system:" + i.ToString(CultureInfo.InvariantCulture), new { facts = i % 40, version = i, note = "변경" });
                }
                return Task.FromResult(Done.Well);
            }, Stop);
        }
        var before = await Digest(tower.Store, long.MaxValue);
        var (file, key) = (Path.Combine(_folder, "drill" + BackupMaker.Ending), Path.Combine(_folder, "key"));
        await File.WriteAllTextAsync(key, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)), Stop);
        var watch = Stopwatch.StartNew();
        var made = (await tower.Services.GetRequiredService<BackupMaker>().Make(Actor.Terminal, file, BackupKey.FromKeyFile(key).Value!, null, Stop)).Value!;
        var backup = watch.Elapsed;
        var place = tower.Store.Options with { DataFolder = Path.Combine(_folder, "again"), Postgres = postgres ? await PostgresCluster.NewDatabase() : null };
        await using var services = new ServiceCollection().AddLogging().AddTower(place).BuildServiceProvider();
        watch.Restart();
        Assert.True((await services.GetRequiredService<BackupRestorer>().Restore(file, BackupKey.FromKeyFile(key).Value!, place, null, Stop)).Done);
        TestContext.Current.TestOutputHelper?.WriteLine($"{(postgres ? "PostgreSQL" : "SQLite")}: {Entries:N0} entries, backup {backup.TotalSeconds:0.0} s, {made.Length >> 20} MB, restore {watch.Elapsed.TotalSeconds:0.0} s");
        Assert.Equal(before, await Digest(services.GetRequiredService<TowerStore>(), Entries));
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<(int Count, string Hash)> Digest(TowerStore store, long most)
    {
        await using var context = store.Open();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var count = 0;
        await foreach (var e in context.Set<JournalEntry>().OrderBy(j => j.Seq).AsAsyncEnumerable().WithCancellation(Stop))
        {
            if (count < most)
            {
                count++;
                hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{e.Seq}|{e.At}|{e.Account}|{e.Act}|{e.Subject}|{e.Detail}\n")));
            }
        }
        return (count, Convert.ToHexString(hash.GetHashAndReset()));
    }
}

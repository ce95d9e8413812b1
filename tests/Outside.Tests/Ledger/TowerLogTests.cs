using Haechi.Ledger.Notes;
using Haechi.Outside.Tests.Support;
using Haechi.Tower;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Journal;
using Haechi.Tower.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Outside.Tests.Ledger;

/// <summary>The ledger that a tower makes of its journal, before the same verifier.</summary>
public sealed class TowerLogTests(ITestOutputHelper output) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("haechi-tower-log-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Go_accepts_a_log_that_a_tower_wrote_and_finds_a_changed_byte_in_it()
    {
        var services = new ServiceCollection().AddLogging().AddTower(new TowerOptions { DataFolder = _folder, RulebooksFolder = _folder, ProfilesFolder = _folder, LedgerOrigin = "ai.haneul.example/log" })
            .AddSingleton<ISecretBox, Turned>();
        await using var tower = services.BuildServiceProvider();
        var (store, worker) = (tower.GetRequiredService<TowerStore>(), tower.GetRequiredService<LedgerWorker>());
        await Migrator.Migrate(store);
        var log = Path.Combine(_folder, "ledger", "1");
        var kept = new List<string>();
        foreach (var count in (int[])[3, 297, 400])
        {
            for (var i = 0; i < count; i++)
            {
                await store.Write<Done>(Actor.Terminal, scope =>
                {
                    scope.Record("test.act", "system:k3v9", new { i });
                    return Task.FromResult(Done.Well);
                }, Stop);
            }
            Assert.True((await worker.RunOnce(Stop)).Done);
            kept.Add(Path.Combine(_folder, $"checkpoint.{kept.Count}"));
            File.Copy(Path.Combine(log, "checkpoint"), kept[^1]);
        }
        var key = (await store.Read(c => LedgerQueries.Verifiers(c, 1, Stop))).Single(k => k.Type == KeyType.Ed25519);
        var said = await OtherProgram.Run(await GoVerifier.Build(_folder), [log, key.ToString(), .. kept], "tile/entries/001 40 7\ntile/0/000 9 1\n");
        Assert.StartsWith("verified 701 3 <nil>", said, StringComparison.Ordinal);
        Assert.Contains("found 2 of 2", said, StringComparison.Ordinal);
        Figures.Add("a tower's ledger of 701 entries, Go's sumdb", "root, inclusion and 3 consistencies: accepted", output);
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private sealed class Turned : ISecretBox
    {
        public string Close(string secret) => new([.. secret.Reverse()]);

        public string? Open(string closed) => new([.. closed.Reverse()]);
    }
}

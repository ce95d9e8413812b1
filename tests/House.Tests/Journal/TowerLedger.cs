using Haechi.House.Tests.Support;
using Haechi.Ledger.Checking;
using Haechi.Ledger.Notes;
using Haechi.Ledger.Storage;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Journal;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Haechi.House.Tests.Journal;

/// <summary>A tower with its ledger, on either store; several of them on one database are its nodes.</summary>
internal sealed class TowerLedger : IAsyncDisposable
{
    private TowerLedger(TestTower tower, LedgerWorker worker) => (Tower, Worker) = (tower, worker);

    public TestTower Tower { get; }

    public LedgerWorker Worker { get; }

    public TowerStore Store => Tower.Store;

    public string Folder => NodeLedger.FolderOf(Store.Options, 1);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The connection string for a theory's store; null for SQLite.</summary>
    public static async Task<string?> Database(string kind) => kind == "postgres" ? await PostgresCluster.NewDatabase() : null;

    public static async Task<TowerLedger> Open(string? postgres = null, ILeaderLock? held = null)
    {
        var tower = await TestTower.Open(postgres: postgres, more: s => s.AddSingleton<ISecretBox, OpenBox>());
        return new TowerLedger(tower, Another(tower, held));
    }

    /// <summary>Another process on the same store and folder, as after a crash.</summary>
    public static LedgerWorker Another(TestTower tower, ILeaderLock? held = null) =>
        new(tower.Store, held ?? LeaderLock.Of(tower.Store.Options), tower.Services.GetRequiredService<Tower.Journal.Contracts.IKeyBox>(), NullLogger<LedgerWorker>.Instance);

    /// <summary>Writes acts of one entry each.</summary>
    public async Task Act(int count = 1, string act = "test.act")
    {
        for (var i = 0; i < count; i++)
        {
            var number = i;
            await Store.Write<Done>(TestTower.Officer, scope =>
            {
                scope.Record(act, "system:k3v9", new { number });
                return Task.FromResult(Done.Well);
            }, Stop);
        }
    }

    /// <summary>A round that has to end well; the size of the published checkpoint.</summary>
    public async Task<long> Round()
    {
        var done = await Worker.RunOnce(Stop);
        Assert.True(done.Done, done.Done ? "" : done.Refusals[0].ToLine("en"));
        return done.Value;
    }

    public Task<List<JournalEntry>> Entries() => Store.Read(c => c.Set<JournalEntry>().OrderBy(j => j.Seq).ToListAsync(Stop));

    /// <summary>What an outsider's verification finds in this node's files.</summary>
    public async Task<VerifyReport> Verified(int log = 1)
    {
        var (keys, origin) = await Store.Read(async c => ((await LedgerQueries.Keys(c, log, Stop)).Select(k => VerifierKey.Parse(k.Verifier).Value).ToList(), await c.Set<LedgerLog>().Where(l => l.Number == log).Select(l => l.Origin).SingleAsync(Stop)));
        return LedgerVerifier.Verify(new LedgerFolder(NodeLedger.FolderOf(Store.Options, log)), new VerifyOptions(origin, keys));
    }

    /// <summary>Every entry has its index, without gap, and the files of this node hold exactly their leaves.</summary>
    public async Task Holds(int log = 1)
    {
        var entries = await Entries();
        Assert.Equal(Enumerable.Range(0, entries.Count).Select(i => (long?)i), entries.Select(e => e.LedgerIndex).Order());
        var report = await Verified(log);
        Assert.True(report.Holds, string.Join('\n', report.Problems.Select(p => p.ToLine("en"))));
        Assert.Equal(entries.Count, report.Checkpoint!.Size);
        var folder = new LedgerFolder(NodeLedger.FolderOf(Store.Options, log));
        Assert.All(entries, e => Assert.Equal(e.Leaf, folder.Entry(e.LedgerIndex!.Value, entries.Count).Value.ToArray()));
    }

    public async ValueTask DisposeAsync()
    {
        await Worker.DisposeAsync();
        await Tower.DisposeAsync();
    }

    private sealed class OpenBox : ISecretBox
    {
        public string Close(string secret) => new([.. secret.Reverse()]);

        public string? Open(string closed) => new([.. closed.Reverse()]);
    }
}

/// <summary>A lock that always seems to be held: what a leader believes that slept past its own.</summary>
internal sealed class BelievedLock : ILeaderLock
{
    public Task<long?> Hold(CancellationToken stop) => Task.FromResult<long?>(1);

    public ValueTask Release() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

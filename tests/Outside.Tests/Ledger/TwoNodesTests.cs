using System.Globalization;
using Haechi.Bench.Faults;
using Haechi.Ledger.Notes;
using Haechi.Outside.Tests.Support;
using Haechi.Tower.Journal;

namespace Haechi.Outside.Tests.Ledger;

/// <summary>
/// Two nodes on one PostgreSQL are killed in turn while programs write through both: 3 times, 50 with HAECHI_LONG=1, as often as HAECHI_KILLS says. The files of either node are put before the
/// verifier of Go's checksum database.
/// </summary>
public sealed class TwoNodesTests(ITestOutputHelper output) : IDisposable
{
    private static readonly int Kills = Environment.GetEnvironmentVariable("HAECHI_KILLS") is { } given ? int.Parse(given, CultureInfo.InvariantCulture) : Checkout.IsLong ? 50 : 3;
    private readonly string _folder = Directory.CreateTempSubdirectory("haechi-two-nodes-").FullName;

    [Fact]
    public async Task Two_nodes_that_are_killed_in_turn_lose_and_double_nothing_and_Go_accepts_the_log_of_either()
    {
        var verifier = await GoVerifier.Build(_folder);
        var (server, missing) = PostgresServer.Start();
        Assert.SkipWhen(server is null, missing ?? "");
        using var _ = server;
        var tally = new Tally();
        var ground = await Ground.Prepare(_folder, await server!.NewDatabase(), 2);
        await new Siege(ground, new SiegePlan(Kills, Nodes: 2, Chapter: Math.Max(1, Kills / 3)), tally).Run(TestContext.Current.CancellationToken);
        Assert.Empty(tally.Problems);
        Assert.Equal((Kills, 0, 0), (tally.Kills, tally.Lost, tally.Doubled));

        using var store = ground.Open();
        var key = (await store.Read(c => LedgerQueries.Verifiers(c, 1, TestContext.Current.CancellationToken))).Single(k => k.Type == KeyType.Ed25519);
        // The first tile of entries is a partial one while it is not full (tlog-tiles, "Partial Tiles").
        var tile = tally.Entries < 256 ? $"tile/entries/000.p/{tally.Entries}" : "tile/entries/000";
        string[] logs = [ground.LedgerOf(0), ground.LedgerOf(1)];
        foreach (var (log, other) in logs.Zip(logs.Reverse()))
        {
            // Each node's files, and as a checkpoint kept from elsewhere that of the other node.
            var said = await OtherProgram.Run(verifier, [log, key.ToString(), Path.Combine(other, "checkpoint")], tile + " 40 7\n");
            Assert.StartsWith($"verified {tally.Entries} 1 <nil>", said, StringComparison.Ordinal);
            Assert.Contains("found 1 of 1", said, StringComparison.Ordinal);
        }
        Figures.Add("two nodes on PostgreSQL, killed in turn", $"{tally}; Go's sumdb accepts the files of either", output);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}

using System.Globalization;
using Haechi.Bench.Faults;
using Haechi.House.Tests.Support;

namespace Haechi.House.Tests.Operations;

/// <summary>
/// A served tower is killed (SIGKILL) at moments of chance while programs write to it over the API, and starts again with the same data: 20 times, 200 with HAECHI_LONG=1, as often as HAECHI_KILLS says.
/// <c>bench/faults</c> does the same for as long as one likes.
/// </summary>
public sealed class KilledTests : IDisposable
{
    private static readonly int Kills = Environment.GetEnvironmentVariable("HAECHI_KILLS") is { } given ? int.Parse(given, CultureInfo.InvariantCulture) : Environment.GetEnvironmentVariable("HAECHI_LONG") == "1" ? 200 : 20;
    private readonly string _folder = Directory.CreateTempSubdirectory("haechi-killed-").FullName;

    [Fact]
    public async Task What_a_killed_server_acknowledged_is_there_once_and_in_the_ledger()
    {
        var tally = new Tally();
        var ground = await Ground.Prepare(_folder, PostgresCluster.Everywhere ? await PostgresCluster.NewDatabase() : null, 1);
        await new Siege(ground, new SiegePlan(Kills, Chapter: Math.Min(Kills, 100)), tally).Run(TestContext.Current.CancellationToken);
        TestContext.Current.TestOutputHelper?.WriteLine(tally.ToString());
        Assert.Empty(tally.Problems);
        Assert.Equal((Kills, 0, 0), (tally.Kills, tally.Lost, tally.Doubled));
        // Both sides were met: changes that were answered, and changes whose answer the kill took.
        Assert.True(tally.Acknowledged.Count > Kills && tally.Unanswered >= Kills / 5 && tally.Entries > tally.Acknowledged.Count, tally.ToString());
    }

    [Fact]
    public async Task A_change_that_is_missing_or_there_twice_is_noticed()
    {
        // The judge has to be able to find something: one change that nobody kept, and one that is there twice.
        var (tally, ground) = (new Tally(), await Ground.Prepare(_folder, null, 1));
        using (var node = ground.Launch(0))
        {
            await node.Opened();
            using var caller = new Caller(0, "m", ground, tally, 1);
            using var over = new CancellationTokenSource();
            var calling = caller.Run(over.Token);
            while (tally.Acknowledged.Count < 20)
            {
                await Task.Delay(50, TestContext.Current.CancellationToken);
            }
            await over.CancelAsync();
            await calling;
            await new Judge(ground, tally).Settled();
        }
        var system = tally.Acknowledged.First(c => c.Kind == Kind.System);
        tally.Acknowledged.Enqueue(new Change(Kind.View, "never-sent", "views", "{}") { Thing = "view:none" });
        using (var store = ground.Open())
        {
            await using var context = store.Open();
            await Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.ExecuteSqlAsync(context.Database, $"UPDATE system_now SET name = {system.Mark} WHERE name <> {system.Mark}", TestContext.Current.CancellationToken);
            await Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.ExecuteSqlAsync(context.Database, $"UPDATE journal SET leaf = {new byte[] { 1 }} WHERE ledger_index = 3", TestContext.Current.CancellationToken);
        }
        await new Judge(ground, tally).Check(1);
        Assert.True(tally is { Lost: > 1, Doubled: 1 }, tally.ToString());
        Assert.Contains(tally.Problems, p => p.StartsWith("lost: never-sent", StringComparison.Ordinal) || p.StartsWith("lost: ", StringComparison.Ordinal));
        Assert.Contains(tally.Problems, p => p.StartsWith("doubled: " + system.Mark, StringComparison.Ordinal));
        Assert.Contains(tally.Problems, p => p.StartsWith("view.save view:none", StringComparison.Ordinal));
        Assert.Contains(tally.Problems, p => p.EndsWith("entry 3 is not the row's", StringComparison.Ordinal));
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}

using Haechi.House.Tests.Support;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Haechi.House.Tests.Storage;

/// <summary>What a transaction promises, on both stores.</summary>
public sealed class WriteTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<bool> Stores => BothStores.Stores;

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Two_nodes_that_look_and_then_write_lose_no_update(bool postgres)
    {
        await using var tower = await BothStores.Tower(postgres);
        using var other = new TowerStore(tower.Store.Options);
        const int Each = 25;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(async () =>
        {
            for (var n = 0; n < Each; n++)
            {
                // Read, think, write: without one gate for all nodes, updates would be lost here.
                await BothStores.Act(i % 2 == 0 ? tower.Store : other, "counter", async scope =>
                {
                    var row = await scope.Context.Set<Haechi.Tower.Access.Setting>().FindAsync(["counter"], Stop);
                    var next = row is null ? 1 : int.Parse(row.Value, null) + 1;
                    if (row is null)
                    {
                        scope.Context.Add(new Haechi.Tower.Access.Setting { Key = "counter", Value = "1" });
                    }
                    else
                    {
                        row.Value = next.ToString((IFormatProvider?)null);
                    }
                });
            }
        }, Stop)));
        Assert.Equal("100", await tower.Store.Read(c => c.Set<Haechi.Tower.Access.Setting>().Where(s => s.Key == "counter").Select(s => s.Value).SingleAsync(Stop)));
        Assert.Equal(100, await BothStores.Count(tower.Store, "counter"));
    }

    [Fact]
    public async Task A_connection_that_is_killed_before_the_commit_costs_a_retry_and_no_error()
    {
        await using var tower = await BothStores.Tower(true);
        var tries = 0;
        var done = await BothStores.Act(tower.Store, "killed", async scope =>
        {
            if (tries++ == 0)
            {
                await Kill(tower, await scope.Context.Database.SqlQueryRaw<int>("SELECT pg_backend_pid() AS \"Value\"").SingleAsync(Stop));
            }
        });
        Assert.True(done.Done);
        Assert.Equal(2, tries);
        Assert.Equal(1, await BothStores.Count(tower.Store, "killed"));
    }

    [Fact]
    public async Task A_commit_whose_answer_was_lost_is_asked_for_and_not_done_again()
    {
        await using var tower = await BothStores.Tower(true);
        await using (var context = tower.Store.Open())
        {
            // The commit itself is slow, and the connection is cut from outside in the middle of it; a deferred trigger is the last thing that a commit does.
            await context.Database.ExecuteSqlRawAsync("""
                CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(1); RETURN NULL; END $$;
                CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON journal DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION slow();
                """, Stop);
        }
        var (tries, pid) = (0, 0);
        var acting = BothStores.Act(tower.Store, "lost", async scope =>
        {
            tries++;
            pid = await scope.Context.Database.SqlQueryRaw<int>("SELECT pg_backend_pid() AS \"Value\"").SingleAsync(Stop);
        });
        while (!acting.IsCompleted && (tries == 0 || pid == 0))
        {
            await Task.Delay(20, Stop);
        }
        await Task.Delay(300, Stop);
        await Kill(tower, pid);
        Assert.True((await acting).Done);
        Assert.Equal(1, await BothStores.Count(tower.Store, "lost"));
    }

    [Fact]
    public async Task An_act_within_an_act_is_a_fault_and_no_deadlock()
    {
        await using var tower = await BothStores.Tower(false);
        await Assert.ThrowsAsync<InvalidOperationException>(() => BothStores.Act(tower.Store, "outer", _ => BothStores.Act(tower.Store, "inner")));
        Assert.Equal(0, await BothStores.Count(tower.Store, "outer"));
    }

    private static async Task Kill(TestTower tower, int backend)
    {
        await using var connection = new NpgsqlConnection(tower.Store.Options.Postgres);
        await connection.OpenAsync(Stop);
        await using var command = new NpgsqlCommand("SELECT pg_terminate_backend($1)", connection);
        command.Parameters.Add(new NpgsqlParameter { Value = backend });
        await command.ExecuteNonQueryAsync(Stop);
    }
}

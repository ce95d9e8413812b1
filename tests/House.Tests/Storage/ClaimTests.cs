using Haechi.Tower.Storage;

namespace Haechi.House.Tests.Storage;

/// <summary>One of several nodes does a kind of work.</summary>
public sealed class ClaimTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<bool> Stores => BothStores.Stores;

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Work_that_is_claimed_is_never_done_by_two_at_once(bool postgres)
    {
        await using var tower = await BothStores.Tower(postgres);
        using var other = new TowerStore(tower.Store.Options);
        Claims[] nodes = [new(tower.Store), new(other)];
        var (inside, most, done) = (0, 0, 0);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => nodes[i % 2].Run("work", async _ =>
        {
            most = Math.Max(most, Interlocked.Increment(ref inside));
            await Task.Delay(30, Stop);
            Interlocked.Decrement(ref inside);
            return ++done;
        }, Stop), Stop)));
        Assert.Equal((1, 6), (most, done));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_node_that_was_paused_past_its_claim_writes_nothing_more(bool postgres)
    {
        await using var tower = await BothStores.Tower(postgres);
        using var other = new TowerStore(tower.Store.Options);
        // A lease of no time is a node that was stopped and never renewed it.
        var (paused, second) = (new Claims(tower.Store) { Lease = TimeSpan.FromMilliseconds(1) }, new Claims(other));
        await Assert.ThrowsAsync<ClaimLostException>(() => paused.Run("work", async _ =>
        {
            await Task.Delay(20, Stop);
            return await Overtaken(second, tower.Store);
        }, Stop));
        Assert.Equal(0, await BothStores.Count(tower.Store, "late"));
        Assert.Equal(1, await BothStores.Count(tower.Store, "new leader"));
    }

    private static async Task<int> Overtaken(Claims second, TowerStore store)
    {
        // Another node works elsewhere, not within this one's run.
        Task other;
        using (ExecutionContext.SuppressFlow())
        {
            other = Task.Run(() => second.Run("work", async _ => (await BothStores.Act(store, "new leader")).Done, Stop), Stop);
        }
        await other;
        await BothStores.Act(store, "late");
        return 0;
    }
}

using Haechi.House.Tests.Support;
using Haechi.Tower.Common;
using Haechi.Tower.Journal;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.House.Tests.Storage;

/// <summary>What tests of the store share.</summary>
internal static class BothStores
{
    public static TheoryData<bool> Stores { get; } = [false, true];

    public static async Task<TestTower> Tower(bool postgres) => await TestTower.Open(postgres: postgres ? await PostgresCluster.Migrated() : null);

    /// <summary>One act that records only itself.</summary>
    public static Task<Result<Done>> Act(TowerStore store, string subject, Func<WriteScope, Task>? also = null) => store.Write<Done>(TestTower.Officer, async scope =>
    {
        if (also is not null)
        {
            await also(scope);
        }
        scope.Record("test.act", subject, new { });
        return Done.Well;
    }, TestContext.Current.CancellationToken);

    public static Task<int> Count(TowerStore store, string subject) => store.Read(c => c.Set<JournalEntry>().CountAsync(j => j.Subject == subject));
}

using Haechi.House.Tests.Support;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Haechi.House.Tests.Storage;

/// <summary>Upgrades: all or nothing, and never by the way where other nodes may run.</summary>
public sealed class MigrationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("haechi-migrate-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<bool> Stores => BothStores.Stores;

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_migration_that_fails_leaves_the_schema_as_it_was(bool postgres)
    {
        using var store = await Store(postgres);
        await using (var context = store.Open())
        {
            // Something with the name of a table that a script is about to make.
            await context.Database.ExecuteSqlRawAsync("CREATE TABLE system_version (x integer)", Stop);
        }
        var refusal = await Opening.Prepare(store, upgrade: true, Stop);
        Assert.Equal("migration-failed", refusal?.Code);
        Assert.Contains("0001-initial", refusal!.ToLine("en"), StringComparison.Ordinal);
        Assert.Equal(0, (await Migrator.State(store, Stop)).Applied);
        await using var after = store.Open();
        var tables = await after.Database.SqlQueryRaw<string>(postgres ? "SELECT table_name AS \"Value\" FROM information_schema.tables WHERE table_schema = 'public'" : "SELECT name AS \"Value\" FROM sqlite_master WHERE type = 'table'").ToListAsync(Stop);
        Assert.Equal(["system_version"], tables);
    }

    [Fact]
    public async Task A_PostgreSQL_with_data_is_upgraded_by_the_verb_only()
    {
        using var store = await Store(postgres: true);
        await Migrator.Migrate(store, upTo: 1);
        Assert.Equal("pending-migration", (await Opening.Prepare(store, stop: Stop))?.Code);
        Assert.Null(await Opening.Prepare(store, upgrade: true, Stop));
        Assert.Null(await Opening.Prepare(store, stop: Stop));
    }

    [Fact]
    public async Task A_data_folder_is_upgraded_by_whoever_opens_it()
    {
        using var store = await Store(postgres: false);
        await Migrator.Migrate(store, upTo: 1);
        Assert.NotEmpty((await Migrator.State(store, Stop)).Pending);
        Assert.Null(await Opening.Prepare(store, stop: Stop));
        Assert.Empty((await Migrator.State(store, Stop)).Pending);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Nodes_that_start_together_make_one_schema(bool postgres)
    {
        using var first = await Store(postgres);
        using var second = new TowerStore(first.Options);
        Refusal?[] refusals = await Task.WhenAll(Task.Run(() => Opening.Prepare(first, stop: Stop), Stop), Task.Run(() => Opening.Prepare(second, stop: Stop), Stop));
        Assert.All(refusals, Assert.Null);
        Assert.Empty((await Migrator.State(first, Stop)).Pending);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<TowerStore> Store(bool postgres) =>
        new(new TowerOptions { DataFolder = _folder, RulebooksFolder = "", ProfilesFolder = "", Postgres = postgres ? await PostgresCluster.NewDatabase() : null });
}

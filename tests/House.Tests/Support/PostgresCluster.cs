using Haechi.Bench.Faults;
using Haechi.House.Tests.Support;
using Haechi.Tower.Storage;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgresCluster))]

namespace Haechi.House.Tests.Support;

/// <summary>One PostgreSQL for all tests that hold on both stores (<see cref="PostgresServer"/>): started by the first test that needs it, removed at the end.</summary>
public sealed class PostgresCluster : IDisposable
{
    private static readonly Lazy<(PostgresServer? Server, string? Missing)> Started = new(PostgresServer.Start);

    /// <summary>The connection string of a new, empty database; the test counts as not run when PostgreSQL is not installed.</summary>
    public static async Task<string> NewDatabase(string? template = null)
    {
        var (server, missing) = Started.Value;
        Assert.SkipWhen(server is null, missing ?? "");
        return await server!.NewDatabase(template);
    }

    /// <summary>True when the tests that name no store run on PostgreSQL: HAECHI_STORE=postgres.</summary>
    public static bool Everywhere { get; } = Environment.GetEnvironmentVariable("HAECHI_STORE") == "postgres";

    private static readonly Lazy<Task<string>> Template = new(async () =>
    {
        var connection = await NewDatabase();
        using (var store = new TowerStore(new TowerOptions { DataFolder = Path.GetTempPath(), RulebooksFolder = "", ProfilesFolder = "", Postgres = connection + ";Pooling=false" }))
        {
            await Migrator.Migrate(store);
        }
        return new NpgsqlConnectionStringBuilder(connection).Database!;
    });

    /// <summary>A new database with the schema of this program: a copy, which is quicker than running the scripts.</summary>
    public static async Task<string> Migrated() => await NewDatabase(await Template.Value);

    /// <summary>Closes what a test left open, so that hundreds of tests do not use up the connections.</summary>
    public static void Leave(string connection)
    {
        using var pooled = new NpgsqlConnection(connection);
        NpgsqlConnection.ClearPool(pooled);
    }

    public void Dispose()
    {
        if (Started is { IsValueCreated: true, Value.Server: { } server })
        {
            server.Dispose();
        }
    }
}

using System.Globalization;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Haechi.Tower.Storage;

/// <summary>One script that changes the schema.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Name">What it does.</param>
public sealed record SchemaScript(int Number, string Name);

/// <summary>How far a database is.</summary>
/// <param name="Applied">The newest script that was run; 0 for an empty database.</param>
/// <param name="Pending">Those still to run.</param>
public sealed record SchemaState(int Applied, IReadOnlyList<SchemaScript> Pending);

/// <summary>
/// Brings a database to the schema of this program: numbered SQL files per store, each run once and in order. All that are pending run in one transaction, so a failure leaves the old schema as it
/// was. A test holds the result against the model.
/// </summary>
public static class Migrator
{
    /// <summary>The oldest PostgreSQL that the tests run on, as the server writes it (15.0).</summary>
    public const int OldestPostgres = 150_000;

    private const string History = "schema_history";
    private const long Lock = 0x6861656368690002;

    /// <summary>The newest schema that this program knows.</summary>
    public static int Newest => Scripts(sqlite: true).Max(s => s.Number);

    /// <summary>How far the database is, without changing it.</summary>
    /// <exception cref="NewerSchemaException">A newer program wrote it.</exception>
    /// <exception cref="OldPostgresException">The server is older than this program was tested on.</exception>
    public static async Task<SchemaState> State(TowerStore store, CancellationToken stop = default)
    {
        if (store.Options.Postgres is null && !File.Exists(store.Options.SqliteFile))
        {
            return new SchemaState(0, All(sqlite: true));
        }
        await using var context = store.Open();
        await CheckServer(context, stop);
        return await State(context, stop);
    }

    /// <summary>Creates or upgrades the database; <paramref name="upTo"/>: only so far, for a restore. Throws when it was written by a newer program: going on could lose data.</summary>
    /// <exception cref="MigrationFailedException">A script failed; the schema is the one from before.</exception>
    public static async Task Migrate(TowerStore store, int upTo = int.MaxValue)
    {
        if (store.Options.Postgres is null)
        {
            DataFolder.Make(store.Options.DataFolder);
        }
        await using var context = store.Open();
        await CheckServer(context, CancellationToken.None);
        await using var transaction = await context.Database.BeginTransactionAsync();
        if (!context.IsSqlite)
        {
            // Nodes that start at the same time: the second waits, and finds nothing left to do.
            await context.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({Lock})");
        }
        foreach (var script in (await State(context, CancellationToken.None)).Pending.Where(s => s.Number <= upTo))
        {
            await Run(context, transaction, script);
            await context.Database.ExecuteSqlAsync($"INSERT INTO schema_history (number, applied_at) VALUES ({script.Number}, {store.Clock.Micros})");
        }
        await transaction.CommitAsync();
    }

    /// <summary>The statements that would create the whole model at once; what the first script of a store is made from.</summary>
    public static string CreateScript(TowerContext context) => context.Database.GenerateCreateScript();

    private static async Task<SchemaState> State(TowerContext context, CancellationToken stop)
    {
        var known = await context.Database.SqlQueryRaw<int>(context.IsSqlite
            ? $"SELECT COUNT(*) AS \"Value\" FROM sqlite_master WHERE name = '{History}'" : $"SELECT CASE WHEN to_regclass('{History}') IS NULL THEN 0 ELSE 1 END AS \"Value\"").ToListAsync(stop);
        var applied = known[0] == 0 ? [] : await context.Database.SqlQueryRaw<int>($"SELECT number AS \"Value\" FROM {History}").ToListAsync(stop);
        var last = applied.Count == 0 ? 0 : applied.Max();
        return last > Newest ? throw new NewerSchemaException(last, Newest) : new SchemaState(last, [.. All(context.IsSqlite).Where(s => !applied.Contains(s.Number))]);
    }

    private static async Task CheckServer(TowerContext context, CancellationToken stop)
    {
        if (!context.IsSqlite)
        {
            var version = (await context.Database.SqlQueryRaw<int>("SELECT current_setting('server_version_num')::int AS \"Value\"").ToListAsync(stop))[0];
            if (version < OldestPostgres)
            {
                throw new OldPostgresException(version, OldestPostgres);
            }
        }
    }

    private static async Task Run(TowerContext context, IDbContextTransaction transaction, SchemaScript script)
    {
        try
        {
            if (script.Number == FirstScript)
            {
                await context.Database.ExecuteSqlRawAsync($"CREATE TABLE IF NOT EXISTS {History} (number INTEGER NOT NULL PRIMARY KEY, applied_at BIGINT NOT NULL)");
            }
            await using var command = context.Database.GetDbConnection().CreateCommand();
            command.Transaction = transaction.GetDbTransaction();
            // A script is a file of this program and never holds a value from outside.
#pragma warning disable CA2100
            command.CommandText = Text(Scripts(context.IsSqlite).First(s => s.Number == script.Number).Resource);
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync();
        }
        catch (System.Data.Common.DbException failed) when (StorageTrouble.Of(failed) is null)
        {
            throw new MigrationFailedException(script, failed);
        }
    }

    private const int FirstScript = 1;

    private static List<SchemaScript> All(bool sqlite) => [.. Scripts(sqlite).OrderBy(s => s.Number).Select(s => new SchemaScript(s.Number, s.Name))];

    private static IEnumerable<(int Number, string Name, string Resource)> Scripts(bool sqlite)
    {
        var folder = $"Haechi.Tower.Storage.Schema.{(sqlite ? "sqlite" : "postgres")}.";
        return typeof(Migrator).Assembly.GetManifestResourceNames().Where(n => n.StartsWith(folder, StringComparison.Ordinal))
            .Select(n => (int.Parse(n[folder.Length..].Split('-')[0], CultureInfo.InvariantCulture), Path.GetFileNameWithoutExtension(n[folder.Length..]), n));
    }

    private static string Text(string resource)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}

using System.Globalization;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Haechi.Tower.Storage;

/// <summary>
/// Brings a database to the schema of this program: numbered SQL files per store, each run once and in order, in one transaction each. A test holds the result against the model.
/// </summary>
public static class Migrator
{
    private const string History = "schema_history";

    /// <summary>The newest schema that this program knows.</summary>
    public static int Newest => Scripts(sqlite: true).Max(s => s.Number);

    /// <summary>Creates or upgrades the database. Throws when it was written by a newer program: going on could lose data.</summary>
    public static async Task Migrate(TowerStore store)
    {
        if (store.Options.Postgres is null)
        {
            Directory.CreateDirectory(store.Options.DataFolder);
        }
        await using var context = store.Open();
        await context.Database.ExecuteSqlRawAsync($"CREATE TABLE IF NOT EXISTS {History} (number INTEGER NOT NULL PRIMARY KEY, applied_at BIGINT NOT NULL)");
        var applied = await context.Database.SqlQueryRaw<int>($"SELECT number AS \"Value\" FROM {History}").ToListAsync();
        if (applied.Count > 0 && applied.Max() > Newest)
        {
            throw new NewerSchemaException(applied.Max(), Newest);
        }
        foreach (var script in Scripts(context.IsSqlite).Where(s => !applied.Contains(s.Number)).OrderBy(s => s.Number))
        {
            await using var transaction = await context.Database.BeginTransactionAsync();
            await Run(context, transaction, Text(script.Resource));
            await context.Database.ExecuteSqlAsync($"INSERT INTO schema_history (number, applied_at) VALUES ({script.Number}, {store.Clock.Micros})");
            await transaction.CommitAsync();
        }
    }

    /// <summary>The statements that would create the whole model at once; what the first script of a store is made from.</summary>
    public static string CreateScript(TowerContext context) => context.Database.GenerateCreateScript();

    private static async Task Run(TowerContext context, IDbContextTransaction transaction, string sql)
    {
        await using var command = context.Database.GetDbConnection().CreateCommand();
        command.Transaction = transaction.GetDbTransaction();
        // A script is a file of this program and never holds a value from outside.
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    private static IEnumerable<(int Number, string Resource)> Scripts(bool sqlite)
    {
        var folder = $"Haechi.Tower.Storage.Schema.{(sqlite ? "sqlite" : "postgres")}.";
        return typeof(Migrator).Assembly.GetManifestResourceNames().Where(n => n.StartsWith(folder, StringComparison.Ordinal))
            .Select(n => (int.Parse(n[folder.Length..].Split('-')[0], CultureInfo.InvariantCulture), n));
    }

    private static string Text(string resource)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}

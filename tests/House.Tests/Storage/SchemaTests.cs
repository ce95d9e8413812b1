using Haechi.House.Tests.Support;
using Haechi.Tower.Storage;
using Haechi.Tower.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Haechi.House.Tests.Storage;

/// <summary>The scripts that upgrade a database make the same schema as the model. HAECHI_ACCEPT=1 writes the first script anew; only until the first release.</summary>
public sealed class SchemaTests
{
    /// <summary>What the scripts make beside the model: their own history, and the full-text table, which no model describes.</summary>
    private static readonly string[] ByScript = ["schema_history", "system_search"];

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public void The_first_script_is_what_the_model_would_create(string kind)
    {
        var options = new TowerOptions { DataFolder = Path.GetTempPath(), RulebooksFolder = "", ProfilesFolder = "", Postgres = kind == "postgres" ? "Host=127.0.0.1" : null };
        using var store = new TowerStore(options);
        using var context = store.Open();
        var script = Migrator.CreateScript(context).ReplaceLineEndings("\n");
        var file = Path.Combine(Repository.Root, "src/Haechi.Tower/Storage/Schema", kind, "0001-initial.sql");
        if (Environment.GetEnvironmentVariable("HAECHI_ACCEPT") == "1")
        {
            File.WriteAllText(file, script);
        }
        Assert.Equal(script, File.ReadAllText(file).ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task A_migrated_database_has_the_schema_of_the_model()
    {
        await using var tower = await TestTower.Open();
        await using var context = tower.Store.Open();
        var file = Path.Combine(Path.GetTempPath(), $"haechi-schema-{NewId.Next()}.db");
        try
        {
            await using var fresh = new TowerContext(new DbContextOptionsBuilder<TowerContext>().UseSqlite($"Data Source={file}").Options);
            await fresh.Database.EnsureCreatedAsync(TestContext.Current.CancellationToken);
            Assert.Equal(await Schema(fresh), (await Schema(context)).Where(s => !ByScript.Any(n => s.Contains(n, StringComparison.Ordinal))));
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            File.Delete(file);
        }
    }

    private static async Task<List<string>> Schema(TowerContext context) =>
        await context.Database.SqlQueryRaw<string>("SELECT sql AS \"Value\" FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name").ToListAsync();
}

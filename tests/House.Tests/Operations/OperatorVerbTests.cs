using System.Security.Cryptography;
using System.Text.Json;
using Haechi.House.Tests.Support;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.House.Tests.Operations;

/// <summary><c>haechi doctor</c>, <c>backup</c>, <c>restore</c> and <c>migrate</c> as an operator uses them.</summary>
public sealed class OperatorVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("haechi-operator-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Data => Path.Combine(_folder, "data");

    [Fact]
    public void A_drill_with_the_verbs_alone_brings_everything_back()
    {
        var (list, key) = (Path.Combine(_folder, "list.csv"), Path.Combine(_folder, "key"));
        File.WriteAllText(list, "name,department\n복지 챗봇,복지과\n도로 파손 탐지,도로과\n");
        File.WriteAllText(key, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        Command.Run("import", list, "--data", Data, "--lang", "en");
        var made = Command.Run("backup", "--to", _folder + "/backups/", "--key-file", key, "--keep", "30", "--data", Data, "--lang", "en");
        Assert.True(made.Code == 0, made.Error);
        Assert.Contains("kept until", made.Out, StringComparison.Ordinal);
        var file = Assert.Single(Directory.GetFiles(_folder + "/backups"));
        Assert.Contains("It is whole", Command.Run("restore", "--from", file, "--key-file", key, "--check", "--lang", "en").Out, StringComparison.Ordinal);
        var restored = Command.Run("restore", "--from", file, "--to", _folder + "/again", "--key-file", key, "--lang", "en");
        Assert.True(restored.Code == 0, restored.Error);
        Assert.Equal(Command.Run("systems", "--data", Data, "--format", "json").Out, Command.Run("systems", "--data", _folder + "/again", "--format", "json").Out);
        Assert.Contains("0 removed, 1 left", Command.Run("backup", "prune", "--in", _folder + "/backups", "--lang", "en").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_backup_without_a_key_is_wrong_use()
    {
        var (code, _, error) = Command.Run("backup", "--to", _folder + "/x", "--data", Data, "--lang", "en");
        Assert.Equal(2, code);
        Assert.Contains("always encrypted", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_doctor_names_what_is_wrong_and_what_to_do()
    {
        using (var store = new TowerStore(new TowerOptions { DataFolder = Data, RulebooksFolder = "", ProfilesFolder = "" }))
        {
            await Migrator.Migrate(store);
        }
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        var (code, text, _) = Command.Run("doctor", "--data", Data, "--format", "json", "--lang", "en");
        using var json = JsonDocument.Parse(text);
        var found = json.RootElement.EnumerateArray().ToDictionary(c => c.GetProperty("name").GetString()!, c => c.GetProperty("outcome").GetString()!);
        Assert.Equal(1, code);
        Assert.Equal("wrong", found["backup"]);
        foreach (var fine in (string[])["folder", "permissions", "database", "schema", "integrity", "clock", "files"])
        {
            Assert.Equal((fine, "fine"), (fine, found[fine]));
        }
        Assert.All(json.RootElement.EnumerateArray().Where(c => c.GetProperty("outcome").GetString() == "wrong"), c => Assert.False(string.IsNullOrEmpty(c.GetProperty("next").GetString())));
    }

    [Fact]
    public async Task The_doctor_finds_a_damaged_database()
    {
        using (var store = new TowerStore(new TowerOptions { DataFolder = Data, RulebooksFolder = "", ProfilesFolder = "" }))
        {
            await Migrator.Migrate(store);
            await using var context = store.Open();
            await context.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)", Stop);
        }
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        var file = Path.Combine(Data, "haechi.db");
        var bytes = await File.ReadAllBytesAsync(file, Stop);
        // An index page in the middle, not the head.
        Array.Fill(bytes, (byte)0xFF, bytes.Length / 2 / 4096 * 4096, 4096);
        await File.WriteAllBytesAsync(file, bytes, Stop);
        var (code, text, _) = Command.Run("doctor", "--data", Data, "--lang", "en");
        Assert.Equal(1, code);
        Assert.Contains("restore the last backup", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrate_says_what_it_would_do_does_it_and_has_nothing_left()
    {
        var db = await PostgresCluster.NewDatabase();
        using (var store = new TowerStore(new TowerOptions { DataFolder = Data, RulebooksFolder = "", ProfilesFolder = "", Postgres = db }))
        {
            await Migrator.Migrate(store, upTo: 1);
        }
        Assert.Contains("haechi migrate", Command.Run("systems", "--db", db, "--data", Data, "--lang", "en").Error, StringComparison.Ordinal);
        var dry = Command.Run("migrate", "--dry-run", "--db", db, "--data", Data, "--lang", "en");
        Assert.Equal((1, "0002-search\n"), (dry.Code, dry.Out));
        Assert.Contains($"to {Migrator.Newest}", Command.Run("migrate", "--db", db, "--data", Data, "--lang", "en").Out, StringComparison.Ordinal);
        Assert.Contains("Nothing to do", Command.Run("migrate", "--db", db, "--data", Data, "--lang", "en").Out, StringComparison.Ordinal);
        Assert.Equal(0, Command.Run("systems", "--db", db, "--data", Data, "--lang", "en").Code);
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}

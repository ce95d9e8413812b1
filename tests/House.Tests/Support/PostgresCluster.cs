using System.Diagnostics;
using Haechi.House.Tests.Support;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgresCluster))]

namespace Haechi.House.Tests.Support;

/// <summary>
/// A PostgreSQL of our own for the tests that hold on both stores: made from the installed programs in a temporary folder, reached through a socket there, and removed at the end. Started by the
/// first test that needs it. PostgreSQL refuses to run as root, so root starts it as another account.
/// </summary>
public sealed class PostgresCluster : IDisposable
{
    private static readonly Lazy<(string? Folder, string? Missing)> Started = new(Start);
    private static string? _bin;

    /// <summary>The connection string of a new, empty database; the test counts as not run when PostgreSQL is not installed.</summary>
    public static async Task<string> NewDatabase(string? template = null)
    {
        var (folder, missing) = Started.Value;
        Assert.SkipWhen(folder is null, missing ?? "");
        var name = "t" + NewId.Next();
        await using var connection = new NpgsqlConnection(To(folder!, "postgres"));
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The name is made here.
        command.CommandText = $"CREATE DATABASE {name} {(template is null ? "" : "TEMPLATE " + template)}";
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
        return To(folder!, name);
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
        if (Started is { IsValueCreated: true, Value.Folder: { } folder })
        {
            NpgsqlConnection.ClearAllPools();
            Run(_bin + "/pg_ctl", "stop", "-D", folder + "/data", "-m", "immediate", "-w");
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string To(string folder, string database) => $"Host={folder};Username=haechi;Database={database};Maximum Pool Size=10";

    private static (string?, string?) Start()
    {
        _bin = new[] { "/usr/lib/postgresql/15/bin", "/usr/lib/postgresql/16/bin", "/usr/lib/postgresql/17/bin", "/usr/local/bin", "/usr/bin" }.FirstOrDefault(b => File.Exists(b + "/initdb") && File.Exists(b + "/pg_ctl"));
        if (_bin is null)
        {
            return (null, "PostgreSQL is not installed: initdb and pg_ctl were not found (Debian: apt-get install postgresql-15)");
        }
        var folder = Directory.CreateTempSubdirectory("haechi-pg-").FullName;
        if (Environment.UserName == "root" && Run("chown", "nobody", folder) is { Length: > 0 } refused)
        {
            return (null, "PostgreSQL cannot run as root, and the folder could not be given to another account: " + refused);
        }
        var made = Run(_bin + "/initdb", "-D", folder + "/data", "-U", "haechi", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
            ?? Run(_bin + "/pg_ctl", "start", "-D", folder + "/data", "-w", "-l", folder + "/log", "-o", $"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off -c shared_buffers=64MB -c max_connections=400");
        return made is null ? (folder, null) : (null, "PostgreSQL could not be started: " + made);
    }

    /// <summary>Null when the program ended well, else what it said.</summary>
    private static string? Run(string program, params string[] arguments)
    {
        var start = Environment.UserName == "root" && program != "chown" ? new ProcessStartInfo("runuser", ["-u", "nobody", "--", program, .. arguments]) : new ProcessStartInfo(program, arguments);
        (start.RedirectStandardError, start.RedirectStandardOutput, start.WorkingDirectory) = (true, !program.EndsWith("pg_ctl", StringComparison.Ordinal), Path.GetTempPath());
        // The server inherits what pg_ctl has open: reading its error stream to the end would wait for the server.
        start.RedirectStandardError = start.RedirectStandardOutput;
        using var process = Process.Start(start)!;
        var output = start.RedirectStandardOutput ? process.StandardOutput.ReadToEndAsync() : Task.FromResult("");
        var error = start.RedirectStandardError ? process.StandardError.ReadToEndAsync() : Task.FromResult("");
        process.WaitForExit();
        return process.ExitCode == 0 ? null : $"{Path.GetFileName(program)} ended with {process.ExitCode}: {error.Result} {output.Result}".Trim();
    }
}

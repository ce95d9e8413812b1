using System.Diagnostics;
using Haechi.Tower.Common;
using Npgsql;

namespace Haechi.Bench.Faults;

/// <summary>
/// A PostgreSQL of our own: made from the installed programs in a temporary folder, reached through a socket there, and removed at the end. PostgreSQL refuses to run as root, so root starts it as
/// another account.
/// </summary>
internal sealed class PostgresServer : IDisposable
{
    private static readonly string[] Places = ["/usr/lib/postgresql/15/bin", "/usr/lib/postgresql/16/bin", "/usr/lib/postgresql/17/bin", "/usr/local/bin", "/usr/bin"];
    private readonly string _bin;
    private readonly string _folder;

    private PostgresServer(string bin, string folder) => (_bin, _folder) = (bin, folder);

    /// <summary>Starts one; null with a reason when that is not possible here.</summary>
    public static (PostgresServer? Server, string? Missing) Start()
    {
        var bin = Places.FirstOrDefault(b => File.Exists(b + "/initdb") && File.Exists(b + "/pg_ctl"));
        if (bin is null)
        {
            return (null, "PostgreSQL is not installed: initdb and pg_ctl were not found (Debian: apt-get install postgresql-15)");
        }
        var folder = Directory.CreateTempSubdirectory("haechi-pg-").FullName;
        if (Environment.UserName == "root" && Run("chown", "nobody", folder) is { Length: > 0 } refused)
        {
            return (null, "PostgreSQL cannot run as root, and the folder could not be given to another account: " + refused);
        }
        var made = Run(bin + "/initdb", "-D", folder + "/data", "-U", "haechi", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
            ?? Run(bin + "/pg_ctl", "start", "-D", folder + "/data", "-w", "-l", folder + "/log", "-o", $"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off -c shared_buffers=64MB -c max_connections=400");
        return made is null ? (new PostgresServer(bin, folder), null) : (null, "PostgreSQL could not be started: " + made);
    }

    /// <summary>The connection string of a new database: an empty one, or a copy of <paramref name="template"/>.</summary>
    public async Task<string> NewDatabase(string? template = null)
    {
        var name = "t" + NewId.Next();
        await using var connection = new NpgsqlConnection(To("postgres"));
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The name is made here.
        command.CommandText = $"CREATE DATABASE {name} {(template is null ? "" : "TEMPLATE " + template)}";
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
        return To(name);
    }

    public void Dispose()
    {
        NpgsqlConnection.ClearAllPools();
        Run(_bin + "/pg_ctl", "stop", "-D", _folder + "/data", "-m", "immediate", "-w");
        Directory.Delete(_folder, recursive: true);
    }

    private string To(string database) => $"Host={_folder};Username=haechi;Database={database};Maximum Pool Size=10";

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

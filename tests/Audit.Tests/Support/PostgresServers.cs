using System.Diagnostics;

namespace Haechi.Audit.Tests.Support;

/// <summary>PostgreSQL servers of our own in temporary folders, reached through sockets, removed at the end. PostgreSQL refuses to run as root, so root starts them as another account.</summary>
internal sealed class PostgresServers : IDisposable
{
    private readonly List<string> _folders = [];
    private readonly string _bin;

    private PostgresServers(string bin) => _bin = bin;

    public static PostgresServers Start(int count)
    {
        var bin = new[] { "/usr/lib/postgresql/15/bin", "/usr/lib/postgresql/16/bin", "/usr/lib/postgresql/17/bin", "/usr/local/bin", "/usr/bin" }.FirstOrDefault(b => File.Exists(b + "/initdb") && File.Exists(b + "/pg_ctl"));
        Assert.SkipWhen(bin is null, "PostgreSQL is not installed: initdb and pg_ctl were not found (Debian: apt-get install postgresql-15)");
        var servers = new PostgresServers(bin!);
        for (var i = 0; i < count; i++)
        {
            var folder = Directory.CreateTempSubdirectory("haechi-audit-pg-").FullName;
            servers._folders.Add(folder);
            if (Environment.UserName == "root")
            {
                Run("chown", "nobody", folder);
            }
            Run(bin + "/initdb", "-D", folder + "/data", "-U", "haechi", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
            Run(bin + "/pg_ctl", "start", "-D", folder + "/data", "-w", "-l", folder + "/log", "-o", $"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off -c shared_buffers=16MB");
        }
        return servers;
    }

    public string Folder(int server) => _folders[server];

    public string Connection(int server) => $"Host={_folders[server]};Username=haechi;Database=postgres;Pooling=false";

    public void Dispose()
    {
        foreach (var folder in _folders)
        {
            Run(_bin + "/pg_ctl", "stop", "-D", folder + "/data", "-m", "immediate", "-w");
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Run(string program, params string[] arguments)
    {
        var start = Environment.UserName == "root" && program != "chown" ? new ProcessStartInfo("runuser", ["-u", "nobody", "--", program, .. arguments]) : new ProcessStartInfo(program, arguments);
        // The server inherits what pg_ctl has open: reading its streams to the end would wait for the server.
        (start.RedirectStandardOutput, start.RedirectStandardError, start.WorkingDirectory) = (!program.EndsWith("pg_ctl", StringComparison.Ordinal), !program.EndsWith("pg_ctl", StringComparison.Ordinal), Path.GetTempPath());
        using var process = Process.Start(start)!;
        var told = start.RedirectStandardOutput ? process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd() : "";
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program}: {told}");
    }
}

using System.Diagnostics;
using System.Text.Json;

namespace Haechi.Bench.Audit;

/// <summary>What the peers measured on the same file, and which of them are missing.</summary>
internal sealed record Peers(List<Measured> Text, List<Measured> Columns, List<string> Missing)
{
    public static Peers Run(Options options, string csv)
    {
        var peers = new Peers([], [], []);
        var folder = Path.Combine(options.Root, "bench", "audit", "peers");
        if (!Directory.Exists(Path.Combine(options.Root, "bench", "audit", "node_modules", "@duckdb")))
        {
            peers.Missing.Add("DuckDB: node 20 and 'npm install' in bench/audit are needed");
        }
        else
        {
            peers.Add("node", Path.Combine(folder, "duckdb.mjs"), csv, options);
        }
        if (!Works("/usr/bin/python3", "-c", "import pandas"))
        {
            peers.Missing.Add("pandas: Debian's python3-pandas is needed (apt-get install python3-pandas)");
        }
        else
        {
            peers.Add("/usr/bin/python3", Path.Combine(folder, "pandas_peer.py"), csv, options);
        }
        return peers;
    }

    private void Add(string program, string script, string csv, Options options)
    {
        foreach (var kind in (string[])["text", "columns"])
        {
            Console.Error.WriteLine($"{Path.GetFileName(script)}, {kind} …");
            using var json = JsonDocument.Parse(Bench.Program(program, [script, kind, csv, $"{options.Runs}"]));
            foreach (var one in json.RootElement.EnumerateArray())
            {
                (kind == "text" ? Text : Columns).Add(Bench.Of(one.GetProperty("name").GetString()!, one.GetProperty("threads").GetInt32(), one));
            }
        }
    }

    private static bool Works(string program, params string[] arguments)
    {
        if (!File.Exists(program))
        {
            return false;
        }
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}

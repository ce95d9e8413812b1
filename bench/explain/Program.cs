using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Haechi.Audit.Explaining;
using Haechi.Audit.Explaining.Trees;

namespace Haechi.Bench.Explain;

/// <summary>Exact explanations of trees, ours and XGBoost's, on the same models and rows in one run. Ends with 1 when they differ by more than 1e-5.</summary>
internal static class Program
{
    private const int Runs = 3;
    private const double MostDifference = 1e-5;

    private static int Main(string[] args)
    {
        if (args.Length > 0 || !File.Exists("/usr/bin/python3"))
        {
            Console.Error.WriteLine("usage: bench/explain/run   (no options; needs Debian's python3-xgboost)");
            return 2;
        }
        var folder = Directory.CreateTempSubdirectory("haechi-explain-").FullName;
        try
        {
            Peer("prepare", folder);
            Console.WriteLine($"load at the start: {File.ReadAllText("/proc/loadavg").Split(' ')[0]}; {Environment.ProcessorCount} cores; {RuntimeInformation.FrameworkDescription}");
            Console.WriteLine("| model | rows | threads | XGBoost s | XGBoost CPU s | ours s | ours CPU s | CPU ratio | ours rows/s | largest difference |");
            Console.WriteLine("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
            var fine = true;
            var index = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "index.json"))).RootElement;
            for (var number = 0; number < index.GetArrayLength(); number++)
            {
                foreach (var threads in (int[])[1, 2])
                {
                    fine &= Row(folder, number, index[number].GetProperty("name").GetString()!, threads) <= MostDifference;
                }
            }
            return fine ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Times both, prints the medians, answers the largest difference.</summary>
    private static double Row(string folder, int number, string name, int threads)
    {
        var theirs = JsonDocument.Parse(Peer("time", folder, $"{number}", $"{threads}", $"{Runs}")).RootElement.GetProperty("runs").EnumerateArray()
            .Select(r => (Wall: r[0].GetDouble(), Cpu: r[1].GetDouble())).ToList();
        var model = (TreeEnsemble)ModelFile.Read(Path.Combine(folder, $"{number}.json")).Value;
        var rows = new FeatureMatrix(model.Features, Numbers(Path.Combine(folder, $"{number}.rows")));
        var parts = TreeShap.Explain(model, rows.Spread(256), threads);
        var ours = new List<(double Wall, double Cpu)>();
        for (var run = 0; run < Runs; run++)
        {
            var (cpu, clock) = (Process.GetCurrentProcess().TotalProcessorTime, Stopwatch.StartNew());
            parts = TreeShap.Explain(model, rows, threads);
            ours.Add((clock.Elapsed.TotalSeconds, (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds));
        }
        var difference = Numbers(Path.Combine(folder, $"{number}.parts")).Zip(parts.Values, (a, b) => Math.Abs(a - b)).Max();
        var (their, own) = ((Wall: Median(theirs.Select(r => r.Wall)), Cpu: Median(theirs.Select(r => r.Cpu))), (Wall: Median(ours.Select(r => r.Wall)), Cpu: Median(ours.Select(r => r.Cpu))));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {rows.Rows:N0} | {threads} | {their.Wall:0.00} | {their.Cpu:0.00} | {own.Wall:0.000} | {own.Cpu:0.000} | {their.Cpu / own.Cpu:0.0} | {rows.Rows / own.Wall:N0} | {difference:0.0e0} |"));
        return difference;
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Runs / 2);

    private static double[] Numbers(string file) => MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(file)).ToArray();

    private static string Peer(params string[] arguments)
    {
        var start = new ProcessStartInfo("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "../../../../bench/explain/xgboost_peer.py"), .. arguments]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var told = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? told : throw new InvalidOperationException("xgboost_peer.py failed; is python3-xgboost installed?");
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Haechi.Audit.Cells;
using Haechi.Audit.Columns;
using Haechi.Audit.Reading;
using Haechi.Bench.Rules;

namespace Haechi.Bench.Audit;

/// <summary>What one process measured.</summary>
internal sealed record Measured(string Name, int Threads, double[] Ms, double[] Cpu, string Answer, double Heap, double Resident)
{
    public double Median => Ms.Order().ElementAt(Ms.Length / 2);

    public double MedianCpu => Cpu.Order().ElementAt(Cpu.Length / 2);
}

/// <summary>All measurements of one run, in order, each in a process of its own.</summary>
internal sealed class Bench(Options options, TextWriter output)
{
    private string Csv => Path.Combine(options.Folder, $"{options.Rows}.csv");

    private string Columns => Path.Combine(options.Folder, $"{options.Rows}.columns");

    private string Cells => Path.Combine(options.Folder, $"{options.Rows}.cells.jsonl");

    public int Run()
    {
        Directory.CreateDirectory(options.Folder);
        output.WriteLine($"{Machine.Describe()}\n");
        if (!File.Exists(Csv))
        {
            Console.Error.WriteLine("making the data …");
            Synthetic.WriteCsv(Csv + ".tmp", options.Rows);
            File.Move(Csv + ".tmp", Csv);
        }
        var clock = Stopwatch.StartNew();
        var stored = ColumnFile.Write(Csv, Columns);
        output.WriteLine(Text($"{options.Rows:N0} rows; CSV {new FileInfo(Csv).Length / 1e6:F0} MB; stored as columns, {stored.Bytes / 1e6:F0} MB with the score, in {clock.Elapsed.TotalSeconds:F1} s\n"));
        var read = DataFile.Read(Csv, Ours.Spec);
        File.WriteAllBytes(Cells, CellFile.Write(new CellDocument(read.Table, read.Notes)));

        List<Measured> text = [Own("Haechi, CSV", "data", Csv, 2), Own("Haechi, CSV", "data", Csv, 1)];
        List<Measured> columns = [Own("Haechi, column file", "data", Columns, 2), Own("Haechi, column file", "data", Columns, 1), Own("Haechi, cells (no row is read)", "cells", Cells, 1)];
        Table("ours alone, from CSV text", text);
        Table("ours alone, from stored columns", columns);
        if (options.WithPeers)
        {
            var peers = Peers.Run(options, Csv);
            peers.Missing.ForEach(m => output.WriteLine($"NOT MEASURED: {m}\n"));
            text.AddRange(peers.Text);
            columns.AddRange(peers.Columns);
        }
        Table("from CSV text", text);
        Table("from stored columns", columns);
        var report = Own("1,000 draws", "report", Cells, 2);
        output.WriteLine(Text($"a report with 1,000 draws of the bootstrap for every group ({report.Answer}, 23 figures each): {report.Median / 1000:F2} s, {report.MedianCpu / 1000:F2} s of processor, heap {report.Heap} MiB\n"));
        var fine = text.Concat(columns).Select(m => m.Answer).Distinct().Count() == 1;
        fine &= options.Shards == 0 || Billion();
        output.WriteLine(fine ? "all answers are equal: " + text[0].Answer : "ANSWERS DIFFER");
        return fine ? 0 : 1;
    }

    private bool Billion()
    {
        Console.Error.WriteLine("shards …");
        var many = Own("shards", "shards", $"{options.Shards}", 2, runs: 1);
        output.WriteLine(Text($"{options.Shards} shards of {Shards.Rows:N0} rows, made and counted: {many.Median / 1000:F1} s, {many.MedianCpu / 1000:F1} s of processor, heap {many.Heap} MiB, resident without files {many.Resident} MiB; {many.Answer}\n"));
        // A shard that is made holds what the file of as many rows holds.
        return options.Rows != Shards.Rows || Own("shards", "shards", "1", 1, runs: 1).Answer == Own("data", "data", Columns, 1, runs: 1).Answer;
    }

    private void Table(string title, List<Measured> all)
    {
        output.WriteLine($"| {title} | threads | ms, median (least–greatest) | processor ms | times ours | most heap MiB | most resident MiB without files |\n|---|--:|--:|--:|--:|--:|--:|");
        foreach (var m in all)
        {
            output.WriteLine(Text($"| {m.Name} | {m.Threads} | {m.Median:F1} ({m.Ms.Min():F1}–{m.Ms.Max():F1}) | {m.MedianCpu:F1} | {m.Median / all[0].Median:F1} | {(m.Heap > 0 ? m.Heap.ToString("F0", CultureInfo.InvariantCulture) : "")} | {m.Resident:F0} |"));
        }
        output.WriteLine();
    }

    private Measured Own(string name, string what, string file, int threads, int runs = 0)
    {
        using var json = JsonDocument.Parse(Program("dotnet", [typeof(Bench).Assembly.Location, "one", what, file, $"{threads}", $"{(runs > 0 ? runs : options.Runs)}"]));
        return Of(name, threads, json.RootElement);
    }

    public static Measured Of(string name, int threads, JsonElement json)
    {
        double[] Numbers(string key) => [.. json.GetProperty(key).EnumerateArray().Select(n => n.GetDouble())];
        return new Measured(name, threads, Numbers("ms"), Numbers("cpu"), json.GetProperty("answer").GetString()!, json.GetProperty("heap").GetDouble(), json.GetProperty("resident").GetDouble());
    }

    public static string Program(string name, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(name, arguments) { RedirectStandardOutput = true })!;
        var told = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? told : throw new InvalidOperationException($"{name} ended with {process.ExitCode}; what went wrong stands above");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

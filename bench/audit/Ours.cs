using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Haechi.Audit.Cells;
using Haechi.Audit.Metrics;
using Haechi.Audit.Planning;
using Haechi.Audit.Reading;
using Haechi.Audit.Reporting;

namespace Haechi.Bench.Audit;

/// <summary>One measurement of ours, alone in its process, so that its memory is its own. Prints one JSON object.</summary>
internal static class Ours
{
    private static readonly PositiveLevels Positive = new(["1"], ["1"]);

    public static CellSpec Spec { get; } = new() { Attributes = [.. Synthetic.Attributes.Select(a => new AttributeSpec(a, a, DimensionRole.Group))], Outcome = "need", Decision = "granted" };

    public static int Run(string what, string file, int threads, int runs)
    {
        using var memory = new MemoryWatch();
        Func<string> answer = () => "";
        Action work = what switch
        {
            "data" => () => answer = Sets(DataFile.Read(file, Spec, threads).Table),
            "cells" => () => answer = Sets(CellFile.Read(File.ReadAllBytes(file), file).Table),
            "report" => Report(file, threads, a => answer = a),
            "shards" => () => answer = Sets(Shards.Count(long.Parse(file, CultureInfo.InvariantCulture), threads)),
            _ => throw new ArgumentException(what),
        };
        if (what != "shards")
        {
            work();
        }
        var (times, cpu) = (new List<double>(), new List<double>());
        for (var i = 0; i < runs; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            using var process = Process.GetCurrentProcess();
            var (before, start) = (process.TotalProcessorTime, Stopwatch.GetTimestamp());
            work();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            process.Refresh();
            cpu.Add((process.TotalProcessorTime - before).TotalMilliseconds);
        }
        Console.WriteLine(JsonSerializer.Serialize(new { ms = times, cpu, answer = answer(), heap = memory.Heap, resident = memory.Resident }));
        return 0;
    }

    /// <summary>All figures of a report, among them a thousand draws of the bootstrap for each group of each set.</summary>
    private static Action Report(string file, int threads, Action<Func<string>> answer)
    {
        var cells = CellFile.Read(File.ReadAllBytes(file), file);
        var plan = new AuditPlan { Id = "bench", Cells = Spec, Groups = [.. Spec.Attributes.Select(a => new GroupPlan(a, null, []))], Intersections = 4, Replicates = 1000 };
        return () =>
        {
            var report = AuditRun.Of(plan, cells, threads);
            answer(() => string.Create(CultureInfo.InvariantCulture, $"{report.Sets.Sum(s => s.Groups.Count)} groups"));
        };
    }

    /// <summary>The 15 sets with the rates of every group. What is given back tells, outside the clock, how many groups there are, all rates added up, and every count, for the peers to compare.</summary>
    private static Func<string> Sets(CellTable table)
    {
        var sum = 0.0;
        var sets = new List<(int Set, Grouping Groups)>();
        for (var set = 1; set < 16; set++)
        {
            var grouping = Groups.By(table, Positive, [.. Enumerable.Range(0, 4).Where(d => (set >> d & 1) == 1)]);
            sets.Add((set, grouping));
            foreach (var group in grouping.Groups)
            {
                foreach (var rate in MetricSet.Rates.Take(12))
                {
                    var value = rate.Of(group.Tally, grouping.Everybody);
                    sum += value.IsKnown ? value.Value : 0;
                }
            }
        }
        return () =>
        {
            var lines = sets.SelectMany(s => s.Groups.Groups.Select(g => string.Create(CultureInfo.InvariantCulture,
                $"{s.Set}|{string.Join('|', g.Levels)}|{g.Tally.Rows(Tally.TruePositive)}|{g.Tally.Rows(Tally.FalsePositive)}|{g.Tally.Rows(Tally.FalseNegative)}|{g.Tally.Rows(Tally.TrueNegative)}"))).Order(StringComparer.Ordinal).ToList();
            return string.Create(CultureInfo.InvariantCulture, $"{lines.Count} groups, rates {sum:F6}, counts {CellFile.Hash(Encoding.UTF8.GetBytes(string.Join('\n', lines)))[..16]}");
        };
    }
}

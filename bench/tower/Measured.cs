using System.Diagnostics;
using System.Globalization;

namespace Haechi.Bench.Tower;

/// <summary>The times of one page in milliseconds, and the mean time of processors that a request took, which stays the same when others keep the machine busy.</summary>
internal sealed record Measured(string Name, IReadOnlyList<double> Milliseconds, double Processors, string? Note = null)
{
    private double[] Sorted => [.. Milliseconds.Order()];

    /// <summary>Does the work once unseen and then by the clock. <paramref name="before"/> is not timed.</summary>
    public static async Task<Measured> Of(string name, int runs, Func<Task> work, Func<Task>? before = null, string? note = null)
    {
        var (times, spent) = (new List<double>(), TimeSpan.Zero);
        for (var i = 0; i <= runs; i++)
        {
            await (before?.Invoke() ?? Task.CompletedTask);
            var (start, used) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            await work();
            if (i > 0)
            {
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                spent += Environment.CpuUsage.TotalTime - used;
            }
        }
        return new Measured(name, times, spent.TotalMilliseconds / runs, note);
    }

    /// <summary>As a row of a Markdown table: best, median, the 95th of a hundred, processors.</summary>
    public string ToRow()
    {
        var sorted = Sorted;
        double At(double share) => sorted[(int)Math.Min(sorted.Length - 1, Math.Ceiling(share * sorted.Length) - 1)];
        return string.Create(CultureInfo.InvariantCulture, $"| {Name} | {sorted[0]:F0} | {At(0.5):F0} | {At(0.95):F0} | {Processors:F0} | {Note} |");
    }
}

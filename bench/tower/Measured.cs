using System.Diagnostics;
using System.Globalization;

namespace Haechi.Bench.Tower;

/// <summary>The times of one page in milliseconds.</summary>
internal sealed record Measured(string Name, IReadOnlyList<double> Milliseconds, string? Note = null)
{
    private double[] Sorted => [.. Milliseconds.Order()];

    /// <summary>Does the work once unseen and then by the clock. <paramref name="before"/> is not timed.</summary>
    public static async Task<Measured> Of(string name, int runs, Func<Task> work, Func<Task>? before = null, string? note = null)
    {
        var times = new List<double>();
        for (var i = 0; i <= runs; i++)
        {
            await (before?.Invoke() ?? Task.CompletedTask);
            var start = Stopwatch.GetTimestamp();
            await work();
            if (i > 0)
            {
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }
        return new Measured(name, times, note);
    }

    /// <summary>As a row of a Markdown table: best, median, the 95th of a hundred.</summary>
    public string ToRow()
    {
        var sorted = Sorted;
        double At(double share) => sorted[(int)Math.Min(sorted.Length - 1, Math.Ceiling(share * sorted.Length) - 1)];
        return string.Create(CultureInfo.InvariantCulture, $"| {Name} | {sorted[0]:F0} | {At(0.5):F0} | {At(0.95):F0} | {Note} |");
    }
}

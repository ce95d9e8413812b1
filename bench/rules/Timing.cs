using System.Diagnostics;

namespace Haechi.Bench.Rules;

/// <summary>The times of one piece of work, in milliseconds, after warm-up.</summary>
internal sealed record Timing(string Name, IReadOnlyList<double> Milliseconds)
{
    /// <summary>The middle time; of an even number the mean of the two in the middle.</summary>
    public double Median => Sorted is var s && s.Length % 2 == 1 ? s[s.Length / 2] : (s[(s.Length / 2) - 1] + s[s.Length / 2]) / 2;

    public double Least => Milliseconds.Min();

    public double Greatest => Milliseconds.Max();

    private double[] Sorted => [.. Milliseconds.Order()];

    /// <summary>Does the work <paramref name="warmUps"/> times unseen, then <paramref name="runs"/> times by the clock.</summary>
    public static Timing Of(string name, Action work, int runs = 7, int warmUps = 3)
    {
        for (var i = 0; i < warmUps; i++)
        {
            work();
        }
        var times = new double[runs];
        for (var i = 0; i < runs; i++)
        {
            // What earlier work left behind is collected outside the clock; what this work leaves is its own.
            GC.Collect();
            GC.WaitForPendingFinalizers();
            var start = Stopwatch.GetTimestamp();
            work();
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        return new Timing(name, times);
    }
}

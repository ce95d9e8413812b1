using Haechi.Audit.Metrics;

namespace Haechi.Audit.Inference;

/// <summary>An interval from replicates, and the share of them in which the figure could not be computed.</summary>
public readonly record struct Resampled(double Low, double High, double NotEstimableShare);

/// <summary>
/// Bootstrap on counts. Drawing n rows with replacement gives counts that are multinomial, so the work does not grow with the number of rows. Each group draws from its own stream.
/// </summary>
public static class Bootstrap
{
    private static readonly int[] States = [.. Enumerable.Range(0, 9)];

    /// <summary>Bias-corrected percentile intervals (Efron 1987) of figures of one group, its size held.</summary>
    /// <param name="group">The group.</param>
    /// <param name="everybody">All groups; figures that refer to all keep this total fixed.</param>
    /// <param name="metrics">The figures.</param>
    /// <param name="replicates">How many draws.</param>
    /// <param name="confidence">Such as 0.95.</param>
    /// <param name="seed">The seed of the plan.</param>
    /// <param name="stream">A number for this group.</param>
    public static Resampled[] Of(Tally group, Tally everybody, IReadOnlyList<Metric> metrics, int replicates, double confidence, ulong seed, ulong stream)
    {
        var drawn = new double[metrics.Count][];
        for (var m = 0; m < drawn.Length; m++)
        {
            drawn[m] = new double[replicates];
        }
        var random = new RandomStream(seed, stream);
        var shares = States.Select(s => group.Weight(1 << s)).ToArray();
        var total = shares.Sum();
        // With weights, the draw has as many rows as the weighted ones are worth.
        var size = (long)Math.Round(group.Effective(Tally.All));
        for (var r = 0; r < replicates; r++)
        {
            var replicate = Draw(random, shares, total, size);
            for (var m = 0; m < drawn.Length; m++)
            {
                drawn[m][r] = ValueOf(metrics[m], replicate, everybody);
            }
        }
        return [.. metrics.Select((metric, m) => Corrected(drawn[m], metric.Of(group, everybody).Value, confidence))];
    }

    /// <summary>The same with persons drawn instead of cases: a pattern of cases comes as often as persons who have it are drawn.</summary>
    /// <param name="patterns">Cases per state of a person, and how many persons have them.</param>
    /// <param name="group">The group.</param>
    /// <param name="everybody">All groups.</param>
    /// <param name="metrics">The figures.</param>
    /// <param name="replicates">How many draws.</param>
    /// <param name="confidence">Such as 0.95.</param>
    /// <param name="seed">The seed of the plan.</param>
    /// <param name="stream">A number for this group.</param>
    public static Resampled[] Of(IReadOnlyList<(IReadOnlyList<long> Cases, long Persons)> patterns, Tally group, Tally everybody, IReadOnlyList<Metric> metrics, int replicates, double confidence, ulong seed, ulong stream)
    {
        var drawn = metrics.Select(_ => new double[replicates]).ToArray();
        var random = new RandomStream(seed, stream);
        var total = patterns.Sum(p => p.Persons);
        for (var r = 0; r < replicates; r++)
        {
            var (replicate, rest, left) = (new Tally(), total, total);
            foreach (var (cases, persons) in patterns)
            {
                var count = persons == rest ? left : random.Binomial(left, (double)persons / rest);
                for (var s = 0; count > 0 && s < 9; s++)
                {
                    replicate.Add(s, cases[s] * count, cases[s] * count, cases[s] * count);
                }
                (left, rest) = (left - count, rest - persons);
            }
            for (var m = 0; m < drawn.Length; m++)
            {
                drawn[m][r] = metrics[m].Of(replicate, everybody) is { IsKnown: true } known ? known.Value : double.NaN;
            }
        }
        return [.. metrics.Select((metric, m) => Corrected(drawn[m], metric.Of(group, everybody).Value, confidence))];
    }

    private static Tally Draw(RandomStream random, double[] shares, double total, long size)
    {
        var (replicate, rest, left) = (new Tally(), total, size);
        var scale = size > 0 ? total / size : 0;
        for (var s = 0; s < shares.Length && left > 0; s++)
        {
            if (shares[s] <= 0)
            {
                continue;
            }
            var count = rest - shares[s] <= rest * 1e-15 ? left : random.Binomial(left, shares[s] / rest);
            replicate.Add(s, count, count * scale, count * scale * scale);
            left -= count;
            rest -= shares[s];
        }
        return replicate;
    }

    private static Resampled Corrected(double[] values, double estimate, double confidence)
    {
        var known = values.AsSpan(0, Front(values));
        var missing = 1 - ((double)known.Length / values.Length);
        if (known.Length == 0 || double.IsNaN(estimate))
        {
            return new(double.NaN, double.NaN, missing);
        }
        var (less, equal) = (0, 0);
        foreach (var value in known)
        {
            less += value < estimate ? 1 : 0;
            equal += value == estimate ? 1 : 0;
        }
        var below = (less + (0.5 * equal)) / known.Length;
        known.Sort();
        var bias = MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, Math.Clamp(below, 0.5 / known.Length, 1 - (0.5 / known.Length)));
        var z = Law.TwoSided(confidence);
        return new(Quantile(known, MathNet.Numerics.Distributions.Normal.CDF(0, 1, (2 * bias) - z)), Quantile(known, MathNet.Numerics.Distributions.Normal.CDF(0, 1, (2 * bias) + z)), missing);
    }

    /// <summary>What <see cref="Metric.Of"/> would give, NaN for what it would not; without the counts of rows that only a report shows.</summary>
    private static double ValueOf(Metric metric, Tally replicate, Tally everybody)
    {
        if (metric is not Derived derived || replicate.Withheld != 0 || everybody.Withheld != 0)
        {
            return metric.Of(replicate, everybody) is { IsKnown: true } known ? known.Value : double.NaN;
        }
        var value = replicate.Rows(derived.States) == 0 ? double.NaN : derived.Value(replicate, everybody);
        return double.IsFinite(value) ? value : double.NaN;
    }

    /// <summary>Moves the numbers before what is none, in their order; gives how many there are.</summary>
    private static int Front(double[] values)
    {
        var kept = 0;
        foreach (var value in values)
        {
            if (!double.IsNaN(value))
            {
                values[kept++] = value;
            }
        }
        return kept;
    }

    internal static double Quantile(ReadOnlySpan<double> sorted, double p)
    {
        var at = p * (sorted.Length - 1);
        var i = (int)Math.Clamp(Math.Floor(at), 0, sorted.Length - 1);
        return i + 1 < sorted.Length ? sorted[i] + ((at - i) * (sorted[i + 1] - sorted[i])) : sorted[i];
    }
}

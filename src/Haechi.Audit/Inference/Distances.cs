namespace Haechi.Audit.Inference;

/// <summary>How far two distributions over the same bins lie apart. Arguments are counts; the first is the reference.</summary>
public static class Distances
{
    /// <summary>What stands in for an empty bin in the population stability index, as in Evidently.</summary>
    public const double Empty = 0.0001;

    /// <summary>Population stability index, Σ(c−r)·ln(c/r) over shares; empty bins count as <see cref="Empty"/>.</summary>
    public static double Stability(IReadOnlyList<double> reference, IReadOnlyList<double> current) =>
        Pairs(reference, current).Select(p => (R: p.R > 0 ? p.R : Empty, C: p.C > 0 ? p.C : Empty)).Sum(p => (p.C - p.R) * Math.Log(p.C / p.R));

    /// <summary>What the index exceeds by chance alone in one of so many cases (Yurdakul 2018): (1/n + 1/m) times a quantile of chi-squared.</summary>
    public static double StabilityByChance(IReadOnlyList<double> reference, IReadOnlyList<double> current, double confidence)
    {
        var bins = Bins(reference, current);
        return bins < 2 ? double.NaN : ((1 / reference.Sum()) + (1 / current.Sum())) * Law.ChiSquaredQuantile(confidence, bins - 1);
    }

    /// <summary>Jensen and Shannon's distance: the root of the divergence in nats, from 0 to √ln 2.</summary>
    public static double JensenShannon(IReadOnlyList<double> reference, IReadOnlyList<double> current)
    {
        double Part(double p, double m) => p > 0 ? p * Math.Log(p / m) : 0;
        return Math.Sqrt(Math.Max(0, Pairs(reference, current).Sum(p => Part(p.R, (p.R + p.C) / 2) + Part(p.C, (p.R + p.C) / 2)) / 2));
    }

    /// <summary>Kullback and Leibler's divergence of the current from the reference, in nats; infinite where something new appears.</summary>
    public static double KullbackLeibler(IReadOnlyList<double> reference, IReadOnlyList<double> current) =>
        Pairs(reference, current).Sum(p => p.C <= 0 ? 0 : p.R <= 0 ? double.PositiveInfinity : p.C * Math.Log(p.C / p.R));

    /// <summary>Hellinger's distance, from 0 to 1.</summary>
    public static double Hellinger(IReadOnlyList<double> reference, IReadOnlyList<double> current) =>
        Math.Sqrt(Pairs(reference, current).Sum(p => (Math.Sqrt(p.R) - Math.Sqrt(p.C)) * (Math.Sqrt(p.R) - Math.Sqrt(p.C))) / 2);

    /// <summary>Total variation, from 0 to 1.</summary>
    public static double TotalVariation(IReadOnlyList<double> reference, IReadOnlyList<double> current) => Pairs(reference, current).Sum(p => Math.Abs(p.R - p.C)) / 2;

    /// <summary>Kolmogorov and Smirnov's distance over bins in their order.</summary>
    public static double KolmogorovSmirnov(IReadOnlyList<double> reference, IReadOnlyList<double> current)
    {
        var (distance, gap) = (0.0, 0.0);
        foreach (var (r, c) in Pairs(reference, current))
        {
            gap += c - r;
            distance = Math.Max(distance, Math.Abs(gap));
        }
        return distance;
    }

    /// <summary>Wasserstein's distance of order 1 between distributions over numbers, rising, in their unit.</summary>
    public static double Wasserstein(IReadOnlyList<double> values, IReadOnlyList<double> reference, IReadOnlyList<double> current)
    {
        var (sum, gap, pairs) = (0.0, 0.0, Pairs(reference, current).ToList());
        for (var i = 0; i + 1 < pairs.Count; i++)
        {
            gap += pairs[i].C - pairs[i].R;
            sum += Math.Abs(gap) * (values[i + 1] - values[i]);
        }
        return sum;
    }

    /// <summary>The p of Pearson's chi-squared test that both come from one distribution; NaN with fewer than two bins.</summary>
    public static double ChiSquaredP(IReadOnlyList<double> reference, IReadOnlyList<double> current) => Association.Of([[.. reference], [.. current]]).P;

    /// <summary>The p of the G test (likelihood ratio) of the same.</summary>
    public static double LikelihoodP(IReadOnlyList<double> reference, IReadOnlyList<double> current)
    {
        var (n, m) = (reference.Sum(), current.Sum());
        double Part(double seen, double expected) => seen > 0 ? 2 * seen * Math.Log(seen / expected) : 0;
        var g = Enumerable.Range(0, reference.Count).Sum(i => (reference[i] + current[i]) / (n + m) is var pooled && pooled > 0 ? Part(reference[i], pooled * n) + Part(current[i], pooled * m) : 0);
        return Bins(reference, current) < 2 ? double.NaN : Law.ChiSquared(g, Bins(reference, current) - 1);
    }

    private static int Bins(IReadOnlyList<double> reference, IReadOnlyList<double> current) => Enumerable.Range(0, reference.Count).Count(i => reference[i] + current[i] > 0);

    private static IEnumerable<(double R, double C)> Pairs(IReadOnlyList<double> reference, IReadOnlyList<double> current)
    {
        var (n, m) = (reference.Sum(), current.Sum());
        return reference.Select((r, i) => (r / n, current[i] / m));
    }
}

/// <summary>How strongly two columns go together, from the counts of their values.</summary>
/// <param name="Statistic">Pearson's chi-squared.</param>
/// <param name="P">Its p.</param>
/// <param name="CramersV">Cramér's V, from 0 to 1.</param>
/// <param name="Corrected">Cramér's V without the part that chance gives (Bergsma 2013).</param>
/// <param name="Information">Mutual information in nats.</param>
/// <param name="Uncertainty">Theil's U: the share of the uncertainty about the column that the row takes away.</param>
/// <param name="Lambda">Goodman and Kruskal's lambda: the share of wrong guesses at the column that knowing the row saves.</param>
public sealed record Association(double Statistic, double P, double CramersV, double Corrected, double Information, double Uncertainty, double Lambda)
{
    /// <summary>The association of a table of counts: rows are values of one column, entries those of the other.</summary>
    public static Association Of(IReadOnlyList<double[]> counts)
    {
        var width = counts.Count == 0 ? 0 : counts[0].Length;
        var rows = counts.Select(r => r.Sum()).ToArray();
        var columns = Enumerable.Range(0, width).Select(j => counts.Sum(r => r[j])).ToArray();
        var n = rows.Sum();
        var (r, c) = (rows.Count(x => x > 0), columns.Count(x => x > 0));
        if (n <= 0 || r < 2 || c < 2)
        {
            return new(double.NaN, double.NaN, double.NaN, double.NaN, n > 0 ? 0 : double.NaN, double.NaN, double.NaN);
        }
        var (chi, information) = (0.0, 0.0);
        for (var i = 0; i < counts.Count; i++)
        {
            for (var j = 0; j < width && rows[i] > 0; j++)
            {
                var expected = rows[i] * columns[j] / n;
                chi += expected > 0 ? (counts[i][j] - expected) * (counts[i][j] - expected) / expected : 0;
                information += counts[i][j] > 0 ? counts[i][j] / n * Math.Log(counts[i][j] / expected) : 0;
            }
        }
        var entropy = columns.Where(x => x > 0).Sum(x => -x / n * Math.Log(x / n));
        var (r2, c2) = (r - ((r - 1.0) * (r - 1) / (n - 1)), c - ((c - 1.0) * (c - 1) / (n - 1)));
        var phi = Math.Max(0, (chi / n) - ((r - 1.0) * (c - 1) / (n - 1)));
        return new(chi, Law.ChiSquared(chi, (r - 1) * (c - 1)), Math.Sqrt(chi / n / (Math.Min(r, c) - 1)), Math.Min(r2, c2) > 1 ? Math.Sqrt(phi / (Math.Min(r2, c2) - 1)) : double.NaN,
            Math.Max(0, information), entropy > 0 ? Math.Max(0, information) / entropy : double.NaN, n > columns.Max() ? (counts.Sum(x => x.Length == 0 ? 0 : x.Max()) - columns.Max()) / (n - columns.Max()) : double.NaN);
    }
}

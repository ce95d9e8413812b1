namespace Haechi.Audit.Inference;

/// <summary>One stratum as a table of two groups by two answers.</summary>
/// <param name="A">Group, yes.</param>
/// <param name="B">Group, no.</param>
/// <param name="C">Other, yes.</param>
/// <param name="D">Other, no.</param>
public readonly record struct TwoByTwo(double A, double B, double C, double D)
{
    internal double N => A + B + C + D;
}

/// <summary>What is common to strata.</summary>
/// <param name="OddsRatio">The common odds ratio (Mantel and Haenszel 1959); NaN when no stratum tells.</param>
/// <param name="OddsError">The standard error of its logarithm (Robins, Breslow and Greenland 1986).</param>
/// <param name="Difference">The common difference of shares, weighted alike (Greenland and Robins 1985).</param>
/// <param name="DifferenceError">Its standard error (Sato, Greenland and Robins 1989).</param>
/// <param name="TestP">The p of the Cochran-Mantel-Haenszel test, with continuity correction.</param>
/// <param name="Test">Its statistic, chi-squared with one degree of freedom.</param>
/// <param name="AlikeP">The p of Breslow and Day's test (with Tarone's correction) that all strata have the same odds ratio.</param>
/// <param name="Strata">Strata that tell something: both groups and both answers occur.</param>
public sealed record CommonEffect(double OddsRatio, double OddsError, double Difference, double DifferenceError, double TestP, double Test, double AlikeP, int Strata);

/// <summary>Two groups compared with strata held equal.</summary>
public static class MantelHaenszel
{
    /// <summary>The effect that is common to the strata.</summary>
    public static CommonEffect Of(IEnumerable<TwoByTwo> all)
    {
        var strata = all.Where(s => s.A + s.B > 0 && s.C + s.D > 0).ToList();
        var (r, q, pr, psqr, qs) = (0.0, 0.0, 0.0, 0.0, 0.0);
        var (difference, weight, p1, p2) = (0.0, 0.0, 0.0, 0.0);
        var (excess, variance) = (0.0, 0.0);
        foreach (var s in strata)
        {
            var (n, n1, n2) = (s.N, s.A + s.B, s.C + s.D);
            var (ri, qi, pi, si) = (s.A * s.D / n, s.B * s.C / n, (s.A + s.D) / n, (s.B + s.C) / n);
            (r, q, pr, psqr, qs) = (r + ri, q + qi, pr + (pi * ri), psqr + (pi * qi) + (si * ri), qs + (si * qi));
            difference += ((s.A * n2) - (s.C * n1)) / n;
            weight += n1 * n2 / n;
            p1 += ((n1 * n1 * s.C) - (n2 * n2 * s.A) + (n1 * n2 * (n2 - n1) / 2)) / (n * n);
            p2 += ((s.A * (n2 - s.C)) + (s.C * (n1 - s.A))) / (2 * n);
            excess += s.A - (n1 * (s.A + s.C) / n);
            variance += n > 1 ? n1 * n2 * (s.A + s.C) * (s.B + s.D) / (n * n * (n - 1)) : 0;
        }
        var odds = r / q;
        var error = Math.Sqrt((pr / (2 * r * r)) + (psqr / (2 * r * q)) + (qs / (2 * q * q)));
        var common = difference / weight;
        var statistic = variance > 0 ? Square(Math.Max(0, Math.Abs(excess) - 0.5)) / variance : double.NaN;
        var telling = strata.Where(s => s.A + s.C > 0 && s.B + s.D > 0).ToList();
        return new CommonEffect(odds, error, common, Math.Sqrt(Math.Max(0, (common * p1) + p2) / (weight * weight)),
            double.IsNaN(statistic) ? double.NaN : Law.ChiSquared(statistic, 1), statistic, Alike(telling, odds), telling.Count);
    }

    /// <summary>Breslow and Day 1980 with the correction of Tarone 1985.</summary>
    private static double Alike(List<TwoByTwo> strata, double odds)
    {
        if (strata.Count < 2 || !double.IsFinite(odds) || odds <= 0)
        {
            return double.NaN;
        }
        var (sum, excess, variance) = (0.0, 0.0, 0.0);
        foreach (var s in strata)
        {
            var a = Fitted(s, odds);
            var (n1, yes) = (s.A + s.B, s.A + s.C);
            var v = 1 / ((1 / a) + (1 / (n1 - a)) + (1 / (yes - a)) + (1 / (s.N - n1 - yes + a)));
            sum += Square(s.A - a) / v;
            (excess, variance) = (excess + s.A - a, variance + v);
        }
        return Law.ChiSquared(Math.Max(0, sum - (Square(excess) / variance)), strata.Count - 1);
    }

    /// <summary>The count in the first cell that keeps the margins and has the odds ratio.</summary>
    private static double Fitted(TwoByTwo s, double odds)
    {
        var (n1, yes, n) = (s.A + s.B, s.A + s.C, s.N);
        var (low, high) = (Math.Max(0, yes + n1 - n), Math.Min(n1, yes));
        for (var i = 0; i < 200; i++)
        {
            var middle = (low + high) / 2;
            var above = middle * (n - n1 - yes + middle) > odds * (n1 - middle) * (yes - middle);
            (low, high) = above ? (low, middle) : (middle, high);
        }
        return (low + high) / 2;
    }

    private static double Square(double x) => x * x;
}

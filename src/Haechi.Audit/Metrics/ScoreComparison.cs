using Haechi.Audit.Inference;

namespace Haechi.Audit.Metrics;

public sealed partial class ScoreFigures
{
    internal long Rows => _rows;

    internal bool Withheld => _withheld;

    /// <summary>The chance that a positive of one group has a higher score than a negative of another, ties half (Kallus and Zhou 2019); NaN when there is none of either.</summary>
    public static double Outscores(ScoreFigures positive, ScoreFigures negative)
    {
        ArgumentNullException.ThrowIfNull(positive);
        ArgumentNullException.ThrowIfNull(negative);
        var (below, sum) = (0.0, 0.0);
        for (var i = 0; i < positive._value.Length; i++)
        {
            sum += positive._positive[i] * (below + (negative._negative[i] / 2));
            below += negative._negative[i];
        }
        return positive._p > 0 && negative._n > 0 ? sum / (positive._p * negative._n) : double.NaN;
    }

    /// <summary>Kolmogorov and Smirnov's distance between the scores of two groups; exact where scores are.</summary>
    public static double Distance(ScoreFigures a, ScoreFigures b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return a._p + a._n > 0 && b._p + b._n > 0 ? Distances.KolmogorovSmirnov(a.Mass(), b.Mass()) : double.NaN;
    }

    /// <summary>Cohen's d: the difference of mean scores over the pooled standard deviation.</summary>
    public static double Effect(ScoreFigures a, ScoreFigures b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        var ((n, mean, within), (m, other, rest)) = (a.Spread(), b.Spread());
        return n + m > 2 ? (mean - other) / Math.Sqrt((within + rest) / (n + m - 2)) : double.NaN;
    }

    /// <summary>The mean surprise of the outcomes; infinite where the impossible came true, undefined outside 0 to 1. With bins, scores are read at the edge of their bin.</summary>
    public double LogLoss()
    {
        var sum = 0.0;
        for (var i = 0; i < _value.Length; i++)
        {
            if (_positive[i] + _negative[i] > 0)
            {
                sum += _value[i] is < 0 or > 1 ? double.NaN : (_positive[i] > 0 ? -_positive[i] * Math.Log(_value[i]) : 0) + (_negative[i] > 0 ? -_negative[i] * Math.Log(1 - _value[i]) : 0);
            }
        }
        return sum / (_p + _n);
    }

    /// <summary>The outcome regressed on the logit of the score (Cox 1958): constant and slope. Null unless scores lie strictly between 0 and 1 and take at least two values.</summary>
    internal LogisticFit? Recalibrated()
    {
        var used = Enumerable.Range(0, _value.Length).Where(i => _positive[i] + _negative[i] > 0).ToList();
        return used.Count < 2 || used.Any(i => !(_value[i] is > 0 and < 1)) ? null
            : LogisticFit.Of([.. used.Select(i => new CovariatePattern([Math.Log(_value[i] / (1 - _value[i]))], _positive[i], _positive[i] + _negative[i]))], 1);
    }

    private double[] Mass() => [.. _positive.Zip(_negative, (p, n) => p + n)];

    private (double N, double Mean, double Within) Spread()
    {
        var (n, sum) = (_p + _n, _sumPositive + _sumNegative);
        return (n, sum / n, Math.Max(0, _squaresPositive + _squaresNegative - (sum * sum / n)));
    }
}

using System.Globalization;
using Haechi.Audit.Cells;

namespace Haechi.Audit.Metrics;

/// <summary>
/// Figures of scores, from counts per score. With exact values (deciles, say) they are exact; with bins, the AUC is uncertain by at most half the pairs that share a bin, and the report says so.
/// </summary>
public sealed partial class ScoreFigures
{
    private const int CalibrationBins = 10;

    private readonly double[] _value, _positive, _negative;
    private readonly long _rows;
    private bool _withheld;
    private readonly double _p, _n, _sumPositive, _sumNegative, _squaresPositive, _squaresNegative;

    private ScoreFigures(double[] value, double[] positive, double[] negative, double[] sums, long rows)
    {
        (_value, _positive, _negative, _rows) = (value, positive, negative, rows);
        (_p, _n) = (positive.Sum(), negative.Sum());
        (_sumPositive, _squaresPositive, _sumNegative, _squaresNegative) = (sums[0], sums[1], sums[2], sums[3]);
    }

    /// <summary>Ids of the figures.</summary>
    public static IReadOnlyList<string> Ids { get; } = ["auc", "brier", "ece", "mce", "calibration", "score_pos", "score_neg"];

    /// <summary>The name of a figure.</summary>
    public static LocalText Name(string id) => id switch
    {
        "auc" => new("AUC(구별력)", "AUC (discrimination)"),
        "brier" => new("브라이어 점수", "Brier score"),
        "ece" => new("보정 오차 평균(10구간)", "expected calibration error, 10 equal bins"),
        "mce" => new("보정 오차 최대(10구간)", "largest calibration error, 10 equal bins"),
        "calibration" => new("평균 점수 - 실제 비율", "mean score minus base rate"),
        "score_pos" => new("실제 양성의 평균 점수", "mean score of the positive"),
        _ => new("실제 음성의 평균 점수", "mean score of the negative"),
    };

    /// <summary>The scores of a group of cells.</summary>
    public static ScoreFigures Of(CellTable table, PositiveLevels positive, Func<int, bool> keep)
    {
        var dimension = table.IndexOf(DimensionRole.Score);
        var states = new CellStates(table, positive);
        var (s, s2) = (table.MeasureOf("s"), table.MeasureOf("s2"));
        var levels = table.Dimensions[dimension].Levels;
        var value = levels.Select(l => l.Length == 0 ? double.NaN : double.Parse(l, CultureInfo.InvariantCulture)).ToArray();
        var (yes, no, sums, rows) = (new double[levels.Count], new double[levels.Count], new double[4], 0L);
        for (var cell = 0; cell < table.Length; cell++)
        {
            var level = table.Code(cell, dimension);
            var outcome = states.Outcome(cell);
            if (outcome < 0 || double.IsNaN(value[level]) || !keep(cell))
            {
                continue;
            }
            (outcome == 1 ? yes : no)[level] += states.Weight(cell);
            sums[outcome == 1 ? 0 : 2] += table.Sum(cell, s);
            sums[outcome == 1 ? 1 : 3] += table.Sum(cell, s2);
            rows += table.Count(cell);
        }
        return new ScoreFigures(value, yes, no, sums, rows) { _withheld = table.Withheld.Count > 0 };
    }

    /// <summary>A figure. Scores must lie in 0 to 1 for all but the AUC and the mean scores.</summary>
    public Estimate Of(string id, double z)
    {
        var all = _p + _n;
        if (_withheld)
        {
            return Estimate.None(Reasons.Withheld, _rows, _rows);
        }
        if (all == 0)
        {
            return Estimate.None(Reasons.NoDenominator, _rows, _rows);
        }
        var probabilities = _value.All(v => double.IsNaN(v) || v is >= 0 and <= 1);
        return id switch
        {
            "auc" => Auc(z),
            "score_pos" => _p > 0 ? Estimate.Of(_sumPositive / _p, _rows, (long)_p) : Estimate.None(Reasons.NoDenominator, _rows, 0),
            "score_neg" => _n > 0 ? Estimate.Of(_sumNegative / _n, _rows, (long)_n) : Estimate.None(Reasons.NoDenominator, _rows, 0),
            _ when !probabilities => Estimate.None(Reasons.Undefined, _rows, _rows),
            "brier" => Estimate.Of((_squaresPositive - (2 * _sumPositive) + _p + _squaresNegative) / all, _rows, _rows),
            "calibration" => Estimate.Of(((_sumPositive + _sumNegative) / all) - (_p / all), _rows, _rows),
            "ece" => Estimate.Of(Errors().Sum(e => e.Weight / all * e.Error), _rows, _rows),
            _ => Estimate.Of(Errors().Max(e => e.Error), _rows, _rows),
        };
    }

    /// <summary>Half the share of pairs of unlike outcome that share a bin: by so much a binned AUC may be off. Zero for exact scores.</summary>
    public double AucUncertainty(bool binned) => !binned || _p == 0 || _n == 0 ? 0 : Enumerable.Range(0, _value.Length).Sum(i => _positive[i] * _negative[i]) / (_p * _n) / 2;

    /// <summary>The area between two ROC curves (Gardner et al. 2019); NaN when one of them has only one kind of outcome.</summary>
    public static double Abroca(ScoreFigures a, ScoreFigures b)
    {
        if (a._p == 0 || a._n == 0 || b._p == 0 || b._n == 0)
        {
            return double.NaN;
        }
        const int Steps = 20_000;
        var (ra, rb, sum) = (a.Curve(), b.Curve(), 0.0);
        for (var i = 0; i < Steps; i++)
        {
            var x = (i + 0.5) / Steps;
            sum += Math.Abs(At(ra, x) - At(rb, x));
        }
        return sum / Steps;
    }

    /// <summary>Mann and Whitney's statistic with DeLong's variance (Biometrics 44, 1988), both from counts.</summary>
    private Estimate Auc(double z)
    {
        if (_p == 0 || _n == 0)
        {
            return Estimate.None(Reasons.OneClass, _rows, _rows);
        }
        var (below, above, sum) = (0.0, _p, 0.0);
        var (squaresP, squaresN) = (0.0, 0.0);
        for (var i = 0; i < _value.Length; i++)
        {
            above -= _positive[i];
            var (forPositive, forNegative) = ((below + (_negative[i] / 2)) / _n, (above + (_positive[i] / 2)) / _p);
            sum += _positive[i] * forPositive;
            squaresP += _positive[i] * forPositive * forPositive;
            squaresN += _negative[i] * forNegative * forNegative;
            below += _negative[i];
        }
        var auc = sum / _p;
        var variance = (_p > 1 ? Math.Max(0, squaresP - (_p * auc * auc)) / (_p - 1) / _p : 0) + (_n > 1 ? Math.Max(0, squaresN - (_n * auc * auc)) / (_n - 1) / _n : 0);
        // On logits, so that the interval stays within 0 and 1.
        var (low, high) = (double.NaN, double.NaN);
        if (auc is > 0 and < 1 && variance > 0)
        {
            var (logit, spread) = (Math.Log(auc / (1 - auc)), Math.Sqrt(variance) / (auc * (1 - auc)));
            (low, high) = (1 / (1 + Math.Exp(-logit + (z * spread))), 1 / (1 + Math.Exp(-logit - (z * spread))));
        }
        return new Estimate(auc, low, high, _rows, _rows, null);
    }

    private IEnumerable<(double Weight, double Error)> Errors()
    {
        var bins = new (double Weight, double Score, double Positive)[CalibrationBins];
        for (var i = 0; i < _value.Length; i++)
        {
            if (!double.IsNaN(_value[i]))
            {
                ref var bin = ref bins[Math.Min((int)(_value[i] * CalibrationBins), CalibrationBins - 1)];
                var weight = _positive[i] + _negative[i];
                bin = (bin.Weight + weight, bin.Score + (weight * _value[i]), bin.Positive + _positive[i]);
            }
        }
        return bins.Where(b => b.Weight > 0).Select(b => (b.Weight, Math.Abs(b.Score - b.Positive) / b.Weight));
    }

    private List<(double X, double Y)> Curve()
    {
        var points = new List<(double, double)> { (0, 0) };
        var (x, y) = (0.0, 0.0);
        for (var i = _value.Length - 1; i >= 0; i--)
        {
            (x, y) = (x + (_negative[i] / _n), y + (_positive[i] / _p));
            points.Add((x, y));
        }
        return points;
    }

    private static double At(List<(double X, double Y)> curve, double x)
    {
        var i = curve.FindIndex(p => p.X >= x);
        if (i <= 0)
        {
            return i < 0 ? 1 : curve[0].Y;
        }
        var (a, b) = (curve[i - 1], curve[i]);
        return a.Y + ((b.Y - a.Y) * (x - a.X) / (b.X - a.X));
    }
}

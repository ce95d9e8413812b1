namespace Haechi.Audit.Explaining.Sampling;

/// <summary>One point of a curve: the value of the feature, what the model answers there, and how many rows stand behind it.</summary>
public sealed record EffectPoint(double Value, double Effect, int Rows);

/// <summary>How a model's answer changes with one feature over a whole data set.</summary>
public static class FeatureEffects
{
    /// <summary>Partial dependence (Friedman 2001): the mean answer when every row is given the same value. It asks for combinations that may not exist; see <see cref="Accumulated"/>.</summary>
    /// <param name="model">The model to ask.</param>
    /// <param name="rows">The data.</param>
    /// <param name="feature">The index of the feature.</param>
    /// <param name="points">At how many values, spread by the data's quantiles; fewer where values repeat.</param>
    /// <param name="output">Which answer.</param>
    /// <exception cref="ModelUnavailableException">The model did not answer.</exception>
    public static ModelResult<IReadOnlyList<EffectPoint>> PartialDependence(IModel model, FeatureMatrix rows, int feature, int points = 20, int output = 0)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rows);
        return ModelResult<IReadOnlyList<EffectPoint>>.Of(() =>
            [.. Quantiles(rows, feature, points).Select(value => new EffectPoint(value, Mean(model, Changed.Column(rows, feature, _ => value), output), rows.Rows))]);
    }

    /// <summary>Accumulated local effects (Apley and Zhu 2020): changes within narrow intervals, each only for the rows that lie there, added up and centred on their mean.</summary>
    /// <returns>One point for each upper border of an interval, and the least value first with the effect there.</returns>
    /// <exception cref="ModelUnavailableException">The model did not answer.</exception>
    public static ModelResult<IReadOnlyList<EffectPoint>> Accumulated(IModel model, FeatureMatrix rows, int feature, int intervals = 20, int output = 0)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rows);
        return ModelResult<IReadOnlyList<EffectPoint>>.Of(() => Accumulate(model, rows, feature, Quantiles(rows, feature, intervals + 1), output));
    }

    private static EffectPoint[] Accumulate(IModel model, FeatureMatrix rows, int feature, double[] borders, int output)
    {
        var column = rows.Column(feature);
        int[] known = [.. Enumerable.Range(0, rows.Rows).Where(r => !double.IsNaN(column[r]))];
        // An interval takes its upper border in; the first takes both.
        int Interval(int row) => Math.Max(1, Array.FindIndex(borders, b => column[row] <= b));
        var of = known.ToDictionary(r => r, Interval);
        var some = new FeatureMatrix(rows.Features, [.. known.SelectMany(r => rows.Row(r).ToArray())]);
        var low = model.Predict(Changed.Column(some, feature, i => borders[of[known[i]] - 1]));
        var high = model.Predict(Changed.Column(some, feature, i => borders[of[known[i]]]));
        var (sums, counts) = (new double[borders.Length], new int[borders.Length]);
        for (var i = 0; i < known.Length; i++)
        {
            sums[of[known[i]]] += high[(i * model.Outputs) + output] - low[(i * model.Outputs) + output];
            counts[of[known[i]]]++;
        }
        var effects = new double[borders.Length];
        for (var border = 1; border < borders.Length; border++)
        {
            effects[border] = effects[border - 1] + (counts[border] > 0 ? sums[border] / counts[border] : 0);
        }
        var centre = Enumerable.Range(1, borders.Length - 1).Sum(b => counts[b] * (effects[b - 1] + effects[b]) / 2) / known.Length;
        return [.. borders.Select((b, i) => new EffectPoint(b, effects[i] - centre, counts[i]))];
    }

    /// <summary>Different values at even shares of the data, ends included. Missing values have no place on a curve.</summary>
    private static double[] Quantiles(FeatureMatrix rows, int feature, int points)
    {
        if (points is < 2 or > 1000)
        {
            throw ModelRefused.Asked("--points", $"{points}개의 점은 그릴 수 없습니다. 2에서 1,000 사이여야 합니다.", $"{points} is not between 2 and 1,000");
        }
        double[] values = [.. rows.Column(feature).Where(v => !double.IsNaN(v)).Order()];
        double[] found = values.Length == 0 ? [] : [.. Enumerable.Range(0, points).Select(i => values[(int)((long)i * (values.Length - 1) / (points - 1))]).Distinct()];
        return found.Length >= 2 ? found
            : throw ModelRefused.Unfit(rows.Features[feature], "서로 다른 값이 둘 이상 있어야 곡선이 됩니다.", "needs at least two different values for a curve");
    }

    private static double Mean(IModel model, FeatureMatrix rows, int output)
    {
        var answers = model.Predict(rows);
        return Enumerable.Range(0, rows.Rows).Average(row => answers[(row * model.Outputs) + output]);
    }
}

namespace Haechi.Audit.Explaining;

/// <summary>A weighted sum of features. The part of a feature is its weight times the distance from what is usual
/// (Štrumbelj and Kononenko 2014: exact Shapley values when features are taken as independent).</summary>
public sealed class LinearModel : AdditiveModel
{
    internal double[][] Weights { get; init; } = [];

    internal double[] Intercepts { get; init; } = [];

    /// <summary>A missing value counts as 0, as in XGBoost's gblinear; else it counts as what is usual.</summary>
    internal bool MissingAsZero { get; init; }

    /// <inheritdoc />
    public override double[] Margin(FeatureMatrix rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var sums = new double[rows.Rows * Outputs];
        for (var at = 0; at < sums.Length; at++)
        {
            var row = rows.Row(at / Outputs);
            var weights = Weights[at % Outputs];
            var sum = Intercepts[at % Outputs];
            for (var feature = 0; feature < weights.Length; feature++)
            {
                var value = row[feature];
                sum += weights[feature] * (MissingAsZero && double.IsNaN(value) ? 0 : value);
            }
            sums[at] = sum;
        }
        return sums;
    }

    /// <summary>Divides the margin of every row among the features.</summary>
    /// <param name="rows">Rows with the model's features, in its order.</param>
    /// <param name="usual">What is usual: the mean of each feature in a background; zeros explain as XGBoost's <c>pred_contribs</c> does.</param>
    public Attributions Explain(FeatureMatrix rows, IReadOnlyList<double> usual)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(usual);
        var answers = new double[rows.Rows * Outputs * (rows.Width + 1)];
        for (var at = 0; at < rows.Rows * Outputs; at++)
        {
            var row = rows.Row(at / Outputs);
            var weights = Weights[at % Outputs];
            var parts = answers.AsSpan(at * (rows.Width + 1), rows.Width + 1);
            parts[^1] = Intercepts[at % Outputs];
            for (var feature = 0; feature < weights.Length; feature++)
            {
                var value = double.IsNaN(row[feature]) && MissingAsZero ? 0 : row[feature];
                parts[feature] = weights[feature] * (value - usual[feature]);
                parts[^1] += weights[feature] * usual[feature];
            }
        }
        return new Attributions(Features, Outputs, ExplainedScale.Margin, answers);
    }

    /// <summary>The mean of every feature over the rows that have a value; 0 for a feature without any.</summary>
    public static double[] Usual(FeatureMatrix background)
    {
        ArgumentNullException.ThrowIfNull(background);
        return [.. Enumerable.Range(0, background.Width).Select(f => background.Column(f).Where(v => !double.IsNaN(v)).DefaultIfEmpty(0).Average())];
    }
}

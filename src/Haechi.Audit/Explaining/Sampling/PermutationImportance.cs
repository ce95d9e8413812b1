namespace Haechi.Audit.Explaining.Sampling;

/// <summary>By how much a model's errors grow when one feature is shuffled among the rows, so that it tells nothing any more.</summary>
/// <param name="Feature">The feature.</param>
/// <param name="Mean">The mean growth of the loss over the repetitions.</param>
/// <param name="Deviation">Its standard deviation over the repetitions; a mean within it is no importance.</param>
public sealed record FeatureImportance(string Feature, double Mean, double Deviation);

/// <summary>What an answer that misses costs.</summary>
public enum Loss
{
    /// <summary>The square of the difference: for amounts, and as Brier score for chances.</summary>
    Squared,

    /// <summary>-ln of the chance given to what happened; for yes (1) and no (0). Chances are kept 1e-15 away from 0 and 1.</summary>
    Log,
}

/// <summary>Permutation importance (Breiman 2001; Fisher, Rudin and Dominici 2019), for any model.</summary>
public static class PermutationImportance
{
    /// <summary>Shuffles each feature in turn.</summary>
    /// <param name="model">The model to ask.</param>
    /// <param name="rows">Rows with an outcome that is known.</param>
    /// <param name="outcomes">What happened, one for each row.</param>
    /// <param name="output">Which of the model's answers is compared with it.</param>
    /// <param name="loss">What missing costs.</param>
    /// <param name="repeats">How often each feature is shuffled.</param>
    /// <param name="seed">The same seed gives the same shuffles.</param>
    /// <returns>The loss without shuffling, and the features, most important first.</returns>
    /// <exception cref="ModelUnavailableException">The model did not answer.</exception>
    public static ModelResult<(double Loss, IReadOnlyList<FeatureImportance> Features)> Of(
        IModel model, FeatureMatrix rows, IReadOnlyList<double> outcomes, int output = 0, Loss loss = Loss.Squared, int repeats = 10, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(outcomes);
        return ModelResult<(double, IReadOnlyList<FeatureImportance>)>.Of(() =>
        {
            if (rows.Rows < 2 || outcomes.Count != rows.Rows || outcomes.Any(double.IsNaN))
            {
                throw ModelRefused.Unfit("--target", "결과가 모두 있는 행이 둘 이상 필요합니다.", "at least two rows are needed, each with its outcome");
            }
            var whole = LossOf(model, rows, outcomes, output, loss);
            var random = new Random(seed);
            var found = Enumerable.Range(0, rows.Width).Select(f => One(model, rows, outcomes, output, loss, repeats, f, random, whole)).ToList();
            return (whole, found.OrderByDescending(f => f.Mean).ToList());
        });
    }

    private static FeatureImportance One(IModel model, FeatureMatrix rows, IReadOnlyList<double> outcomes, int output, Loss loss, int repeats, int feature, Random random, double whole)
    {
        var growths = new double[Math.Max(1, repeats)];
        for (var repeat = 0; repeat < growths.Length; repeat++)
        {
            var column = rows.Column(feature);
            random.Shuffle(column);
            growths[repeat] = LossOf(model, Changed.Column(rows, feature, row => column[row]), outcomes, output, loss) - whole;
        }
        var mean = growths.Average();
        return new(rows.Features[feature], mean, Math.Sqrt(growths.Sum(g => (g - mean) * (g - mean)) / Math.Max(1, growths.Length - 1)));
    }

    private static double LossOf(IModel model, FeatureMatrix rows, IReadOnlyList<double> outcomes, int output, Loss loss)
    {
        var answers = model.Predict(rows);
        return Enumerable.Range(0, rows.Rows).Average(row =>
        {
            var (answer, outcome) = (answers[(row * model.Outputs) + output], outcomes[row]);
            var chance = Math.Clamp(answer, 1e-15, 1 - 1e-15);
            return loss == Loss.Squared ? (answer - outcome) * (answer - outcome) : -((outcome * Math.Log(chance)) + ((1 - outcome) * Math.Log(1 - chance)));
        });
    }
}

/// <summary>Copies of rows with one feature changed.</summary>
internal static class Changed
{
    public static FeatureMatrix Column(FeatureMatrix rows, int feature, Func<int, double> value)
    {
        var values = new double[rows.Rows * rows.Width];
        for (var row = 0; row < rows.Rows; row++)
        {
            rows.Row(row).CopyTo(values.AsSpan(row * rows.Width));
            values[(row * rows.Width) + feature] = value(row);
        }
        return new FeatureMatrix(rows.Features, values);
    }
}

namespace Haechi.Audit.Explaining.Sampling;

/// <summary>What a set of known features is worth: the mean answer over a background in which those features have the row's values
/// (interventional: Janzing, Minorics and Blöbaum 2020). The model is asked in batches, since it may stand behind an address.</summary>
internal sealed class MarginalGame
{
    /// <summary>Rows asked for at once.</summary>
    private const int Batch = 20_000;

    private readonly IModel _model;
    private readonly FeatureMatrix _background;
    private readonly double[] _row;

    public MarginalGame(IModel model, ReadOnlySpan<double> row, FeatureMatrix background) => (_model, _row, _background) = (model, row.ToArray(), background);

    public int Players => _row.Length;

    /// <summary>How many rows the model was asked for.</summary>
    public long Asked { get; private set; }

    /// <summary>The worth of each set: <c>sets × Outputs</c>.</summary>
    public double[] Worths(IReadOnlyList<bool[]> sets)
    {
        var worths = new double[sets.Count * _model.Outputs];
        var together = Math.Max(1, Batch / _background.Rows);
        for (var from = 0; from < sets.Count; from += together)
        {
            Ask(sets, from, Math.Min(sets.Count, from + together), worths);
        }
        return worths;
    }

    private void Ask(IReadOnlyList<bool[]> sets, int from, int to, double[] worths)
    {
        var (many, width, outputs) = (_background.Rows, _row.Length, _model.Outputs);
        var values = new double[(to - from) * many * width];
        for (var at = 0; at < (to - from) * many; at++)
        {
            var set = sets[from + (at / many)];
            var usual = _background.Row(at % many);
            for (var feature = 0; feature < width; feature++)
            {
                values[(at * width) + feature] = set[feature] ? _row[feature] : usual[feature];
            }
        }
        var answers = _model.Predict(new FeatureMatrix(_model.Features, values));
        Asked += (to - from) * many;
        for (var at = 0; at < answers.Length; at++)
        {
            worths[((from + (at / outputs / many)) * outputs) + (at % outputs)] += answers[at] / many;
        }
    }
}

/// <summary>How the parts of any model's answer are found.</summary>
public enum SamplingMethod
{
    /// <summary>Every set of features: the values of the definition. For at most <see cref="SampledShap.MostExact"/> features.</summary>
    Exact,

    /// <summary>Orders of the features, each with its reverse (Castro and others 2009; antithetic as in Mitchell and others 2022).</summary>
    Permutation,

    /// <summary>Sets of features weighted by size, then least squares (Lundberg and Lee 2017, Kernel SHAP, with sets in pairs).</summary>
    Kernel,
}

/// <summary>How much is asked of a model, and with which draw.</summary>
/// <param name="Method">How sets of features are chosen.</param>
/// <param name="Sets">For kernel: how many sets; for permutation: how many orders, reverses not counted. Not used for exact.</param>
/// <param name="Seed">The same seed gives the same values.</param>
public sealed record SamplingPlan(SamplingMethod Method, int Sets = 2048, int Seed = 1);

/// <summary>Explains any model by asking it: which part of its answer each feature has, when features that are not known are drawn from a background.</summary>
public static class SampledShap
{
    /// <summary>Up to this many features all sets can be asked for: 4,096.</summary>
    public const int MostExact = 12;

    /// <summary>Divides the answers for every row. Parts and base add up to the answer exactly, whatever the method.</summary>
    /// <param name="model">The model to ask.</param>
    /// <param name="rows">The rows to explain.</param>
    /// <param name="background">What is usual; a hundred rows are many for a model behind an address.</param>
    /// <param name="plan">How sets are chosen.</param>
    /// <returns>A refusal when the method does not fit the number of features, or the background is empty.</returns>
    /// <exception cref="ModelUnavailableException">The model did not answer.</exception>
    public static ModelResult<Attributions> Explain(IModel model, FeatureMatrix rows, FeatureMatrix background, SamplingPlan plan)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(background);
        ArgumentNullException.ThrowIfNull(plan);
        return ModelResult<Attributions>.Of(() => Run(model, rows, background, plan));
    }

    private static Attributions Run(IModel model, FeatureMatrix rows, FeatureMatrix background, SamplingPlan plan)
    {
        Check(rows, background, plan);
        var width = rows.Width;
        var answers = new double[rows.Rows * model.Outputs * (width + 1)];
        for (var row = 0; row < rows.Rows; row++)
        {
            var game = new MarginalGame(model, rows.Row(row), background);
            var parts = plan.Method switch
            {
                SamplingMethod.Exact => ExactShap.Parts(game, model.Outputs),
                SamplingMethod.Permutation => PermutationShap.Parts(game, model.Outputs, plan),
                _ => KernelShap.Parts(game, model.Outputs, plan),
            };
            parts.CopyTo(answers.AsSpan(row * model.Outputs * (width + 1)));
        }
        return new Attributions(model.Features, model.Outputs, ExplainedScale.Answer, answers);
    }

    private static void Check(FeatureMatrix rows, FeatureMatrix background, SamplingPlan plan)
    {
        if (background.Rows == 0)
        {
            throw ModelRefused.Unfit("background", "배경이 비어 있습니다. 적어도 한 행이 필요합니다.", "is empty; at least one row is needed");
        }
        if (plan.Method == SamplingMethod.Exact && rows.Width > MostExact)
        {
            throw ModelRefused.Asked("--method exact", $"특성이 {rows.Width}개입니다. 모든 조합은 {MostExact}개까지 묻습니다. kernel이나 permutation을 쓰십시오.",
                $"there are {rows.Width} features; all sets are asked for up to {MostExact}. Use kernel or permutation");
        }
        if (plan.Method != SamplingMethod.Exact && plan.Sets is < 1 or > 1_000_000)
        {
            throw ModelRefused.Asked("--samples", $"{plan.Sets}개는 물을 수 없습니다. 1에서 1,000,000 사이여야 합니다.", $"{plan.Sets} is not between 1 and 1,000,000");
        }
    }
}

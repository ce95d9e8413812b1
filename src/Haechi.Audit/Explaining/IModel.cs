namespace Haechi.Audit.Explaining;

/// <summary>Anything that turns rows of features into numbers: a file that was read, or a program behind an address.</summary>
public interface IModel
{
    /// <summary>The features in the order in which rows carry them.</summary>
    public IReadOnlyList<string> Features { get; }

    /// <summary>How many numbers come out for a row: 1, or one for each class.</summary>
    public int Outputs { get; }

    /// <summary>Answers every row: <c>rows × Outputs</c> numbers, row by row, on the scale that people see (a probability where the model gives one).</summary>
    /// <exception cref="ModelUnavailableException">The model did not answer, or answered something else than numbers.</exception>
    public double[] Predict(FeatureMatrix rows);
}

/// <summary>A model behind an address did not answer as it must.</summary>
public sealed class ModelUnavailableException(ModelProblem problem) : Exception(problem?.ToLine("en"))
{
    /// <summary>What happened.</summary>
    public ModelProblem Problem { get; } = problem!;
}

/// <summary>How the sum that a model makes inside (its margin) becomes what people see.</summary>
public enum Link
{
    /// <summary>The sum itself.</summary>
    Identity,

    /// <summary>1 / (1 + e^-s) of each output.</summary>
    Logistic,

    /// <summary>Softmax over all outputs.</summary>
    Softmax,

    /// <summary>e^s of each output.</summary>
    Exponential,

    /// <summary>1 when s is above 0, else 0.</summary>
    Sign,
}

/// <summary>A model whose answer is a sum that can be taken apart: trees, or a linear formula.</summary>
public abstract class AdditiveModel : IModel
{
    /// <summary>What kind of file it came from, for reports: <c>xgboost</c>, <c>lightgbm</c>, <c>onnx</c>, <c>linear</c>.</summary>
    public required string Format { get; init; }

    /// <inheritdoc />
    public required IReadOnlyList<string> Features { get; init; }

    /// <inheritdoc />
    public required int Outputs { get; init; }

    /// <summary>From the sum to what people see.</summary>
    public Link Link { get; init; }

    /// <summary>A factor on the sum before the link; LightGBM calls it <c>sigmoid</c>.</summary>
    public double LinkScale { get; init; } = 1;

    /// <summary>The sums: <c>rows × Outputs</c>, row by row.</summary>
    public abstract double[] Margin(FeatureMatrix rows);

    /// <inheritdoc />
    public double[] Predict(FeatureMatrix rows)
    {
        var answers = Margin(rows);
        for (var at = 0; at < answers.Length; at += Outputs)
        {
            ToScale(answers.AsSpan(at, Outputs));
        }
        return answers;
    }

    /// <summary>Applies the link to the sums of one row.</summary>
    public void ToScale(Span<double> sums)
    {
        var most = double.NegativeInfinity;
        foreach (ref var sum in sums)
        {
            sum *= LinkScale;
            most = Math.Max(most, sum);
        }
        var total = 0.0;
        foreach (ref var sum in sums)
        {
            sum = Link switch
            {
                Link.Logistic => 1 / (1 + Math.Exp(-sum)),
                Link.Exponential => Math.Exp(sum),
                Link.Softmax => Math.Exp(sum - most),
                Link.Sign => sum > 0 ? 1 : 0,
                _ => sum,
            };
            total += sum;
        }
        if (Link == Link.Softmax)
        {
            foreach (ref var sum in sums)
            {
                sum /= total;
            }
        }
    }
}

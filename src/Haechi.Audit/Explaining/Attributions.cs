namespace Haechi.Audit.Explaining;

/// <summary>How a model's answers for some rows are divided among its features. For every row and output the parts and the base add up to what was explained.</summary>
/// <param name="Features">The features, in the order of the parts.</param>
/// <param name="Outputs">How many outputs the model has.</param>
/// <param name="Scale">What the parts are parts of.</param>
/// <param name="Values"><c>rows × Outputs × (features + 1)</c> numbers; the last of each group is the base: the answer when nothing is known of the row.</param>
public sealed record Attributions(IReadOnlyList<string> Features, int Outputs, ExplainedScale Scale, double[] Values)
{
    /// <summary>The number of rows.</summary>
    public int Rows => Values.Length / (Outputs * (Features.Count + 1));

    /// <summary>The parts of one row and output, then the base.</summary>
    public ReadOnlySpan<double> Of(int row, int output) => Values.AsSpan(((row * Outputs) + output) * (Features.Count + 1), Features.Count + 1);

    /// <summary>The part of one feature.</summary>
    public double Part(int row, int output, int feature) => Of(row, output)[feature];

    /// <summary>The answer when nothing is known of the row.</summary>
    public double Base(int row, int output) => Of(row, output)[^1];

    /// <summary>Parts and base together.</summary>
    public double Sum(int row, int output)
    {
        var sum = 0.0;
        foreach (var part in Of(row, output))
        {
            sum += part;
        }
        return sum;
    }

    /// <summary>The mean size of each feature's parts over all rows, sign left aside: what mattered in general.</summary>
    public double[] MeanSize(int output)
    {
        var sizes = new double[Features.Count];
        for (var row = 0; row < Rows; row++)
        {
            for (var feature = 0; feature < sizes.Length; feature++)
            {
                sizes[feature] += Math.Abs(Part(row, output, feature)) / Rows;
            }
        }
        return sizes;
    }
}

/// <summary>What the parts of an explanation add up to.</summary>
public enum ExplainedScale
{
    /// <summary>The sum inside the model, before its link: the log of the odds for a yes or no model.</summary>
    Margin,

    /// <summary>What the model answers: a probability, an amount.</summary>
    Answer,
}

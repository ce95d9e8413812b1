namespace Haechi.Audit.Explaining;

/// <summary>Rows of numbers under named features, one row after another. NaN means that the value is missing.</summary>
public sealed class FeatureMatrix
{
    private readonly double[] _values;

    /// <summary>Takes values laid out row by row.</summary>
    /// <exception cref="ArgumentException">The number of values is no multiple of the number of features.</exception>
    public FeatureMatrix(IReadOnlyList<string> features, double[] values)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(values);
        if (features.Count == 0 ? values.Length > 0 : values.Length % features.Count != 0)
        {
            throw new ArgumentException("Every row needs one value for every feature.", nameof(values));
        }
        (Features, _values) = (features, values);
    }

    /// <summary>The names of the columns.</summary>
    public IReadOnlyList<string> Features { get; }

    /// <summary>The number of features.</summary>
    public int Width => Features.Count;

    /// <summary>The number of rows.</summary>
    public int Rows => Width == 0 ? 0 : _values.Length / Width;

    /// <summary>One row, <see cref="Width"/> values.</summary>
    public ReadOnlySpan<double> Row(int row) => _values.AsSpan(row * Width, Width);

    /// <summary>All values of one feature, in the order of rows.</summary>
    public double[] Column(int feature)
    {
        var column = new double[Rows];
        for (var row = 0; row < column.Length; row++)
        {
            column[row] = _values[(row * Width) + feature];
        }
        return column;
    }

    /// <summary>At most <paramref name="most"/> rows, evenly spread over the matrix, so that the same data give the same rows.</summary>
    public FeatureMatrix Spread(int most)
    {
        if (Rows <= most)
        {
            return this;
        }
        var values = new double[most * Width];
        for (var i = 0; i < most; i++)
        {
            Row((int)((long)i * Rows / most)).CopyTo(values.AsSpan(i * Width));
        }
        return new FeatureMatrix(Features, values);
    }

    /// <summary>One row as a matrix of its own.</summary>
    public FeatureMatrix Only(int row) => new(Features, Row(row).ToArray());
}

namespace Haechi.Audit.Metrics;

/// <summary>
/// What repeated cases of the same persons do to a share: sums over persons of products of their counts per state. By Taylor linearisation (Woodruff 1971) the variance of a ratio of sums follows
/// from them, and with it how many independent cases the share is worth.
/// </summary>
internal sealed class PersonMoments
{
    private readonly double[] _products = new double[81];

    /// <summary>Persons.</summary>
    public long Persons { get; private set; }

    public void Add(long[] counts, long persons)
    {
        Persons += persons;
        for (var i = 0; i < 9; i++)
        {
            for (var j = 0; counts[i] > 0 && j < 9; j++)
            {
                _products[(9 * i) + j] += (double)counts[i] * counts[j] * persons;
            }
        }
    }

    public void Add(PersonMoments other)
    {
        Persons += other.Persons;
        for (var i = 0; i < _products.Length; i++)
        {
            _products[i] += other._products[i];
        }
    }

    /// <summary>How many independent cases a share is worth. At shares of 0 and 1, where no spread is seen, each person counts once at most.</summary>
    public double Worth(double share, double size, int numerator, int denominator)
    {
        if (Persons < 2 || size <= 0)
        {
            return Math.Min(size, Persons);
        }
        if (share is <= 0 or >= 1)
        {
            return Math.Min(size, Persons);
        }
        var sum = Sum(numerator, numerator) - (2 * share * Sum(numerator, denominator)) + (share * share * Sum(denominator, denominator));
        var variance = sum / (size * size) * Persons / (Persons - 1);
        // Persons that are more alike within than between could pass for more cases than there are; they are not counted so.
        return variance > 0 ? Math.Min(size, share * (1 - share) / variance) : size;
    }

    private double Sum(int a, int b)
    {
        var sum = 0.0;
        for (var i = 0; i < 9; i++)
        {
            for (var j = 0; (a >> i & 1) == 1 && j < 9; j++)
            {
                sum += (b >> j & 1) == 1 ? _products[(9 * i) + j] : 0;
            }
        }
        return sum;
    }
}

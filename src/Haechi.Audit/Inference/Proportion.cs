namespace Haechi.Audit.Inference;

/// <summary>A share and how many (effective) rows it stands on.</summary>
/// <param name="Value">From 0 to 1.</param>
/// <param name="Size">Rows; with weights, Kish's effective number of rows.</param>
public readonly record struct Proportion(double Value, double Size)
{
    internal double Hits => Value * Size;
}

/// <summary>An interval. Either end may be infinite.</summary>
public readonly record struct Interval(double Low, double High)
{
    /// <summary>True when a number lies inside or on an end.</summary>
    public bool Contains(double number) => number >= Low && number <= High;
}

/// <summary>
/// Intervals of shares and of their differences and ratios. All of them are score or score-like methods: they hold their level for small groups and for shares of 0 and 1, where the
/// textbook formula has no width at all.
/// </summary>
public static class Intervals
{
    /// <summary>Wilson's score interval (JASA 22, 1927).</summary>
    public static Interval Wilson(Proportion p, double z)
    {
        var (n, z2) = (p.Size, z * z);
        var centre = (p.Value + (z2 / (2 * n))) / (1 + (z2 / n));
        var half = z / (1 + (z2 / n)) * Math.Sqrt((p.Value * (1 - p.Value) / n) + (z2 / (4 * n * n)));
        return new(p.Value <= 0 ? 0 : Math.Max(0, centre - half), p.Value >= 1 ? 1 : Math.Min(1, centre + half));
    }

    /// <summary>The difference <paramref name="a"/> − <paramref name="b"/>: Newcombe's hybrid of two Wilson intervals (Statistics in Medicine 17, 1998, method 10).</summary>
    public static Interval Difference(Proportion a, Proportion b, double z)
    {
        var (wa, wb) = (Wilson(a, z), Wilson(b, z));
        var gap = a.Value - b.Value;
        return new(gap - Math.Sqrt(Square(a.Value - wa.Low) + Square(wb.High - b.Value)), gap + Math.Sqrt(Square(wa.High - a.Value) + Square(b.Value - wb.Low)));
    }

    /// <summary>The ratio <paramref name="a"/> / <paramref name="b"/>: Katz's logarithmic interval (Biometrics 34, 1978). It needs hits on both sides.</summary>
    public static Interval Katz(Proportion a, Proportion b, double z)
    {
        if (a.Hits <= 0 || b.Hits <= 0)
        {
            return new(0, double.PositiveInfinity);
        }
        var (ratio, spread) = (a.Value / b.Value, Math.Sqrt(((1 - a.Value) / a.Hits) + ((1 - b.Value) / b.Hits)));
        return new(ratio * Math.Exp(-z * spread), ratio * Math.Exp(z * spread));
    }

    /// <summary>The ratio <paramref name="a"/> / <paramref name="b"/>: Koopman's score interval (Biometrics 40, 1984). It holds when one side has no hits.</summary>
    public static Interval Koopman(Proportion a, Proportion b, double z)
    {
        if (a.Hits <= 0 && b.Hits <= 0)
        {
            return new(0, double.PositiveInfinity);
        }
        var limit = z * z;
        var centre = a.Value / b.Value;
        var low = a.Hits <= 0 ? 0 : Edge(a, b, limit, Math.Log(b.Hits <= 0 ? 1e9 : centre), -1);
        var high = b.Hits <= 0 ? double.PositiveInfinity : Edge(a, b, limit, Math.Log(centre <= 0 ? 1e-9 : centre), 1);
        return new(low, high);
    }

    /// <summary>Outward from the estimate in logarithms, then halving: Koopman's statistic rises with the distance.</summary>
    private static double Edge(Proportion a, Proportion b, double limit, double from, int direction)
    {
        var (inside, step) = (from, 0.5);
        while (Statistic(a, b, Math.Exp(inside + (direction * step))) < limit && step < 64)
        {
            inside += direction * step;
            step *= 2;
        }
        var outside = inside + (direction * step);
        for (var i = 0; i < 60 && Math.Abs(outside - inside) > 1e-13; i++)
        {
            var middle = (inside + outside) / 2;
            if (Statistic(a, b, Math.Exp(middle)) < limit)
            {
                inside = middle;
            }
            else
            {
                outside = middle;
            }
        }
        return Math.Exp((inside + outside) / 2);
    }

    /// <summary>Koopman's U for a ratio: chi-squared with the shares fitted under it.</summary>
    private static double Statistic(Proportion a, Proportion b, double ratio)
    {
        var (x, m, y, n) = (a.Hits, a.Size, b.Hits, b.Size);
        var first = (ratio * (m + y)) + x + n;
        var root = Math.Sqrt(Math.Max(0, (first * first) - (4 * ratio * (m + n) * (x + y))));
        // The smaller root, in the form that loses no digits.
        var fitted = 2 * ratio * (x + y) / (first + root);
        var other = fitted / ratio;
        var u = Part(x, m, fitted) + Part(y, n, other);
        return double.IsNaN(u) ? double.PositiveInfinity : u;
    }

    private static double Part(double hits, double size, double share)
    {
        var distance = hits - (size * share);
        var variance = size * share * (1 - share);
        return variance > 1e-300 ? distance * distance / variance : Math.Abs(distance) < 1e-9 ? 0 : double.PositiveInfinity;
    }

    private static double Square(double x) => x * x;
}

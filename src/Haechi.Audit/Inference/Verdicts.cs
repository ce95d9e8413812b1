namespace Haechi.Audit.Inference;

/// <summary>What an audit says of a check. The rule is declared in the plan before the run and reads the interval, never the point.</summary>
public enum Verdict
{
    /// <summary>The whole interval lies within the limits.</summary>
    Pass,

    /// <summary>The whole interval lies outside the limits, also after correction for the number of comparisons.</summary>
    Fail,

    /// <summary>The interval holds a limit, or the figure could not be estimated: more cases are needed.</summary>
    InsufficientEvidence,
}

/// <summary>Limits of a check; a missing end is open.</summary>
public readonly record struct Band(double? AtLeast, double? AtMost)
{
    internal bool Holds(Interval interval) => !(interval.Low < AtLeast) && !(interval.High > AtMost);

    internal bool IsLeftBy(Interval interval) => interval.High < AtLeast || interval.Low > AtMost;
}

/// <summary>Verdicts over several comparisons of one check.</summary>
public static class Verdicts
{
    /// <summary>
    /// Holm's procedure (1979) by intervals. A comparison fails when its interval leaves the limits at the level that its rank asks for and every comparison ranked before it failed too.
    /// </summary>
    /// <param name="count">The number of comparisons.</param>
    /// <param name="interval">The interval of a comparison at a z; null when it cannot be estimated.</param>
    /// <param name="band">The limits.</param>
    /// <param name="confidence">Such as 0.95.</param>
    /// <param name="correct">False when the plan declares no correction.</param>
    public static (Verdict[] Verdicts, double[] P) Holm(int count, Func<int, double, Interval?> interval, Band band, double confidence, bool correct)
    {
        var p = new double[count];
        var verdicts = new Verdict[count];
        var z = Law.TwoSided(confidence);
        for (var i = 0; i < count; i++)
        {
            var at = interval(i, z);
            verdicts[i] = at is { } known && band.Holds(known) ? Verdict.Pass : Verdict.InsufficientEvidence;
            p[i] = at is null ? double.NaN : Inverted(i, interval, band);
        }
        var ranked = Enumerable.Range(0, count).Where(i => !double.IsNaN(p[i])).OrderBy(i => p[i]).ThenBy(i => i).ToArray();
        var adjusted = (double[])p.Clone();
        var highest = 0.0;
        for (var rank = 0; rank < ranked.Length; rank++)
        {
            highest = Math.Max(highest, Math.Min(1, p[ranked[rank]] * (correct ? ranked.Length - rank : 1)));
            adjusted[ranked[rank]] = correct ? highest : p[ranked[rank]];
            if (adjusted[ranked[rank]] <= 1 - confidence)
            {
                verdicts[ranked[rank]] = Verdict.Fail;
            }
        }
        return (verdicts, adjusted);
    }

    /// <summary>The verdict over all of them: one that fails makes it fail; it passes when all do.</summary>
    public static Verdict Worst(IEnumerable<Verdict> verdicts)
    {
        var worst = Verdict.Pass;
        foreach (var verdict in verdicts)
        {
            worst = verdict == Verdict.Fail ? Verdict.Fail : verdict == Verdict.InsufficientEvidence && worst == Verdict.Pass ? verdict : worst;
        }
        return worst;
    }

    /// <summary>The level at which the interval just touches the limits; 1 when the estimate itself lies within.</summary>
    private static double Inverted(int i, Func<int, double, Interval?> interval, Band band)
    {
        bool Leaves(double z) => interval(i, z) is { } known && band.IsLeftBy(known);
        if (!Leaves(1e-6))
        {
            return 1;
        }
        var (low, high) = (1e-6, 38.0);
        if (Leaves(high))
        {
            return Law.Tail(high);
        }
        for (var step = 0; step < 48; step++)
        {
            var middle = (low + high) / 2;
            (low, high) = Leaves(middle) ? (middle, high) : (low, middle);
        }
        return Law.Tail(low);
    }
}

namespace Haechi.Audit.Inference;

/// <summary>How far a figure may differ.</summary>
public enum Scale
{
    /// <summary>One share minus the other.</summary>
    Difference,

    /// <summary>One share over the other.</summary>
    Ratio,
}

/// <summary>The gap between the extreme groups: largest minus smallest, or smallest over largest, with an interval that holds when no group was singled out beforehand.</summary>
/// <param name="Value">The gap.</param>
/// <param name="Interval">Its interval.</param>
/// <param name="Least">The group with the smallest share.</param>
/// <param name="Most">The group with the largest share.</param>
/// <param name="PermutationP">The chance of a gap at least as large if the groups were alike.</param>
public sealed record Gap(double Value, Interval Interval, int Least, int Most, double PermutationP);

/// <summary>
/// Gaps over several groups. The usual percentile interval of "largest minus smallest" never holds 0, because that figure cannot be negative. Here all pairs are bounded at once
/// (max-T), over those pairs only that could be the extreme one, which keeps the level when one pair stands out.
/// </summary>
public static class Gaps
{
    private const int Draws = 2000;
    private const int MostSimulated = 40;
    private const double Selection = 0.995;

    /// <summary>The gap over groups, at least two of them with a positive size.</summary>
    public static Gap Of(IReadOnlyList<Proportion> groups, Scale scale, double confidence, int permutations, ulong seed)
    {
        var order = Enumerable.Range(0, groups.Count).OrderBy(i => groups[i].Value).ThenBy(i => i).ToArray();
        var (least, most) = (order[0], order[^1]);
        var candidates = Candidates(groups, order);
        var pairs = (from i in candidates from j in candidates where i != j select (i, j)).ToArray();
        var all = groups.Count * (groups.Count - 1) / 2;
        var loose = Law.TwoSided(1 - ((1 - Selection) / all));
        var bounds = pairs.Select(p => Bound(groups[p.i], groups[p.j], scale, loose)).ToArray();
        var floor = bounds.Max(b => b.Low);
        var contenders = pairs.Where((_, k) => bounds[k].High >= floor).ToArray();
        var z = contenders.Length <= 1 ? Law.TwoSided(confidence) : Critical(groups, contenders, scale, confidence, seed, all);
        var kept = contenders.Select(p => Bound(groups[p.i], groups[p.j], scale, z)).ToArray();
        var (low, high) = (kept.Max(b => b.Low), kept.Max(b => b.High));
        var p = Permuted(groups, scale, permutations, seed);
        return scale == Scale.Difference
            ? new(groups[most].Value - groups[least].Value, new(Math.Max(0, low), Math.Min(1, high)), least, most, p)
            : new(groups[least].Value / groups[most].Value, new(Math.Exp(-high), Math.Min(1, Math.Exp(-low))), least, most, p);
    }

    /// <summary>The smallest gap between two groups that this audit would have seen with 80 % power; NaN when none can be seen.</summary>
    public static double Detectable(double share, double n1, double n2, double confidence)
    {
        var (z, power) = (Law.TwoSided(confidence), 0.8416212335729143);
        double Excess(double gap)
        {
            var (a, b) = share <= 0.5 ? (share, share + gap) : (share, share - gap);
            var pooled = ((n1 * a) + (n2 * b)) / (n1 + n2);
            return gap - (z * Math.Sqrt(pooled * (1 - pooled) * ((1 / n1) + (1 / n2)))) - (power * Math.Sqrt((a * (1 - a) / n1) + (b * (1 - b) / n2)));
        }
        var (low, high) = (0.0, Math.Max(share, 1 - share));
        if (!(n1 > 0 && n2 > 0) || Excess(high) < 0)
        {
            return double.NaN;
        }
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = Excess(middle) < 0 ? (middle, high) : (low, middle);
        }
        return high;
    }

    /// <summary>The chance of a gap at least as large if group did not matter: hits are dealt out again over the groups, from counts alone.</summary>
    public static double Permuted(IReadOnlyList<Proportion> groups, Scale scale, int permutations, ulong seed)
    {
        var sizes = groups.Select(g => (long)Math.Round(g.Size)).ToArray();
        var hits = groups.Select(g => (long)Math.Round(g.Hits)).Sum();
        var total = sizes.Sum();
        var random = new RandomStream(seed, 0x9E37);
        double Statistic(Func<int, double> rate)
        {
            var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
            for (var i = 0; i < sizes.Length; i++)
            {
                var r = sizes[i] == 0 ? double.NaN : rate(i);
                (low, high) = (r < low ? r : low, r > high ? r : high);
            }
            return scale == Scale.Difference ? high - low : high > 0 ? 1 - (low / high) : 0;
        }
        var seen = Statistic(i => groups[i].Value);
        var drawn = new double[sizes.Length];
        var atLeast = 1;
        for (var r = 0; r < permutations; r++)
        {
            var (people, left) = (total, hits);
            for (var i = 0; i < sizes.Length; i++)
            {
                var k = random.Hypergeometric(people, left, sizes[i]);
                drawn[i] = sizes[i] == 0 ? 0 : (double)k / sizes[i];
                people -= sizes[i];
                left -= k;
            }
            atLeast += Statistic(i => drawn[i]) >= seen - 1e-12 ? 1 : 0;
        }
        return (double)atLeast / (permutations + 1);
    }

    /// <summary>Groups that may be an extreme one; with many groups, those at the ends.</summary>
    private static int[] Candidates(IReadOnlyList<Proportion> groups, int[] order)
    {
        if (groups.Count <= 64)
        {
            return order;
        }
        var z = Law.TwoSided(0.95);
        var sure = Enumerable.Range(0, groups.Count).Select(i => (i, Intervals.Wilson(groups[i], z))).ToArray();
        return [.. order.Take(24).Concat(order.TakeLast(24)).Concat(sure.OrderByDescending(s => s.Item2.Low).Take(24).Select(s => s.i)).Concat(sure.OrderBy(s => s.Item2.High).Take(24).Select(s => s.i)).Distinct()];
    }

    private static Interval Bound(Proportion a, Proportion b, Scale scale, double z)
    {
        if (scale == Scale.Difference)
        {
            return Intervals.Difference(a, b, z);
        }
        // The same hybrid on logarithms; half a hit keeps shares of zero finite, as in Walter's interval.
        var (pa, pb) = (Safe(a), Safe(b));
        var (wa, wb) = (Intervals.Wilson(pa, z), Intervals.Wilson(pb, z));
        double Sq(double x) => x * x;
        var gap = Math.Log(pa.Value / pb.Value);
        var (la, ha, lb, hb) = (Math.Log(wa.Low), Math.Log(wa.High), Math.Log(wb.Low), Math.Log(wb.High));
        var (va, vb) = (Math.Log(pa.Value), Math.Log(pb.Value));
        return new(gap - Math.Sqrt(Sq(va - la) + Sq(hb - vb)), gap + Math.Sqrt(Sq(ha - va) + Sq(vb - lb)));
    }

    private static Proportion Safe(Proportion p) => p.Hits > 0 ? p : new(0.5 / (p.Size + 0.5), p.Size + 0.5);

    /// <summary>The z that bounds all contending pairs at once.</summary>
    private static double Critical(IReadOnlyList<Proportion> groups, (int i, int j)[] pairs, Scale scale, double confidence, ulong seed, int all)
    {
        var members = pairs.SelectMany(p => new[] { p.i, p.j }).Distinct().ToArray();
        if (members.Length > MostSimulated || groups.Count > 64)
        {
            return Law.TwoSided(1 - ((1 - confidence) / all));
        }
        var spread = new double[groups.Count];
        foreach (var i in members)
        {
            var p = (groups[i].Hits + 1) / (groups[i].Size + 2);
            spread[i] = Math.Sqrt(p * (1 - p) / groups[i].Size) / (scale == Scale.Ratio ? p : 1);
        }
        var unordered = pairs.Select(p => p.i < p.j ? p : (p.j, p.i)).Distinct().ToArray();
        var random = new RandomStream(seed, 0x7A11);
        var (z, largest) = (new double[groups.Count], new double[Draws]);
        for (var r = 0; r < Draws; r++)
        {
            foreach (var i in members)
            {
                z[i] = random.Normal() * spread[i];
            }
            foreach (var (i, j) in unordered)
            {
                largest[r] = Math.Max(largest[r], Math.Abs(z[i] - z[j]) / Math.Sqrt((spread[i] * spread[i]) + (spread[j] * spread[j])));
            }
        }
        Array.Sort(largest);
        return Math.Max(Law.TwoSided(confidence), Bootstrap.Quantile(largest, confidence));
    }
}

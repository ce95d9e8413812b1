using Haechi.Audit.Explaining.Trees;

namespace Haechi.Audit.Explaining.Changing;

/// <summary>Values that are worth trying for a feature. For trees: one in every interval that some tree tells apart, so that nothing is overlooked; else values that occur in the data.</summary>
internal static class Candidates
{
    private const int MostFromData = 32;

    /// <returns>The values, nearest to the present one first, and whether they stand for all values there are.</returns>
    public static (double[] Values, bool All) Of(IModel model, FeatureMatrix data, int feature, double from, Actionable actionable)
    {
        double[] known = [.. data.Column(feature).Where(v => !double.IsNaN(v)).Distinct().Order()];
        var (values, all) = model is TreeEnsemble trees && !trees.IsCategory(feature) ? (Intervals(trees, feature, from, actionable, known), true) : (Spread(known, actionable), false);
        return ([.. values.Where(v => actionable.Allows(from, v)).Distinct().OrderBy(v => Math.Abs(v - (double.IsNaN(from) ? 0 : from))).ThenBy(v => v)], all);
    }

    private static double[] Spread(double[] known, Actionable actionable)
    {
        var some = known.Length <= MostFromData ? known : [.. Enumerable.Range(0, MostFromData).Select(i => known[(int)((long)i * (known.Length - 1) / (MostFromData - 1))])];
        return [.. some, .. new[] { actionable.Least, actionable.Most }.OfType<double>()];
    }

    private static double[] Intervals(TreeEnsemble trees, int feature, double from, Actionable actionable, double[] known)
    {
        var borders = trees.Thresholds(feature);
        var whole = known.Length > 0 && known.All(v => v == Math.Floor(v));
        var found = new List<double>();
        for (var i = 0; i <= borders.Count; i++)
        {
            var low = Math.Max(i == 0 ? double.NegativeInfinity : borders[i - 1], actionable.Least ?? double.NegativeInfinity);
            var below = i == borders.Count ? double.PositiveInfinity : borders[i];
            if (InInterval(trees, low, below, from, whole, actionable, known) is { } value)
            {
                found.Add(value);
            }
        }
        return [.. found];
    }

    /// <summary>The value in [low, below) nearest to the present one; one that occurs in the data is preferred, since nobody can be asked for 29,999.998.</summary>
    private static double? InInterval(TreeEnsemble trees, double low, double below, double from, bool whole, Actionable actionable, double[] known)
    {
        var high = Math.Min(trees.Rounds ? MathF.BitDecrement((float)below) : Math.BitDecrement(below), actionable.Most ?? double.PositiveInfinity);
        (low, high) = whole ? (Math.Ceiling(low), Math.Floor(high)) : (low, high);
        if (!(low <= high))
        {
            return null;
        }
        var start = double.IsNaN(from) ? 0 : from;
        var near = known.Where(v => v >= low && v <= high && actionable.Allows(from, v)).Select(v => (double?)v).MinBy(v => Math.Abs(v!.Value - start));
        return near ?? Math.Clamp(start, low, high);
    }
}

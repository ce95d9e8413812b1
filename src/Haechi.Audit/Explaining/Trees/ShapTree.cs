namespace Haechi.Audit.Explaining.Trees;

/// <summary>
/// One tree made ready for <see cref="TreeShap"/>: everything that does not depend on the row. A node stands for the edge that leads to it.
/// For a feature on a path let z be the share of rows that its edges let through together, and o whether the row passes all of them (1) or not (0);
/// then F(t) = z + (o - z)t is the feature's factor when every feature is known with probability t.
/// </summary>
internal sealed class ShapTree
{
    private readonly DecisionTree _tree;

    public ShapTree(DecisionTree tree)
    {
        _tree = tree;
        var n = tree.Count;
        (Before, Slot, Share, Ratio) = (new int[n], new int[n], new double[n], new double[n]);
        Features = Slots();
        Points = Math.Max(4, (Trace() + 7) / 8 * 4);
        (Pass, Drop, Weight, Lost) = (new double[n * Points], new double[n * Points], new double[n * Points], new double[Points]);
        Fill();
    }

    public DecisionTree Tree => _tree;

    /// <summary>The nearest edge above with the same feature; -1 without one.</summary>
    public int[] Before { get; }

    /// <summary>The place of the edge's feature in <see cref="Features"/>.</summary>
    public int[] Slot { get; }

    /// <summary>z: the share of rows let through by this edge and all above it with the same feature.</summary>
    public double[] Share { get; }

    /// <summary>The share let through by this edge alone.</summary>
    public double[] Ratio { get; }

    /// <summary>The features that the tree asks for.</summary>
    public int[] Features { get; }

    /// <summary>How many points of t are needed: half the features on the longest path, rounded up to whole vectors of four.</summary>
    public int Points { get; }

    /// <summary>What the product changes by when the row passes: F(o=1), over the factor of the edge before.</summary>
    public double[] Pass { get; }

    /// <summary>The same when the row fails here and had passed before: F(o=0), over the factor of the edge before.</summary>
    public double[] Drop { get; }

    /// <summary>Weight times (o - z)/F for a row that passed.</summary>
    public double[] Weight { get; }

    /// <summary>The same for a row that failed: -1/(1 - t), whatever z is.</summary>
    public double[] Lost { get; }

    private int[] Slots()
    {
        int[] features = [.. _tree.Feature.Where(f => f >= 0).Distinct()];
        for (var node = 1; node < _tree.Count; node++)
        {
            Slot[node] = Array.IndexOf(features, _tree.Feature[_tree.Parent[node]]);
        }
        return features;
    }

    /// <summary>Finds for every edge the one before with its feature; answers the largest number of different features on a path.</summary>
    private int Trace()
    {
        var most = 0;
        var different = new int[_tree.Count];
        for (var node = 1; node < _tree.Count; node++)
        {
            var parent = _tree.Parent[node];
            var above = parent;
            while (above > 0 && Slot[above] != Slot[node])
            {
                above = _tree.Parent[above];
            }
            Before[node] = above > 0 ? above : -1;
            different[node] = different[parent] + (above > 0 ? 0 : 1);
            Ratio[node] = _tree.Share(node);
            Share[node] = Ratio[node] * (above > 0 ? Share[above] : 1);
            most = Math.Max(most, different[node]);
        }
        Before[0] = -1;
        return most;
    }

    private void Fill()
    {
        var (points, weights) = GaussLegendre.Of(Points);
        for (var q = 0; q < Points; q++)
        {
            Lost[q] = -weights[q] / (1 - points[q]);
        }
        for (var node = 1; node < _tree.Count; node++)
        {
            var (z, before) = (Share[node], Before[node]);
            for (var q = 0; q < Points; q++)
            {
                var t = points[q];
                var above = before < 0 ? 1 : Share[before] + ((1 - Share[before]) * t);
                var factor = z + ((1 - z) * t);
                Pass[(node * Points) + q] = factor / above;
                Drop[(node * Points) + q] = z * (1 - t) / above;
                Weight[(node * Points) + q] = weights[q] * (1 - z) / factor;
            }
        }
    }
}

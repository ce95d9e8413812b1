namespace Haechi.Audit.Explaining.Trees;

/// <summary>How one inner node decides. Every format is brought to one question: does the row go to the first child?</summary>
[Flags]
internal enum Split : byte
{
    /// <summary>First child when the value is below the threshold.</summary>
    Less = 0,

    /// <summary>A missing value goes to the first child.</summary>
    MissingFirst = 1,

    /// <summary>0 is treated as missing (LightGBM, <c>zero_as_missing</c>).</summary>
    ZeroIsMissing = 2,

    /// <summary>A missing value is treated as 0 (LightGBM, missing type None).</summary>
    MissingIsZero = 4,

    /// <summary>First child when the value, cut to a whole number, is in the node's set of categories.</summary>
    Category = 8,

    /// <summary>First child when the value equals the threshold.</summary>
    Equal = 16,
}

/// <summary>One tree in preorder: the root is node 0, a parent comes before its children, the first child right behind its parent.</summary>
internal sealed class DecisionTree
{
    /// <summary>LightGBM holds whatever is this near to 0 for 0.</summary>
    private const double NearZero = 1e-35f;

    /// <summary>The output to which the leaves add.</summary>
    public required int Output { get; init; }

    /// <summary>The feature of an inner node; -1 for a leaf.</summary>
    public required int[] Feature { get; init; }

    public required Split[] Split { get; init; }

    public required double[] Threshold { get; init; }

    /// <summary>The second child; the first is the node's own index + 1.</summary>
    public required int[] Second { get; init; }

    public required int[] Parent { get; init; }

    /// <summary>The weight of the training rows that came by; any unit, only ratios count.</summary>
    public required double[] Cover { get; init; }

    /// <summary>What a leaf adds; 0 for inner nodes.</summary>
    public required double[] Value { get; init; }

    /// <summary>Sets of categories as bits, by node; null where there is none.</summary>
    public required uint[]?[] Categories { get; init; }

    public int Count => Feature.Length;

    /// <summary>Whether a value goes to the first child of an inner node.</summary>
    public bool First(int node, double value)
    {
        var split = Split[node];
        if (split == Explaining.Trees.Split.Less)
        {
            return value < Threshold[node];
        }
        if ((split & Explaining.Trees.Split.MissingIsZero) != 0 && double.IsNaN(value))
        {
            value = 0;
        }
        if (double.IsNaN(value) || ((split & Explaining.Trees.Split.ZeroIsMissing) != 0 && Math.Abs(value) <= NearZero))
        {
            return (split & Explaining.Trees.Split.MissingFirst) != 0;
        }
        if ((split & Explaining.Trees.Split.Category) != 0)
        {
            return InSet(node, value, split);
        }
        return (split & Explaining.Trees.Split.Equal) != 0 ? value == Threshold[node] : value < Threshold[node];
    }

    /// <summary>Below 0 or beyond what a float counts exactly there is no category: it goes where a missing value goes.</summary>
    private bool InSet(int node, double value, Split split)
    {
        if (value is <= -1 or >= 16_777_216)
        {
            return (split & Explaining.Trees.Split.MissingFirst) != 0;
        }
        var category = (int)value;
        var set = Categories[node]!;
        return category >> 5 < set.Length && (set[category >> 5] >> (category & 31) & 1) != 0;
    }

    /// <summary>The leaf's addition for one row.</summary>
    public double Walk(ReadOnlySpan<double> row)
    {
        var node = 0;
        while (Feature[node] >= 0)
        {
            node = First(node, row[Feature[node]]) ? node + 1 : Second[node];
        }
        return Value[node];
    }

    /// <summary>The share of a parent's cover that went to this child. Below a node that no row reached, each child counts half: the value stays defined.</summary>
    public double Share(int child)
    {
        var parent = Parent[child];
        var both = Cover[parent + 1] + Cover[Second[parent]];
        return both > 0 ? Cover[child] / both : 0.5;
    }

    /// <summary>The mean of the leaves, weighted by cover.</summary>
    public double Mean()
    {
        var weight = new double[Count];
        weight[0] = 1;
        var mean = Feature[0] < 0 ? Value[0] : 0;
        for (var node = 1; node < Count; node++)
        {
            weight[node] = weight[Parent[node]] * Share(node);
            mean += Feature[node] < 0 ? weight[node] * Value[node] : 0;
        }
        return mean;
    }
}

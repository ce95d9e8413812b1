namespace Haechi.Audit.Explaining.Trees;

/// <summary>A sum of decision trees, whatever library made them. Explained exactly by <see cref="TreeShap"/>.</summary>
public sealed class TreeEnsemble : AdditiveModel
{
    internal DecisionTree[] Trees { get; init; } = [];

    /// <summary>What is added to every sum, by output.</summary>
    internal double[] Base { get; init; } = [];

    /// <summary>Values are rounded to 32 bits before they are compared, as XGBoost and ONNX Runtime do.</summary>
    internal bool Rounds { get; init; }

    /// <summary>True when the file tells how many training rows came by each node, without which no expectation is defined.</summary>
    public required bool HasCover { get; init; }

    /// <summary>How many trees there are.</summary>
    public int Count => Trees.Length;

    /// <summary>Every threshold at which some tree's answer may change with a feature, in order. A category counts as its number.</summary>
    public IReadOnlyList<double> Thresholds(int feature)
    {
        var found = new SortedSet<double>();
        foreach (var tree in Trees)
        {
            for (var node = 0; node < tree.Count; node++)
            {
                if (tree.Feature[node] == feature)
                {
                    Add(tree, node, found);
                }
            }
        }
        return [.. found];
    }

    /// <summary>True when some tree asks for a feature by category.</summary>
    public bool IsCategory(int feature) => Trees.Any(t => Enumerable.Range(0, t.Count).Any(n => t.Feature[n] == feature && (t.Split[n] & Split.Category) != 0));

    /// <inheritdoc />
    public override double[] Margin(FeatureMatrix rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var sums = new double[rows.Rows * Outputs];
        var values = new double[rows.Width];
        for (var row = 0; row < rows.Rows; row++)
        {
            Read(rows.Row(row), values);
            var own = sums.AsSpan(row * Outputs, Outputs);
            Base.CopyTo(own);
            foreach (var tree in Trees)
            {
                own[tree.Output] += tree.Walk(values);
            }
        }
        return sums;
    }

    /// <summary>The same trees with the weight of each node counted anew from rows: for files that carry none.</summary>
    public TreeEnsemble CoverFrom(FeatureMatrix rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var values = new double[rows.Width];
        var covers = Trees.Select(t => new double[t.Count]).ToArray();
        for (var row = 0; row < rows.Rows; row++)
        {
            Read(rows.Row(row), values);
            for (var t = 0; t < Trees.Length; t++)
            {
                Count1(Trees[t], values, covers[t]);
            }
        }
        return With([.. Trees.Select((t, i) => Covered(t, covers[i]))]);
    }

    /// <summary>A row as the model sees it.</summary>
    internal void Read(ReadOnlySpan<double> row, Span<double> values)
    {
        if (!Rounds)
        {
            row.CopyTo(values);
            return;
        }
        for (var i = 0; i < row.Length; i++)
        {
            values[i] = (float)row[i];
        }
    }

    private TreeEnsemble With(DecisionTree[] trees) => new()
    {
        Format = Format, Features = Features, Outputs = Outputs, Link = Link, LinkScale = LinkScale, Base = Base, Rounds = Rounds, HasCover = true, Trees = trees,
    };

    private static DecisionTree Covered(DecisionTree tree, double[] cover) => new()
    {
        Output = tree.Output, Feature = tree.Feature, Split = tree.Split, Threshold = tree.Threshold, Second = tree.Second, Parent = tree.Parent, Cover = cover, Value = tree.Value,
        Categories = tree.Categories,
    };

    private static void Count1(DecisionTree tree, double[] row, double[] cover)
    {
        var node = 0;
        cover[0]++;
        while (tree.Feature[node] >= 0)
        {
            node = tree.First(node, row[tree.Feature[node]]) ? node + 1 : tree.Second[node];
            cover[node]++;
        }
    }

    private static void Add(DecisionTree tree, int node, SortedSet<double> found)
    {
        if (tree.Categories[node] is not { } set)
        {
            if (double.IsFinite(tree.Threshold[node]))
            {
                found.Add(tree.Threshold[node]);
            }
            return;
        }
        for (var category = 0; category < set.Length * 32; category++)
        {
            if ((set[category >> 5] >> (category & 31) & 1) != 0)
            {
                found.Add(category);
            }
        }
    }
}

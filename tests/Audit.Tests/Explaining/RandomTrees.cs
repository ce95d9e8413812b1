using Haechi.Audit.Explaining;
using Haechi.Audit.Explaining.Trees;

namespace Haechi.Audit.Tests.Explaining;

/// <summary>Trees of every shape, also those that no library would grow: unreached branches, features asked again and again.</summary>
internal static class RandomTrees
{
    public static TreeEnsemble Make(Random random, int features, int depth, bool emptyNodes) => new()
    {
        Format = "random", Features = [.. Enumerable.Range(0, features).Select(i => $"x{i}")], Outputs = 1, HasCover = true, Base = [random.NextDouble()],
        Trees = [.. Enumerable.Range(0, 3).Select(_ => Tree(random, features, depth, emptyNodes))],
    };

    public static FeatureMatrix Rows(Random random, TreeEnsemble model, int count)
    {
        var values = new double[count * model.Features.Count];
        foreach (ref var value in values.AsSpan())
        {
            value = random.Next(10) == 0 ? double.NaN : random.NextDouble();
        }
        return new FeatureMatrix(model.Features, values);
    }

    private static DecisionTree Tree(Random random, int features, int depth, bool emptyNodes)
    {
        var nodes = new List<RawNode>();
        Grow(random, features, depth, 1000, emptyNodes, nodes);
        return TreeBuilder.Build(nodes.Count, i => nodes[i], 0, features, 0, "random");
    }

    private static int Grow(Random random, int features, int depth, double cover, bool emptyNodes, List<RawNode> nodes)
    {
        var at = nodes.Count;
        nodes.Add(default);
        if (depth == 0 || random.Next(4) == 0)
        {
            nodes[at] = new(-1, Split.Less, 0, -1, -1, cover, random.NextDouble() - 0.5, null);
            return at;
        }
        var share = emptyNodes && random.Next(5) == 0 ? random.Next(2) : random.NextDouble();
        var first = Grow(random, features, depth - 1, cover * share, emptyNodes, nodes);
        var second = Grow(random, features, depth - 1, cover * (1 - share), emptyNodes, nodes);
        nodes[at] = new(random.Next(features), random.Next(2) == 0 ? Split.Less : Split.MissingFirst, random.NextDouble(), first, second, cover, 0, null);
        return at;
    }
}

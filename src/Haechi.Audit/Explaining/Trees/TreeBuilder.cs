namespace Haechi.Audit.Explaining.Trees;

/// <summary>A node as a file has it. A leaf has a <paramref name="Feature"/> of -1.</summary>
internal readonly record struct RawNode(int Feature, Split Split, double Threshold, int First, int Second, double Cover, double Value, uint[]? Categories);

/// <summary>Brings the nodes of one tree into preorder, and refuses what is no tree: a child outside of the file, a node reached twice, a path without end.</summary>
internal static class TreeBuilder
{
    /// <summary>Trees deeper than this have more features on a path than an explanation can name; no library grows them by itself.</summary>
    private const int Deepest = 512;

    /// <param name="count">How many nodes the file declares.</param>
    /// <param name="node">The node at an index below <paramref name="count"/>.</param>
    /// <param name="root">Where to begin.</param>
    /// <param name="features">How many features the model has.</param>
    /// <param name="output">The output to which the leaves add.</param>
    /// <param name="where">The place of the tree in its file, for refusals.</param>
    public static DecisionTree Build(int count, Func<int, RawNode> node, int root, int features, int output, string where)
    {
        var nodes = new List<RawNode>(Math.Min(count, 4096));
        var parents = new List<int>(nodes.Capacity);
        var seconds = new List<int>(nodes.Capacity);
        var seen = new bool[count];
        var open = new Stack<(int Raw, int Parent, int Depth)>([(root, -1, 0)]);
        while (open.TryPop(out var next))
        {
            Check(next.Raw, count, seen, next.Depth, where);
            var raw = node(next.Raw);
            var at = nodes.Count;
            if (next.Parent >= 0 && at != next.Parent + 1)
            {
                seconds[next.Parent] = at;
            }
            nodes.Add(raw);
            parents.Add(next.Parent);
            seconds.Add(-1);
            if (raw.Feature < 0)
            {
                CheckLeaf(raw, next.Raw, where);
                continue;
            }
            CheckInner(raw, next.Raw, features, where);
            open.Push((raw.Second, at, next.Depth + 1));
            open.Push((raw.First, at, next.Depth + 1));
        }
        return Of(nodes, parents, seconds, output);
    }

    private static DecisionTree Of(List<RawNode> nodes, List<int> parents, List<int> seconds, int output) => new()
    {
        Output = output,
        Feature = [.. nodes.Select(n => n.Feature)],
        Split = [.. nodes.Select(n => n.Split)],
        Threshold = [.. nodes.Select(n => n.Threshold)],
        Second = [.. seconds],
        Parent = [.. parents],
        Cover = [.. nodes.Select(n => n.Cover)],
        Value = [.. nodes.Select(n => n.Feature < 0 ? n.Value : 0)],
        Categories = [.. nodes.Select(n => n.Categories)],
    };

    private static void Check(int raw, int count, bool[] seen, int depth, string where)
    {
        if (raw < 0 || raw >= count)
        {
            throw ModelRefused.Damaged(where, $"{raw}번 마디를 가리키지만 마디는 0번부터 {count - 1}번까지입니다.", $"points to node {raw}, but the nodes are 0 to {count - 1}");
        }
        if (seen[raw])
        {
            throw ModelRefused.Damaged($"{where} node {raw}", "한 마디에 두 길로 닿습니다. 나무가 아닙니다.", "is reached twice: this is no tree");
        }
        if (depth > Deepest)
        {
            throw ModelRefused.Damaged($"{where} node {raw}", $"깊이가 {Deepest}을 넘습니다.", $"lies deeper than {Deepest} levels");
        }
        seen[raw] = true;
    }

    private static void CheckLeaf(RawNode leaf, int raw, string where)
    {
        if (!double.IsFinite(leaf.Value))
        {
            throw ModelRefused.Damaged($"{where} node {raw}", "잎의 값이 유한한 수가 아닙니다.", "the value of the leaf is not a finite number");
        }
        CheckCover(leaf, raw, where);
    }

    private static void CheckInner(RawNode inner, int raw, int features, string where)
    {
        if (inner.Feature >= features)
        {
            throw ModelRefused.Damaged($"{where} node {raw}", $"{inner.Feature}번 특성을 묻지만 특성은 {features}개입니다.", $"asks for feature {inner.Feature}, but there are {features} features");
        }
        if (double.IsNaN(inner.Threshold))
        {
            throw ModelRefused.Damaged($"{where} node {raw}", "문턱값이 수가 아닙니다.", "the threshold is not a number");
        }
        CheckCover(inner, raw, where);
    }

    private static void CheckCover(RawNode node, int raw, string where)
    {
        if (!double.IsFinite(node.Cover) || node.Cover < 0)
        {
            throw ModelRefused.Damaged($"{where} node {raw}", "지나간 행의 무게가 0 이상의 유한한 수가 아닙니다.", "the weight of the rows that came by is not a finite number of at least 0");
        }
    }
}

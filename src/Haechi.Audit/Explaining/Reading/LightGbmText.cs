using System.Globalization;
using Haechi.Audit.Explaining.Trees;

namespace Haechi.Audit.Explaining.Reading;

/// <summary>Reads what LightGBM's <c>save_model</c> writes: text, versions v2 to v4.</summary>
internal static class LightGbmText
{
    public static TreeEnsemble Read(string file, TextReader text)
    {
        var blocks = new LightGbmBlocks(file, text);
        var head = blocks.Next() ?? throw ModelRefused.Damaged(file, "비어 있습니다.", "is empty");
        var width = head.Whole("max_feature_idx", 0, XgboostJson.FeatureLimit - 1) + 1;
        var perIteration = head.Whole("num_tree_per_iteration", 1, 10_000);
        var names = head.Find("feature_names")?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? Unnamed.Features(width);
        if (names.Length != width)
        {
            throw ModelRefused.Damaged(head.At("feature_names"), $"특성 이름은 {names.Length}개인데 특성은 {width}개입니다.", $"{names.Length} names for {width} features");
        }
        var trees = new List<DecisionTree>();
        var (link, scale) = LinkOf(head);
        var covered = true;
        while (blocks.Next() is { } block)
        {
            var tree = LightGbmTree.Read(block, width, trees.Count % perIteration, ref covered);
            trees.Add(tree);
        }
        if (!blocks.Ended)
        {
            throw ModelRefused.Damaged($"{file}:{blocks.Line}", "'end of trees' 줄이 없습니다. 파일이 잘렸습니다.", "the line 'end of trees' is missing: the file was cut off");
        }
        return new TreeEnsemble
        {
            Format = "lightgbm", Features = names, Outputs = perIteration, Link = link, LinkScale = scale, Base = new double[perIteration], HasCover = covered,
            Trees = head.Has("average_output") ? Averaged(trees, perIteration) : [.. trees],
        };
    }

    /// <summary>A random forest answers the mean of its rounds, not their sum.</summary>
    private static DecisionTree[] Averaged(List<DecisionTree> trees, int perIteration)
    {
        var rounds = Math.Max(1, trees.Count / perIteration);
        foreach (var tree in trees)
        {
            for (var node = 0; node < tree.Count; node++)
            {
                tree.Value[node] /= rounds;
            }
        }
        return [.. trees];
    }

    private static (Link Link, double Scale) LinkOf(LightGbmBlock head)
    {
        var words = (head.Find("objective") ?? "none").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var sigmoid = words.FirstOrDefault(w => w.StartsWith("sigmoid:", StringComparison.Ordinal))?["sigmoid:".Length..];
        var scale = sigmoid is null ? 1 : head.Number("objective", sigmoid);
        return words.FirstOrDefault("none") switch
        {
            "binary" or "multiclassova" => (Link.Logistic, scale),
            "cross_entropy" => (Link.Logistic, 1),
            "multiclass" => (Link.Softmax, 1),
            "poisson" or "gamma" or "tweedie" => (Link.Exponential, 1),
            "regression" or "regression_l1" or "huber" or "fair" or "quantile" or "mape" or "lambdarank" or "rank_xendcg" or "none" or "custom" when !words.Contains("sqrt") => (Link.Identity, 1),
            _ => throw ModelRefused.NotRead(head.At("objective"), $"목적 함수 '{string.Join(' ', words)}'은(는) 알지 못하므로 답의 눈금을 정할 수 없습니다.",
                $"the objective '{string.Join(' ', words)}' is not known, so the scale of its answers is not either"),
        };
    }
}

/// <summary>One tree of a LightGBM file. Children below 0 are leaves, counted from -1.</summary>
internal static class LightGbmTree
{
    public static DecisionTree Read(LightGbmBlock block, int features, int output, ref bool covered)
    {
        if (block.Find("is_linear") is { } linear && linear.Trim() != "0")
        {
            throw ModelRefused.NotRead(block.At("is_linear"), "잎에 식이 있는 나무(linear_tree)는 읽지 않습니다.", "trees with formulas in their leaves (linear_tree) are not read");
        }
        var leaves = block.Whole("num_leaves", 1, 1 << 24);
        var values = block.Numbers("leaf_value", leaves);
        if (leaves == 1)
        {
            return TreeBuilder.Build(1, _ => new RawNode(-1, Split.Less, 0, -1, -1, 1, values[0], null), 0, features, output, block.Where);
        }
        var inner = new Inner(block, leaves - 1);
        var leafCover = block.Has("leaf_count") ? block.Numbers("leaf_count", leaves) : null;
        covered &= leafCover is not null && leafCover.Any(c => c > 0);
        int Index(int child) => child >= 0 ? child : leaves - 1 + ~child;
        RawNode Node(int node) => node >= leaves - 1
            ? new(-1, Split.Less, 0, -1, -1, leafCover?[node - leaves + 1] ?? 0, values[node - leaves + 1], null)
            : inner.Node(node, Index);
        return TreeBuilder.Build((2 * leaves) - 1, Node, 0, features, output, block.Where);
    }

    private sealed class Inner(LightGbmBlock block, int count)
    {
        private readonly int[] _feature = block.Wholes("split_feature", count);
        private readonly double[] _threshold = block.Numbers("threshold", count);
        private readonly int[] _decision = block.Wholes("decision_type", count);
        private readonly int[] _left = block.Wholes("left_child", count);
        private readonly int[] _right = block.Wholes("right_child", count);
        private readonly double[]? _cover = block.Has("internal_count") ? block.Numbers("internal_count", count) : null;
        private readonly int[]? _bounds = block.Has("cat_boundaries") ? block.Wholes("cat_boundaries", null) : null;
        private readonly double[]? _bits = block.Has("cat_threshold") ? block.Numbers("cat_threshold", null) : null;

        /// <summary>Bit 0: by category; bit 1: missing goes left; bits 2 and 3: nothing, 0 or NaN is missing. "At most t" is "below the next number".</summary>
        public RawNode Node(int node, Func<int, int> index)
        {
            if (_feature[node] < 0)
            {
                throw ModelRefused.Damaged(block.At("split_feature"), "특성 번호가 음수입니다.", "a feature has a negative number");
            }
            var (first, second, cover) = (index(_left[node]), index(_right[node]), _cover?[node] ?? 0);
            if ((_decision[node] & 1) != 0)
            {
                return new(_feature[node], Split.Category, 0, first, second, cover, 0, Set(node));
            }
            var split = (_decision[node] & 2) != 0 ? Split.MissingFirst : Split.Less;
            split |= (_decision[node] >> 2 & 3) switch
            {
                0 => Split.MissingIsZero,
                1 => Split.ZeroIsMissing,
                2 => Split.Less,
                _ => throw ModelRefused.Damaged(block.At("decision_type"), $"{_decision[node]}은(는) 알지 못하는 결정 방식입니다.", $"{_decision[node]} is no known kind of decision"),
            };
            return new(_feature[node], split, Math.BitIncrement(_threshold[node]), first, second, cover, 0, null);
        }

        private uint[] Set(int node)
        {
            var at = (int)_threshold[node];
            if (_bounds is null || _bits is null || at < 0 || at + 1 >= _bounds.Length || _bounds[at] < 0 || _bounds[at + 1] < _bounds[at] || _bounds[at + 1] > _bits.Length)
            {
                throw ModelRefused.Damaged(block.At("threshold"), $"{node}번 마디의 범주가 파일에 없습니다.", $"the categories of node {node} are not in the file");
            }
            return [.. _bits[_bounds[at].._bounds[at + 1]].Select(b => b is >= 0 and <= uint.MaxValue ? (uint)b : throw block.Wrong("cat_threshold", b.ToString(CultureInfo.InvariantCulture)))];
        }
    }
}

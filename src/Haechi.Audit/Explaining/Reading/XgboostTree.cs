using Haechi.Audit.Explaining.Trees;

namespace Haechi.Audit.Explaining.Reading;

/// <summary>One tree of an XGBoost file: lists of equal length, one entry a node; a leaf's value stands where an inner node has its threshold.</summary>
internal static class XgboostTree
{
    public static DecisionTree Read(JsonPlace tree, int features, int output, double scale)
    {
        if (tree.Find("tree_param")?.Find("size_leaf_vector") is { } vector && vector.Whole() > 1)
        {
            throw ModelRefused.NotRead(vector.Where, "잎마다 값이 여럿인 나무는 읽지 않습니다.", "trees with several values in a leaf are not read");
        }
        var lists = new Lists(tree);
        return TreeBuilder.Build(lists.Left.Length, node => lists.Node(node, scale), 0, features, output, tree.Where);
    }

    private sealed class Lists
    {
        private readonly JsonPlace _tree;
        private readonly int[] _right;
        private readonly int[] _feature;
        private readonly int[] _default;
        private readonly int[]? _kind;
        private readonly float[] _condition;
        private readonly float[] _cover;
        private readonly Dictionary<int, uint[]> _sets;

        public Lists(JsonPlace tree)
        {
            _tree = tree;
            Left = tree["left_children"].Wholes();
            (_right, _feature) = (Same(tree["right_children"].Wholes(), "right_children"), Same(tree["split_indices"].Wholes(), "split_indices"));
            (_condition, _cover) = (Same(tree["split_conditions"].Singles(), "split_conditions"), Same(tree["sum_hessian"].Singles(), "sum_hessian"));
            _default = Same(tree["default_left"].Wholes(), "default_left");
            _kind = tree.Find("split_type") is { } kinds ? Same(kinds.Wholes(), "split_type") : null;
            _sets = Sets(tree);
        }

        public int[] Left { get; }

        /// <summary>Categories that are listed go right, all others left; our first child is the one for those listed.</summary>
        public RawNode Node(int node, double scale)
        {
            if (Left[node] < 0)
            {
                return new(-1, Split.Less, 0, -1, -1, _cover[node], _condition[node] * scale, null);
            }
            var missing = _default[node] != 0;
            if (_feature[node] < 0)
            {
                throw ModelRefused.Damaged($"{_tree.Where}.split_indices[{node}]", "특성 번호가 음수입니다.", "the feature has a negative number");
            }
            return _kind?[node] switch
            {
                null or 0 => new(_feature[node], missing ? Split.MissingFirst : Split.Less, _condition[node], Left[node], _right[node], _cover[node], 0, null),
                1 => new(_feature[node], Split.Category | (missing ? Split.Less : Split.MissingFirst), 0, _right[node], Left[node], _cover[node], 0, Set(node)),
                var kind => throw ModelRefused.NotRead($"{_tree.Where}.split_type[{node}]", $"가르는 방법 {kind}은(는) 알지 못합니다.", $"the kind of split {kind} is not known"),
            };
        }

        private uint[] Set(int node) => _sets.TryGetValue(node, out var set) ? set
            : throw ModelRefused.Damaged($"{_tree.Where}.categories_nodes", $"{node}번 마디의 범주가 없습니다.", $"the categories of node {node} are missing");

        private static Dictionary<int, uint[]> Sets(JsonPlace tree)
        {
            var sets = new Dictionary<int, uint[]>();
            if (tree.Find("categories_nodes") is not { } place)
            {
                return sets;
            }
            var (nodes, all) = (place.Wholes(), tree["categories"].Wholes());
            var (starts, sizes) = (tree["categories_segments"].Wholes(), tree["categories_sizes"].Wholes());
            for (var i = 0; i < nodes.Length; i++)
            {
                if (i >= starts.Length || i >= sizes.Length || starts[i] < 0 || sizes[i] < 0 || (long)starts[i] + sizes[i] > all.Length)
                {
                    throw ModelRefused.Damaged($"{place.Where}[{i}]", "범주 목록이 파일의 범위를 벗어납니다.", "the list of categories lies outside of the file");
                }
                sets[nodes[i]] = CategorySet.Of(all.AsSpan(starts[i], sizes[i]), $"{place.Where}[{i}]");
            }
            return sets;
        }

        private T[] Same<T>(T[] list, string name) => list.Length == Left.Length ? list
            : throw ModelRefused.Damaged($"{_tree.Where}.{name}", $"길이가 {list.Length}인데 마디는 {Left.Length}개입니다.", $"has {list.Length} entries for {Left.Length} nodes");
    }
}

/// <summary>Sets of small whole numbers as bits.</summary>
internal static class CategorySet
{
    private const int Largest = 1 << 20;

    public static uint[] Of(ReadOnlySpan<int> categories, string where)
    {
        var most = -1;
        foreach (var category in categories)
        {
            most = category is >= 0 and < Largest ? Math.Max(most, category)
                : throw ModelRefused.Damaged(where, $"범주 {category}은(는) 0에서 {Largest - 1} 사이가 아닙니다.", $"category {category} is not between 0 and {Largest - 1}");
        }
        var set = new uint[(most >> 5) + 1];
        foreach (var category in categories)
        {
            set[category >> 5] |= 1u << (category & 31);
        }
        return set;
    }
}

/// <summary>Names for features that a file gives none; rows are then matched by position, and the report says so.</summary>
internal static class Unnamed
{
    public static string[] Features(int width) => [.. Enumerable.Range(0, width).Select(i => $"f{i}")];

    public static bool Are(IReadOnlyList<string> names) => names.Select((n, i) => n == $"f{i}" || n == $"Column_{i}").All(same => same);
}

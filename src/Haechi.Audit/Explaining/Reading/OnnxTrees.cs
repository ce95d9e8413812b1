using Haechi.Audit.Explaining.Trees;

namespace Haechi.Audit.Explaining.Reading;

/// <summary>TreeEnsembleClassifier and TreeEnsembleRegressor of ai.onnx.ml, versions 1 and 3. A tree is built once for every output to which it adds.</summary>
internal static class OnnxTrees
{
    public static TreeEnsemble Read(OnnxFields fields, OnnxFields? _)
    {
        var nodes = new Nodes(fields);
        var outputs = fields.Node.Operator == "TreeEnsembleClassifier" ? Classifier(fields, out var only) : Regressor(fields, out only);
        var leaves = nodes.Leaves(fields.Node.Operator == "TreeEnsembleClassifier" ? "class" : "target", outputs, only);
        var scale = Scale(fields, nodes.TreeIds.Count);
        var trees = new List<DecisionTree>();
        foreach (var tree in nodes.TreeIds)
        {
            foreach (var output in leaves.Outputs(tree))
            {
                trees.Add(nodes.Build(tree, output, leaves, scale));
            }
        }
        return new TreeEnsemble
        {
            Format = "onnx trees", Features = Unnamed.Features(nodes.Width), Outputs = only ? 1 : outputs, Link = fields.Link(), Rounds = true, HasCover = nodes.HasCover, Trees = [.. trees],
            Base = Base(fields, only ? 1 : outputs, only),
        };
    }

    /// <summary>With two classes and leaves for one of them alone, the one number is the yes.</summary>
    private static int Classifier(OnnxFields fields, out bool only)
    {
        var labels = Math.Max(fields.Wholes("classlabels_int64s").Count, fields.Texts("classlabels_strings").Count);
        only = labels == 2 && fields.Wholes("class_ids").Distinct().Count() == 1;
        return labels is >= 1 and <= 10_000 ? labels : throw fields.Damaged("classlabels", $"등급이 {labels}개입니다.", $"there are {labels} classes");
    }

    private static int Regressor(OnnxFields fields, out bool only)
    {
        only = false;
        var targets = fields.Whole("n_targets", 1);
        return targets is >= 1 and <= 10_000 ? (int)targets : throw fields.Damaged("n_targets", $"목표가 {targets}개입니다.", $"there are {targets} targets");
    }

    private static double Scale(OnnxFields fields, int trees) => fields.Text("aggregate_function", "SUM") switch
    {
        "SUM" => 1,
        "AVERAGE" => 1.0 / trees,
        var other => throw fields.NotRead("aggregate_function", $"'{other}'은(는) 합이 아니므로 나눌 수 없습니다.", $"'{other}' is no sum and cannot be divided"),
    };

    private static double[] Base(OnnxFields fields, int outputs, bool only)
    {
        var given = fields.Singles("base_values");
        return given.Count == 0 ? new double[outputs]
            : only && given.Count is 1 or 2 ? [given[^1]]
            : [.. fields.Same("base_values", given, outputs).Select(v => (double)v)];
    }

    /// <summary>The leaves' additions by tree, node and output.</summary>
    internal sealed class LeafValues
    {
        private readonly Dictionary<(long Tree, long Node, int Output), double> _values = [];
        private readonly SortedDictionary<long, SortedSet<int>> _outputs = [];

        public void Add(long tree, long node, int output, double value)
        {
            _values[(tree, node, output)] = _values.GetValueOrDefault((tree, node, output)) + value;
            if (!_outputs.TryGetValue(tree, out var own))
            {
                _outputs[tree] = own = [];
            }
            own.Add(output);
        }

        public double Of(long tree, long node, int output) => _values.GetValueOrDefault((tree, node, output));

        public IEnumerable<int> Outputs(long tree) => _outputs.TryGetValue(tree, out var own) ? own : [];
    }

    private sealed class Nodes
    {
        private readonly OnnxFields _fields;
        private readonly IReadOnlyList<long> _tree;
        private readonly IReadOnlyList<long> _id;
        private readonly IReadOnlyList<long> _feature;
        private readonly IReadOnlyList<long> _true;
        private readonly IReadOnlyList<long> _false;
        private readonly IReadOnlyList<long> _missing;
        private readonly IReadOnlyList<float> _value;
        private readonly IReadOnlyList<float> _cover;
        private readonly IReadOnlyList<string> _mode;
        private readonly Dictionary<long, Dictionary<long, int>> _places = [];

        public Nodes(OnnxFields fields)
        {
            _fields = fields;
            _tree = fields.Wholes("nodes_treeids");
            IReadOnlyList<long> Long(string name) => fields.Same(name, fields.Wholes(name), _tree.Count);
            (_id, _feature, _true, _false) = (Long("nodes_nodeids"), Long("nodes_featureids"), Long("nodes_truenodeids"), Long("nodes_falsenodeids"));
            (_mode, _value) = (fields.Same("nodes_modes", fields.Texts("nodes_modes"), _tree.Count), fields.Same("nodes_values", fields.Singles("nodes_values"), _tree.Count));
            _missing = fields.Wholes("nodes_missing_value_tracks_true") is { Count: > 0 } tracks ? fields.Same("nodes_missing_value_tracks_true", tracks, _tree.Count) : [.. new long[_tree.Count]];
            _cover = fields.Singles("nodes_hitrates") is { Count: > 0 } rates ? fields.Same("nodes_hitrates", rates, _tree.Count) : [.. new float[_tree.Count]];
            for (var i = 0; i < _tree.Count; i++)
            {
                Place(i);
            }
            Width = Features();
            HasCover = Covered();
        }

        public int Width { get; }

        public bool HasCover { get; private set; }

        public IReadOnlyList<long> TreeIds => [.. _places.Keys.Order()];

        public LeafValues Leaves(string prefix, int outputs, bool only)
        {
            var (trees, ids) = (_fields.Wholes(prefix + "_treeids"), _fields.Wholes(prefix + "_nodeids"));
            var (to, weights) = (_fields.Wholes(prefix + "_ids"), _fields.Singles(prefix + "_weights"));
            _fields.Same(prefix + "_nodeids", ids, trees.Count);
            _fields.Same(prefix + "_ids", to, trees.Count);
            _fields.Same(prefix + "_weights", weights, trees.Count);
            var leaves = new LeafValues();
            for (var i = 0; i < trees.Count; i++)
            {
                if (to[i] < 0 || to[i] >= outputs || At(trees[i], ids[i]) is not { } at || _mode[at] != "LEAF")
                {
                    throw _fields.Damaged($"{prefix}_ids[{i}]", "없는 출력이나, 잎이 아닌 마디를 가리킵니다.", "points to an output that is not there, or to a node that is no leaf");
                }
                leaves.Add(trees[i], ids[i], only ? 0 : (int)to[i], weights[i]);
            }
            return leaves;
        }

        public DecisionTree Build(long tree, int output, LeafValues leaves, double scale)
        {
            var own = _places[tree];
            int[] places = [.. own.Values.Order()];
            var index = places.Select((p, i) => (p, i)).ToDictionary(x => x.p, x => x.i);
            var root = index[Root(tree, own)];
            RawNode Node(int i) => Raw(places[i], id => own.TryGetValue(id, out var at) ? index[at] : -1, leaves.Of(tree, _id[places[i]], output) * scale);
            return TreeBuilder.Build(places.Length, Node, root, Width, output, _fields.Where($"tree {tree}"));
        }

        /// <summary>The node to which none other points.</summary>
        private int Root(long tree, Dictionary<long, int> own)
        {
            var reached = own.Values.Where(i => _mode[i] != "LEAF").SelectMany(i => new[] { _true[i], _false[i] }).ToHashSet();
            var roots = own.Where(p => !reached.Contains(p.Key)).Select(p => p.Value).ToList();
            return roots.Count == 1 ? roots[0] : throw _fields.Damaged($"tree {tree}", $"뿌리가 {roots.Count}개입니다.", $"has {roots.Count} roots");
        }

        /// <summary>Our first child is taken below a threshold; "at most" is "below the next float", and "at least" changes the sides.</summary>
        private RawNode Raw(int at, Func<long, int> child, double value)
        {
            if (_mode[at] == "LEAF")
            {
                return new(-1, Split.Less, 0, -1, -1, _cover[at], value, null);
            }
            var (yes, no, missing, threshold) = (child(_true[at]), child(_false[at]), _missing[at] != 0, _value[at]);
            var first = missing ? Split.MissingFirst : Split.Less;
            var second = missing ? Split.Less : Split.MissingFirst;
            var feature = (int)_feature[at];
            return _mode[at] switch
            {
                "BRANCH_LEQ" => new(feature, first, MathF.BitIncrement(threshold), yes, no, _cover[at], 0, null),
                "BRANCH_LT" => new(feature, first, threshold, yes, no, _cover[at], 0, null),
                "BRANCH_GTE" => new(feature, second, threshold, no, yes, _cover[at], 0, null),
                "BRANCH_GT" => new(feature, second, MathF.BitIncrement(threshold), no, yes, _cover[at], 0, null),
                "BRANCH_EQ" => new(feature, first | Split.Equal, threshold, yes, no, _cover[at], 0, null),
                // NaN differs from every number, so that without the mark it takes the branch for "differs".
                "BRANCH_NEQ" => new(feature, Split.Equal, threshold, no, yes, _cover[at], 0, null),
                var other => throw _fields.NotRead($"nodes_modes[{at}]", $"'{other}'은(는) 읽지 않습니다.", $"'{other}' is not read"),
            };
        }

        private void Place(int i)
        {
            if (!_places.TryGetValue(_tree[i], out var own))
            {
                _places[_tree[i]] = own = [];
            }
            if (!own.TryAdd(_id[i], i))
            {
                throw _fields.Damaged($"nodes_nodeids[{i}]", $"{_id[i]}번 마디가 두 번 있습니다.", $"node {_id[i]} stands twice");
            }
        }

        private int? At(long tree, long node) => _places.TryGetValue(tree, out var own) && own.TryGetValue(node, out var at) ? at : null;

        private int Features()
        {
            var most = 0L;
            for (var i = 0; i < _feature.Count; i++)
            {
                most = _mode[i] == "LEAF" ? most
                    : _feature[i] is >= 0 and < XgboostJson.FeatureLimit ? Math.Max(most, _feature[i])
                    : throw _fields.Damaged($"nodes_featureids[{i}]", $"특성 번호가 {_feature[i]}입니다.", $"the feature has number {_feature[i]}");
            }
            return (int)most + 1;
        }

        /// <summary>Some converters write 1 everywhere: that is no count of rows. A real one adds up at every inner node.</summary>
        private bool Covered()
        {
            for (var i = 0; i < _tree.Count; i++)
            {
                if (_mode[i] != "LEAF" && At(_tree[i], _true[i]) is { } yes && At(_tree[i], _false[i]) is { } no
                    && (_cover[i] <= 0 || Math.Abs(_cover[yes] + _cover[no] - _cover[i]) > 1e-3 * _cover[i]))
                {
                    return false;
                }
            }
            return true;
        }
    }
}

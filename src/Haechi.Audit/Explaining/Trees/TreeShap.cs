using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Haechi.Audit.Explaining.Trees;

/// <summary>
/// Exact Shapley values of tree ensembles over the game in which an unknown feature follows both branches by the training rows that went there
/// (Lundberg and others, "From local explanations to global understanding with explainable AI for trees", 2020: path-dependent TreeSHAP).
/// The values are found as an integral (Owen 1972): a feature's value is the mean, over t from 0 to 1, of what knowing it adds when each other feature is
/// known with probability t. Along a path that is a polynomial in t, so that a few points give it exactly; the work for a row is one pass down
/// the nodes and one up, with one or few vectors a node. No term is subtracted that is not of the sum itself: deep trees lose no digits.
/// </summary>
public static class TreeShap
{
    private const int Block = 512;

    /// <summary>Divides the margin of every row among the features.</summary>
    /// <param name="model">A model with covers (<see cref="TreeEnsemble.HasCover"/>).</param>
    /// <param name="rows">Rows with the model's features, in its order.</param>
    /// <param name="threads">How many threads may work; the answer is the same for any number.</param>
    /// <exception cref="ArgumentException">The model has no covers, or the rows have another width.</exception>
    public static Attributions Explain(TreeEnsemble model, FeatureMatrix rows, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rows);
        if (!model.HasCover || rows.Width != model.Features.Count)
        {
            throw new ArgumentException("The model needs covers, and the rows its features.", nameof(model));
        }
        var answers = new double[rows.Rows * model.Outputs * (rows.Width + 1)];
        SetBase(model, rows.Rows, rows.Width, answers);
        var blocks = (rows.Rows + Block - 1) / Block;
        if (threads <= 1 || blocks <= 1)
        {
            Run(model, rows, 0, rows.Rows, answers);
        }
        else
        {
            Parallel.For(0, blocks, new ParallelOptions { MaxDegreeOfParallelism = threads }, b => Run(model, rows, b * Block, Math.Min(rows.Rows, (b + 1) * Block), answers));
        }
        return new Attributions(model.Features, model.Outputs, ExplainedScale.Margin, answers);
    }

    private static void SetBase(TreeEnsemble model, int rows, int width, double[] answers)
    {
        double[] mean = [.. model.Base];
        foreach (var tree in model.Trees)
        {
            mean[tree.Output] += tree.Mean();
        }
        for (var at = 0; at < rows * model.Outputs; at++)
        {
            answers[(at * (width + 1)) + width] = mean[at % model.Outputs];
        }
    }

    /// <summary>Tree by tree within a block of rows, so that a tree's tables stay near the processor and are built once for many rows.</summary>
    private static void Run(TreeEnsemble model, FeatureMatrix rows, int from, int to, double[] answers)
    {
        var values = new double[Math.Min(Block, to - from) * rows.Width];
        for (var begin = from; begin < to; begin += Block)
        {
            var count = Math.Min(Block, to - begin);
            for (var row = 0; row < count; row++)
            {
                model.Read(rows.Row(begin + row), values.AsSpan(row * rows.Width, rows.Width));
            }
            foreach (var tree in model.Trees.Where(t => t.Count > 1))
            {
                var walk = new Walk(new ShapTree(tree));
                for (var row = 0; row < count; row++)
                {
                    walk.Add(values.AsSpan(row * rows.Width, rows.Width), answers.AsSpan((((begin + row) * model.Outputs) + tree.Output) * (rows.Width + 1), rows.Width));
                }
            }
        }
    }

    /// <summary>The passes over one tree, with what they need in memory.</summary>
    private sealed class Walk
    {
        private readonly ShapTree _shap;
        private readonly DecisionTree _tree;
        private readonly double[] _products;
        private readonly double[] _parts;
        private readonly bool[] _passes;
        private readonly bool[] _first;
        private readonly bool _plain;

        public Walk(ShapTree shap)
        {
            (_shap, _tree) = (shap, shap.Tree);
            _products = new double[_tree.Count * shap.Points];
            _parts = new double[shap.Features.Length * shap.Points];
            (_passes, _first) = (new bool[_tree.Count], new bool[_tree.Count]);
            _plain = _tree.Split.All(s => s is Split.Less or Split.MissingFirst);
        }

        public void Add(ReadOnlySpan<double> row, Span<double> answers)
        {
            Decide(row);
            _parts.AsSpan().Clear();
            if (_shap.Points == 4)
            {
                Four();
            }
            else
            {
                Many();
            }
            for (var slot = 0; slot < _shap.Features.Length; slot++)
            {
                var sum = 0.0;
                foreach (var part in _parts.AsSpan(slot * _shap.Points, _shap.Points))
                {
                    sum += part;
                }
                answers[_shap.Features[slot]] += sum;
            }
        }

        private void Decide(ReadOnlySpan<double> row)
        {
            var (feature, threshold, split) = (_tree.Feature, _tree.Threshold, _tree.Split);
            for (var node = 0; node < feature.Length; node++)
            {
                if (feature[node] >= 0)
                {
                    var value = row[feature[node]];
                    _first[node] = _plain ? value < threshold[node] | (double.IsNaN(value) & split[node] != 0) : _tree.First(node, value);
                }
            }
            var (parent, before) = (_tree.Parent, _shap.Before);
            for (var node = 1; node < parent.Length; node++)
            {
                var here = _first[parent[node]] == (node == parent[node] + 1);
                _passes[node] = here & (before[node] < 0 || _passes[before[node]]);
            }
        }

        /// <summary>Up to eight different features on a path: a node is one vector of four points.</summary>
        private void Four()
        {
            var products = MemoryMarshal.Cast<double, Vector256<double>>(_products.AsSpan());
            var parts = MemoryMarshal.Cast<double, Vector256<double>>(_parts.AsSpan());
            var pass = MemoryMarshal.Cast<double, Vector256<double>>(_shap.Pass);
            var drop = MemoryMarshal.Cast<double, Vector256<double>>(_shap.Drop);
            var weight = MemoryMarshal.Cast<double, Vector256<double>>(_shap.Weight);
            var lost = MemoryMarshal.Cast<double, Vector256<double>>(_shap.Lost)[0];
            var (parent, before, passes) = (_tree.Parent, _shap.Before, _passes);
            products[0] = Vector256.Create(1.0);
            for (var node = 1; node < parent.Length; node++)
            {
                var above = products[parent[node]];
                products[node] = passes[node] ? above * pass[node]
                    : before[node] < 0 || passes[before[node]] ? above * drop[node]
                    : above * _shap.Ratio[node];
            }
            Leaves(products);
            for (var node = parent.Length - 1; node > 0; node--)
            {
                var below = products[node];
                var gain = passes[node] ? weight[node] : lost;
                if (before[node] >= 0)
                {
                    gain -= passes[before[node]] ? weight[before[node]] : lost;
                }
                parts[_shap.Slot[node]] += below * gain;
                products[parent[node]] += below;
            }
        }

        /// <summary>From here on a product holds the sum of the leaves below.</summary>
        private void Leaves(Span<Vector256<double>> products)
        {
            for (var node = 0; node < products.Length; node++)
            {
                products[node] *= _tree.Value[node];
            }
        }

        private void Many()
        {
            var points = _shap.Points;
            _products.AsSpan(0, points).Fill(1);
            for (var node = 1; node < _tree.Count; node++)
            {
                var own = _products.AsSpan(node * points, points);
                var above = _products.AsSpan(_tree.Parent[node] * points, points);
                if (_passes[node] || _shap.Before[node] < 0 || _passes[_shap.Before[node]])
                {
                    Vectors.Multiply(above, (_passes[node] ? _shap.Pass : _shap.Drop).AsSpan(node * points, points), own);
                }
                else
                {
                    Vectors.Scale(above, _shap.Ratio[node], own);
                }
            }
            for (var node = 0; node < _tree.Count; node++)
            {
                var own = _products.AsSpan(node * points, points);
                Vectors.Scale(own, _tree.Value[node], own);
            }
            for (var node = _tree.Count - 1; node > 0; node--)
            {
                var below = _products.AsSpan(node * points, points);
                var parts = _parts.AsSpan(_shap.Slot[node] * points, points);
                Vectors.AddProduct(below, Gain(node), parts);
                if (_shap.Before[node] is var before && before >= 0)
                {
                    Vectors.SubtractProduct(below, Gain(before), parts);
                }
                Vectors.Add(below, _products.AsSpan(_tree.Parent[node] * points, points));
            }
        }

        private ReadOnlySpan<double> Gain(int node) => _passes[node] ? _shap.Weight.AsSpan(node * _shap.Points, _shap.Points) : _shap.Lost;
    }
}

using Haechi.Audit.Explaining;
using Haechi.Audit.Explaining.Trees;

namespace Haechi.Audit.Tests.Explaining;

/// <summary>Shapley values by their definition, over every set of features: slow, and written without the engine's own algorithm.</summary>
internal static class BruteForce
{
    /// <summary>The parts of each feature for one row and output.</summary>
    public static double[] Of(TreeEnsemble model, ReadOnlySpan<double> row, int output)
    {
        var values = new double[row.Length];
        model.Read(row, values);
        return Of(row.Length, set => model.Trees.Where(t => t.Output == output).Sum(t => Known(t, 0, values, set)));
    }

    /// <summary>The parts of each player of any game over sets of players, written as bits.</summary>
    public static double[] Of(int players, Func<int, double> worth)
    {
        double[] worths = [.. Enumerable.Range(0, 1 << players).Select(worth)];
        double[] chance = [.. Enumerable.Range(0, players).Select(size => 1 / (players * Choose(players - 1, size)))];
        var parts = new double[players];
        for (var set = 0; set < worths.Length; set++)
        {
            for (var player = 0; player < players; player++)
            {
                if ((set >> player & 1) == 0)
                {
                    parts[player] += chance[int.PopCount(set)] * (worths[set | 1 << player] - worths[set]);
                }
            }
        }
        return parts;
    }

    /// <summary>The mean of the leaves when only the features in the set are known.</summary>
    private static double Known(DecisionTree tree, int node, double[] row, int set)
    {
        if (tree.Feature[node] < 0)
        {
            return tree.Value[node];
        }
        if ((set >> tree.Feature[node] & 1) != 0)
        {
            return Known(tree, tree.First(node, row[tree.Feature[node]]) ? node + 1 : tree.Second[node], row, set);
        }
        var (first, second) = (tree.Cover[node + 1], tree.Cover[tree.Second[node]]);
        var share = first + second > 0 ? first / (first + second) : 0.5;
        return (share * Known(tree, node + 1, row, set)) + ((1 - share) * Known(tree, tree.Second[node], row, set));
    }

    private static double Choose(int n, int k) => k == 0 ? 1 : Choose(n - 1, k - 1) * n / k;
}

using MathNet.Numerics.LinearAlgebra;

namespace Haechi.Audit.Explaining.Sampling;

/// <summary>
/// Least squares over sets of features. A set of size s has the weight (n - 1) / ((n choose s) · s · (n - s)), with which the solution over all sets is exactly the Shapley values
/// (Charnes and others 1988; Lundberg and Lee 2017). When all sets are no more than may be asked for, all are; else sizes are drawn by their weight and each set comes with its complement.
/// The condition that the parts add up is put into the equations, not hoped for.
/// </summary>
internal static class KernelShap
{
    public static double[] Parts(MarginalGame game, int outputs, SamplingPlan plan)
    {
        var players = game.Players;
        var ends = game.Worths([new bool[players], [.. Enumerable.Repeat(true, players)]]);
        var parts = new double[outputs * (players + 1)];
        for (var output = 0; output < outputs; output++)
        {
            parts[(output * (players + 1)) + players] = ends[output];
        }
        if (players == 1)
        {
            for (var output = 0; output < outputs; output++)
            {
                parts[output * 2] = ends[outputs + output] - ends[output];
            }
            return parts;
        }
        var (sets, weights) = players <= 20 && (1L << players) - 2 <= plan.Sets ? All(players) : Drawn(players, plan);
        var worths = game.Worths(sets);
        for (var output = 0; output < outputs; output++)
        {
            var (low, high) = (ends[output], ends[outputs + output]);
            double[] gains = [.. Enumerable.Range(0, sets.Count).Select(s => worths[(s * outputs) + output] - low)];
            Solve(sets, weights, gains, high - low).CopyTo(parts.AsSpan(output * (players + 1)));
        }
        return parts;
    }

    private static (IReadOnlyList<bool[]> Sets, double[] Weights) All(int players)
    {
        bool[][] sets = [.. Enumerable.Range(1, (1 << players) - 2).Select(set => Enumerable.Range(0, players).Select(p => (set >> p & 1) != 0).ToArray())];
        return (sets, [.. sets.Select(s => Weight(players, s.Count(known => known)))]);
    }

    private static (IReadOnlyList<bool[]> Sets, double[] Weights) Drawn(int players, SamplingPlan plan)
    {
        var random = new Random(plan.Seed);
        double[] bySize = [.. Enumerable.Range(1, players - 1).Select(size => (players - 1.0) / (size * (players - size)))];
        var total = bySize.Sum();
        var sets = new List<bool[]>();
        // Fewer pairs than features would leave the equations without an answer.
        for (var pair = 0; pair < Math.Max(plan.Sets / 2, 2 * players); pair++)
        {
            var draw = random.NextDouble() * total;
            var size = 1;
            for (; size < players - 1 && draw >= bySize[size - 1]; size++)
            {
                draw -= bySize[size - 1];
            }
            int[] order = [.. Enumerable.Range(0, players)];
            random.Shuffle(order);
            var set = new bool[players];
            foreach (var feature in order.AsSpan(0, size))
            {
                set[feature] = true;
            }
            sets.Add(set);
            sets.Add([.. set.Select(known => !known)]);
        }
        return (sets, [.. Enumerable.Repeat(1.0, sets.Count)]);
    }

    /// <summary>The last part is what the others leave of the whole, which takes it out of the equations.</summary>
    private static double[] Solve(IReadOnlyList<bool[]> sets, double[] weights, double[] gains, double whole)
    {
        var (players, free) = (sets[0].Length, sets[0].Length - 1);
        var normal = Matrix<double>.Build.Dense(free, free);
        var right = Vector<double>.Build.Dense(free);
        var columns = new double[free];
        for (var s = 0; s < sets.Count; s++)
        {
            var last = sets[s][free] ? 1.0 : 0.0;
            for (var i = 0; i < free; i++)
            {
                columns[i] = (sets[s][i] ? 1.0 : 0.0) - last;
            }
            Accumulate(normal, right, columns, weights[s], gains[s] - (last * whole));
        }
        var parts = normal.Cholesky().Solve(right).ToArray();
        return [.. parts, whole - parts.Sum()];
    }

    private static void Accumulate(Matrix<double> normal, Vector<double> right, double[] columns, double weight, double gain)
    {
        for (var i = 0; i < columns.Length; i++)
        {
            if (columns[i] != 0)
            {
                right[i] += weight * columns[i] * gain;
                for (var j = 0; j < columns.Length; j++)
                {
                    normal[i, j] += weight * columns[i] * columns[j];
                }
            }
        }
    }

    private static double Weight(int players, int size)
    {
        var choose = 1.0;
        for (var i = 0; i < size; i++)
        {
            choose = choose * (players - i) / (i + 1);
        }
        return (players - 1) / (choose * size * (players - size));
    }
}

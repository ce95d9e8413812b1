namespace Haechi.Audit.Explaining.Sampling;

/// <summary>Shapley values by their definition (Shapley 1953): the mean of what a feature adds to every set of the others, all sizes weighing the same.</summary>
internal static class ExactShap
{
    public static double[] Parts(MarginalGame game, int outputs)
    {
        var players = game.Players;
        var worths = game.Worths([.. Enumerable.Range(0, 1 << players).Select(set => Enumerable.Range(0, players).Select(p => (set >> p & 1) != 0).ToArray())]);
        var weights = Weights(players);
        var parts = new double[outputs * (players + 1)];
        for (var output = 0; output < outputs; output++)
        {
            var own = parts.AsSpan(output * (players + 1), players + 1);
            own[players] = worths[output];
            for (var set = 0; set < 1 << players; set++)
            {
                for (var player = 0; player < players; player++)
                {
                    if ((set >> player & 1) == 0)
                    {
                        own[player] += weights[int.PopCount(set)] * (worths[((set | 1 << player) * outputs) + output] - worths[(set * outputs) + output]);
                    }
                }
            }
        }
        return parts;
    }

    /// <summary>The chance of a set of each size: 1 / (n · (n-1 choose size)).</summary>
    private static double[] Weights(int players)
    {
        var weights = new double[players];
        var choose = 1.0;
        for (var size = 0; size < players; size++)
        {
            weights[size] = 1 / (players * choose);
            choose = choose * (players - 1 - size) / (size + 1);
        }
        return weights;
    }
}

/// <summary>The mean, over orders drawn at random and their reverses, of what each feature adds when it is its turn.</summary>
internal static class PermutationShap
{
    /// <summary>Orders asked for at once.</summary>
    private const int Together = 16;

    public static double[] Parts(MarginalGame game, int outputs, SamplingPlan plan)
    {
        var players = game.Players;
        var random = new Random(plan.Seed);
        var parts = new double[outputs * (players + 1)];
        for (var done = 0; done < plan.Sets; done += Together)
        {
            var orders = Enumerable.Range(0, Math.Min(Together, plan.Sets - done)).SelectMany(_ => Pair(random, players)).ToArray();
            Add(game, orders, outputs, 1.0 / (2 * plan.Sets), parts);
        }
        return parts;
    }

    private static int[][] Pair(Random random, int players)
    {
        int[] order = [.. Enumerable.Range(0, players)];
        random.Shuffle(order);
        return [order, [.. Enumerable.Reverse(order)]];
    }

    private static void Add(MarginalGame game, int[][] orders, int outputs, double weight, double[] parts)
    {
        var players = game.Players;
        var worths = game.Worths([.. orders.SelectMany(o => Growing(o))]);
        for (var order = 0; order < orders.Length; order++)
        {
            for (var output = 0; output < outputs; output++)
            {
                var first = order * (players + 1);
                var own = parts.AsSpan(output * (players + 1), players + 1);
                own[players] += weight * worths[(first * outputs) + output];
                for (var turn = 0; turn < players; turn++)
                {
                    own[orders[order][turn]] += weight * (worths[((first + turn + 1) * outputs) + output] - worths[((first + turn) * outputs) + output]);
                }
            }
        }
    }

    private static IEnumerable<bool[]> Growing(int[] order)
    {
        var known = new bool[order.Length];
        yield return [.. known];
        foreach (var feature in order)
        {
            known[feature] = true;
            yield return [.. known];
        }
    }
}

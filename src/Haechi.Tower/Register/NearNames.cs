using System.Runtime.InteropServices;

namespace Haechi.Tower.Register;

/// <summary>Finds pairs of like names without comparing each with each.</summary>
internal sealed class NearNames
{
    private readonly IReadOnlyList<string> _forms;
    private readonly double _least;

    /// <summary>The runs of each name as ranks, the rarest run of all names first.</summary>
    private readonly int[][] _runs;

    /// <summary>Which names have a run, by its rank, among the first of theirs; in the order of names.</summary>
    private readonly List<int>?[] _seen;

    private NearNames(IReadOnlyList<string> forms, double least)
    {
        (_forms, _least, _runs) = (forms, least, Ranked([.. forms.AsParallel().AsOrdered().Select(NameForm.Grams)]));
        _seen = new List<int>?[_runs.SelectMany(r => r).DefaultIfEmpty(-1).Max() + 1];
        for (var at = 0; at < _runs.Length; at++)
        {
            foreach (var run in Prefix(_runs[at]))
            {
                (_seen[run] ??= []).Add(at);
            }
        }
    }

    /// <summary>
    /// The pairs that are at least so alike. Names that alike share one of their rarest runs of letters: with likeness t and n runs, the first n - ceil(n·t/(2-t)) + 1 in the order of rarity
    /// hold at least one that the other's hold too (prefix filtering, Chaudhuri et al. 2006).
    /// </summary>
    public static IReadOnlyList<(int One, int Other, double Score)> Pairs(IReadOnlyList<string> forms, double least)
    {
        var names = new NearNames(forms, least);
        return [.. ParallelEnumerable.Range(0, forms.Count).AsOrdered().SelectMany(names.Before)];
    }

    /// <summary>The earlier names that are like this one.</summary>
    private List<(int One, int Other, double Score)> Before(int at)
    {
        var (found, looked, runs) = (new List<(int, int, double)>(), new HashSet<int>(), _runs[at]);
        foreach (var run in Prefix(runs))
        {
            foreach (var before in _seen[run]!)
            {
                if (before >= at)
                {
                    break;
                }
                // What differs too much in length cannot be alike, whatever it holds.
                if (2.0 * Math.Min(_runs[before].Length, runs.Length) < _least * (_runs[before].Length + runs.Length) || !looked.Add(before))
                {
                    continue;
                }
                var score = NameForm.Likeness(_runs[before], runs);
                if (score >= _least && NameForm.Numbers(_forms[before]) == NameForm.Numbers(_forms[at]))
                {
                    found.Add((before, at, score));
                }
            }
        }
        return found;
    }

    private ReadOnlySpan<int> Prefix(int[] runs) => runs.AsSpan(0, runs.Length - (int)Math.Ceiling(runs.Length * _least / (2 - _least)) + (runs.Length == 0 ? 0 : 1));

    private static int[][] Ranked(int[][] grams)
    {
        var rarity = new Dictionary<int, int>();
        foreach (var gram in grams.SelectMany(g => g))
        {
            CollectionsMarshal.GetValueRefOrAddDefault(rarity, gram, out _)++;
        }
        var ranks = rarity.OrderBy(r => r.Value).ThenBy(r => r.Key).Select((r, rank) => (r.Key, rank)).ToDictionary(r => r.Key, r => r.rank);
        foreach (var name in grams)
        {
            for (var i = 0; i < name.Length; i++)
            {
                name[i] = ranks[name[i]];
            }
            Array.Sort(name);
        }
        return grams;
    }
}

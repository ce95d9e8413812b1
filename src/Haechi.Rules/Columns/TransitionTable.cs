using System.Numerics;
using System.Runtime.CompilerServices;

namespace Haechi.Rules.Columns;

/// <summary>How many records went from which outcome to which.</summary>
public sealed class TransitionTable
{
    private static readonly Outcome[] All = [Outcome.Yes, Outcome.No, Outcome.Review, Outcome.Unknown];

    private readonly int[,] _counts = new int[4, 4];

    private TransitionTable()
    {
    }

    /// <summary>The number of records with the first outcome before and the second after.</summary>
    public int this[Outcome before, Outcome after] => _counts[(int)before, (int)after];

    /// <summary>The number of records whose outcome changed.</summary>
    public int Changed => All.SelectMany(b => All.Where(a => a != b).Select(a => this[b, a])).Sum();

    /// <summary>Compares two outcome columns over the same records.</summary>
    public static TransitionTable Of(OutcomeColumn before, OutcomeColumn after)
    {
        var table = new TransitionTable();
        table.Count(before, after);
        // Padding counts as unknown in both.
        table._counts[0, 0] -= (before.Yes.Words.Length * 64) - before.Yes.Records;
        return table;
    }

    // A preview runs once in a while, so the loop would stay in the slow first form that the run-time compiler gives to rare code.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Count(OutcomeColumn before, OutcomeColumn after)
    {
        Span<ulong> was = stackalloc ulong[All.Length];
        Span<ulong> now = stackalloc ulong[All.Length];
        for (var w = 0; w < before.Yes.Words.Length; w++)
        {
            Split(before, w, was);
            Split(after, w, now);
            for (var b = 0; b < was.Length; b++)
            {
                for (var a = 0; a < now.Length; a++)
                {
                    _counts[b, a] += BitOperations.PopCount(was[b] & now[a]);
                }
            }
        }
    }

    /// <summary>The 64 records of a word by outcome: each is in exactly one part.</summary>
    private static void Split(OutcomeColumn column, int w, Span<ulong> parts)
    {
        var (yes, no, review) = (column.Yes.Words[w], column.No.Words[w], column.Review is { } plane ? plane.Words[w] : 0);
        parts[(int)Outcome.Yes] = yes;
        parts[(int)Outcome.No] = no;
        parts[(int)Outcome.Review] = review;
        parts[(int)Outcome.Unknown] = ~(yes | no | review);
    }
}

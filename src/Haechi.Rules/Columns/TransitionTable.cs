using System.Numerics;

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
        foreach (var b in All)
        {
            foreach (var a in All)
            {
                table._counts[(int)b, (int)a] = Both(before, b, after, a);
            }
        }
        // Padding counts as unknown in both.
        table._counts[0, 0] -= (before.Yes.Words.Length * 64) - before.Yes.Records;
        return table;
    }

    private static int Both(OutcomeColumn before, Outcome b, OutcomeColumn after, Outcome a)
    {
        var count = 0;
        for (var w = 0; w < before.Yes.Words.Length; w++)
        {
            count += BitOperations.PopCount(Word(before, b, w) & Word(after, a, w));
        }
        return count;
    }

    private static ulong Word(OutcomeColumn column, Outcome outcome, int w)
    {
        var review = column.Review is { } plane ? plane.Words[w] : 0;
        return outcome switch
        {
            Outcome.Yes => column.Yes.Words[w],
            Outcome.No => column.No.Words[w],
            Outcome.Review => review,
            _ => ~(column.Yes.Words[w] | column.No.Words[w] | review),
        };
    }
}

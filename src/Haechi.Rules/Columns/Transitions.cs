using System.Numerics;

namespace Haechi.Rules.Columns;

/// <summary>How many records went from each outcome to each: what a changed rule, day or book does to a whole inventory.</summary>
public sealed class Transitions
{
    private const int Outcomes = 4;

    private readonly long[] _counts = new long[Outcomes * Outcomes];

    private Transitions()
    {
    }

    /// <summary>The number of records that were <paramref name="before"/> and are now <paramref name="after"/>.</summary>
    public long this[Outcome before, Outcome after] => _counts[((int)before * Outcomes) + (int)after];

    /// <summary>The number of records whose outcome is another one now.</summary>
    public long Changed => _counts.Where((_, i) => i / Outcomes != i % Outcomes).Sum();

    /// <summary>Counts the transitions between two outcomes of the same records.</summary>
    /// <exception cref="ArgumentException">The columns cover different numbers of records.</exception>
    public static Transitions Between(OutcomeColumn before, OutcomeColumn after)
    {
        if (before.Yes.Records != after.Yes.Records)
        {
            throw new ArgumentException($"{before.Yes.Records} records before and {after.Yes.Records} after; both columns must cover the same records.", nameof(after));
        }
        var transitions = new Transitions();
        Span<ulong> was = stackalloc ulong[Outcomes];
        Span<ulong> now = stackalloc ulong[Outcomes];
        for (var word = 0; word * 64 < before.Yes.Records; word++)
        {
            // The last word may be partly padding, which would count as unknown.
            var records = before.Yes.Records - (word * 64) is var left and < 64 ? (1UL << left) - 1 : ulong.MaxValue;
            Split(before, word, records, was);
            Split(after, word, records, now);
            transitions.Add(was, now);
        }
        return transitions;
    }

    private void Add(ReadOnlySpan<ulong> was, ReadOnlySpan<ulong> now)
    {
        for (var a = 0; a < Outcomes; a++)
        {
            for (var b = 0; b < Outcomes && was[a] != 0; b++)
            {
                _counts[(a * Outcomes) + b] += BitOperations.PopCount(was[a] & now[b]);
            }
        }
    }

    /// <summary>The 64 records of a word by outcome; each record is in exactly one part.</summary>
    private static void Split(OutcomeColumn column, int word, ulong records, Span<ulong> parts)
    {
        var (yes, no, review) = (column.Yes.Words[word], column.No.Words[word], column.Review is { } plane ? plane.Words[word] : 0);
        parts[(int)Outcome.Yes] = yes;
        parts[(int)Outcome.No] = no;
        parts[(int)Outcome.Review] = review;
        parts[(int)Outcome.Unknown] = records & ~(yes | no | review);
    }
}

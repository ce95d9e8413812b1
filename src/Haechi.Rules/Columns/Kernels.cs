using System.Numerics;
using System.Runtime.Intrinsics;
using Haechi.Rules.Syntax;

namespace Haechi.Rules.Columns;

/// <summary>The three planes of a slot within one block. <see cref="Review"/> is null when the slot never holds review.</summary>
internal readonly unsafe struct Planes(ulong* yes, ulong* no, ulong* review)
{
    public readonly ulong* Yes = yes;
    public readonly ulong* No = no;
    public readonly ulong* Review = review;

    public Planes Negate() => new(No, Yes, Review);
}

/// <summary>Loops over the words of one block. The formulas are those of <see cref="Logic"/>, 64 records at a time in each word.</summary>
internal static unsafe class Kernels
{
    private const int Words = Plane.BlockWords;
    private static readonly int Step = Vector<ulong>.Count;

    /// <summary>All parts: <paramref name="to"/> is and-ed with <paramref name="part"/>. For "any", call with yes and no swapped.</summary>
    public static void And(Planes to, Planes part)
    {
        for (var w = 0; w < Words; w += Step)
        {
            (Vector.Load(to.Yes + w) & Vector.Load(part.Yes + w)).Store(to.Yes + w);
            (Vector.Load(to.No + w) | Vector.Load(part.No + w)).Store(to.No + w);
        }
    }

    /// <summary>The same with review: first gathers in the review plane who is yes or review in every part; <see cref="EndReview"/> takes yes out.</summary>
    public static void AndWithReview(Planes to, Planes part)
    {
        And(to, part);
        for (var w = 0; w < Words; w += Step)
        {
            var sure = Vector.Load(part.Yes + w);
            if (part.Review != null)
            {
                sure |= Vector.Load(part.Review + w);
            }
            (Vector.Load(to.Review + w) & sure).Store(to.Review + w);
        }
    }

    public static void EndReview(Planes to)
    {
        for (var w = 0; w < Words; w += Step)
        {
            Vector.AndNot(Vector.Load(to.Review + w), Vector.Load(to.Yes + w)).Store(to.Review + w);
        }
    }

    /// <summary>See <see cref="Logic.Decide"/>.</summary>
    public static void Decide(Planes to, Planes review, Planes yes, Planes no)
    {
        for (var w = 0; w < Words; w++)
        {
            var (ry, rn, rv) = (review.Yes[w], review.No[w], review.Review == null ? 0 : review.Review[w]);
            var (hy, hn, hv) = (yes.Yes[w], yes.No[w], yes.Review == null ? 0 : yes.Review[w]);
            var (oy, on, ov) = (no.Yes[w], no.No[w], no.Review == null ? 0 : no.Review[w]);
            to.Yes[w] = rn & hy;
            to.No[w] = rn & hn & oy;
            to.Review[w] = ry | rv | (hn & (on | ov)) | (rn & hv);
        }
    }

    public static void Fill(ulong* plane, bool ones) => new Span<ulong>(plane, Words).Fill(ones ? ulong.MaxValue : 0);

    public static void Copy(ulong* from, ulong* to) => new Span<ulong>(from, Words).CopyTo(new Span<ulong>(to, Words));

    /// <summary>Yes where the value's bit is set, no where the answer is known and it is not.</summary>
    public static void Choice(Planes to, ulong* known, ReadOnlySpan<nint> values)
    {
        Copy((ulong*)values[0], to.Yes);
        foreach (var value in values[1..])
        {
            for (var w = 0; w < Words; w += Step)
            {
                (Vector.Load(to.Yes + w) | Vector.Load((ulong*)value + w)).Store(to.Yes + w);
            }
        }
        for (var w = 0; w < Words; w += Step)
        {
            Vector.AndNot(Vector.Load(known + w), Vector.Load(to.Yes + w)).Store(to.No + w);
        }
    }

    /// <summary>Compares numbers; not-a-number on either side is unknown, because no comparison with it holds.</summary>
    /// <param name="to">Where the outcome goes.</param>
    /// <param name="left">64 values for each word.</param>
    /// <param name="right">The same, or one value when <paramref name="stride"/> is 0.</param>
    /// <param name="op">The comparison.</param>
    /// <param name="stride">1 for a column on the right, 0 for a constant (four equal values).</param>
    public static void Compare(Planes to, double* left, double* right, CompareOp op, int stride)
    {
        for (var w = 0; w < Words; w++)
        {
            ulong less = 0, equal = 0, greater = 0;
            for (var i = 0; i < 64; i += 4)
            {
                var a = Vector256.Load(left + (w * 64) + i);
                var b = Vector256.Load(right + (((w * 64) + i) * stride));
                less |= (ulong)Vector256.LessThan(a, b).ExtractMostSignificantBits() << i;
                equal |= (ulong)Vector256.Equals(a, b).ExtractMostSignificantBits() << i;
                greater |= (ulong)Vector256.GreaterThan(a, b).ExtractMostSignificantBits() << i;
            }
            (to.Yes[w], to.No[w]) = op switch
            {
                CompareOp.Less => (less, equal | greater),
                CompareOp.LessOrEqual => (less | equal, greater),
                CompareOp.Greater => (greater, less | equal),
                CompareOp.GreaterOrEqual => (greater | equal, less),
                CompareOp.Equal => (equal, less | greater),
                _ => (less | greater, equal),
            };
        }
    }

    /// <summary>Adds <paramref name="points"/> to the values whose bit is set.</summary>
    public static void AddWhere(ulong word, double* values, double points)
    {
        for (; word != 0; word &= word - 1)
        {
            values[BitOperations.TrailingZeroCount(word)] += points;
        }
    }

    /// <summary>Adds <paramref name="least"/> and <paramref name="greatest"/> to the records whose bit is set.</summary>
    public static void AddWhere(ulong word, double* low, double* high, double least, double greatest)
    {
        for (; word != 0; word &= word - 1)
        {
            var i = BitOperations.TrailingZeroCount(word);
            low[i] += least;
            high[i] += greatest;
        }
    }
}

using System.Runtime.InteropServices;
using Haechi.Rules.Evaluation;
using Haechi.Rules.Syntax;

namespace Haechi.Rules.Columns;

/// <summary>Runs the instructions over one block after another. One instance serves one thread.</summary>
internal sealed unsafe class BlockRun : IDisposable
{
    private const int Words = Plane.BlockWords;
    private const int Records = Words * 64;

    private readonly ColumnProgram _program;
    private readonly LeafPlanes[] _leaves;
    private readonly ulong* _planes;
    private readonly double* _numbers;
    private readonly int[] _numberSlot;
    private readonly double* _constants;

    public BlockRun(ColumnProgram program, LeafPlanes[] leaves)
    {
        (_program, _leaves) = (program, leaves);
        _numberSlot = new int[program.Ops.Count];
        var scores = 0;
        for (var i = 0; i < _numberSlot.Length; i++)
        {
            _numberSlot[i] = program.Ops[i].Kind is OpKind.Sum or OpKind.Reduce or OpKind.Steps ? scores++ : -1;
        }
        _planes = (ulong*)NativeMemory.AlignedAlloc((nuint)(Math.Max(1, program.Ops.Count) * 3 * Words * sizeof(ulong)), 64);
        _numbers = (double*)NativeMemory.AlignedAlloc((nuint)((scores + 1) * 2 * Records * sizeof(double)), 64);
        _constants = (double*)NativeMemory.AlignedAlloc(4 * sizeof(double), 64);
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_planes);
        NativeMemory.AlignedFree(_numbers);
        NativeMemory.AlignedFree(_constants);
    }

    public void Run(int first, int end, (SlotRef Slot, OutcomeColumn Result)[] outputs)
    {
        for (var block = first; block < end; block++)
        {
            for (var slot = 0; slot < _program.Ops.Count; slot++)
            {
                Execute(slot, block * Words);
            }
            foreach (var (slot, result) in outputs)
            {
                Keep(Of(slot), result, block * Words);
            }
        }
        Array.ForEach(_leaves, l => l.KeepAlive());
    }

    private static void Keep(Planes from, OutcomeColumn result, int offset)
    {
        Kernels.Copy(from.Yes, result.Yes.Pointer + offset);
        Kernels.Copy(from.No, result.No.Pointer + offset);
        if (result.Review is { } review)
        {
            Kernels.Copy(from.Review, review.Pointer + offset);
        }
    }

    private Planes Of(SlotRef part)
    {
        var start = _planes + (part.Slot * 3 * Words);
        var planes = new Planes(start, start + Words, _program.Ops[part.Slot].HasReview ? start + (2 * Words) : null);
        return part.Negated ? planes.Negate() : planes;
    }

    /// <summary>The least values of a score; its greatest values follow <see cref="Records"/> further on.</summary>
    private double* Numbers(int slot) => _numbers + (_numberSlot[slot] * 2 * Records);

    private void Execute(int slot, int offset)
    {
        var op = _program.Ops[slot];
        var to = Of(new SlotRef(slot, false));
        switch (op.Kind)
        {
            case OpKind.Choice:
                Choice(to, _leaves[slot], offset);
                break;
            case OpKind.And:
                Join(to, op.Parts, negate: false);
                break;
            case OpKind.Or:
                // a || b is !(!a && !b): the same loops with yes and no swapped.
                Join(to.Negate(), op.Parts, negate: true);
                break;
            case OpKind.Decide:
                Kernels.Decide(to, Of(op.Parts[0]), Of(op.Parts[1]), Of(op.Parts[2]));
                break;
            case OpKind.Compare:
                Compare(to, op, _leaves[slot], offset);
                break;
            case OpKind.Quantifier:
                Kernels.Copy(_leaves[slot].Ready!.Yes.Pointer + offset, to.Yes);
                Kernels.Copy(_leaves[slot].Ready!.No.Pointer + offset, to.No);
                break;
            case OpKind.Const:
                Const(to, ((ConstNode)op.Node!).Value);
                break;
            default:
                Score(op, slot, offset);
                break;
        }
    }

    private static void Const(Planes to, Outcome value)
    {
        Kernels.Fill(to.Yes, value == Outcome.Yes);
        Kernels.Fill(to.No, value == Outcome.No);
        if (to.Review != null)
        {
            Kernels.Fill(to.Review, value == Outcome.Review);
        }
    }

    private static void Choice(Planes to, LeafPlanes leaf, int offset)
    {
        Kernels.Fill(to.Yes, false);
        Kernels.Fill(to.No, false);
        if (leaf.Known == null)
        {
            return;
        }
        Span<nint> values = stackalloc nint[leaf.Values.Length];
        var count = 0;
        foreach (var value in leaf.Values)
        {
            if (value != 0)
            {
                values[count++] = value + (offset * sizeof(ulong));
            }
        }
        if (count == 0)
        {
            // The column has none of the wanted values: known is no.
            Kernels.Copy(leaf.Known + offset, to.No);
            return;
        }
        Kernels.Choice(to, leaf.Known + offset, values[..count]);
    }

    private void Join(Planes to, IReadOnlyList<SlotRef> parts, bool negate)
    {
        Kernels.Fill(to.Yes, true);
        Kernels.Fill(to.No, false);
        if (to.Review == null)
        {
            for (var i = 0; i < parts.Count; i++)
            {
                Kernels.And(to, negate ? Of(parts[i]).Negate() : Of(parts[i]));
            }
            return;
        }
        Kernels.Fill(to.Review, true);
        for (var i = 0; i < parts.Count; i++)
        {
            Kernels.AndWithReview(to, negate ? Of(parts[i]).Negate() : Of(parts[i]));
        }
        Kernels.EndReview(to);
    }

    private void Compare(Planes to, Op op, LeafPlanes leaf, int offset)
    {
        var compare = (CompareNode)op.Node!;
        if (op.Parts[0].Slot >= 0 || op.Parts[1].Slot >= 0)
        {
            CompareRanges(to, compare, op, leaf, offset);
            return;
        }
        var left = leaf.Left == null ? null : leaf.Left + (offset * 64);
        var right = leaf.Right == null ? null : leaf.Right + (offset * 64);
        if (left != null && right != null)
        {
            Kernels.Compare(to, left, right, compare.Op, stride: 1);
        }
        else if (left != null && compare.Right is ConstOperand constant)
        {
            new Span<double>(_constants, 4).Fill(constant.Value);
            Kernels.Compare(to, left, _constants, compare.Op, stride: 0);
        }
        else if (right != null && compare.Left is ConstOperand first)
        {
            new Span<double>(_constants, 4).Fill(first.Value);
            Kernels.Compare(to, right, _constants, Mirror(compare.Op), stride: 0);
        }
        else
        {
            Const(to, compare is { Left: ConstOperand a, Right: ConstOperand b } && !double.IsNaN(a.Value) && !double.IsNaN(b.Value)
                ? ScoreRange.Compare(new(a.Value, a.Value), compare.Op, new(b.Value, b.Value))
                : Outcome.Unknown);
        }
    }

    private static CompareOp Mirror(CompareOp op) => op switch
    {
        CompareOp.Less => CompareOp.Greater,
        CompareOp.LessOrEqual => CompareOp.GreaterOrEqual,
        CompareOp.Greater => CompareOp.Less,
        CompareOp.GreaterOrEqual => CompareOp.LessOrEqual,
        _ => op,
    };

    /// <summary>A comparison with a score: record by record over ranges.</summary>
    private void CompareRanges(Planes to, CompareNode compare, Op op, LeafPlanes leaf, int offset)
    {
        for (var w = 0; w < Words; w++)
        {
            ulong yes = 0, no = 0;
            for (var i = 0; i < 64; i++)
            {
                var record = (w * 64) + i;
                var left = Range(compare.Left, op.Parts[0], leaf.Left, offset, record);
                var right = Range(compare.Right, op.Parts[1], leaf.Right, offset, record);
                var outcome = double.IsNaN(left.Least) || double.IsNaN(right.Least) ? Outcome.Unknown : ScoreRange.Compare(left, compare.Op, right);
                yes |= outcome == Outcome.Yes ? 1UL << i : 0;
                no |= outcome == Outcome.No ? 1UL << i : 0;
            }
            (to.Yes[w], to.No[w]) = (yes, no);
        }
    }

    private ScoreRange Range(Operand operand, SlotRef slot, double* column, int offset, int record)
    {
        if (slot.Slot >= 0)
        {
            var low = Numbers(slot.Slot);
            return new ScoreRange(low[record], low[record + Records]);
        }
        var value = operand is ConstOperand constant ? constant.Value : column == null ? double.NaN : column[(offset * 64) + record];
        return new ScoreRange(value, value);
    }

    private void Score(Op op, int slot, int offset)
    {
        var low = Numbers(slot);
        var high = low + Records;
        switch (op.Score)
        {
            case BoundSum sum:
                Sum(sum, op, _leaves[slot], low, high, offset);
                break;
            case BoundReduction reduction:
                var of = Numbers(op.Parts[0].Slot);
                var when = Of(op.Parts[1]);
                for (var i = 0; i < Records; i++)
                {
                    var bit = 1UL << (i & 63);
                    var outcome = (when.Yes[i >> 6] & bit) != 0 ? Outcome.Yes : (when.No[i >> 6] & bit) != 0 ? Outcome.No : Outcome.Unknown;
                    var range = TreeWalk.Reduce(reduction, new ScoreRange(of[i], of[i + Records]), outcome);
                    (low[i], high[i]) = (range.Least, range.Greatest);
                }
                break;
            case BoundSteps steps:
                var whole = Numbers(op.Parts[0].Slot);
                for (var i = 0; i < Records; i++)
                {
                    var range = TreeWalk.StepsOf(steps, new ScoreRange(whole[i], whole[i + Records]));
                    (low[i], high[i]) = (range.Least, range.Greatest);
                }
                break;
            default:
                throw new InvalidOperationException(op.Score?.GetType().Name);
        }
    }

    private void Sum(BoundSum sum, Op op, LeafPlanes leaf, double* low, double* high, int offset)
    {
        new Span<double>(low, Records).Clear();
        new Span<double>(high, Records).Clear();
        for (var item = 0; item < sum.Items.Count; item++)
        {
            if (sum.Items[item].When is not null)
            {
                AddCondition(Of(op.Parts[item]), sum.Items[item].Points, sum.BlankIsZero, low, high);
            }
            else
            {
                AddAnswer(sum.Items[item], leaf.Items[item], sum.BlankIsZero, low, high, offset);
            }
        }
        if (sum.Cap is { } cap)
        {
            for (var i = 0; i < Records; i++)
            {
                (low[i], high[i]) = (Math.Min(cap, low[i]), Math.Min(cap, high[i]));
            }
        }
    }

    private static void AddCondition(Planes when, double points, bool blankIsZero, double* low, double* high)
    {
        for (var w = 0; w < Words; w++)
        {
            Kernels.AddWhere(when.Yes[w], low + (w * 64), high + (w * 64), points, points);
            if (!blankIsZero)
            {
                Kernels.AddWhere(~(when.Yes[w] | when.No[w]), low + (w * 64), high + (w * 64), Math.Min(0, points), Math.Max(0, points));
            }
        }
    }

    private static void AddAnswer(BoundItem item, LeafPlanes leaf, bool blankIsZero, double* low, double* high, int offset)
    {
        var unanswered = item.Unanswered;
        // An answer's own sum comes first and joins the total at once, as in the tree walk and in SQL: fractions added in another order round differently.
        var own = stackalloc double[64];
        for (var w = 0; w < Words; w++)
        {
            new Span<double>(own, 64).Clear();
            for (var v = 0; v < leaf.Values.Length; v++)
            {
                if (leaf.Values[v] != 0 && item.ValuePoints[v] != 0)
                {
                    Kernels.AddWhere(((ulong*)leaf.Values[v])[offset + w], own, item.ValuePoints[v]);
                }
            }
            for (var i = 0; i < 64; i++)
            {
                low[(w * 64) + i] += own[i];
                high[(w * 64) + i] += own[i];
            }
            if (!blankIsZero)
            {
                Kernels.AddWhere(leaf.Known == null ? ulong.MaxValue : ~leaf.Known[offset + w], low + (w * 64), high + (w * 64), unanswered.Least, unanswered.Greatest);
            }
        }
    }
}

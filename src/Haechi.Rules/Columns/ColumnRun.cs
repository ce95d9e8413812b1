using System.Runtime.CompilerServices;
using Haechi.Rules.Books;
using Haechi.Rules.Evaluation;

namespace Haechi.Rules.Columns;

/// <summary>Runs a program over columns, block by block, on as many threads as asked. The result does not depend on the number of threads.</summary>
public sealed class ColumnRun
{
    private readonly ColumnProgram _program;
    private readonly FactColumns _facts;
    private readonly LeafPlanes[] _leaves;

    private ColumnRun(ColumnProgram program, FactColumns facts)
    {
        (_program, _facts) = (program, facts);
        _leaves = [.. program.Ops.Select(op => LeafPlanes.Bind(op, program.Dated, facts))];
    }

    /// <summary>Evaluates the rules in <paramref name="rules"/> (by index), or all, for every record.</summary>
    /// <param name="program">The compiled rules.</param>
    /// <param name="facts">The facts.</param>
    /// <param name="rules">Which outcomes to keep; null for all.</param>
    /// <param name="threads">Threads to use; 0 for one for each core.</param>
    public static IReadOnlyDictionary<int, OutcomeColumn> Evaluate(ColumnProgram program, FactColumns facts, IReadOnlyCollection<int>? rules = null, int threads = 0)
    {
        var wanted = (rules ?? [.. Enumerable.Range(0, program.Rules.Count)]).ToDictionary(r => r, r => program.Rules[r]);
        var results = wanted.ToDictionary(w => w.Key, w => new OutcomeColumn(facts.Count, program.Ops[w.Value.Slot].HasReview));
        new ColumnRun(program, facts).Execute([.. wanted.Select(w => (w.Value, results[w.Key]))], threads);
        return results;
    }

    /// <summary>Evaluates one slot: the body of a quantifier over the records of all lists.</summary>
    internal static OutcomeColumn Evaluate(ColumnProgram program, SlotRef slot, FactColumns facts)
    {
        var result = new OutcomeColumn(facts.Count, program.Ops[slot.Slot].HasReview);
        new ColumnRun(program, facts).Execute([(slot, result)], 1);
        return result;
    }

    private void Execute((SlotRef Slot, OutcomeColumn Result)[] outputs, int threads)
    {
        var blocks = Plane.WordsFor(_facts.Count) / Plane.BlockWords;
        var workers = Math.Clamp(threads == 0 ? Environment.ProcessorCount : threads, 1, blocks);
        if (workers == 1)
        {
            using var run = new BlockRun(_program, _leaves);
            run.Run(0, blocks, outputs);
        }
        else
        {
            // Small portions, so that a slow core does not leave the others waiting; each portion writes its own words only.
            var portion = Math.Clamp(blocks / (workers * 8), 1, 64);
            Parallel.For(0, (blocks + portion - 1) / portion, new ParallelOptions { MaxDegreeOfParallelism = workers }, () => new BlockRun(_program, _leaves),
                (p, _, run) =>
                {
                    run.Run(p * portion, Math.Min(blocks, (p + 1) * portion), outputs);
                    return run;
                },
                run => run.Dispose());
        }
        Array.ForEach(outputs, o => o.Result.ClearPadding());
        GC.KeepAlive(_facts);
    }
}

/// <summary>Where an instruction finds its facts: pointers to the first word of whole columns.</summary>
internal sealed unsafe class LeafPlanes
{
    private readonly object?[] _alive;

    private LeafPlanes(params object?[] alive) => _alive = alive;

    /// <summary>Known records of a choice, or 0 when there is no such column.</summary>
    public ulong* Known { get; private init; }

    /// <summary>The planes of the wanted values; for a sum those of every value, 0 where the column lacks one.</summary>
    public nint[] Values { get; private init; } = [];

    /// <summary>Left and right values of a comparison; null when that side is no column.</summary>
    public double* Left { get; private init; }

    public double* Right { get; private init; }

    /// <summary>The outcome of a quantifier, ready.</summary>
    public OutcomeColumn? Ready { get; private init; }

    /// <summary>The items of a sum that are questions.</summary>
    public LeafPlanes[] Items { get; private init; } = [];

    public static LeafPlanes Bind(Op op, DatedRules dated, FactColumns facts) => op.Kind switch
    {
        OpKind.Choice => op.Node is BoolNode b ? Choice(facts, b.Question, [ChoiceColumn.True])
            : op.Node is ChoiceNode c ? Choice(facts, c.Question, [.. c.Wanted.Select(w => c.Question.Values[w].Id)])
            : throw new InvalidOperationException(op.Node?.GetType().Name),
        OpKind.Compare => Compare((CompareNode)op.Node!, facts),
        OpKind.Quantifier => new LeafPlanes { Ready = QuantifierColumns.Evaluate((QuantifierNode)op.Node!, dated, facts) },
        OpKind.Sum => new LeafPlanes { Items = [.. ((BoundSum)op.Score!).Items.Select(i => i.When is null ? Choice(facts, i.Question!, [.. i.Question!.Values.Select(v => v.Id)]) : new LeafPlanes())] },
        _ => new LeafPlanes(),
    };

    private static LeafPlanes Choice(FactColumns facts, Question question, string[] ids)
    {
        if (!facts.Columns.TryGetValue(question.Id, out var found) || found is not ChoiceColumn column)
        {
            return new LeafPlanes();
        }
        var planes = ids.Select(id => column.Values.GetValueOrDefault(id)).ToArray();
        return new LeafPlanes(column) { Known = column.Known.Pointer, Values = [.. planes.Select(p => p is null ? 0 : (nint)p.Pointer)] };
    }

    private static LeafPlanes Compare(CompareNode compare, FactColumns facts)
    {
        var (left, right) = (Column(compare.Left, facts), Column(compare.Right, facts));
        return new LeafPlanes(left, right)
        {
            Left = left is null ? null : (double*)Unsafe.AsPointer(ref left.Values[0]),
            Right = right is null ? null : (double*)Unsafe.AsPointer(ref right.Values[0]),
        };
    }

    private static NumberColumn? Column(Operand operand, FactColumns facts) =>
        operand is FactOperand fact && facts.Columns.TryGetValue(fact.Question.Id, out var column) ? column as NumberColumn : null;

    /// <summary>Keeps what the pointers point to.</summary>
    public void KeepAlive() => GC.KeepAlive(_alive);
}

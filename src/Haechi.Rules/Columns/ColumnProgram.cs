using Haechi.Rules.Evaluation;

namespace Haechi.Rules.Columns;

/// <summary>What one instruction computes. The slot that it writes has its own number.</summary>
internal enum OpKind
{
    Const, Choice, Compare, And, Or, Decide, Quantifier, Sum, Reduce, Steps,
}

/// <summary>A slot, read as it is or with yes and no swapped.</summary>
internal readonly record struct SlotRef(int Slot, bool Negated);

/// <summary>One instruction. <paramref name="HasReview"/>: its slot may hold review.</summary>
internal sealed record Op(OpKind Kind, Node? Node, BoundScore? Score, IReadOnlyList<SlotRef> Parts, bool HasReview);

/// <summary>
/// The rules of one day as a list of instructions over whole columns: equal conditions are computed once, a negation costs nothing, and naming a rule is
/// reading its slot.
/// </summary>
public sealed class ColumnProgram
{
    private readonly List<Op> _ops = [];
    private readonly Dictionary<(OpKind, Node?, BoundScore?, string), int> _known = [];
    private readonly SlotRef[] _rules;
    private readonly int[] _exceptions;
    private readonly int[] _scores;
    private readonly DatedRules _dated;

    private ColumnProgram(DatedRules dated, bool exceptions = false)
    {
        _dated = dated;
        var next = dated.Rules.Count;
        _exceptions = new int[dated.Rules.Count];
        for (var r = 0; exceptions && r < dated.Rules.Count; r++)
        {
            (_exceptions[r], next) = (next, next + dated.Rules[r].Exceptions.Count);
        }
        _rules = new SlotRef[next];
        _scores = new int[dated.Scores.Count];
    }

    internal IReadOnlyList<Op> Ops => _ops;

    /// <summary>The slots of the rules, by rule index; behind them those of the exceptions.</summary>
    internal IReadOnlyList<SlotRef> Rules => _rules;

    internal DatedRules Dated => _dated;

    /// <summary>Number of instructions, for those who want to know what a book costs.</summary>
    public int Length => _ops.Count;

    /// <summary>The index under which a run gives the outcome of an exception of a rule; only in a program that was compiled with exceptions.</summary>
    public int IndexOfException(int rule, int exception) => _exceptions[rule] > 0 && (uint)exception < (uint)_dated.Rules[rule].Exceptions.Count ? _exceptions[rule] + exception
        : throw new ArgumentOutOfRangeException(nameof(exception), exception, "the program was compiled without exceptions, or the rule has no such exception");

    /// <summary>Compiles all rules, or those named and what they need. <paramref name="exceptions"/>: the exceptions of all rules too (<see cref="IndexOfException"/>); not together with <paramref name="rules"/>.</summary>
    public static ColumnProgram Compile(DatedRules dated, IReadOnlyCollection<int>? rules = null, bool exceptions = false)
    {
        if (exceptions && rules is not null)
        {
            throw new ArgumentException("exceptions are compiled with all rules only", nameof(exceptions));
        }
        var program = new ColumnProgram(dated, exceptions);
        var needed = rules is null ? dated.Set.Order : Cone.Of(dated, rules).Order;
        foreach (var (isScore, index) in needed)
        {
            if (isScore)
            {
                program._scores[index] = program.AddScore(dated.Scores[index]);
            }
            else
            {
                program._rules[index] = program.Add(dated.Rules[index].Value);
            }
        }
        for (var r = 0; exceptions && r < dated.Rules.Count; r++)
        {
            for (var e = 0; e < dated.Rules[r].Exceptions.Count; e++)
            {
                program._rules[program._exceptions[r] + e] = program.Add(dated.Rules[r].Exceptions[e].When);
            }
        }
        return program;
    }

    /// <summary>Compiles one condition over the fields of a list.</summary>
    internal static (ColumnProgram Program, SlotRef Result) CompileBody(DatedRules dated, Node body)
    {
        var program = new ColumnProgram(dated);
        return (program, program.Add(body));
    }

    private SlotRef Add(Node node) => node switch
    {
        RuleNode rule => _rules[rule.Rule],
        NotNode not => Negate(Add(not.Inner)),
        AndNode and => Join(OpKind.And, and.Parts),
        OrNode or => Join(OpKind.Or, or.Parts),
        DecideNode decide => Join(OpKind.Decide, [decide.Review, decide.Yes, decide.No]),
        ConstNode => Emit(OpKind.Const, node, null, []),
        QuantifierNode => Emit(OpKind.Quantifier, node, null, []),
        CompareNode compare => Emit(OpKind.Compare, node, null, [.. ScoreSlots(compare)]),
        _ => Emit(OpKind.Choice, node, null, []),
    };

    private IEnumerable<SlotRef> ScoreSlots(CompareNode compare) =>
        new[] { compare.Left, compare.Right }.Select(o => o is ScoreOperand score ? new SlotRef(_scores[score.Score], false) : new SlotRef(-1, false));

    private static SlotRef Negate(SlotRef slot) => slot with { Negated = !slot.Negated };

    private SlotRef Join(OpKind kind, IReadOnlyList<Node> parts) => Emit(kind, null, null, [.. parts.Select(Add)]);

    private int AddScore(BoundScore score) => score switch
    {
        BoundSum sum => Emit(OpKind.Sum, null, sum, [.. sum.Items.Select(i => i.When is { } when ? Add(when) : new SlotRef(-1, false))]).Slot,
        BoundReduction reduction => Emit(OpKind.Reduce, null, reduction, [new SlotRef(_scores[reduction.Of], false), Add(reduction.When)]).Slot,
        BoundSteps steps => Emit(OpKind.Steps, null, steps, [new SlotRef(_scores[steps.Of], false)]).Slot,
        _ => throw new InvalidOperationException(score.GetType().Name),
    };

    private SlotRef Emit(OpKind kind, Node? node, BoundScore? score, IReadOnlyList<SlotRef> parts)
    {
        var key = (kind, node, score, string.Join(',', parts.Select(p => p.Negated ? ~p.Slot : p.Slot)));
        if (!_known.TryGetValue(key, out var slot))
        {
            var review = kind switch
            {
                OpKind.Decide => true,
                OpKind.Const => ((ConstNode)node!).Value == Outcome.Review,
                OpKind.Quantifier or OpKind.Choice or OpKind.Compare or OpKind.Sum or OpKind.Reduce or OpKind.Steps => false,
                _ => parts.Any(p => _ops[p.Slot].HasReview),
            };
            _known[key] = slot = _ops.Count;
            _ops.Add(new Op(kind, node, score, parts, review));
        }
        return new SlotRef(slot, false);
    }
}

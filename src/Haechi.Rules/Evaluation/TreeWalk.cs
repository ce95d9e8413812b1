namespace Haechi.Rules.Evaluation;

/// <summary>
/// Evaluates one record by walking the bound conditions. Rules come in an order in which each finds what it needs; nesting inside a condition is limited by
/// its parser, so the walk needs little stack.
/// </summary>
public sealed class TreeWalk
{
    private readonly DatedRules _rules;
    private readonly Cell[] _row;
    private readonly Outcome[] _outcomes;
    private readonly ScoreRange[] _scores;

    private TreeWalk(DatedRules rules, Cell[] row)
    {
        (_rules, _row) = (rules, row);
        _outcomes = new Outcome[rules.Rules.Count];
        _scores = new ScoreRange[rules.Scores.Count];
    }

    /// <summary>The outcome of each rule, by index.</summary>
    public IReadOnlyList<Outcome> Outcomes => _outcomes;

    /// <summary>The range of each score, by index.</summary>
    public IReadOnlyList<ScoreRange> Scores => _scores;

    /// <summary>Evaluates every rule and score of <paramref name="rules"/> on a row of facts (see <see cref="FactRow"/>).</summary>
    public static TreeWalk Run(DatedRules rules, Cell[] row) => Run(rules, row, rules.Set.Order);

    /// <summary>Evaluates only the rules and scores in <paramref name="order"/>, which must be closed under need.</summary>
    internal static TreeWalk Run(DatedRules rules, Cell[] row, IReadOnlyList<(bool IsScore, int Index)> order)
    {
        var walk = new TreeWalk(rules, row);
        walk.Again(order);
        return walk;
    }

    /// <summary>Evaluates once more, after the row has been changed in place.</summary>
    internal void Again(IReadOnlyList<(bool IsScore, int Index)> order)
    {
        for (var i = 0; i < order.Count; i++)
        {
            var (isScore, index) = order[i];
            if (isScore)
            {
                _scores[index] = Sum(_rules.Scores[index]);
            }
            else
            {
                _outcomes[index] = Evaluate(_rules.Rules[index].Value);
            }
        }
    }

    /// <summary>The outcome of any bound condition on this record, after the rules have been evaluated.</summary>
    public Outcome Evaluate(Node node) => Evaluate(node, _row);

    internal Outcome Evaluate(Node node, Cell[] row)
    {
        switch (node)
        {
            case ConstNode constant:
                return constant.Value;
            case BoolNode fact:
                return row[fact.Index] is { Known: true } b ? Of(b.Number != 0) : Outcome.Unknown;
            case ChoiceNode choice:
                return EvaluateChoice(choice, row[choice.Index]);
            case CompareNode compare:
                return EvaluateCompare(compare, row);
            case RuleNode rule:
                return _outcomes[rule.Rule];
            case NotNode not:
                return Logic.Not(Evaluate(not.Inner, row));
            case AndNode and:
                return Fold(and.Parts, row, Outcome.Yes, Outcome.No, Logic.And);
            case OrNode or:
                return Fold(or.Parts, row, Outcome.No, Outcome.Yes, Logic.Or);
            case DecideNode decide:
                return Logic.Decide(Evaluate(decide.Review, row), Evaluate(decide.Yes, row), Evaluate(decide.No, row));
            case QuantifierNode quantifier:
                return EvaluateQuantifier(quantifier, row[quantifier.Index]);
            default:
                throw new InvalidOperationException(node.GetType().Name);
        }
    }

    private Outcome Fold(IReadOnlyList<Node> parts, Cell[] row, Outcome start, Outcome stop, Func<Outcome, Outcome, Outcome> join)
    {
        var outcome = start;
        for (var i = 0; i < parts.Count && outcome != stop; i++)
        {
            outcome = join(outcome, Evaluate(parts[i], row));
        }
        return outcome;
    }

    private static Outcome EvaluateChoice(ChoiceNode choice, Cell cell)
    {
        if (!cell.Known)
        {
            return Outcome.Unknown;
        }
        foreach (var wanted in choice.Wanted)
        {
            if (cell.Members is { } members ? Array.BinarySearch(members, wanted) >= 0 : (int)cell.Number == wanted)
            {
                return Outcome.Yes;
            }
        }
        return Outcome.No;
    }

    private Outcome EvaluateCompare(CompareNode compare, Cell[] row) =>
        RangeOf(compare.Left, row) is { } left && RangeOf(compare.Right, row) is { } right ? ScoreRange.Compare(left, compare.Op, right) : Outcome.Unknown;

    internal ScoreRange? RangeOf(Operand operand, Cell[] row) => operand switch
    {
        FactOperand fact => row[fact.Index] is { Known: true } cell ? new ScoreRange(cell.Number, cell.Number) : null,
        ConstOperand constant => double.IsNaN(constant.Value) ? null : new ScoreRange(constant.Value, constant.Value),
        ScoreOperand score => _scores[score.Score],
        _ => throw new InvalidOperationException(operand.GetType().Name),
    };

    private Outcome EvaluateQuantifier(QuantifierNode quantifier, Cell cell)
    {
        if (cell is not { Known: true, Records: { } records })
        {
            return Outcome.Unknown;
        }
        var outcome = Of(quantifier.All);
        foreach (var record in records)
        {
            var one = Evaluate(quantifier.Body, record);
            outcome = quantifier.All ? Logic.And(outcome, one) : Logic.Or(outcome, one);
        }
        return outcome;
    }

    private ScoreRange Sum(BoundScore score)
    {
        switch (score)
        {
            case BoundSum sum:
                var total = new ScoreRange(0, 0);
                foreach (var item in sum.Items)
                {
                    var range = RangeOf(item, sum.BlankIsZero);
                    total = new ScoreRange(total.Least + range.Least, total.Greatest + range.Greatest);
                }
                return sum.Cap is { } cap ? new ScoreRange(Math.Min(cap, total.Least), Math.Min(cap, total.Greatest)) : total;
            case BoundReduction reduction:
                return Reduce(reduction, _scores[reduction.Of], Evaluate(reduction.When));
            case BoundSteps steps:
                return StepsOf(steps, _scores[steps.Of]);
            default:
                throw new InvalidOperationException(score.GetType().Name);
        }
    }

    internal ScoreRange RangeOf(BoundItem item, bool blankIsZero)
    {
        if (item.When is { } when)
        {
            return Evaluate(when) switch
            {
                Outcome.Yes => new ScoreRange(item.Points, item.Points),
                Outcome.No => default,
                _ => blankIsZero ? default : new ScoreRange(Math.Min(0, item.Points), Math.Max(0, item.Points)),
            };
        }
        var cell = _row[item.Index];
        if (cell.Known)
        {
            var points = cell.Members is { } members ? members.Sum(m => item.ValuePoints[m]) : cell.Number == Cell.Undeclared ? 0 : item.ValuePoints[(int)cell.Number];
            return new ScoreRange(points, points);
        }
        return blankIsZero ? default : item.Unanswered;
    }

    /// <summary>A score less its share, rounded half up, when the condition holds; both ways when that is not known.</summary>
    internal static ScoreRange Reduce(BoundReduction reduction, ScoreRange of, Outcome when)
    {
        double Less(double x) => Math.Floor(((1 - reduction.By) * x) + 0.5);
        var reduced = new ScoreRange(Math.Min(Less(of.Least), Less(of.Greatest)), Math.Max(Less(of.Least), Less(of.Greatest)));
        return when switch
        {
            Outcome.Yes => reduced,
            Outcome.No => of,
            _ => new ScoreRange(Math.Min(of.Least, reduced.Least), Math.Max(of.Greatest, reduced.Greatest)),
        };
    }

    /// <summary>Every step that the range touches counts, not only those at its ends: steps may fall again.</summary>
    internal static ScoreRange StepsOf(BoundSteps steps, ScoreRange of)
    {
        var (least, greatest) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var (upTo, step) in steps.Steps)
        {
            if (upTo is not { } end || of.Least <= end)
            {
                (least, greatest) = (Math.Min(least, step), Math.Max(greatest, step));
                if (upTo is null || of.Greatest <= upTo)
                {
                    break;
                }
            }
        }
        return new ScoreRange(least, greatest);
    }

    private static Outcome Of(bool value) => value ? Outcome.Yes : Outcome.No;
}

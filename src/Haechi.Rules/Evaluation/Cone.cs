using Haechi.Rules.Books;

namespace Haechi.Rules.Evaluation;

/// <summary>Everything that a rule, or several, lean on: rules and scores in order, questions, and the values that its conditions tell apart.</summary>
internal sealed class Cone
{
    private readonly DatedRules _rules;
    private readonly HashSet<(bool IsScore, int Index)> _needed = [];
    private readonly SortedDictionary<int, SortedSet<double>> _values = [];

    private Cone(DatedRules rules) => _rules = rules;

    /// <summary>The rules and scores, each after what it needs.</summary>
    public IReadOnlyList<(bool IsScore, int Index)> Order { get; private set; } = [];

    /// <summary>The questions, ascending, each with the value indexes, numbers or day numbers that conditions name.</summary>
    public IReadOnlyDictionary<int, SortedSet<double>> Values => _values;

    /// <summary>True when two questions are compared with each other, or a list is looked into: values cannot be told apart one by one.</summary>
    public bool Entangled { get; private set; }

    public static Cone Of(DatedRules rules, params IEnumerable<int> ofRules)
    {
        var cone = new Cone(rules);
        foreach (var rule in ofRules)
        {
            cone.Need((false, rule));
        }
        cone.Order = [.. rules.Set.Order.Where(cone._needed.Contains)];
        return cone;
    }

    private void Need((bool IsScore, int Index) thing)
    {
        if (!_needed.Add(thing))
        {
            return;
        }
        if (!thing.IsScore)
        {
            Add(_rules.Rules[thing.Index].Value);
            return;
        }
        switch (_rules.Scores[thing.Index])
        {
            case BoundSum sum:
                foreach (var item in sum.Items)
                {
                    AddItem(item);
                }
                break;
            case BoundReduction reduction:
                Need((true, reduction.Of));
                Add(reduction.When);
                break;
            case BoundSteps steps:
                Need((true, steps.Of));
                break;
            default:
                break;
        }
    }

    private void AddItem(BoundItem item)
    {
        if (item.When is { } when)
        {
            Add(when);
            return;
        }
        ValuesOf(item.Index).UnionWith(Enumerable.Range(0, item.ValuePoints.Count).Select(i => (double)i));
    }

    private void Add(Node node)
    {
        switch (node)
        {
            case BoolNode fact:
                ValuesOf(fact.Index).UnionWith([0, 1]);
                break;
            case ChoiceNode choice:
                ValuesOf(choice.Index).UnionWith(choice.Wanted.Select(w => (double)w));
                break;
            case QuantifierNode quantifier:
                ValuesOf(quantifier.Index);
                Entangled = true;
                break;
            case CompareNode compare:
                AddCompare(compare);
                break;
            case RuleNode rule:
                Need((false, rule.Rule));
                break;
            case NotNode not:
                Add(not.Inner);
                break;
            case AndNode and:
                and.Parts.ToList().ForEach(Add);
                break;
            case OrNode or:
                or.Parts.ToList().ForEach(Add);
                break;
            case DecideNode decide:
                Add(decide.Review);
                Add(decide.Yes);
                Add(decide.No);
                break;
            default:
                break;
        }
    }

    private void AddCompare(CompareNode compare)
    {
        var facts = new[] { compare.Left, compare.Right }.OfType<FactOperand>().ToList();
        foreach (var score in new[] { compare.Left, compare.Right }.OfType<ScoreOperand>())
        {
            Need((true, score.Score));
        }
        foreach (var fact in facts)
        {
            var values = ValuesOf(fact.Index);
            if ((ReferenceEquals(fact, compare.Left) ? compare.Right : compare.Left) is ConstOperand { Value: var value } && !double.IsNaN(value))
            {
                values.Add(value);
            }
            else
            {
                Entangled = true;
            }
        }
    }

    /// <summary>Each threshold, a value below the first, one between each two and one above the last: within these gaps no condition can tell values apart.</summary>
    private static IEnumerable<double> Between(Question question, SortedSet<double> thresholds)
    {
        var dates = question.Type == QuestionType.Date;
        double Step(double value) => dates || Math.Abs(value) < 1e6 ? 1 : Math.Abs(value) / 2;
        var values = new SortedSet<double>(thresholds) { question.Min ?? (thresholds.Min - Step(thresholds.Min)), question.Max ?? (thresholds.Max + Step(thresholds.Max)) };
        foreach (var (low, high) in values.Zip(values.Skip(1)).ToList())
        {
            values.Add(dates ? Math.Floor((low + high) / 2) : low + ((high - low) / 2));
        }
        return values.Where(v => (question.Min is not { } a || v >= a) && (question.Max is not { } b || v <= b) && (!dates || v is >= 0 and < 3_652_059));
    }

    private SortedSet<double> ValuesOf(int question)
    {
        if (!_values.TryGetValue(question, out var values))
        {
            _values[question] = values = [];
        }
        return values;
    }

    /// <summary>The cells that a question can have as far as the conditions can tell: every enum value, every combination of the named set members, …</summary>
    public IReadOnlyList<Cell> Cells(int question)
    {
        var (q, named) = (_rules.Set.Questions[question], _values[question]);
        return q.Type switch
        {
            QuestionType.Bool => [new Cell(true, 0, null, null), new Cell(true, 1, null, null)],
            QuestionType.Enum => [.. Enumerable.Range(q.Open ? Cell.Undeclared : 0, q.Values.Count + (q.Open ? 1 : 0)).Select(i => new Cell(true, i, null, null))],
            QuestionType.Set when named.Count <= 12 => [.. Subsets([.. named.Select(v => (int)v)])],
            // Too many to combine: none, each alone, all.
            QuestionType.Set => [.. SimpleCells(question), new Cell(true, 0, [.. named.Select(v => (int)v)], null)],
            QuestionType.Number or QuestionType.Date when named.Count > 0 => [.. Between(q, named).Select(v => new Cell(true, v, null, null))],
            _ => [],
        };
    }

    /// <summary>The same without the combinations: of a set, none and each named member alone. Larger sets repeat what one of their members does.</summary>
    public IReadOnlyList<Cell> SimpleCells(int question) =>
        _rules.Set.Questions[question].Type == QuestionType.Set
            ? [new Cell(true, 0, [], null), .. _values[question].Select(v => new Cell(true, 0, [(int)v], null))]
            : Cells(question);

    private static IEnumerable<Cell> Subsets(int[] members) =>
        Enumerable.Range(0, 1 << members.Length).Select(bits => new Cell(true, 0, [.. members.Where((_, i) => ((bits >> i) & 1) == 1)], null));

    /// <summary>True when <see cref="Cells"/> of every question together leave nothing out.</summary>
    public bool IsEnumerable => !Entangled && _values.All(v => _rules.Set.Questions[v.Key].Type != QuestionType.Set || v.Value.Count <= 12);
}

using Haechi.Rules;
using Haechi.Rules.Books;
using Haechi.Rules.Evaluation;

namespace Haechi.Outside.Tests.Support;

/// <summary>The numbers and days that the conditions compare a question with, on some days: facts are most telling around them.</summary>
internal sealed class Thresholds
{
    private readonly Dictionary<Question, SortedSet<double>> _values = new(ReferenceEqualityComparer.Instance);
    private readonly SortedSet<double> _numbers = [0, 1];
    private readonly SortedSet<double> _days = [];

    private Thresholds()
    {
    }

    public static Thresholds Of(IEnumerable<DatedRules> days)
    {
        var thresholds = new Thresholds();
        foreach (var rules in days)
        {
            thresholds._days.Add(rules.Day.DayNumber);
            foreach (var node in rules.Rules.SelectMany(r => r.Exceptions.Select(e => e.When).Prepend(r.Value)).Concat(rules.Scores.SelectMany(Conditions)))
            {
                thresholds.Add(node);
            }
        }
        return thresholds;
    }

    /// <summary>The values to choose from for a number or date question; those of all questions when nothing compares it with a constant.</summary>
    public IReadOnlyCollection<double> For(Question question) =>
        _values.TryGetValue(question, out var own) ? own : question.Type == QuestionType.Date ? _days : _numbers;

    private static IEnumerable<Node> Conditions(BoundScore score) => score switch
    {
        BoundSum sum => sum.Items.Select(i => i.When).OfType<Node>(),
        BoundReduction reduction => [reduction.When],
        _ => [],
    };

    private void Add(Node node)
    {
        switch (node)
        {
            case CompareNode compare:
                Add(compare.Left, compare.Right);
                Add(compare.Right, compare.Left);
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
                new[] { decide.Review, decide.Yes, decide.No }.ToList().ForEach(Add);
                break;
            case QuantifierNode quantifier:
                Add(quantifier.Body);
                break;
            default:
                break;
        }
    }

    private void Add(Operand fact, Operand other)
    {
        if (fact is not FactOperand { Question: var question } || other is not ConstOperand { Value: var value } || double.IsNaN(value))
        {
            return;
        }
        if (!_values.TryGetValue(question, out var values))
        {
            _values[question] = values = [];
        }
        values.Add(value);
        (question.Type == QuestionType.Date ? _days : _numbers).Add(value);
    }
}

using Haechi.Rules.Duties;
using Haechi.Rules.Evaluation;

namespace Haechi.Rules.Explaining;

/// <summary>
/// Which missing fact to ask for next: the one that stands in the way of the most undecided outcomes, divided by the cost of answering it.
/// Ties go to the id in ordinal order, so that the order does not change from version to version.
/// </summary>
public static class NextQuestion
{
    /// <summary>The ids of the missing facts of one record, best first.</summary>
    public static IReadOnlyList<string> For(Determination determination) => Rank(Blocking(determination), determination.Rules.Set);

    /// <summary>
    /// The missing facts that one class hangs on, best first: the one that most of the unknown rules behind the class hang on, divided by its cost. None when the class is
    /// not unknown.
    /// </summary>
    public static IReadOnlyList<string> ForClass(Determination determination, string id)
    {
        if (determination.Classes.All(c => c.Words.Id != id || c.Outcome != Outcome.Unknown))
        {
            return [];
        }
        var missing = new MissingFacts(determination);
        foreach (var rule in determination.Rules.Rules.Where(r => r.Rule.Class == id && determination.OutcomeOf(r.Index) == Outcome.Unknown))
        {
            missing.OfRule(rule.Index);
        }
        return Rank(missing.ByRule.Values.SelectMany(q => q).CountBy(q => q).ToDictionary(), determination.Rules.Set);
    }

    /// <summary>The same over many records: counts are added up.</summary>
    public static IReadOnlyList<(string Question, int Outcomes)> ForAll(IEnumerable<Determination> determinations, BookSet set)
    {
        var total = new Dictionary<int, int>();
        foreach (var determination in determinations)
        {
            foreach (var (question, count) in Blocking(determination))
            {
                total[question] = total.GetValueOrDefault(question) + count;
            }
        }
        return [.. Rank(total, set).Select(id => (id, total[set.IndexOfQuestion(id)]))];
    }

    private static List<string> Rank(Dictionary<int, int> blocking, BookSet set) =>
        [.. blocking.OrderByDescending(b => b.Value / set.Questions[b.Key].Cost).ThenBy(b => set.Questions[b.Key].Id, StringComparer.Ordinal).Select(b => set.Questions[b.Key].Id)];

    /// <summary>For each missing fact that still matters, the number of undecided outcomes it stands in the way of.</summary>
    private static Dictionary<int, int> Blocking(Determination determination)
    {
        var blocking = new Dictionary<int, int>();
        var missing = new MissingFacts(determination);
        void Count(IEnumerable<int> questions)
        {
            foreach (var question in questions)
            {
                blocking[question] = blocking.GetValueOrDefault(question) + 1;
            }
        }
        foreach (var rule in determination.Rules.Rules.Where(r => r.HasConsequence))
        {
            switch (determination.OutcomeOf(rule.Index))
            {
                case Outcome.Unknown:
                    Count(missing.OfRule(rule.Index));
                    break;
                case Outcome.Yes:
                    Count(rule.Exceptions.SelectMany(e => missing.Of(e.When)).Distinct());
                    break;
                default:
                    break;
            }
        }
        foreach (var question in determination.Duties.Where(d => d.State == DutyState.Owed).Select(d => d.Due.WaitsFor).OfType<string>())
        {
            Count([determination.Rules.Set.IndexOfQuestion(question)]);
        }
        return blocking;
    }
}

/// <summary>Finds the missing facts that an unknown outcome hangs on. A branch that is already decided hangs on nothing.</summary>
internal sealed class MissingFacts(Determination determination)
{
    private readonly Dictionary<int, HashSet<int>> _rules = [];
    private readonly Dictionary<int, HashSet<int>> _scores = [];

    /// <summary>Every rule looked at so far with the facts that it hangs on.</summary>
    public IReadOnlyDictionary<int, HashSet<int>> ByRule => _rules;

    public IReadOnlyCollection<int> OfRule(int rule)
    {
        if (!_rules.TryGetValue(rule, out var found))
        {
            _rules[rule] = found = [];
            found.UnionWith(Of(determination.Rules.Rules[rule].Value));
        }
        return found;
    }

    public IEnumerable<int> Of(Node node)
    {
        if (determination.Walk.Evaluate(node) != Outcome.Unknown)
        {
            return [];
        }
        return node switch
        {
            BoolNode fact => [fact.Index],
            ChoiceNode choice => [choice.Index],
            QuantifierNode quantifier => [quantifier.Index],
            CompareNode compare => Of(compare.Left).Concat(Of(compare.Right)),
            RuleNode rule => OfRule(rule.Rule),
            NotNode not => Of(not.Inner),
            AndNode and => and.Parts.SelectMany(Of),
            OrNode or => or.Parts.SelectMany(Of),
            DecideNode decide => Of(decide.Review).Concat(Of(decide.Yes)).Concat(Of(decide.No)),
            _ => [],
        };
    }

    private HashSet<int> Of(Operand operand) => operand switch
    {
        FactOperand fact when !determination.Row[fact.Index].Known => [fact.Index],
        ScoreOperand score => OfScore(score.Score),
        _ => [],
    };

    private HashSet<int> OfScore(int index)
    {
        if (_scores.TryGetValue(index, out var found))
        {
            return found;
        }
        _scores[index] = found = [];
        switch (determination.Rules.Scores[index])
        {
            case BoundSum { BlankIsZero: false } sum:
                found.UnionWith(sum.Items.SelectMany(i => i.When is { } when ? Of(when) : determination.Row[i.Index].Known ? [] : [i.Index]));
                break;
            case BoundReduction reduction:
                found.UnionWith(OfScore(reduction.Of).Concat(Of(reduction.When)));
                break;
            case BoundSteps steps:
                found.UnionWith(OfScore(steps.Of));
                break;
            default:
                break;
        }
        return found;
    }
}

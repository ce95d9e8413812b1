using Haechi.Rules.Evaluation;
using Haechi.Rules.Export;
using Haechi.Rules.Facts;

namespace Haechi.Rules.Explaining;

/// <summary>One step of a reason: a condition, its outcome, and the steps that it rests on. Only those that matter for the outcome are kept.</summary>
/// <param name="Text">The condition in the syntax of rulebooks.</param>
/// <param name="Outcome">Its outcome.</param>
/// <param name="Parts">What it rests on.</param>
/// <param name="Rule">The rule, when the step is a rule.</param>
/// <param name="Facts">The facts that the condition itself looks at.</param>
/// <param name="Repeated">True for a rule whose reasons were given further up.</param>
public sealed record Reason(string Text, Outcome Outcome, IReadOnlyList<Reason> Parts, DatedRule? Rule, IReadOnlyList<UsedFact> Facts, bool Repeated)
{
    /// <summary>Every fact used in this step and below, each once.</summary>
    public IEnumerable<UsedFact> AllFacts() => Facts.Concat(Parts.SelectMany(p => p.AllFacts())).DistinctBy(f => f.Question);
}

/// <summary>A fact that a reason uses. <paramref name="Value"/> is null when it is unknown.</summary>
public sealed record UsedFact(string Question, FactValue? Value);

/// <summary>Finds the reasons of outcomes. One instance remembers which rules it has explained, so that nothing is said twice.</summary>
internal sealed class ReasonFinder(Determination determination)
{
    private readonly HashSet<int> _told = [];

    public Reason OfRule(int index)
    {
        var rule = determination.Rules.Rules[index];
        var outcome = determination.OutcomeOf(index);
        var first = _told.Add(index);
        return new Reason(rule.Rule.Id, outcome, first && rule.Version is not null ? Parts(rule.Value, outcome) : [], rule, [], !first);
    }

    /// <summary>The reason of any condition.</summary>
    public Reason Of(Node node)
    {
        var outcome = determination.Walk.Evaluate(node);
        return node switch
        {
            RuleNode rule => OfRule(rule.Rule),
            NotNode not => Of(not.Inner) is var inner && inner.Parts.Count == 0 && inner.Rule is null ? inner with { Text = NodeText.Of(node), Outcome = outcome } : new Reason(NodeText.Of(node), outcome, [inner], null, [], false),
            BoolNode fact => Leaf(node, outcome, fact.Question.Id),
            ChoiceNode choice => Leaf(node, outcome, choice.Question.Id),
            QuantifierNode quantifier => Leaf(node, outcome, quantifier.List.Id),
            CompareNode compare => Compare(compare, outcome),
            ConstNode => new Reason(NodeText.Of(node), outcome, [], null, [], false),
            _ => new Reason(NodeText.Of(node), outcome, Parts(node, outcome), null, [], false),
        };
    }

    /// <summary>The parts that an outcome rests on: one no is enough for "no" of all, every part is needed for "yes" of all, and so on.</summary>
    private List<Reason> Parts(Node node, Outcome outcome) => node switch
    {
        AndNode and => [.. and.Parts.Where(p => outcome == Outcome.Yes || determination.Walk.Evaluate(p) == outcome).Select(Of)],
        OrNode or => [.. or.Parts.Where(p => outcome == Outcome.No || determination.Walk.Evaluate(p) == outcome).Select(Of)],
        DecideNode decide => [.. Judged(decide, outcome).Where(p => p is not ConstNode).Select(Of)],
        _ => [Of(node)],
    };

    private IEnumerable<Node> Judged(DecideNode decide, Outcome outcome)
    {
        Outcome At(Node node) => determination.Walk.Evaluate(node);
        return outcome switch
        {
            Outcome.Yes => [decide.Yes],
            Outcome.No => [decide.Yes, decide.No],
            Outcome.Review when At(decide.Review) is Outcome.Yes or Outcome.Review => [decide.Review],
            Outcome.Review => [decide.Yes, decide.No],
            _ => new[] { decide.Review, decide.Yes, decide.No }.Where(n => At(n) == Outcome.Unknown),
        };
    }

    private Reason Compare(CompareNode compare, Outcome outcome)
    {
        var sides = new[] { compare.Left, compare.Right };
        var facts = sides.OfType<FactOperand>().Select(f => Used(f.Question.Id)).ToList();
        var scores = sides.OfType<ScoreOperand>().Select(s => Score(s.Score)).ToList();
        return new Reason(NodeText.Of(compare), outcome, scores, null, facts, false);
    }

    private Reason Score(int index)
    {
        var range = determination.Walk.Scores[index];
        var score = determination.Rules.Scores[index];
        var shown = range.IsExact ? Numbers.Show(range.Least) : $"{Numbers.Show(range.Least)}…{Numbers.Show(range.Greatest)}";
        var facts = score is BoundSum sum ? sum.Items.Where(i => i.Question is not null).Select(i => Used(i.Question!.Id)).ToList() : [];
        var parts = score switch
        {
            BoundSum items => items.Items.Where(i => i.When is not null && determination.Walk.Evaluate(i.When) == Outcome.Yes)
                .Select(i => Of(i.When!) is var r ? r with { Text = $"{Numbers.Show(i.Points)}: {r.Text}" } : null!).ToList(),
            BoundReduction reduction => [Score(reduction.Of), Of(reduction.When)],
            BoundSteps steps => [Score(steps.Of)],
            _ => [],
        };
        return new Reason($"{score.Id} = {shown}", range.IsExact ? Outcome.Yes : Outcome.Unknown, parts, null, facts, false);
    }

    private Reason Leaf(Node node, Outcome outcome, string question) => new(NodeText.Of(node), outcome, [], null, [Used(question)], false);

    private UsedFact Used(string question) => new(question, determination.Record[question]);
}

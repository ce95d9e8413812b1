using Haechi.Rules.Evaluation;

namespace Haechi.Outside.Tests.Agreement;

/// <summary>Finds the rules that lean on a score with <c>blank: 0</c>, at whatever distance.</summary>
internal sealed class BlankScores
{
    private readonly DatedRules _rules;
    private readonly HashSet<int> _scores = [];

    public BlankScores(DatedRules rules)
    {
        _rules = rules;
        // Each round goes one step further away from the scores; it ends when a round finds nothing new.
        for (var found = -1; found != Rules.Count + _scores.Count;)
        {
            found = Rules.Count + _scores.Count;
            _scores.UnionWith(Enumerable.Range(0, rules.Scores.Count).Where(s => Leans(rules.Scores[s])));
            Rules.UnionWith(rules.Rules.Where(r => Leans(r.Value)).Select(r => r.Index));
        }
    }

    public HashSet<int> Rules { get; } = [];

    private bool Leans(BoundScore score) => score switch
    {
        BoundSum sum => sum.BlankIsZero || sum.Items.Any(i => i.When is { } when && Leans(when)),
        BoundReduction reduction => _scores.Contains(reduction.Of) || Leans(reduction.When),
        BoundSteps steps => _scores.Contains(steps.Of),
        _ => false,
    };

    private bool Leans(Node node) => node switch
    {
        RuleNode rule => Rules.Contains(rule.Rule),
        NotNode not => Leans(not.Inner),
        AndNode and => and.Parts.Any(Leans),
        OrNode or => or.Parts.Any(Leans),
        DecideNode decide => Leans(decide.Review) || Leans(decide.Yes) || Leans(decide.No),
        CompareNode compare => new[] { compare.Left, compare.Right }.OfType<ScoreOperand>().Any(s => _scores.Contains(s.Score)),
        _ => false,
    };
}

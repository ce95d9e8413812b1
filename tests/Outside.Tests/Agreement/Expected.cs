using Haechi.Rules;
using Haechi.Rules.Evaluation;

namespace Haechi.Outside.Tests.Agreement;

/// <summary>What the tree walk says of every record: the yardstick for the others.</summary>
internal sealed class Expected
{
    private readonly Outcome[] _outcomes;
    private readonly ScoreRange[] _scores;

    private Expected(DatedRules rules, int records)
    {
        Rules = rules;
        Records = records;
        _outcomes = new Outcome[rules.Rules.Count * records];
        _scores = new ScoreRange[rules.Scores.Count * records];
    }

    public DatedRules Rules { get; }

    public int Records { get; }

    public static Expected Of(DatedRules rules, Cell[][] rows)
    {
        var expected = new Expected(rules, rows.Length);
        for (var record = 0; record < rows.Length; record++)
        {
            var walk = TreeWalk.Run(rules, rows[record]);
            for (var r = 0; r < walk.Outcomes.Count; r++)
            {
                expected._outcomes[(r * rows.Length) + record] = walk.Outcomes[r];
            }
            for (var s = 0; s < walk.Scores.Count; s++)
            {
                expected._scores[(s * rows.Length) + record] = walk.Scores[s];
            }
        }
        return expected;
    }

    public Outcome Outcome(int rule, int record) => _outcomes[(rule * Records) + record];

    public ScoreRange Score(int score, int record) => _scores[(score * Records) + record];

    public string IdOf(int rule) => Rules.Rules[rule].Rule.Id;
}

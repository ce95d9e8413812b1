using Haechi.Rules.Books;
using Haechi.Rules.Evaluation;

namespace Haechi.Rules.Checks;

/// <summary>Shows that a rule is never yes, or never no, by going through every combination of answers that its conditions can tell apart.</summary>
internal static class Reachability
{
    private const int MostCombinations = 20_000;

    /// <summary>Looks at the rules of a book that no test has shown to be both yes and no, on their last day of change.</summary>
    public static void Check(BookSet set, Rulebook book, HashSet<(string Rule, Outcome Outcome)> seen, Findings findings)
    {
        var day = set.Edges().LastOrDefault(new DateOnly(2026, 1, 1));
        var rules = set.On(day);
        foreach (var rule in rules.Rules.Where(r => r.Book == book && r.Version is not null && !(seen.Contains((r.Rule.Id, Outcome.Yes)) && seen.Contains((r.Rule.Id, Outcome.No)))))
        {
            if (Found(rules, rule.Index) is not { } found)
            {
                continue;
            }
            if (!found.Contains(Outcome.Yes) && !seen.Contains((rule.Rule.Id, Outcome.Yes)))
            {
                findings.Warning("never-true", rule.Rule.Place, $"규칙 '{rule.Rule.Id}'은(는) 어떤 답에도 '예'가 되지 않습니다.", $"the rule '{rule.Rule.Id}' is never yes, whatever the answers");
            }
            if (!found.Contains(Outcome.No) && !seen.Contains((rule.Rule.Id, Outcome.No)))
            {
                findings.Warning("never-false", rule.Rule.Place, $"규칙 '{rule.Rule.Id}'은(는) 어떤 답에도 '아니요'가 되지 않습니다.", $"the rule '{rule.Rule.Id}' is never no, whatever the answers");
            }
        }
    }

    /// <summary>The outcomes that occur, or null when there are too many combinations to go through or no rule of the cone can be enumerated.</summary>
    private static HashSet<Outcome>? Found(DatedRules rules, int rule)
    {
        var cone = Cone.Of(rules, rule);
        if (!cone.IsEnumerable)
        {
            return null;
        }
        var cells = cone.Values.Keys.Select(q => (Question: q, Cells: cone.Cells(q))).ToList();
        if (cells.Aggregate(1.0, (n, c) => n * c.Cells.Count) > MostCombinations)
        {
            return null;
        }
        var found = new HashSet<Outcome>();
        var row = new Cell[rules.Set.Questions.Count];
        var at = new int[cells.Count];
        while (true)
        {
            for (var i = 0; i < at.Length; i++)
            {
                row[cells[i].Question] = cells[i].Cells[at[i]];
            }
            found.Add(TreeWalk.Run(rules, row, cone.Order).Outcomes[rule]);
            var next = 0;
            while (next < at.Length && ++at[next] == cells[next].Cells.Count)
            {
                at[next++] = 0;
            }
            if (next == at.Length || (found.Contains(Outcome.Yes) && found.Contains(Outcome.No)))
            {
                return found;
            }
        }
    }
}

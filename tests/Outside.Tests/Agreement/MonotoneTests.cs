using System.Globalization;
using Haechi.Outside.Tests.Support;
using Haechi.Rules;
using Haechi.Rules.Evaluation;

namespace Haechi.Outside.Tests.Agreement;

/// <summary>
/// Knowing less never turns a yes into a no or a no into a yes: it can only become unknown or review. The one way out is a score whose source says that an unanswered
/// item counts as 0 (<c>blank: 0</c>), and what leans on such a score.
/// </summary>
public sealed class MonotoneTests(ITestOutputHelper output)
{
    [Fact]
    public void Forgetting_a_fact_turns_no_real_rule_or_class_round_unless_it_leans_on_blank_scores()
    {
        var (all, broken) = (0L, new SortedDictionary<string, int>(StringComparer.Ordinal));
        var lean = 0;
        foreach (var books in RealBooks.All)
        {
            var rules = books.Set.On(new DateOnly(2026, 11, 22));
            var blank = new BlankScores(rules);
            lean += blank.Rules.Count;
            all += Forget(rules, books.Thresholds, 150, (id, byBlank) =>
            {
                Assert.True(byBlank, $"{books.Name}: {id} turned round when a fact was forgotten");
                broken[id] = broken.GetValueOrDefault(id) + 1;
            }, blank);
        }
        Figures.Add("real books, one fact forgotten", string.Create(CultureInfo.InvariantCulture,
            $"{all:N0} record-rule results compared; turned round: {(broken.Count == 0 ? "none" : string.Join(", ", broken.Select(b => $"{b.Key} ({b.Value})")))}; {lean} rules lean on scores with blank: 0"), output);
    }

    [Fact]
    public void Forgetting_a_fact_turns_no_rule_of_a_random_book_round()
    {
        var all = 0L;
        for (var seed = 0; seed < 100; seed++)
        {
            var rules = RandomBooks.Set(seed, withBlank: false).On(new DateOnly(2026, 11, 23));
            all += Forget(rules, Thresholds.Of([rules]), 60, (id, _) => Assert.Fail($"seed {seed}: {id} turned round when a fact was forgotten"), new BlankScores(rules));
        }
        Figures.Add("100 random books without blank: 0, one fact forgotten", string.Create(CultureInfo.InvariantCulture, $"{all:N0} record-rule results compared; turned round: none"), output);
    }

    /// <summary>Forgets a dozen facts of each record, one at a time, and tells which rules and classes turned round.</summary>
    private static long Forget(DatedRules rules, Thresholds thresholds, int records, Action<string, bool> turned, BlankScores blank)
    {
        var compared = 0L;
        var random = new Random(11);
        foreach (var row in new RandomFacts(thresholds, 11).Rows(rules.Set.Questions, records))
        {
            var before = TreeWalk.Run(rules, row).Outcomes;
            for (var i = 0; i < 12; i++)
            {
                if (Without(row, random) is { } less)
                {
                    compared += before.Count;
                    Compare(rules, before, TreeWalk.Run(rules, less).Outcomes, turned, blank);
                }
            }
        }
        return compared;
    }

    private static void Compare(DatedRules rules, IReadOnlyList<Outcome> before, IReadOnlyList<Outcome> after, Action<string, bool> turned, BlankScores blank)
    {
        for (var r = 0; r < before.Count; r++)
        {
            if (IsTurn(before[r], after[r]))
            {
                turned(rules.Rules[r].Rule.Id, blank.Rules.Contains(r));
            }
        }
        foreach (var members in rules.Rules.Where(r => r.Rule.Class is not null).GroupBy(r => r.Rule.Class))
        {
            Outcome Of(IReadOnlyList<Outcome> outcomes) => members.Aggregate(Outcome.No, (o, m) => Logic.Or(o, outcomes[m.Index]));
            if (IsTurn(Of(before), Of(after)))
            {
                turned($"class {members.Key}", members.Any(m => blank.Rules.Contains(m.Index)));
            }
        }
    }

    private static bool IsTurn(Outcome before, Outcome after) => (before, after) is (Outcome.Yes, Outcome.No) or (Outcome.No, Outcome.Yes);

    /// <summary>The row without one of its known facts, or without one known field of a list's record; null when the draw fell on an unknown one.</summary>
    private static Cell[]? Without(Cell[] row, Random random)
    {
        var at = random.Next(row.Length);
        if (!row[at].Known)
        {
            return null;
        }
        var less = (Cell[])row.Clone();
        less[at] = row[at].Records is { Length: > 0 } records && random.Next(2) == 0
            ? row[at] with { Records = [.. records.Select((r, i) => i == 0 ? Without(r, random) ?? r : r)] }
            : default;
        return less;
    }
}

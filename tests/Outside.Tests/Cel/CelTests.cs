using System.Globalization;
using System.Text.Json;
using Haechi.Outside.Tests.Support;
using Haechi.Rules;
using Haechi.Rules.Evaluation;
using Haechi.Rules.Export;

namespace Haechi.Outside.Tests.Cel;

/// <summary>
/// Rules exported as CEL and evaluated by cel-js, which absorbs errors in &amp;&amp; and || as the CEL specification asks, so that records with missing facts are
/// compared too. True is yes, false is no, null is review. An error is unknown; under a judgement it may also be review, because CEL has no logic for null and
/// does not look past an unknown review condition.
/// </summary>
public sealed class CelTests(ITestOutputHelper output)
{
    [Fact]
    public async Task CelJs_agrees_with_the_tree_walk_on_the_real_books()
    {
        var tally = new Counts();
        foreach (var books in RealBooks.All)
        {
            await Compare(books.Set.On(new DateOnly(2026, 11, 22)), books.Thresholds, 300, seed: 5, tally);
        }
        Figures.Add("real books, cel-js", tally.Shown, output);
    }

    [Fact]
    public async Task CelJs_agrees_with_the_tree_walk_on_random_books()
    {
        var tally = new Counts();
        for (var seed = 300; seed < 310; seed++)
        {
            var rules = RandomBooks.Set(seed).On(new DateOnly(2026, 11, 23));
            await Compare(rules, Thresholds.Of([rules]), 300, seed, tally);
        }
        Figures.Add("10 random books, cel-js", tally.Shown, output);
    }

    private static async Task Compare(DatedRules rules, Thresholds thresholds, int records, int seed, Counts tally)
    {
        var library = Checkout.NodeFile("@marcbachmann", "cel-js", "lib", "index.js");
        var exported = CelWriter.Rules(rules);
        var rows = new RandomFacts(thresholds, seed).Rows(rules.Set.Questions, records);
        var input = rows.Select(r => FactJson.Of(rules.Set.Questions, r)).Prepend(JsonSerializer.Serialize(exported.Select(e => new[] { e.Rule, e.Expression })));
        var answer = await OtherProgram.Run("node", [Path.Combine(Checkout.Root, "tests", "Outside.Tests", "Cel", "evaluate.mjs"), library], string.Join('\n', input) + "\n");
        var lines = answer.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(exported.Count == 0 ? 0 : records, lines.Length);
        var indexes = exported.Select(e => rules.Find(e.Rule)!.Index).ToArray();
        var canReview = indexes.Select(i => SqlWriter.HasReview(rules, i)).ToArray();
        for (var record = 0; record < lines.Length; record++)
        {
            var outcomes = TreeWalk.Run(rules, rows[record]).Outcomes;
            for (var r = 0; r < indexes.Length; r++)
            {
                var (ours, theirs) = (outcomes[indexes[r]], lines[record][r]);
                Assert.True(Agree(ours, theirs, canReview[r]), $"{exported[r].Rule}: tree {ours}, cel-js {theirs}\n{exported[r].Expression}\n{FactJson.Of(rules.Set.Questions, rows[record])}");
                tally.Add(theirs);
            }
        }
    }

    private static bool Agree(Outcome ours, char theirs, bool canReview) => theirs switch
    {
        'y' => ours == Outcome.Yes,
        'n' => ours == Outcome.No,
        'r' => ours == Outcome.Review,
        'e' => ours == Outcome.Unknown || (canReview && ours == Outcome.Review),
        _ => false,
    };

    private sealed class Counts
    {
        private readonly SortedDictionary<char, long> _counts = [];

        public string Shown => string.Create(CultureInfo.InvariantCulture,
            $"{_counts.Values.Sum():N0} record-rule results, 0 differences (true {_counts.GetValueOrDefault('y'):N0}, false {_counts.GetValueOrDefault('n'):N0}, null {_counts.GetValueOrDefault('r'):N0}, error {_counts.GetValueOrDefault('e'):N0})");

        public void Add(char letter) => _counts[letter] = _counts.GetValueOrDefault(letter) + 1;
    }
}

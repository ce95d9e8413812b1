using System.Globalization;
using System.Text;
using Haechi.Rules.Converting;
using Haechi.Rules.Facts;

namespace Haechi.Rules.Tests.Converting;

/// <summary>Random trees with loops, compared with a plain walk that follows one set of answers at a time.</summary>
public sealed class RandomTreeTests
{
    private const int Labels = 4;

    private sealed record Exit(int? IfLabel, bool Negated, int Target, bool Ends);

    private sealed record Answer(int[] Labels, Exit[] Exits);

    [Theory]
    [InlineData(1, 150)]
    [InlineData(2, 150)]
    public void Every_walk_of_a_random_tree_comes_out_the_same(int seed, int trees)
    {
        var random = new Random(seed);
        var converted = 0;
        for (var n = 0; n < trees; n++)
        {
            var tree = Enumerable.Range(0, random.Next(2, 7)).Select(_ => Enumerable.Range(0, random.Next(1, 4)).Select(_ => RandomAnswer(random, 6)).ToArray()).ToArray();
            var (book, findings) = Conversion.OfText(RulebookConverter.DecisionTree, Yaml(tree));
            var all = AllAnswers(tree).Select(a => (Given: a, Walk: Walk(tree, a))).ToList();
            if (all.Exists(w => w.Walk is null))
            {
                Assert.Contains(findings.All, f => f.Code == "circle");
                continue;
            }
            Assert.True(book is not null, string.Join('\n', findings.All.Select(f => f.ToLine("en"))));
            converted++;
            var set = book.Load();
            foreach (var (given, walk) in all)
            {
                Check(set, given, walk!, random);
            }
        }
        Assert.True(converted > trees / 5, $"only {converted} trees end");
    }

    private static void Check(BookSet set, int[] given, HashSet<string> walk, Random random)
    {
        var whole = Outcomes(set, given.Select((a, q) => (q, a)));
        Assert.All(whole, c => Assert.Equal(walk.Contains(c.Key) ? Outcome.Yes : Outcome.No, c.Value));
        var partly = Outcomes(set, given.Select((a, q) => (q, a)).Where(_ => random.Next(3) > 0));
        Assert.All(partly.Where(c => c.Value != Outcome.Unknown), c => Assert.Equal(whole[c.Key], c.Value));
    }

    private static Dictionary<string, Outcome> Outcomes(BookSet set, IEnumerable<(int Question, int Answer)> given) =>
        Conversion.Classes(Determination.Of(set.On(Conversion.Day), new FactRecord("1", given.ToDictionary(g => $"q{g.Question}", g => (FactValue)new TextFact($"{g.Answer}")))));

    private static Answer RandomAnswer(Random random, int targets)
    {
        var exits = Enumerable.Range(0, random.Next(0, 3)).Select(_ => new Exit(random.Next(Labels), random.Next(2) == 0, random.Next(targets), random.Next(3) == 0));
        var otherwise = random.Next(6) == 0 ? [] : new[] { new Exit(null, false, random.Next(targets), random.Next(2) == 0) };
        var labels = Enumerable.Range(0, Labels).Where(_ => random.Next(4) == 0).ToArray();
        Exit[] all = [.. exits, .. otherwise];
        return new Answer(labels, all.Length > 0 ? all : [new Exit(null, false, 0, true)]);
    }

    /// <summary>The classes that the walk gives; null when it never ends.</summary>
    private static HashSet<string>? Walk(Answer[][] tree, int[] given)
    {
        var (at, labels, result) = (0, new HashSet<int>(), new HashSet<string>());
        for (var step = 0; step < 1000; step++)
        {
            var answer = tree[at][given[at]];
            labels.UnionWith(answer.Labels);
            var exit = Array.Find(answer.Exits, e => e.IfLabel is not { } label || labels.Contains(label) != e.Negated);
            if (exit is { Ends: false })
            {
                at = exit.Target % tree.Length;
                continue;
            }
            result.Add(exit is null ? "no-conclusion" : $"conclusion/c{exit.Target}");
            result.UnionWith(labels.Select(l => $"l{l}"));
            return result;
        }
        return null;
    }

    private static IEnumerable<int[]> AllAnswers(Answer[][] tree)
    {
        IEnumerable<int[]> all = [[]];
        foreach (var question in tree)
        {
            all = all.SelectMany(a => Enumerable.Range(0, question.Length).Select(i => (int[])[.. a, i]));
        }
        return all;
    }

    private static string Yaml(Answer[][] tree)
    {
        var yaml = new StringBuilder("name: Random\nquestions:\n");
        for (var q = 0; q < tree.Length; q++)
        {
            yaml.Append(CultureInfo.InvariantCulture, $"  - questionId: q{q}\n    question: Q\n    answers:\n");
            foreach (var answer in tree[q])
            {
                yaml.Append(CultureInfo.InvariantCulture, $"      - answer: A\n        labels: [{string.Join(", ", answer.Labels.Select(l => $"l{l}"))}]\n        redirects:\n");
                foreach (var exit in answer.Exits)
                {
                    var condition = exit.IfLabel is { } label ? $", if: '{(exit.Negated ? "!(" : "(")}\"l{label}\" in labels)'" : "";
                    yaml.Append(exit.Ends ? $"          - {{nextConclusionId: c{exit.Target}{condition}}}\n" : $"          - {{nextQuestionId: q{exit.Target % tree.Length}{condition}}}\n");
                }
            }
        }
        return yaml.Append("conclusions:\n").AppendJoin("", Enumerable.Range(0, 6).Select(c => $"  - {{conclusionId: c{c}, conclusion: C}}\n")).ToString();
    }
}

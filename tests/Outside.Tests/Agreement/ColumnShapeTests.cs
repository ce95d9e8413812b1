using System.Globalization;
using Haechi.Outside.Tests.Support;
using Haechi.Rules;
using Haechi.Rules.Columns;
using Haechi.Rules.Evaluation;

namespace Haechi.Outside.Tests.Agreement;

/// <summary>The number of records and of threads changes nothing in what columns say.</summary>
public sealed class ColumnShapeTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(2047)]
    [InlineData(2048)]
    [InlineData(2049)]
    [InlineData(5000)]
    public void The_last_word_and_the_last_block_need_not_be_full(int records)
    {
        var tally = new Tally();
        for (var seed = 100; seed < 104; seed++)
        {
            var (rules, rows) = Random(seed, records);
            Comparison.Compare([rules], rows, tally);
            foreach (var (_, outcome) in ColumnRun.Evaluate(ColumnProgram.Compile(rules), FactColumns.OfRows(rows, rules.Set.Questions)))
            {
                var (yes, no, review, unknown) = outcome.Counts();
                Assert.Equal(records, yes + no + review + unknown);
                Assert.True(unknown >= 0);
            }
        }
        output.WriteLine(tally.Figures);
        Assert.True(tally.Differences == 0, tally.Differing);
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bytes()
    {
        var words = 0L;
        for (var seed = 200; seed < 204; seed++)
        {
            var (rules, rows) = Random(seed, 30_001);
            var (program, facts) = (ColumnProgram.Compile(rules), FactColumns.OfRows(rows, rules.Set.Questions));
            var one = ColumnRun.Evaluate(program, facts, threads: 1);
            foreach (var threads in new[] { 2, 3, 8 })
            {
                var many = ColumnRun.Evaluate(program, facts, threads: threads);
                words += one.Sum(o => Same(o.Value, many[o.Key]));
            }
        }
        Figures.Add("columns, 1 thread against 2, 3 and 8", words.ToString("N0", CultureInfo.InvariantCulture) + " words of 64 records, all the same", output);
    }

    private static int Same(OutcomeColumn a, OutcomeColumn b)
    {
        Assert.True(a.Yes.Words.SequenceEqual(b.Yes.Words) && a.No.Words.SequenceEqual(b.No.Words));
        Assert.Equal(a.Review is null, b.Review is null);
        Assert.True(a.Review is null || a.Review.Words.SequenceEqual(b.Review!.Words));
        return a.Yes.Words.Length * (a.Review is null ? 2 : 3);
    }

    private static (DatedRules Rules, Cell[][] Rows) Random(int seed, int records)
    {
        var rules = RandomBooks.Set(seed).On(new DateOnly(2026, 11, 23));
        return (rules, new RandomFacts(Thresholds.Of([rules]), seed).Rows(rules.Set.Questions, records));
    }
}

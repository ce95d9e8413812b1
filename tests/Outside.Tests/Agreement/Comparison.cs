using Haechi.Outside.Tests.Databases;
using Haechi.Outside.Tests.Support;
using Haechi.Rules.Columns;
using Haechi.Rules.Evaluation;
using Haechi.Rules.Export;

namespace Haechi.Outside.Tests.Agreement;

/// <summary>Evaluates the same records with the tree walk, the columns and, when one is given, a database, and compares row by row.</summary>
internal static class Comparison
{
    /// <summary>Compares about <paramref name="results"/> record-rule results, spread over the days of <paramref name="books"/>.</summary>
    public static Tally Run(DatedBooks books, long results, int seed, IReferee? referee = null)
    {
        var tally = new Tally();
        var records = (int)Math.Max(1, results / Math.Max(1, books.Days.Count * books.Set.Rules.Count));
        for (var first = 0; first < records; first += 10_000)
        {
            var rows = new RandomFacts(books.Thresholds, seed + first).Rows(books.Set.Questions, Math.Min(10_000, records - first));
            Compare(books.Days, rows, tally, referee);
        }
        return tally;
    }

    public static void Compare(IReadOnlyList<DatedRules> days, Cell[][] rows, Tally tally, IReferee? referee = null)
    {
        var questions = days[0].Set.Questions;
        var facts = FactColumns.OfRows(rows, questions);
        if (referee is not null)
        {
            FactTables.Load(referee, questions, rows);
        }
        foreach (var day in days)
        {
            var expected = Expected.Of(day, rows);
            Columns(expected, facts, tally);
            if (referee is not null)
            {
                Sql(expected, referee, tally);
            }
        }
    }

    private static void Columns(Expected expected, FactColumns facts, Tally tally)
    {
        foreach (var (rule, outcomes) in ColumnRun.Evaluate(ColumnProgram.Compile(expected.Rules), facts))
        {
            for (var record = 0; record < expected.Records; record++)
            {
                tally.OfColumns(expected, rule, record, outcomes[record]);
            }
        }
    }

    private static void Sql(Expected expected, IReferee referee, Tally tally)
    {
        var seen = 0;
        referee.Read(SqlWriter.Statement(expected.Rules), names =>
        {
            var columns = names.Select((n, i) => (n, i)).ToDictionary(c => c.n, c => c.i, StringComparer.Ordinal);
            var rules = expected.Rules.Rules.Select(r => (columns[$"rule/{r.Rule.Id}"], columns.TryGetValue($"review/{r.Rule.Id}", out var i) ? i : -1)).ToArray();
            var scores = expected.Rules.Scores.Select(s => (columns[$"score/{s.Id}/min"], columns[$"score/{s.Id}/max"])).ToArray();
            return (record, row) =>
            {
                seen++;
                Row(expected, record, row, rules, scores, tally);
            };
        });
        Assert.Equal(expected.Records, seen);
    }

    private static void Row(Expected expected, int record, IRow row, (int Value, int Review)[] rules, (int Least, int Greatest)[] scores, Tally tally)
    {
        for (var r = 0; r < rules.Length; r++)
        {
            tally.OfSql(expected, r, record, row.Bool(rules[r].Value), rules[r].Review < 0 ? null : row.Bool(rules[r].Review));
        }
        for (var s = 0; s < scores.Length; s++)
        {
            tally.OfSqlScore(expected, s, record, row.Number(scores[s].Least), row.Number(scores[s].Greatest));
        }
    }
}

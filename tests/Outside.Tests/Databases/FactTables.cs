using System.Globalization;
using Haechi.Rules.Books;
using Haechi.Rules.Evaluation;
using Haechi.Rules.Export;
using Haechi.Rules.Facts;

namespace Haechi.Outside.Tests.Databases;

/// <summary>Puts rows of facts into the tables that <see cref="SqlWriter"/> reads.</summary>
internal static class FactTables
{
    public static void Load(IReferee referee, IReadOnlyList<Question> questions, Cell[][] rows)
    {
        var lists = questions.Select((q, i) => (Question: q, Index: i)).Where(q => q.Question.Type == QuestionType.List).ToList();
        foreach (var table in lists.Select(l => l.Question.Id).Prepend("facts"))
        {
            referee.Execute($"DROP TABLE IF EXISTS {Name(table)}");
        }
        foreach (var statement in SqlWriter.Table(questions).Split(";\n", StringSplitOptions.RemoveEmptyEntries))
        {
            referee.Execute(statement);
        }
        referee.Insert("facts", rows.Select((row, record) => Values(record, questions, row)));
        foreach (var (list, index) in lists)
        {
            referee.Insert(list.Id, rows.SelectMany((row, record) => (row[index].Records ?? []).Select(inner => Values(record, list.Fields, inner))));
            referee.Execute($"CREATE INDEX {Name("of " + list.Id)} ON {Name(list.Id)} (\"record\")");
        }
    }

    private static object?[] Values(int record, IReadOnlyList<Question> questions, Cell[] row)
    {
        var values = new List<object?> { record.ToString(CultureInfo.InvariantCulture) };
        for (var i = 0; i < row.Length; i++)
        {
            values.AddRange(Values(questions[i], row[i]));
        }
        return [.. values];
    }

    private static IEnumerable<object?> Values(Question question, Cell cell)
    {
        if (!cell.Known)
        {
            return SqlWriter.ColumnsOf(question).Select(_ => (object?)null);
        }
        return question.Type switch
        {
            QuestionType.Bool => [cell.Number != 0],
            QuestionType.List => [true],
            QuestionType.Enum => [question.Values[(int)cell.Number].Id],
            QuestionType.Set => question.Values.Select((_, v) => (object?)cell.Members!.Contains(v)),
            QuestionType.Number => [cell.Number],
            QuestionType.Date => [new DateFact(DateOnly.FromDayNumber((int)cell.Number)).Shown],
            _ => [""],
        };
    }

    private static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using Haechi.Rules.Books;
using Haechi.Rules.Evaluation;
using Haechi.Rules.Export;
using Haechi.Rules.Facts;

namespace Haechi.Bench.Rules;

/// <summary>Writes what the peers read: the same facts, the same rules in their languages, and the outcomes to compare theirs with.</summary>
internal sealed class PeerFiles(DatedRules rules, Cell[][] rows, string folder)
{
    /// <summary>Records that the record-at-a-time peers are given.</summary>
    public const int Lines = 20_000;

    /// <summary>Records whose outcomes are compared before anything is timed.</summary>
    public const int Compared = 10_000;

    private IReadOnlyList<Question> Questions => rules.Set.Questions;

    /// <summary>Writes every file anew.</summary>
    public void Write(IReadOnlyList<string> outcomes)
    {
        Directory.CreateDirectory(folder);
        Save("table.sql", SqlWriter.Table(Questions));
        Save("rules.sql", SqlWriter.Statement(rules));
        Save("cel.json", JsonSerializer.Serialize(CelWriter.Rules(rules).Select(r => new { rule = r.Rule, expression = r.Expression })));
        Save("zen-two.json", ZenWriter.TwoValued(rules));
        Save("zen-three.json", ZenWriter.ThreeValued(rules));
        Save("outcomes.json", JsonSerializer.Serialize(new { rules = rules.Rules.Select(r => r.Rule.Id), records = outcomes }));
        Save("questions.json", JsonSerializer.Serialize(Questions.Select(q => new { id = q.Id, type = q.Type.ToString(), values = q.Values.Select(v => v.Id) })));
        WriteCsv();
        WriteLines();
    }

    private void Save(string name, string text) => File.WriteAllText(Path.Combine(folder, name), text);

    /// <summary>A column as in <see cref="SqlWriter.ColumnsOf"/> for every record; an empty cell is NULL.</summary>
    private void WriteCsv()
    {
        using var csv = new StreamWriter(Path.Combine(folder, "facts.csv"), false, new UTF8Encoding(false), 1 << 20);
        csv.Write("record");
        csv.WriteLine(string.Concat(Questions.SelectMany(SqlWriter.ColumnsOf).Select(c => $",{c.Name}")));
        var line = new StringBuilder();
        for (var i = 0; i < rows.Length; i++)
        {
            line.Clear().Append(CultureInfo.InvariantCulture, $"{i}");
            for (var q = 0; q < Questions.Count; q++)
            {
                AppendCells(line, Questions[q], rows[i][q]);
            }
            csv.Write(line.Append('\n'));
        }
    }

    private static void AppendCells(StringBuilder line, Question question, Cell cell)
    {
        if (question.Type != QuestionType.Set)
        {
            line.Append(',').Append(cell.Known ? Text(question, cell) : "");
            return;
        }
        for (var v = 0; v < question.Values.Count; v++)
        {
            line.Append(',').Append(!cell.Known ? "" : Array.IndexOf(cell.Members!, v) >= 0 ? "true" : "false");
        }
    }

    private static string Text(Question question, Cell cell) => question.Type switch
    {
        QuestionType.Bool => cell.Number != 0 ? "true" : "false",
        QuestionType.Enum => question.Values[(int)cell.Number].Id,
        QuestionType.Date => new DateFact(DateOnly.FromDayNumber((int)cell.Number)).Shown,
        _ => Numbers.Show(cell.Number),
    };

    /// <summary>The first records as JSON objects; an unknown fact is absent, a set is a list.</summary>
    private void WriteLines()
    {
        using var file = File.Create(Path.Combine(folder, "facts.jsonl"));
        foreach (var row in rows.Take(Lines))
        {
            using (var json = new Utf8JsonWriter(file))
            {
                WriteRecord(json, row);
            }
            file.WriteByte((byte)'\n');
        }
    }

    private void WriteRecord(Utf8JsonWriter json, Cell[] row)
    {
        json.WriteStartObject();
        for (var q = 0; q < row.Length; q++)
        {
            var (question, cell) = (Questions[q], row[q]);
            switch (question.Type)
            {
                case var _ when !cell.Known:
                    break;
                case QuestionType.Bool:
                    json.WriteBoolean(question.Id, cell.Number != 0);
                    break;
                case QuestionType.Number:
                    json.WriteNumber(question.Id, cell.Number);
                    break;
                case QuestionType.Set:
                    json.WriteStartArray(question.Id);
                    Array.ForEach(cell.Members!, m => json.WriteStringValue(question.Values[m].Id));
                    json.WriteEndArray();
                    break;
                default:
                    json.WriteString(question.Id, Text(question, cell));
                    break;
            }
        }
        json.WriteEndObject();
    }
}

using System.Text;
using System.Text.Json;
using Haechi.Rules.Books;
using Haechi.Rules.Evaluation;
using Haechi.Rules.Facts;

namespace Haechi.Outside.Tests.Support;

/// <summary>Rows of facts as JSON: an unknown fact is absent.</summary>
internal static class FactJson
{
    public static string Of(IReadOnlyList<Question> questions, Cell[] row)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            Write(json, questions, row);
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyList<Question> questions, Cell[] row)
    {
        json.WriteStartObject();
        for (var i = 0; i < row.Length; i++)
        {
            if (row[i].Known)
            {
                json.WritePropertyName(questions[i].Id);
                Write(json, questions[i], row[i]);
            }
        }
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Question question, Cell cell)
    {
        switch (question.Type)
        {
            case QuestionType.Bool:
                json.WriteBooleanValue(cell.Number != 0);
                break;
            case QuestionType.Number:
                json.WriteNumberValue(cell.Number);
                break;
            case QuestionType.Date:
                json.WriteStringValue(new DateFact(DateOnly.FromDayNumber((int)cell.Number)).Shown);
                break;
            case QuestionType.Enum:
                json.WriteStringValue(question.Values[(int)cell.Number].Id);
                break;
            case QuestionType.Set:
                json.WriteStartArray();
                Array.ForEach(cell.Members!, m => json.WriteStringValue(question.Values[m].Id));
                json.WriteEndArray();
                break;
            case QuestionType.List:
                json.WriteStartArray();
                Array.ForEach(cell.Records!, r => Write(json, question.Fields, r));
                json.WriteEndArray();
                break;
            default:
                json.WriteStringValue("text");
                break;
        }
    }
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Haechi.Tower.Register.Tables;

/// <summary>Writes an array of objects, or an object on each line. What was a number, a truth value or null stays one as long as the cell still reads as such.</summary>
internal static class JsonWriting
{
    private static readonly JavaScriptEncoder Readable = JavaScriptEncoder.Create(UnicodeRanges.All);

    public static void Write(SourceTable table, TextWriter output)
    {
        var lines = table.Format == TableFormat.JsonLines;
        output.Write(lines ? "" : "[");
        for (var i = 0; i < table.Rows.Count; i++)
        {
            output.Write(lines ? "" : i == 0 ? "\n  " : ",\n  ");
            output.Write(Object(table, table.Rows[i]));
            output.Write(lines ? "\n" : "");
        }
        output.Write(lines ? "" : "\n]\n");
    }

    private static string Object(SourceTable table, TableLine row)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = Readable, SkipValidation = true }))
        {
            json.WriteStartObject();
            foreach (var column in table.Columns)
            {
                var mark = column.Index < row.Cells.Count ? row.MarkOf(column.Index) : CellMark.Absent;
                var cell = row[column.Index];
                if (mark == CellMark.Absent && cell.Length == 0)
                {
                    continue;
                }
                json.WritePropertyName(column.Header);
                Value(json, cell, mark);
            }
            json.WriteEndObject();
        }
        return System.Text.Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static void Value(Utf8JsonWriter json, string cell, CellMark mark)
    {
        if (mark == CellMark.Null && cell.Length == 0)
        {
            json.WriteNullValue();
        }
        else if (mark == CellMark.Literal && IsJson(cell))
        {
            json.WriteRawValue(cell);
        }
        else
        {
            json.WriteStringValue(cell);
        }
    }

    private static bool IsJson(string cell)
    {
        try
        {
            using var document = JsonDocument.Parse(cell);
            return document.RootElement.ValueKind != JsonValueKind.String;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

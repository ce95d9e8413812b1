using System.Text.Json.Nodes;
using Haechi.Rules.Facts;
using Haechi.Tower.Register.Tables;

namespace Haechi.Tower.Register.Profiles;

/// <summary>Rows as JSON objects, for standards whose records are JSON: blank cells are left out, and a column of lists becomes an array of texts.</summary>
public static class RowJson
{
    /// <summary>A row of a table written through the profile.</summary>
    public static JsonObject Of(Profile profile, IReadOnlyList<string> headers, ProfileRow row)
    {
        var index = new HeaderIndex(headers);
        var lists = profile.Columns.Where(c => c.Facts.Any(f => f.List != ListStyle.Single)).Select(index.Of).ToHashSet();
        var record = new JsonObject();
        for (var i = 0; i < headers.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(row[i]))
            {
                continue;
            }
            record[headers[i]] = lists.Contains(i) ? new JsonArray([.. CellReader.Members(row[i], ListStyle.Json).Select(v => (JsonNode)JsonValue.Create(v))]) : JsonValue.Create(row[i]);
        }
        return record;
    }

    /// <summary>
    /// A record with the words of the profile in their official spelling: a category that is given by its short label, or in other case, is the same category.
    /// </summary>
    public static JsonObject InOfficialWords(Profile profile, JsonObject record)
    {
        var copy = record.DeepClone().AsObject();
        foreach (var column in profile.Columns)
        {
            if (column.Facts is [{ Values: { } values }, ..] && copy[column.Header] is JsonValue cell && cell.TryGetValue<string>(out var text)
                && values.FirstOrDefault(v => Folded.Of(v.Cell) == Folded.Of(text))?.Value is { } meant)
            {
                copy[column.Header] = values.First(v => v.Value == meant).Cell;
            }
        }
        return copy;
    }
}

using System.Globalization;
using System.Text.Json;
using Haechi.Rules.Books;

namespace Haechi.Rules.Facts;

/// <summary>Reads the records of one file of facts.</summary>
internal sealed class RecordReader(string file, IReadOnlyList<Question> questions, Findings findings, ISet<string> unused)
{
    private const long LargestJson = 512L * 1024 * 1024;

    private readonly Dictionary<string, Question> _questions = questions.ToDictionary(q => q.Id, StringComparer.Ordinal);
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    public List<FactRecord> Json()
    {
        if (new FileInfo(file).Length > LargestJson)
        {
            findings.Error("too-large", new Place(file, 0, 0), "파일이 너무 큽니다(512 MB 이하). .jsonl을 쓰십시오.", "the file is over 512 MB; use .jsonl");
            return [];
        }
        using var document = Parse(File.ReadAllText(file), 1);
        return document?.RootElement.ValueKind switch
        {
            null => [],
            JsonValueKind.Array => [.. document.RootElement.EnumerateArray().Select((e, i) => Record(e, i + 1, 1)).OfType<FactRecord>()],
            _ => [.. new[] { Record(document.RootElement, 1, 1) }.OfType<FactRecord>()],
        };
    }

    public List<FactRecord> JsonLines()
    {
        var records = new List<FactRecord>();
        var line = 0;
        foreach (var text in File.ReadLines(file))
        {
            line++;
            if (string.IsNullOrWhiteSpace(text))
            {
                continue;
            }
            using var document = Parse(text, line);
            if (document is not null && Record(document.RootElement, records.Count + 1, line) is { } record)
            {
                records.Add(record);
            }
        }
        return records;
    }

    public List<FactRecord> Csv()
    {
        var table = CsvTable.Read(file, findings);
        var records = new List<FactRecord>();
        foreach (var header in table.Headers.Where(h => h != "id" && !_questions.ContainsKey(h)))
        {
            unused.Add(header);
        }
        foreach (var row in table.Rows)
        {
            var facts = new Dictionary<string, FactValue>(StringComparer.Ordinal);
            for (var c = 0; c < table.Headers.Count && c < row.Cells.Length; c++)
            {
                if (_questions.TryGetValue(table.Headers[c], out var question)
                    && FactReader.ReadText(question, row.Cells[c], new Place(file, row.Line, c + 1), findings) is { } value)
                {
                    facts[question.Id] = value with { Source = $"{Path.GetFileName(file)} {row.Line}행, {table.Headers[c]}" };
                }
            }
            var idColumn = table.IndexOf("id");
            var id = idColumn >= 0 && !_questions.ContainsKey("id") && idColumn < row.Cells.Length ? row.Cells[idColumn].Trim() : "";
            records.Add(new FactRecord(UniqueId(id, records.Count + 1), facts));
        }
        return records;
    }

    private JsonDocument? Parse(string text, int line)
    {
        try
        {
            return JsonDocument.Parse(text, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        }
        catch (JsonException e)
        {
            findings.Error("not-json", new Place(file, line + (int)(e.LineNumber ?? 0), (int)(e.BytePositionInLine ?? 0) + 1), $"JSON으로 읽을 수 없습니다: {e.Message}", $"this is not JSON: {e.Message}");
            return null;
        }
    }

    private FactRecord? Record(JsonElement element, int number, int line)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            findings.Error("wrong-value", new Place(file, line, 1), $"{number}번째 기록이 묶음({{…}})이 아닙니다.", $"record {number} is not an object ({{...}})");
            return null;
        }
        var nested = element.TryGetProperty("facts", out var inner) && inner.ValueKind == JsonValueKind.Object;
        var idIsFact = _questions.ContainsKey("id") && !nested;
        var id = !idIsFact && element.TryGetProperty("id", out var idElement) ? Scalar(idElement) : null;
        var facts = new Dictionary<string, FactValue>(StringComparer.Ordinal);
        foreach (var property in (nested ? inner : element).EnumerateObject().Where(p => nested || idIsFact || p.Name != "id"))
        {
            if (!_questions.TryGetValue(property.Name, out var question))
            {
                unused.Add(property.Name);
            }
            else if (FactReader.Read(question, ToNode(property.Value, new Place($"{file}, {id ?? number.ToString(CultureInfo.InvariantCulture)}, {property.Name}", line, 1)), findings) is { } value)
            {
                facts[property.Name] = value;
            }
        }
        var name = nested && element.TryGetProperty("name", out var nameElement) ? Scalar(nameElement) : null;
        return new FactRecord(UniqueId(id ?? "", number), facts, name);
    }

    private string UniqueId(string id, int number)
    {
        var plain = number.ToString(CultureInfo.InvariantCulture);
        var unique = id.Length == 0 ? plain : id;
        return _ids.Add(unique) ? unique : Taken($"{unique}#{plain}");

        string Taken(string other)
        {
            _ids.Add(other);
            return other;
        }
    }

    private static string? Scalar(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.GetRawText(),
        _ => null,
    };

    private static YamlNode ToNode(JsonElement element, Place place) => element.ValueKind switch
    {
        JsonValueKind.Array => new YamlList(place, [.. element.EnumerateArray().Select(e => ToNode(e, place))]),
        JsonValueKind.Object => new YamlMap(place, [.. element.EnumerateObject().Select(p => (new YamlScalar(place, p.Name, false, 0), ToNode(p.Value, place)))]),
        JsonValueKind.String => new YamlScalar(place, element.GetString()!, Plain: false, 0),
        JsonValueKind.Null => new YamlScalar(place, "null", Plain: true, 0),
        _ => new YamlScalar(place, element.GetRawText(), Plain: true, 0),
    };
}

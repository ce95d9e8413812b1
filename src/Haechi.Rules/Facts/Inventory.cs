using System.Globalization;
using System.Text.Json;

namespace Haechi.Rules.Facts;

/// <summary>
/// An inventory as read: a CSV file (<see cref="CsvTable"/>), or a JSON array of flat objects, whose keys are the columns. Cells are unaltered. In a JSON file the line of a row
/// is the number of the object, from 1; a value that is not a text is kept as written in JSON, and null is blank.
/// </summary>
public sealed class Inventory
{
    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _folded = new(StringComparer.Ordinal);

    private Inventory(string file, IReadOnlyList<string> headers, IReadOnlyList<TableRow> rows)
    {
        (File, Headers, Rows) = (file, headers, rows);
        for (var i = 0; i < headers.Count; i++)
        {
            _columns.TryAdd(headers[i], i);
            var folded = Folded.Of(headers[i]);
            // Two columns that differ only in case or space are told apart by their exact headers alone.
            _folded[folded] = _folded.ContainsKey(folded) ? -1 : i;
        }
    }

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>The headers, each different.</summary>
    public IReadOnlyList<string> Headers { get; }

    /// <summary>The rows that hold any text.</summary>
    public IReadOnlyList<TableRow> Rows { get; }

    /// <summary>The index of a column, by its exact header, else without regard to case and space; -1 when there is none.</summary>
    public int IndexOf(MapColumn column) =>
        _columns.TryGetValue(column.Header, out var exact) ? exact : _folded.GetValueOrDefault(Folded.Of(column.Header), -1);

    /// <summary>An inventory from a table that was read elsewhere. The headers are all different, a repeated one with <c>#2</c> behind it.</summary>
    /// <exception cref="ArgumentException">Two headers are the same.</exception>
    public static Inventory Of(string file, IReadOnlyList<string> headers, IReadOnlyList<TableRow> rows) =>
        headers.Distinct(StringComparer.Ordinal).Count() == headers.Count
            ? new Inventory(file, headers, rows)
            : throw new ArgumentException("headers must all be different; a repeated one carries #2, #3, ...", nameof(headers));

    /// <summary>Reads a file; null when it cannot be used, and everything wrong is in <paramref name="findings"/>.</summary>
    public static Inventory? Read(string file, Findings findings)
    {
        if (!System.IO.File.Exists(file))
        {
            var folder = Directory.Exists(file);
            findings.Error("no-file", new Place(file, 0, 0), folder ? "파일이 아니라 폴더입니다. 목록 파일(.csv, .json)을 주십시오." : "이 파일이 없습니다. 경로를 확인하십시오.",
                folder ? "this is a folder; give the file of an inventory (.csv, .json)" : "there is no such file; check the path");
            return null;
        }
        var before = findings.All.Count(f => f.Severity == Severity.Error);
        if (BeginsAsJson(file))
        {
            return ReadJson(file, findings);
        }
        var table = CsvTable.Read(file, findings);
        return findings.All.Count(f => f.Severity == Severity.Error) > before ? null : new Inventory(file, table.Headers, table.Rows);
    }

    private static bool BeginsAsJson(string file)
    {
        using var reader = new StreamReader(file);
        int c;
        while ((c = reader.Read()) >= 0 && char.IsWhiteSpace((char)c))
        {
        }
        return c is '[' or '{';
    }

    private static Inventory? ReadJson(string file, Findings findings)
    {
        try
        {
            using var stream = System.IO.File.OpenRead(file);
            using var document = JsonDocument.Parse(stream, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            return Records(document.RootElement, file, findings) is { } records ? FromObjects(file, records) : null;
        }
        catch (JsonException e)
        {
            findings.Error("not-json", new Place(file, (int)(e.LineNumber ?? 0) + 1, (int)(e.BytePositionInLine ?? 0) + 1), $"JSON으로 읽을 수 없습니다: {e.Message}", $"this is not JSON: {e.Message}");
        }
        catch (InvalidOperationException e)
        {
            findings.Error("not-json", new Place(file, 0, 0), $"글이 아닌 문자가 들어 있습니다: {e.Message}", $"a text holds something that is no character: {e.Message}");
        }
        return null;
    }

    private static List<JsonElement>? Records(JsonElement root, string file, Findings findings)
    {
        if (root.ValueKind == JsonValueKind.Array && root.EnumerateArray().All(e => e.ValueKind == JsonValueKind.Object))
        {
            return [.. root.EnumerateArray()];
        }
        var inner = root.ValueKind == JsonValueKind.Object
            ? root.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.Array && p.Value.GetArrayLength() > 0).Select(p => p.Name).ToList() : [];
        var (ko, en) = inner.Count == 0 ? ("", "") : ($" '{inner[0]}' 아래의 목록만 따로 저장하여 주십시오.", $" Save the array under '{inner[0]}' by itself.");
        findings.Error("wrong-value", new Place(file, 1, 1), $"JSON 목록은 [{{열: 값, …}}, …] 꼴이어야 합니다.{ko}", $"a JSON inventory is an array of flat objects: [{{\"column\": value, ...}}, ...].{en}");
        return null;
    }

    private static Inventory FromObjects(string file, List<JsonElement> records)
    {
        var headers = new List<string>();
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        var rows = new List<TableRow>();
        foreach (var record in records)
        {
            var cells = new SortedDictionary<int, string>();
            foreach (var property in record.EnumerateObject())
            {
                var name = property.Name.Trim();
                // A key that comes twice in one object is kept like a repeated header.
                for (var n = 2; columns.TryGetValue(name, out var taken) && cells.ContainsKey(taken); n++)
                {
                    name = $"{property.Name.Trim()}#{n.ToString(CultureInfo.InvariantCulture)}";
                }
                if (columns.TryAdd(name, headers.Count))
                {
                    headers.Add(name);
                }
                cells[columns[name]] = Cell(property.Value);
            }
            rows.Add(new TableRow(rows.Count + 1, [.. Enumerable.Range(0, headers.Count).Select(i => cells.GetValueOrDefault(i, ""))]));
        }
        return new Inventory(file, headers, rows);
    }

    private static string Cell(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Null => "",
        _ => value.GetRawText(),
    };
}

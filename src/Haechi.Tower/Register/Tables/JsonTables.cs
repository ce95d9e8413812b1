using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Haechi.Tower.Common;

namespace Haechi.Tower.Register.Tables;

/// <summary>Reads an array of objects, or one object on each line. Keys are columns; an object or array in a cell stays JSON text. The line of a row is the number of its object.</summary>
internal static class JsonTables
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    private static readonly SearchValues<char> LineEnds = SearchValues.Create("\r\n");

    public static Result<SourceTable> Read(TextFile text, bool named, TableOptions options, ProblemList problems, CancellationToken stop)
    {
        var limits = options.Limits ?? TableLimits.Usual;
        var records = new JsonRecords(text.File, limits, stop);
        var lines = named || IsLines(text);
        try
        {
            if ((lines ? Lines(text, records, limits) : Whole(text, records, limits)) is { } refusal)
            {
                return refusal;
            }
        }
        catch (JsonException e)
        {
            return NotJson(text.File, (e.LineNumber ?? 0) + 1, e.Message);
        }
        catch (InvalidOperationException e)
        {
            // A \u escape that is half of a surrogate pair.
            return NotJson(text.File, records.Count + 1, e.Message);
        }
        if (records.Count == 0)
        {
            return TableRefusals.Empty(text.File);
        }
        if (records.Repeated is { } key)
        {
            problems.Add("repeated-header", TableRefusals.At(text.File, key.Record), $"한 객체 안에 같은 이름('{key.Name}')이 여러 번 있어 '#2' 등으로 구분합니다.",
                $"a name ('{key.Name}') comes more than once in one object; the later ones are told apart by '#2' and so on");
        }
        return text.Table(lines ? TableFormat.JsonLines : TableFormat.Json) with { Columns = records.Columns(), Rows = records.Rows() };
    }

    /// <summary>True when the first line that is not blank is an object by itself and more follows.</summary>
    private static bool IsLines(TextFile text)
    {
        var sample = text.Sample().TrimStart();
        var end = sample.AsSpan().IndexOfAny('\r', '\n');
        if (!sample.StartsWith('{') || end < 0 || string.IsNullOrWhiteSpace(sample[end..]))
        {
            return false;
        }
        try
        {
            using var document = JsonDocument.Parse(sample[..end], Lenient);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static Refusal? Whole(TextFile text, JsonRecords records, TableLimits limits)
    {
        if (text.Bytes.Length > limits.JsonBytes)
        {
            return TableRefusals.Make("file-too-large", text.File, $"JSON 배열은 {TableRefusals.Size(limits.JsonBytes)}까지 읽습니다. 이 파일은 {TableRefusals.Size(text.Bytes.Length)}입니다.",
                $"a JSON array may have {TableRefusals.Size(limits.JsonBytes)}; this file has {TableRefusals.Size(text.Bytes.Length)}", "한 줄에 객체 하나씩(JSON Lines) 내보내거나 나누어 올려 주십시오.", "Export it with one object on each line (JSON lines), or split it.");
        }
        using var document = Parse(text);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Array || root.EnumerateArray().Any(e => e.ValueKind != JsonValueKind.Object))
        {
            return NotRecords(text.File, root);
        }
        foreach (var record in root.EnumerateArray())
        {
            if (records.Add(record) is { } refusal)
            {
                return refusal;
            }
        }
        return null;
    }

    private static JsonDocument Parse(TextFile text)
    {
        if (text.Encoding == TextEncodings.Utf8)
        {
            text.Bytes.Bytes.Position = text.Mark ? 3 : 0;
            return JsonDocument.Parse(text.Bytes.Bytes, Lenient);
        }
        using var reader = text.Open();
        return JsonDocument.Parse(reader.ReadToEnd(), Lenient);
    }

    private static Refusal? Lines(TextFile text, JsonRecords records, TableLimits limits)
    {
        using var reader = text.Open();
        var source = new CharSource(reader);
        var line = new StringBuilder();
        // A record may be as long as a few of its cells; a line without end is none.
        var most = (int)Math.Min(int.MaxValue / 4, 16L * limits.CellCharacters);
        while (source.Peek() >= 0)
        {
            var number = source.Line;
            source.TakeUntil(LineEnds, line.Clear(), most);
            if (line.Length > most)
            {
                return TableRefusals.CellTooLong(TableRefusals.At(text.File, number), most);
            }
            source.Next();
            if (Record(line.ToString(), TableRefusals.At(text.File, number), number, text.File, records) is { } refusal)
            {
                return refusal;
            }
        }
        return null;
    }

    private static Refusal? Record(string line, string where, int number, string file, JsonRecords records)
    {
        if (string.IsNullOrWhiteSpace(line))
        {
            return null;
        }
        try
        {
            using var document = JsonDocument.Parse(line, Lenient);
            return document.RootElement.ValueKind == JsonValueKind.Object ? records.Add(document.RootElement) : NotRecords(where, document.RootElement);
        }
        catch (JsonException e)
        {
            return NotJson(file, number, e.Message);
        }
    }

    private static Refusal NotJson(string file, long line, string detail) => TableRefusals.Make("not-json", TableRefusals.At(file, line),
        $"JSON으로 읽을 수 없습니다: {detail}", $"this is not JSON: {detail}", "그 위치의 문법을 고치거나 원본에서 다시 내보내십시오.", "Correct the syntax there, or export the file again.");

    private static Refusal NotRecords(string where, JsonElement root)
    {
        var inner = root.ValueKind == JsonValueKind.Object
            ? root.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.Array && p.Value.GetArrayLength() > 0).Select(p => p.Name).FirstOrDefault() : null;
        return TableRefusals.Make("not-records", where, "JSON 목록은 [{열: 값, …}, …] 꼴이거나 한 줄에 객체 하나씩이어야 합니다.", "a JSON list is an array of objects, [{\"column\": value}, ...], or one object on each line",
            inner is null ? "그 꼴로 다시 내보내십시오." : $"'{inner}' 아래의 목록만 따로 저장하십시오.", inner is null ? "Export it again in that form." : $"Save the array under '{inner}' by itself.");
    }
}

/// <summary>The objects read so far, as rows.</summary>
internal sealed class JsonRecords(string file, TableLimits limits, CancellationToken stop)
{
    private readonly GatheredRows _gathered = new(file, limits, stop);
    private readonly List<string> _names = [];
    private readonly List<string> _keys = [];
    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);

    public int Count => _gathered.Rows.Count;

    /// <summary>The first name that came twice in one object, with the object's number from 1; or null.</summary>
    public (string Name, int Record)? Repeated { get; private set; }

    public Refusal? Add(JsonElement record)
    {
        var cells = new Dictionary<int, (string Text, CellMark Mark)>();
        foreach (var property in record.EnumerateObject())
        {
            var column = ColumnOf(property.Name, cells);
            if (column >= limits.Columns)
            {
                return TableRefusals.TooManyColumns(TableRefusals.At(file, Count + 1), limits.Columns);
            }
            var cell = CellOf(property.Value);
            if (cell.Text.Length > limits.CellCharacters)
            {
                return TableRefusals.CellTooLong(TableRefusals.At(file, Count + 1), limits.CellCharacters);
            }
            cells[column] = cell;
        }
        var width = cells.Count == 0 ? 0 : cells.Keys.Max() + 1;
        var texts = new string[width];
        var marks = new byte[width];
        for (var i = 0; i < width; i++)
        {
            (texts[i], var mark) = cells.TryGetValue(i, out var cell) ? cell : ("", CellMark.Absent);
            marks[i] = (byte)mark;
        }
        return _gathered.Add(new TableLine(Count + 1, texts, marks));
    }

    public IReadOnlyList<TableColumn> Columns() => [.. _names.Select((n, i) => new TableColumn(i, n, _keys[i]))];

    public IReadOnlyList<TableLine> Rows() => _gathered.Rows;

    private int ColumnOf(string name, Dictionary<int, (string Text, CellMark Mark)> taken)
    {
        var trimmed = name.Trim();
        var key = trimmed;
        for (var n = 2; _columns.TryGetValue(key, out var there); n++)
        {
            if (!taken.ContainsKey(there))
            {
                return there;
            }
            key = $"{trimmed}#{n.ToString(CultureInfo.InvariantCulture)}";
            Repeated ??= (trimmed, Count + 1);
        }
        _columns[key] = _names.Count;
        _names.Add(name);
        _keys.Add(key);
        return _names.Count - 1;
    }

    private static (string Text, CellMark Mark) CellOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => (value.GetString()!, CellMark.Plain),
        JsonValueKind.Null => ("", CellMark.Null),
        _ => (value.GetRawText(), CellMark.Literal),
    };
}

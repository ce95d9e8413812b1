using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Haechi.Audit.Reading;

namespace Haechi.Audit.Cells;

/// <summary>A cell table as read from a file: the counts, what happened when they were made, and what was done to protect small groups.</summary>
/// <param name="Table">The counts.</param>
/// <param name="Notes">What happened while the data was read.</param>
/// <param name="Protection">Null, or how the counts were changed before they were handed on.</param>
public sealed record CellDocument(CellTable Table, ReadingNotes Notes, string? Protection = null)
{
    /// <summary>Counts for questions beyond the cells, in the order of their names; empty when the plan asks none, and when the counts were protected.</summary>
    public IReadOnlyList<SideTable> Sides { get; init; } = [];

    /// <summary>A table beside the cells by its name, or null.</summary>
    public CellTable? Side(string name) => Sides.FirstOrDefault(s => s.Name == name)?.Table;
}

/// <summary>
/// Cell tables as text: one JSON object with dimensions and sums, then one JSON array per cell, <c>[codes…, count, sums…]</c>; tables beside the cells follow in the same way, each after an object with
/// the name <c>side</c>. Equal tables are equal bytes, so that a hash stands for the counts.
/// </summary>
public static class CellFile
{
    /// <summary>The name and version of the format.</summary>
    public const string Format = "haechi-cells-1";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The bytes of a document.</summary>
    public static byte[] Write(CellDocument document)
    {
        var buffer = new ArrayBufferWriter<byte>(1 << 16);
        using var json = new Utf8JsonWriter(buffer, Options);
        Header(json, document);
        json.Flush();
        Lines(json, buffer, document.Table);
        foreach (var side in document.Sides)
        {
            buffer.Write("\n"u8);
            json.Reset();
            json.WriteStartObject();
            json.WriteString("side", side.Name);
            Shape(json, side.Table);
            json.WriteEndObject();
            json.Flush();
            Lines(json, buffer, side.Table);
        }
        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    private static void Lines(Utf8JsonWriter json, ArrayBufferWriter<byte> buffer, CellTable table)
    {
        for (var cell = 0; cell < table.Length; cell++)
        {
            buffer.Write("\n"u8);
            json.Reset();
            json.WriteStartArray();
            foreach (var code in table.Codes(cell))
            {
                json.WriteNumberValue(code);
            }
            json.WriteNumberValue(table.Count(cell));
            foreach (var sum in table.Sums(cell))
            {
                json.WriteNumberValue(sum);
            }
            json.WriteEndArray();
            json.Flush();
        }
    }

    /// <summary>SHA-256 of the bytes, in hexadecimal.</summary>
    public static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Reads a document.</summary>
    /// <exception cref="AuditRefusedException">It is not of this format, or its numbers contradict each other.</exception>
    public static CellDocument Read(byte[] bytes, string file)
    {
        try
        {
            return Parse(Encoding.UTF8.GetString(bytes), file);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or OverflowException or ArgumentException)
        {
            throw Wrong(file, 1, e.Message);
        }
    }

    private static void Header(Utf8JsonWriter json, CellDocument document)
    {
        json.WriteStartObject();
        json.WriteString("format", Format);
        Shape(json, document.Table);
        Notes(json, document.Notes);
        if (document.Table.Withheld.Count > 0)
        {
            json.WriteStartArray("withheld");
            foreach (var cell in document.Table.Withheld)
            {
                json.WriteStartArray();
                for (var d = 0; d < cell.Count; d++)
                {
                    json.WriteNumberValue(document.Table.Dimensions[d].IndexOf(cell[d]));
                }
                json.WriteEndArray();
            }
            json.WriteEndArray();
        }
        if (document.Protection is { } protection)
        {
            json.WriteString("protection", protection);
        }
        json.WriteEndObject();
    }

    private static void Shape(Utf8JsonWriter json, CellTable table)
    {
        json.WriteNumber("rows", table.Rows);
        json.WriteStartArray("dimensions");
        foreach (var dimension in table.Dimensions)
        {
            json.WriteStartObject();
            json.WriteString("name", dimension.Name);
            json.WriteString("role", dimension.Role.ToString().ToLowerInvariant());
            if (dimension.Bins is { } bins)
            {
                json.WriteStartArray("bins");
                json.WriteNumberValue(bins.From);
                json.WriteNumberValue(bins.To);
                json.WriteNumberValue(bins.Count);
                json.WriteEndArray();
            }
            json.WriteStartArray("levels");
            foreach (var level in dimension.Levels)
            {
                json.WriteStringValue(level);
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("sums");
        foreach (var measure in table.Measures)
        {
            json.WriteStringValue(measure);
        }
        json.WriteEndArray();
    }

    internal static void Notes(Utf8JsonWriter json, ReadingNotes notes)
    {
        json.WriteStartObject("reading");
        json.WriteNumber("rows", notes.Rows);
        json.WriteNumber("filtered", notes.Filtered);
        json.WriteNumber("malformed", notes.Malformed);
        json.WriteNumber("unreadable", notes.Unreadable);
        json.WriteString("encoding", notes.Encoding);
        json.WriteStartArray("problems");
        foreach (var problem in notes.Problems)
        {
            json.WriteStartObject();
            json.WriteNumber("line", problem.Line);
            json.WriteString("kind", problem.Kind);
            json.WriteString("detail", problem.Detail);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static CellDocument Parse(string text, string file)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        using var header = JsonDocument.Parse(lines.Length == 0 ? "" : lines[0]);
        var root = header.RootElement;
        if (root.GetProperty("format").GetString() != Format)
        {
            throw Wrong(file, 1, "format");
        }
        var at = 0;
        var table = Table(lines, ref at, root, file);
        var sides = new List<SideTable>();
        while (at < lines.Length)
        {
            using var side = JsonDocument.Parse(lines[at]);
            var name = side.RootElement.GetProperty("side").GetString()!;
            sides.Add(new SideTable(name, Table(lines, ref at, side.RootElement, file)));
        }
        return new CellDocument(table, NotesOf(root.GetProperty("reading")), root.TryGetProperty("protection", out var p) ? p.GetString() : null) { Sides = sides };
    }

    /// <summary>The table whose object stands on a line, with the cells below it; leaves the line behind them.</summary>
    private static CellTable Table(string[] lines, ref int at, JsonElement root, string file)
    {
        var first = at + 1;
        var dimensions = root.GetProperty("dimensions").EnumerateArray().Select(DimensionOf).ToList();
        var measures = root.GetProperty("sums").EnumerateArray().Select(m => m.GetString()!).ToList();
        var adder = new CellAdder(dimensions, measures);
        for (var d = 0; d < dimensions.Count; d++)
        {
            foreach (var level in dimensions[d].Levels)
            {
                adder.Level(d, level);
            }
        }
        if (root.TryGetProperty("withheld", out var withheld))
        {
            adder.Withhold(withheld.EnumerateArray().Select(w => (IReadOnlyList<string>)[.. dimensions.Select((d, i) => d.Levels[w[i].GetInt32()])]));
        }
        var (codes, sums) = (new int[dimensions.Count], new double[measures.Count]);
        for (at++; at < lines.Length && !lines[at].StartsWith('{'); at++)
        {
            Cell(lines[at], file, at + 1, dimensions, codes, sums, adder);
        }
        var table = adder.ToTable();
        return table.Rows == root.GetProperty("rows").GetInt64() ? table : throw Wrong(file, first, $"rows {root.GetProperty("rows").GetInt64()} / {table.Rows}");
    }

    private static void Cell(string line, string file, int number, List<Dimension> dimensions, int[] codes, double[] sums, CellAdder adder)
    {
        using var cell = JsonDocument.Parse(line);
        var values = cell.RootElement.EnumerateArray().ToList();
        if (values.Count != codes.Length + 1 + sums.Length)
        {
            throw Wrong(file, number, $"{values.Count} / {codes.Length + 1 + sums.Length}");
        }
        for (var d = 0; d < codes.Length; d++)
        {
            codes[d] = values[d].GetInt32();
            if (codes[d] < 0 || codes[d] >= dimensions[d].Levels.Count)
            {
                throw Wrong(file, number, $"{dimensions[d].Name} {codes[d]}");
            }
        }
        for (var m = 0; m < sums.Length; m++)
        {
            sums[m] = values[codes.Length + 1 + m].GetDouble();
        }
        var count = values[codes.Length].GetInt64();
        if (count < 0)
        {
            throw Wrong(file, number, $"count {count}");
        }
        adder.AddCodes(codes, count, sums);
    }

    private static Dimension DimensionOf(JsonElement json)
    {
        var bins = json.TryGetProperty("bins", out var b) ? new ScoreBins(b[0].GetDouble(), b[1].GetDouble(), b[2].GetInt32()) : null;
        return new Dimension(json.GetProperty("name").GetString()!, Enum.Parse<DimensionRole>(json.GetProperty("role").GetString()!, ignoreCase: true),
            [.. json.GetProperty("levels").EnumerateArray().Select(l => l.GetString()!)], bins);
    }

    private static ReadingNotes NotesOf(JsonElement json) => new(json.GetProperty("rows").GetInt64(), json.GetProperty("filtered").GetInt64(), json.GetProperty("malformed").GetInt64(),
        json.GetProperty("unreadable").GetInt64(), [.. json.GetProperty("problems").EnumerateArray().Select(p => new RowProblem(p.GetProperty("line").GetInt64(), p.GetProperty("kind").GetString()!, p.GetProperty("detail").GetString()!))],
        json.GetProperty("encoding").GetString()!);

    private static AuditRefusedException Wrong(string file, int line, string found) => AuditRefusedException.Because("not-cells", $"{file}:{line}",
        $"칸 표({Format})로 읽을 수 없습니다: {found}. 'haechi audit cells'로 만든 파일을 그대로 주십시오.", $"this is not a cell table ({Format}): {found}; give a file as 'haechi audit cells' wrote it");
}

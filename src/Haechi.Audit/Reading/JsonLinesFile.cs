using System.Text;
using System.Text.Json;
using Haechi.Audit.Cells;

namespace Haechi.Audit.Reading;

/// <summary>JSON Lines into cells: one object per line, UTF-8. A line that is no object is reported with its number; a value that is a list or an object is no value of a group.</summary>
internal sealed unsafe class JsonLinesFile(MappedFile file, string path, CellSpec spec, int threads, IProgress<double>? progress)
{
    private const long PartLength = 8L << 20;

    private readonly bool[] _seen = new bool[spec.Columns.Count];
    private readonly byte[][] _names = [.. spec.Columns.Select(Encoding.UTF8.GetBytes)];

    public static ReadResult Read(string path, CellSpec spec, int threads, IProgress<double>? progress)
    {
        using var file = new MappedFile(path);
        return file.Length == 0
            ? throw AuditRefusedException.Because("empty", path, "빈 파일입니다. 한 줄에 JSON 객체 하나씩 있어야 합니다.", "the file is empty; each line should hold one JSON object")
            : new JsonLinesFile(file, path, spec, threads, progress).Read();
    }

    private ReadResult Read()
    {
        var starts = Starts();
        var parts = new (ChunkCells, long)[starts.Count - 1];
        var done = 0;
        ChunkMerge.Run(parts.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
        {
            parts[i] = Count(starts[i], starts[i + 1]);
            progress?.Report((double)Interlocked.Increment(ref done) / parts.Length);
        });
        var missing = spec.Columns.Where((_, i) => !_seen[i]).ToList();
        return missing.Count == 0 ? ChunkMerge.ToResult(spec, parts, "utf-8") : throw CsvHeader.Missing(missing, FirstNames(), path);
    }

    private List<long> Starts()
    {
        var starts = new List<long> { file.Span(0, Math.Min(3, file.Length)).SequenceEqual("\uFEFF"u8) ? 3 : 0 };
        for (var at = PartLength; at < file.Length; at += PartLength)
        {
            var next = at;
            while (next < file.Length && file.Start[next - 1] != '\n')
            {
                next++;
            }
            if (next > starts[^1] && next < file.Length)
            {
                starts.Add(next);
            }
        }
        starts.Add(file.Length);
        return starts;
    }

    private (ChunkCells Cells, long Lines) Count(long from, long to)
    {
        var cells = new ChunkCells(spec, Encoding.UTF8);
        var row = new Field[_names.Length];
        var text = GC.AllocateUninitializedArray<byte>(1 << 16, pinned: true);
        var (at, line) = (from, 0L);
        while (at < to)
        {
            line++;
            var length = new ReadOnlySpan<byte>(file.Start + at, (int)Math.Min(to - at, int.MaxValue)).IndexOf((byte)'\n');
            var end = length < 0 ? to : at + length;
            var json = file.Span(at, end).Trim(" \t\r"u8);
            at = end + 1;
            if (json.IsEmpty)
            {
                continue;
            }
            fixed (byte* buffer = text)
            {
                if (Row(json, row, buffer, text.Length) is { } problem)
                {
                    cells.Refuse(line, "json", problem);
                    continue;
                }
                cells.Add(row, buffer, line);
            }
        }
        return (cells, line);
    }

    /// <summary>Fills the row from one object; gives what is wrong, or null. Texts are copied, because escapes have to be undone.</summary>
    private string? Row(ReadOnlySpan<byte> json, Field[] row, byte* text, int room)
    {
        Array.Clear(row);
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 32 });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return "not an object";
            }
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var slot = 0;
                while (slot < _names.Length && !reader.ValueTextEquals(_names[slot]))
                {
                    slot++;
                }
                reader.Read();
                if (slot == _names.Length)
                {
                    reader.Skip();
                    continue;
                }
                _seen[slot] = true;
                if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
                {
                    return $"{spec.Columns[slot]}: {reader.TokenType}";
                }
                var needed = reader.TokenType == JsonTokenType.Null ? 0 : reader.HasValueSequence ? (int)reader.ValueSequence.Length : reader.ValueSpan.Length;
                if (needed > room)
                {
                    return $"{spec.Columns[slot]}: {needed} bytes";
                }
                var used = reader.TokenType switch
                {
                    JsonTokenType.Null => 0,
                    JsonTokenType.String => reader.CopyString(new Span<byte>(text, room)),
                    _ => Copy(reader.ValueSpan, new Span<byte>(text, room)),
                };
                row[slot] = new Field(text, used);
                text += used;
                room -= used;
            }
            return reader.TokenType != JsonTokenType.EndObject || reader.Read() ? "not one object" : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return e.Message;
        }
    }

    private static int Copy(ReadOnlySpan<byte> from, Span<byte> to)
    {
        from.CopyTo(to);
        return from.Length;
    }

    private List<string> FirstNames()
    {
        var end = file.Span(0, Math.Min(file.Length, 1 << 20)).IndexOf((byte)'\n');
        try
        {
            using var json = JsonDocument.Parse(Encoding.UTF8.GetString(file.Span(0, end < 0 ? Math.Min(file.Length, 1 << 20) : end)));
            return json.RootElement.ValueKind == JsonValueKind.Object ? [.. json.RootElement.EnumerateObject().Select(p => p.Name)] : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}

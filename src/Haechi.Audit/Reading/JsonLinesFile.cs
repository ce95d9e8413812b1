using System.Text;
using System.Text.Json;

namespace Haechi.Audit.Reading;

/// <summary>JSON Lines: one object per line, UTF-8. A line that is no object is reported with its number; a value that is a list or an object is no value of a group.</summary>
internal sealed unsafe class JsonLinesFile : IDataParts
{
    private const long PartLength = 8L << 20;

    private readonly MappedFile _file;
    private readonly string _path;
    private readonly List<long> _starts;
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    public JsonLinesFile(string path)
    {
        (_file, _path) = (new MappedFile(path), path);
        if (_file.Length == 0)
        {
            throw AuditRefusedException.Because("empty", path, "빈 파일입니다. 한 줄에 JSON 객체 하나씩 있어야 합니다.", "the file is empty; each line should hold one JSON object");
        }
        _starts = Starts();
    }

    public Encoding Encoding => Encoding.UTF8;

    public string EncodingName => "utf-8";

    public IReadOnlyList<string> Names => FirstNames();

    public int Count => _starts.Count - 1;

    public long Read(int part, IReadOnlyList<string> columns, IRows rows)
    {
        var reader = new Part([.. columns.Select(Encoding.UTF8.GetBytes)], columns);
        var (at, to, line) = (_starts[part], _starts[part + 1], 0L);
        while (at < to)
        {
            line++;
            var length = new ReadOnlySpan<byte>(_file.Start + at, (int)Math.Min(to - at, int.MaxValue)).IndexOf((byte)'\n');
            var end = length < 0 ? to : at + length;
            var json = _file.Span(at, end).Trim(" \t\r"u8);
            at = end + 1;
            if (!json.IsEmpty)
            {
                reader.Line(json, line, rows);
            }
        }
        lock (_seen)
        {
            _seen.UnionWith(columns.Where((_, i) => reader.Seen[i]));
        }
        return line;
    }

    public bool CutAgain(IReadOnlyList<string> columns)
    {
        var missing = columns.Where(c => !_seen.Contains(c)).ToList();
        return missing.Count == 0 ? false : throw CsvHeader.Missing(missing, FirstNames(), _path);
    }

    public void Dispose() => _file.Dispose();

    private List<long> Starts()
    {
        var starts = new List<long> { _file.Span(0, Math.Min(3, _file.Length)).SequenceEqual("\uFEFF"u8) ? 3 : 0 };
        for (var at = PartLength; at < _file.Length; at += PartLength)
        {
            var next = at;
            while (next < _file.Length && _file.Start[next - 1] != '\n')
            {
                next++;
            }
            if (next > starts[^1] && next < _file.Length)
            {
                starts.Add(next);
            }
        }
        starts.Add(_file.Length);
        return starts;
    }

    private List<string> FirstNames()
    {
        var end = _file.Span(0, Math.Min(_file.Length, 1 << 20)).IndexOf((byte)'\n');
        try
        {
            using var json = JsonDocument.Parse(Encoding.UTF8.GetString(_file.Span(0, end < 0 ? Math.Min(_file.Length, 1 << 20) : end)));
            return json.RootElement.ValueKind == JsonValueKind.Object ? [.. json.RootElement.EnumerateObject().Select(p => p.Name)] : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    /// <summary>What one part needs while it is read.</summary>
    private sealed class Part(byte[][] names, IReadOnlyList<string> columns)
    {
        /// <summary>So many bytes behind the last text are still of the buffer.</summary>
        private const int Beyond = 16;

        private readonly Field[] _row = new Field[names.Length];
        private readonly byte[] _text = GC.AllocateUninitializedArray<byte>(1 << 16, pinned: true);

        /// <summary>Which columns a row had.</summary>
        public bool[] Seen { get; } = new bool[names.Length];

        public void Line(ReadOnlySpan<byte> json, long line, IRows rows)
        {
            fixed (byte* buffer = _text)
            {
                if (Row(json, buffer, _text.Length - Beyond) is { } problem)
                {
                    rows.Refuse(line, "json", problem);
                }
                else
                {
                    rows.Add(_row, buffer + _text.Length, line);
                }
            }
        }

        /// <summary>Fills the row from one object; gives what is wrong, or null. Texts are copied, because escapes have to be undone.</summary>
        private string? Row(ReadOnlySpan<byte> json, byte* text, int room)
        {
            Array.Clear(_row);
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
                    while (slot < names.Length && !reader.ValueTextEquals(names[slot]))
                    {
                        slot++;
                    }
                    reader.Read();
                    if (slot == names.Length)
                    {
                        reader.Skip();
                        continue;
                    }
                    Seen[slot] = true;
                    if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
                    {
                        return $"{columns[slot]}: {reader.TokenType}";
                    }
                    var needed = reader.TokenType == JsonTokenType.Null ? 0 : reader.HasValueSequence ? (int)reader.ValueSequence.Length : reader.ValueSpan.Length;
                    if (needed > room)
                    {
                        return $"{columns[slot]}: {needed} bytes";
                    }
                    var used = reader.TokenType switch
                    {
                        JsonTokenType.Null => 0,
                        JsonTokenType.String => reader.CopyString(new Span<byte>(text, room)),
                        _ => Copy(reader.ValueSpan, new Span<byte>(text, room)),
                    };
                    _row[slot] = new Field(text, used);
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
    }
}

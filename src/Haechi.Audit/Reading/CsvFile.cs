using System.Text;

namespace Haechi.Audit.Reading;

/// <summary>
/// A CSV file. It is mapped and cut into parts by its length alone, so that parts can be read side by side. Where quotes cannot be paired from outside a part (a stray or open quote), the
/// whole is read again from front to back.
/// </summary>
internal sealed unsafe class CsvFile : IDataParts
{
    private const long SmallestPart = 4L << 20;
    private const int MostParts = 64;

    private readonly MappedFile _file;
    private readonly string _path;
    private readonly string? _copy;
    private readonly CsvHeader _header;
    private long[] _starts;
    private bool _stray;

    private CsvFile(MappedFile file, string path, string? copy, int threads)
    {
        (_file, _path, _copy) = (file, path, copy);
        var cuts = Cuts();
        var quotes = new long[cuts.Length - 1];
        var utf8 = new bool[quotes.Length];
        Parallel.For(0, quotes.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
        {
            var part = _file.Span(cuts[i], cuts[i + 1]);
            quotes[i] = part.Count((byte)'"');
            utf8[i] = TextEncoding.IsUtf8(part);
        });
        (Encoding, EncodingName) = utf8.All(u => u) ? (Encoding.UTF8, "utf-8") : TextEncoding.Legacy(_file.Span(0, Math.Min(_file.Length, int.MaxValue)));
        EncodingName = copy is null ? EncodingName : "utf-16";
        _header = CsvHeader.Read(_file.Span(0, Math.Min(_file.Length, 1 << 20)), Encoding, path);
        _starts = Starts(cuts, quotes, _header.Length);
    }

    public Encoding Encoding { get; }

    public string EncodingName { get; }

    public IReadOnlyList<string> Names => _header.Names;

    public int Count => _starts.Length - 1;

    public static CsvFile Open(string path, int threads)
    {
        var file = new MappedFile(path);
        string? copy = null;
        try
        {
            if (file.Length == 0)
            {
                throw AuditRefusedException.Because("empty", path, "빈 파일입니다. 첫 줄에 열 이름이 있어야 합니다.", "the file is empty; its first line names the columns");
            }
            if (TextEncoding.IsUtf16(file.Span(0, Math.Min(file.Length, 2))))
            {
                copy = TextEncoding.ToUtf8File(path);
                file.Dispose();
                file = new MappedFile(copy);
            }
            return new CsvFile(file, path, copy, threads);
        }
        catch
        {
            Close(file, copy);
            throw;
        }
    }

    public long Read(int part, IReadOnlyList<string> columns, IRows rows)
    {
        var records = new CsvRecords(_header.Separator, _header.Names.Count, _header.Slots(columns, _path), columns.Count);
        var header = part == 0 ? _header.Lines : 0;
        var lines = records.Read(_file.Start + _starts[part], _file.Start + _starts[part + 1], rows, header + 1) + header;
        if (records.StrayQuote)
        {
            Volatile.Write(ref _stray, true);
        }
        return lines;
    }

    public bool CutAgain(IReadOnlyList<string> columns)
    {
        if (!_stray || Count == 1)
        {
            return false;
        }
        _starts = [_header.Length, _file.Length];
        return true;
    }

    public void Dispose() => Close(_file, _copy);

    private static void Close(MappedFile file, string? copy)
    {
        file.Dispose();
        if (copy is not null)
        {
            File.Delete(copy);
        }
    }

    /// <summary>Even cuts, none of them inside a character.</summary>
    private long[] Cuts()
    {
        var parts = (int)Math.Clamp(_file.Length / SmallestPart, 1, MostParts);
        // A span holds two thousand million bytes; larger files have more parts.
        parts = Math.Max(parts, (int)((_file.Length >> 29) + 1));
        var cuts = new long[parts + 1];
        for (var i = 1; i < parts; i++)
        {
            var at = _file.Length / parts * i;
            for (var back = 0; back < 3 && (_file.Start[at] & 0xC0) == 0x80; back++)
            {
                at--;
            }
            cuts[i] = at;
        }
        cuts[parts] = _file.Length;
        return cuts;
    }

    /// <summary>From each cut to the first record that begins behind it: an even number of quotes before a line feed means that it ends a record.</summary>
    private long[] Starts(long[] cuts, long[] quotes, long body)
    {
        var starts = new long[cuts.Length];
        var before = 0L;
        for (var i = 0; i < cuts.Length; i++)
        {
            starts[i] = cuts[i] <= body ? body : i == cuts.Length - 1 ? _file.Length : FirstRecord(cuts[i], before % 2 == 1);
            before += i < quotes.Length ? quotes[i] : 0;
        }
        for (var i = 1; i < starts.Length; i++)
        {
            starts[i] = Math.Max(starts[i], starts[i - 1]);
        }
        return starts;
    }

    private long FirstRecord(long from, bool inside)
    {
        for (var at = from; at < _file.Length; at++)
        {
            var c = _file.Start[at];
            inside ^= c == '"';
            if (c == '\n' && !inside)
            {
                return at + 1;
            }
        }
        return _file.Length;
    }
}

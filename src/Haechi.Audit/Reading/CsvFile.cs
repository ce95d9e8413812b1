using System.Text;
using Haechi.Audit.Cells;

namespace Haechi.Audit.Reading;

/// <summary>
/// A CSV file into cells in one pass over its rows. The file is mapped, cut into parts by its length alone, and parts are counted side by side. Where quotes cannot be paired from outside
/// a part (a stray or open quote), the whole is read again from front to back.
/// </summary>
internal sealed unsafe class CsvFile
{
    private const long SmallestPart = 4L << 20;
    private const int MostParts = 64;

    private readonly MappedFile _file;
    private readonly string _path;
    private readonly CellSpec _spec;
    private readonly int _threads;
    private readonly IProgress<double>? _progress;

    private CsvFile(MappedFile file, string path, CellSpec spec, int threads, IProgress<double>? progress) =>
        (_file, _path, _spec, _threads, _progress) = (file, path, spec, threads, progress);

    public static ReadResult Read(string path, CellSpec spec, int threads, IProgress<double>? progress)
    {
        using (var file = new MappedFile(path))
        {
            if (file.Length == 0)
            {
                throw AuditRefusedException.Because("empty", path, "빈 파일입니다. 첫 줄에 열 이름이 있어야 합니다.", "the file is empty; its first line names the columns");
            }
            if (!TextEncoding.IsUtf16(file.Span(0, Math.Min(file.Length, 2))))
            {
                return new CsvFile(file, path, spec, threads, progress).Read();
            }
        }
        var copy = TextEncoding.ToUtf8File(path);
        try
        {
            using var file = new MappedFile(copy);
            var read = new CsvFile(file, path, spec, threads, progress).Read();
            return read with { Notes = read.Notes with { Encoding = "utf-16" } };
        }
        finally
        {
            File.Delete(copy);
        }
    }

    private ReadResult Read()
    {
        var cuts = Cuts();
        var quotes = new long[cuts.Length - 1];
        var utf8 = new bool[quotes.Length];
        Parallel.For(0, quotes.Length, Options, i =>
        {
            var part = _file.Span(cuts[i], cuts[i + 1]);
            quotes[i] = part.Count((byte)'"');
            utf8[i] = TextEncoding.IsUtf8(part);
        });
        var (encoding, name) = utf8.All(u => u) ? (Encoding.UTF8, "utf-8") : TextEncoding.Legacy(_file.Span(0, Math.Min(_file.Length, int.MaxValue)));
        var header = CsvHeader.Read(_file.Span(0, Math.Min(_file.Length, 1 << 20)), encoding, _path);
        var slots = header.Slots(_spec.Columns, _path);
        var starts = Starts(cuts, quotes, header.Length);
        var (parts, stray) = Count(starts, header, slots, encoding);
        if (stray && parts.Length > 1)
        {
            (parts, _) = Count([header.Length, _file.Length], header, slots, encoding);
        }
        return ChunkMerge.ToResult(_spec, parts, name);
    }

    private ParallelOptions Options => new() { MaxDegreeOfParallelism = _threads };

    private ((ChunkCells Cells, long Lines)[] Parts, bool Stray) Count(long[] starts, CsvHeader header, int[] slots, Encoding encoding)
    {
        var parts = new (ChunkCells, long)[starts.Length - 1];
        var stray = false;
        var done = 0;
        ChunkMerge.Run(parts.Length, Options, i =>
        {
            var cells = new ChunkCells(_spec, encoding);
            var records = new CsvRecords(header.Separator, header.Names.Count, slots, _spec.Columns.Count);
            var lines = records.Read(_file.Start + starts[i], _file.Start + starts[i + 1], cells, i == 0 ? header.Lines + 1 : 1);
            parts[i] = (cells, lines + (i == 0 ? header.Lines : 0));
            if (records.StrayQuote)
            {
                Volatile.Write(ref stray, true);
            }
            _progress?.Report((double)Interlocked.Increment(ref done) / parts.Length);
        });
        return (parts, stray);
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

namespace Haechi.Labels.Carriers.Pdf;

/// <summary>A PDF file, read from its end: tables of places, then only the objects that are asked for (ISO 32000-2, 7.5). Nothing is guessed: a damaged file is refused.</summary>
internal sealed class PdfFile
{
    private const int MostSections = 4_096;
    private const int MostParts = 200_000;
    private const int SmallWindow = 16 * 1024;
    private const int LargestWindow = 16 * 1024 * 1024;
    private const int MostHops = 32;
    private readonly Stream _file;
    private readonly List<PdfSection> _sections = [];
    private readonly Dictionary<int, (PdfDictionary About, byte[] Data)> _collections = [];
    private int _depth;

    public PdfFile(Stream file)
    {
        _file = file;
        LastTable = FindLastTable();
        var (waiting, seen) = (new Stack<long>([LastTable]), new HashSet<long>());
        while (waiting.TryPop(out var at))
        {
            if (!seen.Add(at) || seen.Count > MostSections)
            {
                throw PdfFault.Broken("its tables of places lead in a circle, or are too many");
            }
            var section = ReadSection(at);
            _sections.Add(section);
            if (section.Trailer.Whole("Prev") is { } previous)
            {
                waiting.Push(previous);
            }
            // A hybrid file: what older readers cannot see stands in a second table, which comes before the previous one (7.5.8.4).
            if (section is PdfTable && section.Trailer.Whole("XRefStm") is { } hidden)
            {
                waiting.Push(hidden);
            }
        }
        if (Trailer["Encrypt"] is not (null or PdfAtom))
        {
            throw PdfFault.Encrypted();
        }
    }

    /// <summary>What the newest table says about the file.</summary>
    public PdfDictionary Trailer => _sections[0].Trailer;

    /// <summary>Where the newest table begins.</summary>
    public long LastTable { get; }

    /// <summary>True when the newest table is a stream.</summary>
    public bool HasStreamTable => _sections[0] is PdfStreamTable;

    /// <summary>The first number that no object has.</summary>
    public int NextNumber => (int)Math.Clamp(_sections.Max(s => s.Trailer.Whole("Size") ?? 0), 1, int.MaxValue - 10);

    /// <summary>The outermost object, and where it is.</summary>
    public PdfObject Catalog => Trailer["Root"] is PdfReference root && Find(root) is { Value: PdfDictionary } catalog ? catalog : throw PdfFault.Broken("its catalog is missing");

    /// <summary>What a value is, or what it refers to; null when there is nothing.</summary>
    public PdfValue? Resolve(PdfValue? value)
    {
        for (var hop = 0; value is PdfReference reference; hop++)
        {
            value = hop < MostHops ? Find(reference)?.Value : throw PdfFault.Broken("objects refer to one another in a circle");
        }
        return value is PdfAtom atom && atom.ToString() == "null" ? null : value;
    }

    /// <summary>An object; null when the file has none of that number.</summary>
    public PdfObject? Find(PdfReference reference)
    {
        var found = _sections.Select(s => s.Find(reference.Number)).FirstOrDefault(e => e is not null);
        if (found is not { Exists: true } entry)
        {
            return null;
        }
        if (++_depth > MostHops)
        {
            throw PdfFault.Broken("objects refer to one another in a circle");
        }
        var read = entry.Collection > 0 ? FromCollection(reference.Number, entry) : ReadAt(entry.Offset);
        _depth--;
        return read.Number == reference.Number && read.Generation == entry.Generation ? read
            : throw PdfFault.Broken($"object {reference.Number} is not where its table of places says");
    }

    /// <summary>Where the data of a stream are.</summary>
    public ByteRange DataOf(PdfObject stream)
    {
        if (stream.StreamAt is not { } start || stream.Value is not PdfDictionary about || (Resolve(about["Length"]) as PdfAtom)?.Whole is not { } length || length < 0 || length > _file.Length - start)
        {
            throw PdfFault.Broken($"object {stream.Number} is no stream, or has no right length");
        }
        var behind = Window(start + length, 16);
        return new PdfLexer(behind).Word().StartsWith("endstream", StringComparison.Ordinal) ? new ByteRange(start, length) : throw PdfFault.Broken($"the stream of object {stream.Number} does not end where it says");
    }

    private byte[] Decoded(PdfObject stream)
    {
        var at = DataOf(stream);
        return at.Length <= LargestWindow ? PdfFilters.Decode(Bytes.ReadExactly(_file, at), (PdfDictionary)stream.Value, Resolve) : throw PdfFault.Unknown($"a part of its structure is larger than {LargestWindow >> 20} MB");
    }

    private PdfObject FromCollection(int number, PdfEntry entry)
    {
        if (!_collections.TryGetValue(entry.Collection, out var collection))
        {
            var stream = Find(new PdfReference(entry.Collection, 0));
            collection = stream?.Value is PdfDictionary about ? (about, Decoded(stream)) : throw PdfFault.Broken($"the collection of object {number} is missing");
            _collections.Clear();
            _collections[entry.Collection] = collection;
        }
        var (first, count) = (collection.About.Whole("First") ?? -1, collection.About.Whole("N") ?? -1);
        if (first < 0 || first > collection.Data.Length || entry.Index >= count || entry.Index > collection.Data.Length / 2)
        {
            throw PdfFault.Broken($"object {number} is not in its collection");
        }
        var heads = new PdfLexer(collection.Data);
        for (var i = 0; i < entry.Index; i++)
        {
            heads.Word();
            heads.Word();
        }
        return int.TryParse(heads.Word(), out var found) && long.TryParse(heads.Word(), out var at) && at >= 0 && first + at < collection.Data.Length
            ? new PdfObject(found, 0, new PdfLexer(collection.Data, (int)(first + at)).Value(), null) : throw PdfFault.Broken($"object {number} is not in its collection");
    }

    private PdfObject ReadAt(long offset) => Windowed(offset, lexer =>
    {
        if (!int.TryParse(lexer.Word(), out var number) || !int.TryParse(lexer.Word(), out var generation) || lexer.Word() != "obj")
        {
            throw PdfFault.Broken($"no object begins at byte {offset}");
        }
        var value = lexer.Value();
        if (value is not PdfDictionary || lexer.Word() != "stream")
        {
            return new PdfObject(number, generation, value, null);
        }
        var end = lexer.Peek() == '\r' && lexer.Peek(1) == '\n' ? 2 : lexer.Peek() == '\n' ? 1 : throw PdfFault.Broken($"the stream of object {number} does not begin on a new line");
        return new PdfObject(number, generation, value, offset + lexer.At + end);
    });

    private PdfSection ReadSection(long at)
    {
        if (at < 0 || at >= _file.Length)
        {
            throw PdfFault.Broken($"its table of places should be at byte {at}, which the file does not have");
        }
        var head = new PdfLexer(Window(at, 64));
        if (head.Word() == "xref")
        {
            return ReadTable(at + head.At);
        }
        var stream = ReadAt(at);
        return stream.Value is PdfDictionary about && (about["Type"] as PdfName)?.Text == "XRef" ? new PdfStreamTable(about, Decoded(stream)) : throw PdfFault.Broken($"no table of places begins at byte {at}");
    }

    private PdfTable ReadTable(long at)
    {
        var parts = new List<(long, long, long)>();
        while (parts.Count < MostParts)
        {
            var lexer = new PdfLexer(Window(at, 64));
            var word = lexer.Word();
            if (word == "trailer")
            {
                return new PdfTable(_file, Windowed(at + lexer.At, l => l.Value()) as PdfDictionary ?? throw PdfFault.Broken("its trailer is missing"), parts);
            }
            if (!long.TryParse(word, out var first) || !long.TryParse(lexer.Word(), out var count) || first < 0 || count < 0 || count > _file.Length / PdfTable.LineLength)
            {
                throw PdfFault.Broken($"its table of places cannot be read at byte {at}");
            }
            lexer.Blank();
            parts.Add((first, count, at + lexer.At));
            at += lexer.At + (count * PdfTable.LineLength);
        }
        throw PdfFault.Broken($"its table of places has more than {MostParts} parts");
    }

    private long FindLastTable()
    {
        var from = Math.Max(0, _file.Length - 2_048);
        var end = Window(from, 2_048);
        var at = end.AsSpan().LastIndexOf("startxref"u8);
        return at >= 0 && long.TryParse(new PdfLexer(end, at + 9).Word(), out var table) ? table : throw PdfFault.Broken("it does not end with the place of its table (startxref); it may be cut off");
    }

    /// <summary>Reads with a small window, and with larger ones as long as the end of the window was seen.</summary>
    private T Windowed<T>(long at, Func<PdfLexer, T> read)
    {
        for (var size = SmallWindow; ; size = Math.Min(size * 8, LargestWindow))
        {
            var window = Window(at, size);
            var lexer = new PdfLexer(window);
            var last = size == LargestWindow || at + window.Length >= _file.Length;
            try
            {
                var value = read(lexer);
                if (last || !lexer.RanOut)
                {
                    return value;
                }
            }
            catch (MalformedException) when (!last && lexer.RanOut)
            {
                // More bytes may be all that was missing.
            }
        }
    }

    private byte[] Window(long at, int size) => at < 0 || at > _file.Length ? throw PdfFault.Broken($"something should be at byte {at}, which the file does not have")
        : Bytes.ReadExactly(_file, new ByteRange(at, Math.Min(size, _file.Length - at)));
}

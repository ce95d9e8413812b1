using System.Buffers.Binary;

namespace Haechi.Audit.Columns;

/// <summary>Bytes of the file with their checksum.</summary>
internal readonly record struct Section(long Offset, int Length, Checksum Checksum);

/// <summary>A column.</summary>
/// <param name="Name">Its name, as in the header of the data.</param>
/// <param name="Distinct">How many different texts it has, or -1 when the texts themselves stand in the stripes.</param>
/// <param name="Dictionary">The texts: where each ends (u32), then their bytes.</param>
internal sealed record StoredColumn(string Name, int Distinct, Section Dictionary)
{
    public bool IsCoded => Distinct >= 0;

    public int Width => Packing.WidthFor(Distinct);
}

/// <summary>Up to 65,536 rows that follow each other, column by column.</summary>
internal sealed record Stripe(int Rows, Section[] Columns);

/// <summary>A part of the data as it was cut when it was read: counted by itself, so that sums of numbers come out as they do from the data.</summary>
internal sealed record StoredPart(long Lines, long Malformed, Reading.RowProblem[] Problems, Section Jumps, Stripe[] Stripes);

/// <summary>What stands where in the file. Documented in docs/audit-column-file.md.</summary>
internal sealed record ColumnDirectory(string Encoding, StoredColumn[] Columns, StoredPart[] Parts)
{
    public const int Version = 1;
    public const int HeaderLength = 64;
    public const int MostDistinct = 65_536;
    private const int SectionLength = 28;

    public static ReadOnlySpan<byte> Magic => "HAECHICF"u8;

    public byte[] ToBytes()
    {
        using var memory = new MemoryStream();
        using var to = new BinaryWriter(memory);
        Write(to, Encoding);
        to.Write(Columns.Length);
        foreach (var column in Columns)
        {
            Write(to, column.Name);
            to.Write(column.Distinct);
            Write(to, column.Dictionary);
        }
        to.Write(Parts.Length);
        foreach (var part in Parts)
        {
            to.Write(part.Lines);
            to.Write(part.Malformed);
            to.Write(part.Problems.Length);
            foreach (var problem in part.Problems)
            {
                to.Write(problem.Line);
                Write(to, problem.Kind);
                Write(to, problem.Detail);
            }
            Write(to, part.Jumps);
            to.Write(part.Stripes.Length);
            foreach (var stripe in part.Stripes)
            {
                to.Write(stripe.Rows);
                foreach (var section in stripe.Columns)
                {
                    Write(to, section);
                }
            }
        }
        return memory.ToArray();
    }

    /// <summary>The first bytes of a file whose directory lies there.</summary>
    public static byte[] Header(long offset, ReadOnlySpan<byte> directory)
    {
        var header = new byte[HeaderLength];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), Version);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(16), offset);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(24), directory.Length);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(32), offset + directory.Length);
        var sum = Checksum.Of(directory);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(40), sum.A);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(44), sum.B);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(48), sum.C);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(52), sum.D);
        var own = Checksum.Of(header.AsSpan(0, 56));
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(56), own.A);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(60), own.B);
        return header;
    }

    /// <summary>Reads a directory. Every count is compared with the bytes that are left before room is made for it.</summary>
    /// <exception cref="FormatException">Something contradicts something else; the message says what.</exception>
    public static ColumnDirectory Read(ReadOnlySpan<byte> bytes, long dataEnd)
    {
        var from = new Cursor(bytes, dataEnd);
        var encoding = from.Text();
        var columns = new StoredColumn[from.Count(4 + 4 + SectionLength)];
        for (var c = 0; c < columns.Length; c++)
        {
            var (name, distinct, dictionary) = (from.Text(), from.Int(), from.Section());
            columns[c] = distinct is >= -1 and <= MostDistinct && (distinct < 0 || dictionary.Length >= 4L * distinct) ? new StoredColumn(name, distinct, dictionary) : throw new FormatException($"column {name}: {distinct}");
        }
        var parts = new StoredPart[from.Count(8 + 8 + 4 + SectionLength + 4)];
        for (var p = 0; p < parts.Length; p++)
        {
            var (lines, malformed) = (from.Long(), from.Long());
            var problems = new Reading.RowProblem[from.Count(8 + 4 + 4)];
            for (var i = 0; i < problems.Length; i++)
            {
                problems[i] = new Reading.RowProblem(from.Long(), from.Text(), from.Text());
            }
            var jumps = from.Section();
            var stripes = new Stripe[from.Count(4 + (SectionLength * columns.Length))];
            for (var s = 0; s < stripes.Length; s++)
            {
                stripes[s] = StripeOf(ref from, columns);
            }
            parts[p] = lines >= 0 && malformed >= problems.Length && problems.Length <= Reading.ReadingNotes.MostProblems && jumps.Length % 16 == 0 ? new StoredPart(lines, malformed, problems, jumps, stripes)
                : throw new FormatException($"part {p}");
        }
        return from.IsAtEnd ? new ColumnDirectory(encoding, columns, parts) : throw new FormatException("more bytes than the directory needs");
    }

    private static Stripe StripeOf(ref Cursor from, StoredColumn[] columns)
    {
        var rows = from.Int();
        var sections = new Section[columns.Length];
        for (var c = 0; c < sections.Length; c++)
        {
            sections[c] = from.Section();
            var fits = rows is > 0 and <= Packing.StripeRows && (columns[c].IsCoded ? columns[c].Distinct > 0 && sections[c].Length == Packing.Length(rows, columns[c].Width) : sections[c].Length >= 4L * rows);
            if (!fits)
            {
                throw new FormatException($"stripe of {rows} rows, column {columns[c].Name}: {sections[c].Length} bytes");
            }
        }
        return new Stripe(rows, sections);
    }

    private static void Write(BinaryWriter to, string text)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        to.Write(bytes.Length);
        to.Write(bytes);
    }

    private static void Write(BinaryWriter to, Section section)
    {
        to.Write(section.Offset);
        to.Write(section.Length);
        to.Write(section.Checksum.A);
        to.Write(section.Checksum.B);
        to.Write(section.Checksum.C);
        to.Write(section.Checksum.D);
    }

    /// <summary>Reads numbers, texts and sections, never beyond the end.</summary>
    private ref struct Cursor(ReadOnlySpan<byte> bytes, long dataEnd)
    {
        private ReadOnlySpan<byte> _left = bytes;

        public readonly bool IsAtEnd => _left.IsEmpty;

        public int Int() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

        public long Long() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

        /// <summary>A number of things that take at least so many bytes each.</summary>
        public int Count(long each)
        {
            var count = Int();
            return count >= 0 && count * each <= _left.Length ? count : throw new FormatException($"a count of {count}");
        }

        public string Text() => System.Text.Encoding.UTF8.GetString(Take(Count(1)));

        public Section Section()
        {
            var (offset, length) = (Long(), Int());
            var sum = new Checksum((uint)Int(), (uint)Int(), (uint)Int(), (uint)Int());
            return length >= 0 && (length == 0 || (offset >= HeaderLength && offset <= dataEnd - length)) ? new Section(offset, length, sum) : throw new FormatException($"{length} bytes at {offset}");
        }

        private ReadOnlySpan<byte> Take(int length)
        {
            if (length > _left.Length)
            {
                throw new FormatException("the directory ends too early");
            }
            var taken = _left[..length];
            _left = _left[length..];
            return taken;
        }
    }
}

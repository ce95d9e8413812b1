using System.Buffers.Binary;
using Haechi.Audit.Reading;

namespace Haechi.Audit.Columns;

/// <summary>What a column file holds.</summary>
/// <param name="Rows">Rows that can be counted.</param>
/// <param name="Malformed">Rows that the data had and that cannot be used.</param>
/// <param name="Columns">The columns in their order.</param>
/// <param name="Bytes">The length of the file.</param>
public sealed record StoredData(long Rows, long Malformed, IReadOnlyList<string> Columns, long Bytes);

/// <summary>
/// Our own column file: the rows of a CSV or JSON Lines file as packed codes, for repeated work. Whatever is counted from it is the same, byte for byte, as from the data. The format
/// (<c>docs/audit-column-file.md</c>) has a version and checksums; a file that does not fit them is refused.
/// </summary>
public sealed unsafe class ColumnFile : IDisposable
{
    private readonly MappedFile _file;
    private readonly string _path;

    private ColumnFile(MappedFile file, string path)
    {
        (_file, _path) = (file, path);
        Directory = ReadDirectory();
    }

    internal ColumnDirectory Directory { get; }

    internal byte* End => _file.Start + _file.Length;

    /// <summary>Stores data as columns.</summary>
    /// <param name="data">A CSV or JSON Lines file.</param>
    /// <param name="output">The file to write; it appears when it is complete.</param>
    /// <param name="columns">Which columns are kept; null for all of them. Leave out what names a person.</param>
    /// <param name="threads">How many threads work; the bytes do not depend on it.</param>
    /// <param name="progress">Told the share that is done, from any thread.</param>
    /// <exception cref="AuditRefusedException">The data cannot be read as asked.</exception>
    /// <exception cref="IOException">A file cannot be opened or written.</exception>
    public static StoredData Write(string data, string output, IReadOnlyList<string>? columns = null, int threads = 0, IProgress<double>? progress = null)
    {
        DataFile.MustExist(data);
        var count = threads > 0 ? threads : Environment.ProcessorCount;
        var temporary = $"{output}.{Guid.NewGuid():N}.tmp";
        try
        {
            using var parts = DataParts.Open(data, count);
            var kept = columns ?? parts.Names;
            ColumnDirectory written;
            using (var to = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 20))
            {
                written = new ColumnWriter(parts, data, kept, count, progress).Write(to);
            }
            File.Move(temporary, output, overwrite: true);
            return new StoredData(written.Parts.Sum(p => p.Stripes.Sum(s => (long)s.Rows)), written.Parts.Sum(p => p.Malformed), [.. kept], new FileInfo(output).Length);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();

    internal static bool IsOne(ReadOnlySpan<byte> start) => start.StartsWith(ColumnDirectory.Magic);

    internal static ColumnFile Open(string path)
    {
        var file = new MappedFile(path);
        try
        {
            return new ColumnFile(file, path);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The bytes of a section, once they were compared with their checksum.</summary>
    internal ReadOnlySpan<byte> Bytes(Section section)
    {
        var bytes = new ReadOnlySpan<byte>(_file.Start + section.Offset, section.Length);
        return section.Length == 0 || Checksum.Of(bytes) == section.Checksum ? bytes : throw Wrong($"checksum of {section.Length} bytes at {section.Offset}");
    }

    /// <summary>The bytes of a section that were compared before.</summary>
    internal ReadOnlySpan<byte> Raw(Section section) => new(_file.Start + section.Offset, section.Length);

    /// <summary>Texts that lie one behind the other, after a table of their ends.</summary>
    internal void Texts(Section section, Span<Field> texts)
    {
        var bytes = Bytes(section);
        var first = _file.Start + section.Offset + (4L * texts.Length);
        var (room, start) = (bytes.Length - (4 * texts.Length), 0);
        for (var i = 0; i < texts.Length; i++)
        {
            var end = BinaryPrimitives.ReadInt32LittleEndian(bytes[(4 * i)..]);
            texts[i] = end >= start && end <= room ? new Field(first + start, end - start) : throw Wrong($"text {i} ends at {end}");
            start = end;
        }
    }

    internal AuditRefusedException Wrong(string found) => AuditRefusedException.Because("damaged", _path, $"열 파일이 손상되었거나 맞지 않습니다({found}). 원본에서 'haechi audit store'로 다시 만드십시오.",
        $"the column file is damaged or contradicts itself ({found}); make it again from the data with 'haechi audit store'");

    private ColumnDirectory ReadDirectory()
    {
        if (_file.Length < ColumnDirectory.HeaderLength)
        {
            throw Wrong($"{_file.Length} bytes");
        }
        var header = _file.Span(0, ColumnDirectory.HeaderLength);
        var own = Checksum.Of(header[..56]);
        if (own.A != BinaryPrimitives.ReadUInt32LittleEndian(header[56..]) || own.B != BinaryPrimitives.ReadUInt32LittleEndian(header[60..]))
        {
            throw Wrong("checksum of the header");
        }
        if (BinaryPrimitives.ReadInt32LittleEndian(header[8..]) is var version && version != ColumnDirectory.Version)
        {
            throw AuditRefusedException.Because("unknown-version", _path, $"열 파일의 판이 {version}입니다. 이 프로그램은 {ColumnDirectory.Version}판을 읽습니다. 원본에서 'haechi audit store'로 다시 만드십시오.",
                $"this column file has version {version} and this program reads version {ColumnDirectory.Version}; make it again from the data with 'haechi audit store'");
        }
        var (offset, length, whole) = (BinaryPrimitives.ReadInt64LittleEndian(header[16..]), BinaryPrimitives.ReadInt64LittleEndian(header[24..]), BinaryPrimitives.ReadInt64LittleEndian(header[32..]));
        if (whole != _file.Length || offset < ColumnDirectory.HeaderLength || length is < 0 or > int.MaxValue || offset != whole - length)
        {
            throw Wrong($"{_file.Length} bytes instead of {whole}");
        }
        var bytes = _file.Span(offset, whole);
        if (Checksum.Of(bytes) != new Checksum(BinaryPrimitives.ReadUInt32LittleEndian(header[40..]), BinaryPrimitives.ReadUInt32LittleEndian(header[44..]), BinaryPrimitives.ReadUInt32LittleEndian(header[48..]), BinaryPrimitives.ReadUInt32LittleEndian(header[52..])))
        {
            throw Wrong("checksum of the directory");
        }
        try
        {
            return ColumnDirectory.Read(bytes, offset);
        }
        catch (FormatException e)
        {
            throw Wrong(e.Message);
        }
    }
}

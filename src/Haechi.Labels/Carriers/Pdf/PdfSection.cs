using System.Text;

namespace Haechi.Labels.Carriers.Pdf;

/// <summary>Where an object is: at a byte of the file, or at a place within a collection of objects, or nowhere.</summary>
internal readonly record struct PdfEntry(bool Exists, long Offset, int Generation, int Collection, int Index);

/// <summary>A table of places: one of those that a PDF file has, each newer than the one that it names as previous.</summary>
internal abstract class PdfSection(PdfDictionary trailer)
{
    public PdfDictionary Trailer => trailer;

    /// <summary>What this table says of an object; null when it does not speak of it.</summary>
    public abstract PdfEntry? Find(int number);
}

/// <summary>A table of lines with 20 bytes each (ISO 32000-2, 7.5.4). The lines stay in the file until they are asked for.</summary>
internal sealed class PdfTable(Stream file, PdfDictionary trailer, List<(long First, long Count, long At)> parts) : PdfSection(trailer)
{
    public const int LineLength = 20;

    public override PdfEntry? Find(int number)
    {
        foreach (var (first, count, at) in parts)
        {
            if (number >= first && number < first + count)
            {
                var line = Encoding.Latin1.GetString(Bytes.ReadExactly(file, new ByteRange(at + ((number - first) * LineLength), LineLength)));
                return long.TryParse(line.AsSpan(0, 10), out var offset) && int.TryParse(line.AsSpan(11, 5), out var generation) && line[10] == ' ' && line[16] == ' ' && line[17] is 'n' or 'f'
                    ? new PdfEntry(line[17] == 'n', offset, generation, 0, 0) : throw PdfFault.Broken($"the line of object {number} in its table of places is not readable");
            }
        }
        return null;
    }
}

/// <summary>A table in a stream (ISO 32000-2, 7.5.8).</summary>
internal sealed class PdfStreamTable : PdfSection
{
    private readonly byte[] _data;
    private readonly int[] _widths;
    private readonly List<(long First, long Count)> _parts = [];

    public PdfStreamTable(PdfDictionary about, byte[] data) : base(about)
    {
        _data = data;
        _widths = (about["W"] as PdfArray)?.Items.Select(i => (int)((i as PdfAtom)?.Whole is >= 0 and <= 8 and var w ? w : throw PdfFault.Broken("a width in its table of places is not 0 to 8"))).ToArray() ?? [];
        if (_widths.Length < 3 || _widths.Sum() == 0)
        {
            throw PdfFault.Broken("its table of places has no widths");
        }
        var index = (about["Index"] as PdfArray)?.Items.Select(i => (i as PdfAtom)?.Whole ?? -1).ToList() ?? [0, about.Whole("Size") ?? -1];
        for (var i = 0; i + 1 < index.Count; i += 2)
        {
            _parts.Add(index[i] >= 0 && index[i + 1] >= 0 ? (index[i], index[i + 1]) : throw PdfFault.Broken("its table of places has a negative number"));
        }
    }

    public override PdfEntry? Find(int number)
    {
        var (before, width) = (0L, _widths.Sum());
        foreach (var (first, count) in _parts)
        {
            if (number >= first && number < first + count)
            {
                var at = (before + number - first) * width;
                return at + width <= _data.Length ? Read(_data.AsSpan((int)at, width)) : throw PdfFault.Broken($"its table of places ends before object {number}");
            }
            before += count;
        }
        return null;
    }

    private PdfEntry Read(ReadOnlySpan<byte> row)
    {
        var kind = _widths[0] == 0 ? 1 : Field(row[.._widths[0]]);
        var (second, third) = (Field(row.Slice(_widths[0], _widths[1])), Field(row.Slice(_widths[0] + _widths[1], _widths[2])));
        return kind switch
        {
            1 => new PdfEntry(true, second, (int)Math.Min(third, int.MaxValue), 0, 0),
            2 => new PdfEntry(true, 0, 0, (int)Math.Min(second, int.MaxValue), (int)Math.Min(third, int.MaxValue)),
            _ => default,
        };
    }

    private static long Field(ReadOnlySpan<byte> bytes)
    {
        var value = 0UL;
        foreach (var b in bytes)
        {
            value = (value << 8) | b;
        }
        return (long)Math.Min(value, long.MaxValue);
    }
}

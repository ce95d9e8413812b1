using System.Buffers.Binary;
using Haechi.Audit.Reading;

namespace Haechi.Audit.Columns;

/// <summary>The second reading of a part: each row as codes, packed stripe by stripe.</summary>
internal sealed unsafe class ColumnPack(string file, IReadOnlyList<ByteDictionary?> texts) : IRows
{
    /// <summary>A stripe ends early when a column of texts has grown to this.</summary>
    private const int MostText = 16 << 20;

    private readonly int[][] _codes = [.. texts.Select(t => t is null ? [] : new int[Packing.StripeRows])];
    private readonly List<int>[] _ends = [.. texts.Select(_ => new List<int>())];
    private readonly MemoryStream[] _plain = [.. texts.Select(_ => new MemoryStream())];
    private int _rows;

    public long Rows { get; private set; }

    /// <summary>The stripes: their rows, and the bytes of each column.</summary>
    public List<(int Rows, byte[][] Columns)> Stripes { get; } = [];

    public void Add(ReadOnlySpan<Field> row, byte* readableTo, long line)
    {
        var full = false;
        for (var c = 0; c < texts.Count; c++)
        {
            if (texts[c] is not { } known)
            {
                _plain[c].Write(row[c].Bytes);
                _ends[c].Add((int)_plain[c].Length);
                full |= _plain[c].Length > MostText;
                continue;
            }
            var code = known.Find(row[c], readableTo);
            _codes[c][_rows] = code >= 0 ? code : throw Changed(file);
        }
        Rows++;
        if (++_rows == Packing.StripeRows || full)
        {
            End();
        }
    }

    public void Refuse(long line, string kind, string detail)
    {
        // Counted when the file was read the first time.
    }

    /// <summary>Packs what is left.</summary>
    public void End()
    {
        if (_rows == 0)
        {
            return;
        }
        Stripes.Add((_rows, [.. texts.Select((t, c) => t is null ? Texts(c) : Packing.Pack(_codes[c].AsSpan(0, _rows), Packing.WidthFor(t.Count)))]));
        _rows = 0;
    }

    public static AuditRefusedException Changed(string file) => AuditRefusedException.Because("changed", file, "읽는 동안 파일이 바뀌었습니다. 쓰기가 끝난 뒤 다시 하십시오.", "the file changed while it was read; try again when nothing writes to it");

    private byte[] Texts(int column)
    {
        var (ends, text) = (_ends[column], _plain[column]);
        var bytes = new byte[(4 * ends.Count) + (int)text.Length];
        for (var i = 0; i < ends.Count; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4 * i), ends[i]);
        }
        text.GetBuffer().AsSpan(0, (int)text.Length).CopyTo(bytes.AsSpan(4 * ends.Count));
        ends.Clear();
        text.SetLength(0);
        return bytes;
    }
}

using System.Buffers.Binary;
using System.Text;

namespace Haechi.Labels.Carriers;

/// <summary>MP4, MOV and M4A: the store is a <c>uuid</c> box behind <c>ftyp</c>; places named in the file move with it (C2PA A.5).</summary>
internal sealed class BmffCarrier(string format, Func<string, bool> brand, params string[] endings) : Carrier
{
    public static readonly byte[] Uuid = [0xD8, 0xFE, 0xC3, 0xD6, 0x1B, 0x0E, 0x48, 0x3C, 0x92, 0x97, 0x58, 0x28, 0x87, 0x7E, 0xC4, 0x81];
    private const int LargestTable = 256 * 1024 * 1024;
    private const string Purpose = "manifest\0";
    private static readonly int Head = 8 + Uuid.Length + 4 + Purpose.Length + 8;
    private static readonly string[] Still = ["heic", "heix", "heif", "mif1", "msf1", "avif", "avis", "crx "];

    public override string Format => format;

    public override IReadOnlyList<string> Endings => endings;

    public override bool BindsBoxes => true;

    public override bool Knows(ReadOnlySpan<byte> head) => head.Length >= 12 && head[4..8].SequenceEqual("ftyp"u8)
        && Encoding.Latin1.GetString(head[8..12]) is var name && !Still.Contains(name) && brand(name);

    public override FoundStore? Find(Stream file)
    {
        var stores = Stores(file, BmffBox.In(file, new ByteRange(0, file.Length), topLevel: true)).ToList();
        if (stores.Count > 1)
        {
            throw Several("MP4");
        }
        if (stores.Count == 0)
        {
            return null;
        }
        var (box, inside) = stores[0];
        return inside.Length > LargestStore ? throw TooLarge() : new FoundStore(Bytes.ReadExactly(file, inside), box.At);
    }

    public override IReadOnlyList<Piece> Plan(Stream file, int store)
    {
        var boxes = BmffBox.In(file, new ByteRange(0, file.Length), topLevel: true);
        if (boxes.Any(b => b.Type is "moof" or "sidx") || BmffBox.Along(file, boxes, "/moov/mvex").Count > 0)
        {
            throw new MalformedException("file-fragmented", "조각난(fragmented) MP4에는 아직 쓰지 못합니다. 조각내지 않은 파일로 바꾼 뒤 하십시오(예: ffmpeg -i 파일 -c copy 새파일.mp4).",
                "fragmented MP4 is not written yet; remux it first (such as ffmpeg -i FILE -c copy NEW.mp4)");
        }
        var dropped = Stores(file, boxes).Select(s => s.Box.At).ToList();
        var place = boxes.First(b => b.Type == "ftyp").At.End;
        var added = Head + store;
        long Moved(long old) => old < place ? old : old + added - dropped.Where(d => d.End <= old).Sum(d => d.Length);
        var changes = dropped.Select(d => (At: d, Bytes: Array.Empty<byte>())).Concat(Tables(file, boxes, Moved)).OrderBy(c => c.At.Start);
        var (pieces, from) = (new List<Piece> { new Piece.Copy(new ByteRange(0, place)), new Piece.Store(added, Wrap) }, place);
        foreach (var (at, bytes) in changes)
        {
            pieces.Add(new Piece.Copy(new ByteRange(from, at.Start - from)));
            pieces.Add(new Piece.Fresh(bytes));
            from = at.End;
        }
        pieces.Add(new Piece.Copy(new ByteRange(from, file.Length - from)));
        return pieces;
    }

    private static byte[] Wrap(byte[] store)
    {
        var box = new byte[Head + store.Length];
        BinaryPrimitives.WriteInt32BigEndian(box, box.Length);
        "uuid"u8.CopyTo(box.AsSpan(4));
        Uuid.CopyTo(box, 8);
        Encoding.ASCII.GetBytes(Purpose).CopyTo(box, 8 + Uuid.Length + 4);
        store.CopyTo(box, Head);
        return box;
    }

    private static IEnumerable<(BmffBox Box, ByteRange Inside)> Stores(Stream file, IEnumerable<BmffBox> boxes)
    {
        foreach (var box in boxes.Where(b => b.Type == "uuid" && b.Inside.Length >= Head - 8))
        {
            var head = Bytes.ReadExactly(file, new ByteRange(box.Inside.Start, Head - 8));
            if (head.AsSpan().StartsWith(Uuid) && head.AsSpan(20).StartsWith("manifest\0"u8))
            {
                yield return (box, new ByteRange(box.Inside.Start + head.Length, box.Inside.Length - head.Length));
            }
        }
    }

    /// <summary>The tables that name places in the file, with the new places.</summary>
    private static IEnumerable<(ByteRange At, byte[] Bytes)> Tables(Stream file, List<BmffBox> boxes, Func<long, long> moved)
    {
        foreach (var (path, width) in new[] { ("/moov/trak/mdia/minf/stbl/stco", 4), ("/moov/trak/mdia/minf/stbl/co64", 8) })
        {
            foreach (var box in BmffBox.Along(file, boxes, path))
            {
                if (box.Inside.Length is < 8 or > LargestTable)
                {
                    throw Bad("MP4", "a table of places is too short or too long");
                }
                var table = Bytes.ReadExactly(file, box.Inside);
                var count = BinaryPrimitives.ReadUInt32BigEndian(table.AsSpan(4));
                if (count > (table.Length - 8) / width)
                {
                    throw Bad("MP4", "a table of places says more than it holds");
                }
                Shift(table.AsSpan(8, (int)count * width), width, moved);
                yield return (box.Inside, table);
            }
        }
        if (BmffBox.Along(file, boxes, "/meta/iloc").Count + BmffBox.Along(file, boxes, "/moov/trak/mdia/minf/stbl/saio").Count > 0)
        {
            throw new MalformedException("file-unsupported", "위치를 다른 표(iloc, saio)로도 가리키는 파일에는 아직 쓰지 못합니다.", "a file that names places in other tables too (iloc, saio) is not written yet");
        }
    }

    private static void Shift(Span<byte> entries, int width, Func<long, long> moved)
    {
        for (; !entries.IsEmpty; entries = entries[width..])
        {
            if (width == 8)
            {
                BinaryPrimitives.WriteInt64BigEndian(entries, moved(BinaryPrimitives.ReadInt64BigEndian(entries)));
            }
            else
            {
                var place = moved(BinaryPrimitives.ReadUInt32BigEndian(entries));
                BinaryPrimitives.WriteUInt32BigEndian(entries, place <= uint.MaxValue ? (uint)place
                    : throw new MalformedException("file-too-large", "32비트 위치표를 쓰는 파일이라 자격증명을 넣으면 4 GB를 넘습니다. 64비트(co64)로 다시 만든 뒤 하십시오.",
                        "the file names places with 32 bits, and with the credential they would pass 4 GB; remux it with 64 bits (co64)"));
            }
        }
    }
}

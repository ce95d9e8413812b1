using System.Buffers.Binary;
using System.Text;

namespace Haechi.Labels.Carriers;

/// <summary>A box of ISO/IEC 14496-12.</summary>
/// <param name="Type">Its four letters.</param>
/// <param name="At">Where it is, its header included.</param>
/// <param name="Header">The length of its header: 8 or 16.</param>
internal readonly record struct BmffBox(string Type, ByteRange At, int Header)
{
    private const int MostBoxes = 100_000;

    /// <summary>What is in it.</summary>
    public ByteRange Inside => new(At.Start + Header, At.Length - Header);

    /// <summary>The boxes that fill a range one after the other.</summary>
    /// <exception cref="MalformedException">They do not fill it.</exception>
    public static List<BmffBox> In(Stream file, ByteRange range, bool topLevel)
    {
        var (boxes, head) = (new List<BmffBox>(), new byte[16]);
        for (var at = range.Start; at < range.End;)
        {
            if (range.End - at < 8 || boxes.Count >= MostBoxes)
            {
                throw Bad($"at byte {at} no box follows, or there are more than {MostBoxes}");
            }
            Bytes.ReadAt(file, at, head.AsSpan(0, 8));
            var (header, size) = (8, (ulong)BinaryPrimitives.ReadUInt32BigEndian(head));
            if (size == 1)
            {
                if (range.End - at < 16)
                {
                    throw Bad($"the box at byte {at} is cut off");
                }
                Bytes.ReadAt(file, at + 8, head.AsSpan(8));
                (header, size) = (16, BinaryPrimitives.ReadUInt64BigEndian(head.AsSpan(8)));
            }
            size = size == 0 && topLevel ? (ulong)(range.End - at) : size;
            if (size < (ulong)header || size > (ulong)(range.End - at))
            {
                throw Bad($"the box at byte {at} is longer than what holds it");
            }
            boxes.Add(new BmffBox(Encoding.Latin1.GetString(head, 4, 4), new ByteRange(at, (long)size), header));
            at += (long)size;
        }
        return boxes;
    }

    /// <summary>All boxes at a path such as <c>/moov/trak/mdia</c>.</summary>
    public static List<BmffBox> Along(Stream file, IReadOnlyList<BmffBox> topLevel, string path)
    {
        var names = path.Trim('/').Split('/');
        var found = topLevel.Where(b => b.Type == names[0]).ToList();
        foreach (var name in names.Skip(1))
        {
            var inside = new List<BmffBox>();
            foreach (var box in found)
            {
                // "meta" has four bytes of version and flags before its boxes.
                var skip = box.Type == "meta" ? Math.Min(4, box.Inside.Length) : 0;
                inside.AddRange(In(file, new ByteRange(box.Inside.Start + skip, box.Inside.Length - skip), topLevel: false).Where(b => b.Type == name));
            }
            found = inside.Count > MostBoxes ? throw Bad($"there are more than {MostBoxes} boxes {name}") : inside;
        }
        return found;
    }

    private static MalformedException Bad(string en) => new("file-malformed", $"MP4 계열 파일이 아니거나 손상되었습니다: {en}", $"the file is no MP4 or its kin, or is damaged: {en}");
}

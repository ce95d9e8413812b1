using System.Buffers.Binary;
using System.Text;

namespace Haechi.Labels.Jumbf;

/// <summary>Reads superboxes strictly: every byte belongs to a box, and depth and number are bounded.</summary>
internal static class JumbfReader
{
    private const int MostDepth = 10;
    private const int MostBoxes = 20_000;
    private const int LongestLabel = 1_024;

    /// <summary>Reads the one superbox that fills all the bytes.</summary>
    /// <exception cref="MalformedException">It is not one, or something follows it.</exception>
    public static Superbox Read(ReadOnlyMemory<byte> bytes)
    {
        var boxes = 0;
        var (type, header, length) = Header(bytes.Span);
        return type != "jumb" ? throw Bad("the manifest store does not begin with a superbox")
            : length != bytes.Length ? throw Bad($"{bytes.Length - length} bytes follow the manifest store")
            : Super(bytes, header, 0, ref boxes);
    }

    /// <summary>True when the bytes begin like a manifest store: a superbox whose description is C2PA's.</summary>
    public static bool BeginsStore(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 32 && bytes[4..8].SequenceEqual("jumb"u8) && bytes[12..16].SequenceEqual("jumd"u8) && bytes[16..32].SequenceEqual(BoxTypes.Uuid(BoxTypes.Store));

    private static Superbox Super(ReadOnlyMemory<byte> raw, int header, int depth, ref int boxes)
    {
        if (depth > MostDepth)
        {
            throw Bad($"superboxes are nested more than {MostDepth} deep");
        }
        var inside = raw[header..];
        var (type, start, length) = Header(inside.Span);
        if (type != "jumd")
        {
            throw Bad("a superbox without description");
        }
        var (uuid, label, contentType) = Description(inside[start..length]);
        var (supers, contents) = (new List<Superbox>(), new List<ContentBox>());
        for (var rest = inside[length..]; !rest.IsEmpty; rest = rest[length..])
        {
            if (++boxes > MostBoxes)
            {
                throw Bad($"more than {MostBoxes} boxes");
            }
            (type, start, length) = Header(rest.Span);
            if (type == "jumb")
            {
                supers.Add(Super(rest[..length], start, depth + 1, ref boxes));
            }
            else
            {
                contents.Add(new ContentBox(type, rest[start..length]));
            }
        }
        _ = contentType;
        return new Superbox(uuid, label, raw, raw[header..], supers, contents);
    }

    private static (ReadOnlyMemory<byte> Uuid, string Label, byte Toggles) Description(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length < 17)
        {
            throw Bad("a description shorter than 17 bytes");
        }
        var (toggles, label) = (bytes.Span[16], "");
        if ((toggles & 2) != 0)
        {
            var end = bytes.Span[17..].IndexOf((byte)0);
            label = end is < 0 or > LongestLabel ? throw Bad("a label without end") : Utf8(bytes.Span.Slice(17, end));
        }
        return (bytes[..16], label, toggles);
    }

    private static (string Type, int Header, int Length) Header(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 8)
        {
            throw Bad("a box header is cut off");
        }
        var (header, length) = (8, (ulong)BinaryPrimitives.ReadUInt32BigEndian(bytes));
        if (length == 1)
        {
            (header, length) = bytes.Length < 16 ? throw Bad("a box header is cut off") : (16, BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));
        }
        return length < (ulong)header || length > (ulong)bytes.Length ? throw Bad($"a box says {length} bytes where {bytes.Length} are left")
            : (Encoding.Latin1.GetString(bytes.Slice(4, 4)), header, (int)length);
    }

    private static string Utf8(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return new UTF8Encoding(false, true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw Bad("a label that is not UTF-8");
        }
    }

    private static MalformedException Bad(string en) => new("jumbf-malformed", $"콘텐츠 자격증명의 상자(JUMBF) 구조가 잘못되었습니다: {en}", $"the boxes (JUMBF) of the content credential are malformed: {en}");
}

using System.Text;

namespace Haechi.Labels.Carriers;

/// <summary>A tag of an XML document down to the third level. Deeper ones are counted and not kept.</summary>
/// <param name="Path">The names from the outermost element on.</param>
/// <param name="Depth">0 for the outermost.</param>
/// <param name="IsOpening">True for a tag that opens, or that opens and closes.</param>
/// <param name="IsEmpty">True for one that does both.</param>
/// <param name="Start">Its first byte.</param>
/// <param name="End">The byte behind it.</param>
internal sealed record XmlMark(string Path, int Depth, bool IsOpening, bool IsEmpty, int Start, int End)
{
    private const int Deepest = 2;
    private const int MostDepth = 10_000;

    /// <summary>Finds the tags. Comments, CDATA, declarations and processing instructions are passed over; entities are never expanded.</summary>
    /// <exception cref="MalformedException">Something is open at the end.</exception>
    public static List<XmlMark> Scan(ReadOnlySpan<byte> xml)
    {
        var (marks, names, depth) = (new List<XmlMark>(), new List<string>(), 0);
        for (var at = 0; Next(xml, at, (byte)'<') is >= 0 and var start; )
        {
            var rest = xml[start..];
            var end = rest.StartsWith("<!--"u8) ? Behind(xml, start, "-->"u8) : rest.StartsWith("<![CDATA["u8) ? Behind(xml, start, "]]>"u8)
                : rest.StartsWith("<?"u8) ? Behind(xml, start, "?>"u8) : rest.StartsWith("<!"u8) ? Declaration(xml, start) : Tag(xml, start);
            at = end;
            if (rest[1] is (byte)'!' or (byte)'?')
            {
                continue;
            }
            var closes = rest[1] == '/';
            var empty = !closes && xml[end - 2] == '/';
            depth -= closes ? 1 : 0;
            if (depth is < 0 or > MostDepth)
            {
                throw Bad("its tags do not nest, or too deep");
            }
            if (depth <= Deepest)
            {
                names.RemoveRange(Math.Min(depth, names.Count), Math.Max(0, names.Count - depth));
                names.Add(Name(xml[(start + (closes ? 2 : 1))..end]));
                marks.Add(new XmlMark(string.Join('/', names), depth, !closes, empty, start, end));
            }
            depth += closes || empty ? 0 : 1;
        }
        return depth == 0 ? marks : throw Bad("it ends inside an element");
    }

    private static int Next(ReadOnlySpan<byte> xml, int from, byte wanted) => xml[from..].IndexOf(wanted) is >= 0 and var at ? from + at : -1;

    private static int Behind(ReadOnlySpan<byte> xml, int from, ReadOnlySpan<byte> wanted) =>
        xml[from..].IndexOf(wanted) is >= 0 and var at ? from + at + wanted.Length : throw Bad("a comment or section without end");

    private static int Tag(ReadOnlySpan<byte> xml, int start)
    {
        byte quote = 0;
        for (var i = start + 1; i < xml.Length; i++)
        {
            if (quote != 0)
            {
                quote = xml[i] == quote ? (byte)0 : quote;
            }
            else if (xml[i] is (byte)'"' or (byte)'\'')
            {
                quote = xml[i];
            }
            else if (xml[i] == '>')
            {
                return i > start + 1 ? i + 1 : throw Bad("a tag without name");
            }
        }
        throw Bad("a tag without end");
    }

    /// <summary>A document type: it may hold declarations of its own in brackets.</summary>
    private static int Declaration(ReadOnlySpan<byte> xml, int start)
    {
        var inside = false;
        for (var i = start; i < xml.Length; i++)
        {
            inside = xml[i] switch { (byte)'[' => true, (byte)']' => false, _ => inside };
            if (xml[i] == '>' && !inside)
            {
                return i + 1;
            }
        }
        throw Bad("a declaration without end");
    }

    private static readonly System.Buffers.SearchValues<byte> NameEnds = System.Buffers.SearchValues.Create(" \t\r\n/>"u8);

    private static string Name(ReadOnlySpan<byte> tag) => Encoding.UTF8.GetString(tag[..Math.Min(Math.Max(tag.IndexOfAny(NameEnds), 0), 64)]);

    private static MalformedException Bad(string en) => new("file-malformed", $"XML이 아니거나 손상되었습니다: {en}", $"it is no XML or is damaged: {en}");
}

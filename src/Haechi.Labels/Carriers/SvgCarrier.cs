using System.Text;

namespace Haechi.Labels.Carriers;

/// <summary>SVG in UTF-8: the store is text in base 64 in <c>svg/metadata/c2pa:manifest</c> (C2PA A.3.2). The document is not interpreted, only its marks are found.</summary>
internal sealed class SvgCarrier : Carrier
{
    private const int LargestDocument = 128 * 1024 * 1024;
    private const string OpenTag = "<c2pa:manifest xmlns:c2pa=\"http://c2pa.org/manifest\">";
    private const string Close = "</c2pa:manifest>";

    public override string Format => "image/svg+xml";

    public override IReadOnlyList<string> Endings => [".svg"];

    public override bool Knows(ReadOnlySpan<byte> head)
    {
        head = head.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? head[3..] : head;
        head = head.TrimStart(" \t\r\n"u8);
        return head.StartsWith("<svg"u8) || ((head.StartsWith("<?xml"u8) || head.StartsWith("<!"u8)) && head.IndexOf("<svg"u8) >= 0);
    }

    public override FoundStore? Find(Stream file)
    {
        var (bytes, marks) = Read(file);
        var stores = marks.Where(m => m.Depth == 2 && m.IsOpening && m.Path == "svg/metadata/c2pa:manifest").ToList();
        if (stores.Count > 1)
        {
            throw Several("SVG");
        }
        if (stores.Count == 0)
        {
            return null;
        }
        var (from, to) = Inside(marks, stores[0]);
        try
        {
            return new FoundStore(Convert.FromBase64String(Encoding.ASCII.GetString(bytes, from, to - from)), new ByteRange(from, to - from));
        }
        catch (FormatException)
        {
            throw Bad("SVG", "its c2pa:manifest holds no base 64");
        }
    }

    public override IReadOnlyList<Piece> Plan(Stream file, int store)
    {
        var (bytes, marks) = Read(file);
        var length = (store + 2L) / 3 * 4;
        Piece Text(string text) => new Piece.Fresh(Encoding.ASCII.GetBytes(text));
        Piece Copy(long from, long to) => new Piece.Copy(new ByteRange(from, to - from));
        var fresh = new Piece.Store(length, s => Encoding.ASCII.GetBytes(Convert.ToBase64String(s)));
        if (marks.FirstOrDefault(m => m.IsOpening && m.Path == "svg/metadata/c2pa:manifest") is { } old)
        {
            var (from, to) = Inside(marks, old);
            return [Copy(0, from), fresh, Copy(to, bytes.Length)];
        }
        if (marks.LastOrDefault(m => m.IsOpening && m.Path == "svg/metadata") is { } metadata)
        {
            return metadata.IsEmpty
                ? [Copy(0, metadata.Start), Text("<metadata>" + OpenTag), fresh, Text(Close + "</metadata>"), Copy(metadata.End, bytes.Length)]
                : [Copy(0, metadata.End), Text(OpenTag), fresh, Text(Close), Copy(metadata.End, bytes.Length)];
        }
        var root = marks.First(m => m.Depth == 0);
        return root.IsEmpty ? throw Bad("SVG", "it is empty")
            : [Copy(0, root.End), Text("<metadata>" + OpenTag), fresh, Text(Close + "</metadata>"), Copy(root.End, bytes.Length)];
    }

    private static (int From, int To) Inside(List<XmlMark> marks, XmlMark opening)
    {
        var closing = marks[marks.IndexOf(opening) + 1];
        return opening.IsEmpty || closing.IsOpening || closing.Depth != opening.Depth ? throw Bad("SVG", "its c2pa:manifest is empty or holds elements") : (opening.End, closing.Start);
    }

    private static (byte[] Bytes, List<XmlMark> Marks) Read(Stream file)
    {
        if (file.Length > LargestDocument)
        {
            throw new MalformedException("file-too-large", $"SVG는 {LargestDocument >> 20} MB까지 다룹니다.", $"SVG is handled up to {LargestDocument >> 20} MB");
        }
        var bytes = Bytes.ReadExactly(file, new ByteRange(0, file.Length));
        var marks = XmlMark.Scan(bytes);
        return marks is [{ Path: "svg" }, ..] ? (bytes, marks) : throw Bad("SVG", "its outermost element is not svg");
    }
}

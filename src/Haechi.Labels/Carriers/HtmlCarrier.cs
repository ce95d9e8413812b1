using System.Text;
using Haechi.Labels.Carriers.Text;

namespace Haechi.Labels.Carriers;

/// <summary>Web pages: the store is the content of a script element in the head that no browser runs (C2PA 2.4 A.7). Bound is every byte but those of the element.</summary>
internal sealed class HtmlCarrier : Carrier
{
    private const string OpenTag = "<script type=\"application/c2pa\">";
    private const string Close = "</script>";

    public override string Format => "text/html";

    public override IReadOnlyList<string> Endings => [".html", ".htm"];

    public override bool Knows(ReadOnlySpan<byte> head)
    {
        head = head.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? head[3..] : head;
        head = head.TrimStart(" \t\r\n\f"u8);
        while ((head.StartsWith("<!--"u8) && head.IndexOf("-->"u8) >= 0) || (head.StartsWith("<?xml"u8) && head.IndexOf("?>"u8) >= 0))
        {
            head = head[(head.StartsWith("<!--"u8) ? head.IndexOf("-->"u8) + 3 : head.IndexOf("?>"u8) + 2)..].TrimStart(" \t\r\n\f"u8);
        }
        return Begins(head, "<!doctype html") || Begins(head, "<html") || Begins(head, "<head>");
    }

    public override FoundStore? Find(Stream file)
    {
        var page = TextFile.Read(file);
        if (One(new HtmlHead(page)) is not { } mark)
        {
            return null;
        }
        // A type and nothing else: what more the element says would be left out of the binding.
        var base64 = mark.IsPlain ? Encoding.Latin1.GetString(page, (int)mark.Content.Start, (int)mark.Content.Length).Trim(' ', '\t', '\r', '\n', '\f') : "*";
        var store = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, store, out var count) && Convert.ToBase64String(store, 0, count) == base64 ? new FoundStore(store[..count], mark.At)
            : throw Bad("HTML", "its script element of type application/c2pa has other attributes, or holds no base 64");
    }

    public override IReadOnlyList<Piece> Plan(Stream file, int store)
    {
        var head = new HtmlHead(TextFile.Read(file));
        var place = One(head)?.At ?? new ByteRange(head.End, 0);
        return
        [
            new Piece.Copy(new ByteRange(0, place.Start)), new Piece.Store(OpenTag.Length + ((store + 2L) / 3 * 4) + Close.Length, s => Encoding.ASCII.GetBytes(OpenTag + Convert.ToBase64String(s) + Close)),
            new Piece.Copy(new ByteRange(place.End, file.Length - place.End)),
        ];
    }

    private static HtmlMark? One(HtmlHead head) => head.Marks.Count > 1
        ? throw new MalformedException("manifest.html.multipleManifests", "HTML의 head에 매니페스트 저장소나 그 주소가 둘 이상 있습니다.", "the head of the HTML page has more than one manifest store, or address of one") { IsStatus = true }
        : head.Marks.FirstOrDefault() is { Link: { } address } ? throw TextFile.Elsewhere(address) : head.Marks.FirstOrDefault();

    private static bool Begins(ReadOnlySpan<byte> head, string with) => head.Length >= with.Length && Ascii.EqualsIgnoreCase(head[..with.Length], with);
}

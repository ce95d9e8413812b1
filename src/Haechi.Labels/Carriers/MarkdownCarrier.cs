using System.Text;
using Haechi.Labels.Carriers.Text;

namespace Haechi.Labels.Carriers;

/// <summary>Markdown: the store is a line with a comment (structured text, C2PA 2.4 A.9). Bound are the bytes as they are; the line is left out with its end, or, when it is the last one, with the end of the line before.</summary>
internal sealed class MarkdownCarrier : Carrier
{
    private const string Begin = "<!-- -----BEGIN C2PA MANIFEST----- data:application/c2pa;base64,";
    private const string End = " -----END C2PA MANIFEST----- -->";

    private static ReadOnlySpan<byte> OpenMark => "-----BEGIN C2PA MANIFEST-----"u8;

    private static ReadOnlySpan<byte> CloseMark => "-----END C2PA MANIFEST-----"u8;

    public override string Format => "text/markdown";

    public override IReadOnlyList<string> Endings => [".md", ".markdown"];

    // Chosen by the name or by the line itself, when the file is nothing else.
    public override bool Knows(ReadOnlySpan<byte> head) => false;

    /// <summary>True when the text has a line with a store, or with the address of one.</summary>
    public static bool HasBlock(ReadOnlySpan<byte> text) => Blocks(text).Count > 0;

    public override FoundStore? Find(Stream file)
    {
        var text = TextFile.Read(file);
        var blocks = Blocks(text);
        if (blocks.Count > 1)
        {
            throw new MalformedException("manifest.structuredText.multipleReferences", "글에 매니페스트 저장소가 둘 이상 있습니다.", "the text has more than one manifest store") { IsStatus = true };
        }
        return blocks.Count == 0 ? null : Unwrap(text, blocks[0]);
    }

    public override IReadOnlyList<Piece> Plan(Stream file, int store)
    {
        var text = TextFile.Read(file);
        var end = text.AsSpan().IndexOf("\r\n"u8) is >= 0 and var at && at < text.AsSpan().IndexOf((byte)'\n') ? "\r\n" : "\n";
        var start = text.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? 3 : 0;
        // Data in front of a document have to stay its first line (front matter in YAML or TOML); then the comment is the last one.
        var last = text.AsSpan(start).StartsWith("---"u8) || text.AsSpan(start).StartsWith("+++"u8) || start == text.Length;
        var (place, before, behind) = last ? (new ByteRange(text.Length, 0), end, "") : (new ByteRange(start, 0), "", end);
        if (Find(file) is { } old)
        {
            var line = Encoding.UTF8.GetString(text, (int)old.At.Start, (int)old.At.Length);
            (place, before, behind) = (old.At, line[..line.IndexOf('<', StringComparison.Ordinal)], line[(line.LastIndexOf('>') + 1)..]);
        }
        byte[] Line(byte[] s) => Encoding.ASCII.GetBytes($"{before}{Begin}{Convert.ToBase64String(s)}{End}{behind}");
        var length = before.Length + Begin.Length + ((store + 2L) / 3 * 4) + End.Length + behind.Length;
        return [new Piece.Copy(new ByteRange(0, place.Start)), new Piece.Store(length, Line), new Piece.Copy(new ByteRange(place.End, file.Length - place.End))];
    }

    /// <summary>Where marks stand with an address or data between them: a text that only speaks of the marks has none (A.9.3).</summary>
    private static List<(int Begin, int End)> Blocks(ReadOnlySpan<byte> text)
    {
        var (found, close) = (new List<(int, int)>(), -1);
        for (var from = 0; text[from..].IndexOf(OpenMark) is >= 0 and var ahead;)
        {
            var begin = from + ahead;
            from = begin + OpenMark.Length;
            // The end is looked for once, not from each beginning before it.
            close = close >= from ? close : text[from..].IndexOf(CloseMark) is >= 0 and var length ? from + length : -1;
            if (close < 0)
            {
                break;
            }
            var between = text[from..close].Trim(" \t\r\n"u8);
            var isAddress = between.StartsWith("data:"u8) || between.StartsWith("https://"u8) || between.StartsWith("http://"u8);
            if (isAddress && !between.ContainsAny(" \t\r\n"u8))
            {
                from = close + CloseMark.Length;
                found.Add((begin, from));
            }
        }
        return found;
    }

    private static FoundStore Unwrap(byte[] text, (int Begin, int End) block)
    {
        var line = text.AsSpan(0, block.Begin).LastIndexOf((byte)'\n') + 1;
        line = line == 0 && text.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? 3 : line;
        var next = text.AsSpan(block.End).IndexOf((byte)'\n') is >= 0 and var more ? block.End + more + 1 : text.Length;
        var said = Encoding.UTF8.GetString(text, line, next - line);
        var body = said.TrimEnd('\n').TrimEnd('\r');
        if (!body.StartsWith(Begin, StringComparison.Ordinal) || !body.EndsWith(End, StringComparison.Ordinal))
        {
            var between = Encoding.UTF8.GetString(text, block.Begin, block.End - block.Begin)[OpenMark.Length..^CloseMark.Length].Trim();
            throw between.StartsWith("data:", StringComparison.Ordinal)
                // Anything else on that line would be left out of the binding and still be read.
                ? new MalformedException("store-form-unknown", "매니페스트 저장소가 한 줄 주석이 아닙니다. 줄 전체가 주석인 것만 읽습니다.", "the manifest store is not a comment on a line of its own, the only form that is read")
                : TextFile.Elsewhere(between);
        }
        var from = next == text.Length && line > 0 && text[line - 1] == '\n' ? line - (line > 1 && text[line - 2] == '\r' ? 2 : 1) : line;
        var base64 = body[Begin.Length..^End.Length];
        var store = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, store, out var count) && Convert.ToBase64String(store, 0, count) == base64 ? new FoundStore(store[..count], new ByteRange(from, next - from))
            : throw Bad("Markdown", "its manifest store is no base 64");
    }
}

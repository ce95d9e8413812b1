using System.Text;

namespace Haechi.Labels.Carriers.Text;

/// <summary>An element in the head of a web page that speaks of a manifest store.</summary>
/// <param name="At">The whole element.</param>
/// <param name="Content">What is between its tags.</param>
/// <param name="Link">The address of a store elsewhere; null when the store is the content.</param>
/// <param name="IsPlain">True when it says its type and nothing else.</param>
internal sealed record HtmlMark(ByteRange At, ByteRange Content, string? Link, bool IsPlain);

/// <summary>
/// The head of a web page, as a browser finds it (HTML, 13.2.6.4.4): written out or not, it goes on until the first thing that cannot be in it. Bytes are taken for ASCII, which holds for the encodings that pages
/// are written in.
/// </summary>
internal sealed class HtmlHead
{
    private static readonly string[] Raw = ["script", "style", "title", "noscript", "template"];
    private static readonly string[] Single = ["html", "head", "meta", "link", "base"];
    private readonly byte[] _page;

    public HtmlHead(byte[] page)
    {
        _page = page;
        var at = page.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? 3 : 0;
        while (Next(at) is { } next)
        {
            at = next;
        }
        End = at + page.AsSpan(at).IndexOfAnyExcept(" \t\r\n\f"u8) is var end && end >= at ? end : page.Length;
    }

    /// <summary>The byte before which an element may still be put.</summary>
    public int End { get; }

    /// <summary>The elements that speak of a store.</summary>
    public List<HtmlMark> Marks { get; } = [];

    /// <summary>The byte behind what is next in the head, or null when the head is over.</summary>
    private int? Next(int at)
    {
        at += Math.Max(0, _page.AsSpan(at).IndexOfAnyExcept(" \t\r\n\f"u8));
        var rest = _page.AsSpan(at);
        if (rest.StartsWith("<!--"u8))
        {
            return Behind(at + 4, "-->");
        }
        if (rest.StartsWith("<!"u8) || rest.StartsWith("<?"u8))
        {
            return Behind(at, ">");
        }
        if (rest.Length < 2 || rest[0] != '<' || !char.IsAsciiLetter((char)rest[1]))
        {
            return null;
        }
        var tag = HtmlTag.Read(_page, at);
        if (Raw.Contains(tag.Name))
        {
            return RawElement(at, tag);
        }
        if (!Single.Contains(tag.Name))
        {
            return null;
        }
        if (tag.Name == "link" && (tag["rel"] ?? "").Split(' ', '\t', '\r', '\n', '\f').Contains("c2pa-manifest", StringComparer.OrdinalIgnoreCase))
        {
            Marks.Add(new HtmlMark(new ByteRange(at, tag.End - at), default, tag["href"] ?? "", false));
        }
        return tag.End;
    }

    private int RawElement(int at, HtmlTag tag)
    {
        var (close, from) = ("</" + tag.Name, tag.End);
        int content;
        do
        {
            content = IndexOf(from, close);
            from = content + close.Length;
        }
        while (from < _page.Length && _page[from] is not ((byte)'>' or (byte)'/' or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'\f'));
        var end = Behind(from, ">");
        if (tag.Name == "script" && string.Equals(tag["type"]?.Trim(), "application/c2pa", StringComparison.OrdinalIgnoreCase))
        {
            Marks.Add(new HtmlMark(new ByteRange(at, end - at), new ByteRange(tag.End, content - tag.End), null, tag.Count == 1 && end == from + 1));
        }
        return end;
    }

    private int Behind(int from, string wanted) => IndexOf(from, wanted) + wanted.Length;

    /// <summary>Where that stands next, in small or large letters.</summary>
    private int IndexOf(int from, string wanted)
    {
        for (var at = from; at + wanted.Length <= _page.Length; at++)
        {
            var ahead = _page.AsSpan(at).IndexOf((byte)wanted[0]);
            at += ahead;
            if (ahead < 0 || at + wanted.Length > _page.Length)
            {
                break;
            }
            if (Ascii.EqualsIgnoreCase(_page.AsSpan(at, wanted.Length), wanted))
            {
                return at;
            }
        }
        throw new MalformedException("html-broken", $"HTML의 head 안에 닫히지 않은 것이 있습니다({wanted} 없음).", $"something in the head of the HTML page is never closed: {wanted} is missing");
    }
}

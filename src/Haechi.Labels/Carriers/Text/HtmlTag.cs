using System.Text;

namespace Haechi.Labels.Carriers.Text;

/// <summary>A tag that opens an element of a web page, with its attributes; of one that is there twice the first counts, as in browsers.</summary>
internal sealed class HtmlTag
{
    private const int LongestTag = 1024 * 1024;
    private readonly Dictionary<string, string> _attributes = new(StringComparer.OrdinalIgnoreCase);

    private HtmlTag(string name) => Name = name;

    /// <summary>Its name in small letters.</summary>
    public string Name { get; }

    /// <summary>The byte behind it.</summary>
    public int End { get; private set; }

    /// <summary>How many attributes it has.</summary>
    public int Count { get; private set; }

    public string? this[string attribute] => _attributes.GetValueOrDefault(attribute);

    public static HtmlTag Read(byte[] page, int at)
    {
        var tag = new HtmlTag(Run(page, ref at, 1, c => !IsBlank(c) && c is not ('/' or '>')).ToLowerInvariant());
        var limit = Math.Min(page.Length, at + LongestTag);
        while (true)
        {
            Run(page, ref at, 0, c => IsBlank(c) || c == '/');
            if (at >= limit)
            {
                throw new MalformedException("html-broken", "HTML의 태그가 닫히지 않았습니다.", "a tag of the HTML page has no end");
            }
            if (page[at] == '>')
            {
                tag.End = at + 1;
                return tag;
            }
            var name = Run(page, ref at, 0, c => !IsBlank(c) && c is not ('/' or '>' or '='));
            Run(page, ref at, 0, IsBlank);
            var value = at < page.Length && page[at] == '=' ? Value(page, ref at) : "";
            at += name.Length == 0 && value.Length == 0 ? 1 : 0;
            tag._attributes.TryAdd(name, value);
            tag.Count++;
        }
    }

    private static string Value(byte[] page, ref int at)
    {
        Run(page, ref at, 1, IsBlank);
        if (at < page.Length && page[at] is (byte)'"' or (byte)'\'')
        {
            var quote = (char)page[at];
            var value = Run(page, ref at, 1, c => c != quote);
            at = Math.Min(at + 1, page.Length);
            return value;
        }
        return Run(page, ref at, 0, c => !IsBlank(c) && c != '>');
    }

    private static bool IsBlank(char c) => c is ' ' or '\t' or '\r' or '\n' or '\f';

    private static string Run(byte[] page, ref int at, int skip, Func<char, bool> goesOn)
    {
        at += skip;
        var from = at;
        while (at < page.Length && goesOn((char)page[at]))
        {
            at++;
        }
        return Encoding.Latin1.GetString(page, Math.Min(from, page.Length), at - Math.Min(from, at));
    }
}

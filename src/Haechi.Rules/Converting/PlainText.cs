using System.Net;
using System.Text;

namespace Haechi.Rules.Converting;

/// <summary>Turns a text with HTML marks into plain text on one line: what is shown later is shown as text, never as markup.</summary>
internal static class PlainText
{
    public static string Of(string? html)
    {
        if (string.IsNullOrWhiteSpace(html))
        {
            return "";
        }
        var plain = new StringBuilder(html.Length);
        for (var at = 0; at < html.Length; at++)
        {
            var end = html[at] == '<' && at + 1 < html.Length && (char.IsAsciiLetter(html[at + 1]) || html[at + 1] is '/' or '!') ? html.IndexOf('>', at) : -1;
            plain.Append(end < 0 ? html[at] : ' ');
            at = end < 0 ? at : end;
        }
        return string.Join(' ', WebUtility.HtmlDecode(plain.ToString()).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}

using System.Globalization;
using System.Text;

namespace Haechi.Tower.Register.Tables;

/// <summary>Lists as Python prints them: what a data frame with lists becomes in a CSV file.</summary>
internal static class PythonList
{
    /// <summary>The members; null when the text is no such list.</summary>
    public static List<string>? Read(string text)
    {
        var items = new List<string>();
        var at = 1;
        while (true)
        {
            Skip(text, ref at);
            if (at == text.Length - 1)
            {
                return items;
            }
            var item = text[at] is '\'' or '"' ? Quoted(text, ref at) : Bare(text, ref at);
            if (item is null)
            {
                return null;
            }
            if (item.Trim() is { Length: > 0 } member)
            {
                items.Add(member);
            }
            Skip(text, ref at);
            if (at < text.Length - 1 && text[at] == ',')
            {
                at++;
            }
            else if (at != text.Length - 1)
            {
                return null;
            }
        }
    }

    /// <summary>A member as Python prints it: single quotes, unless it holds one and no double quote.</summary>
    public static string Quoted(string item)
    {
        var quote = item.Contains('\'', StringComparison.Ordinal) && !item.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        var written = new StringBuilder().Append(quote);
        foreach (var c in item)
        {
            written.Append(c switch { '\n' => "\\n", '\r' => "\\r", '\t' => "\\t", '\\' => @"\\", _ when c == quote => "\\" + c, _ => c.ToString() });
        }
        return written.Append(quote).ToString();
    }

    private static void Skip(string text, ref int at)
    {
        while (at < text.Length - 1 && char.IsWhiteSpace(text[at]))
        {
            at++;
        }
    }

    private static string? Quoted(string text, ref int at)
    {
        var quote = text[at++];
        var item = new StringBuilder();
        for (; at < text.Length - 1; at++)
        {
            if (text[at] == quote)
            {
                at++;
                return item.ToString();
            }
            item.Append(text[at] == '\\' ? Escaped(text, ref at) : text[at]);
        }
        return null;
    }

    private static char Escaped(string text, ref int at)
    {
        var c = text[++at];
        var digits = c switch { 'x' => 2, 'u' => 4, _ => 0 };
        if (digits > 0 && at + digits < text.Length && ushort.TryParse(text.AsSpan(at + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            at += digits;
            return (char)code;
        }
        return c switch { 'n' => '\n', 'r' => '\r', 't' => '\t', _ => c };
    }

    /// <summary>A number, a truth value or None, up to the next comma; null for other words, which Python would have put in quotes.</summary>
    private static string? Bare(string text, ref int at)
    {
        var start = at;
        while (at < text.Length - 1 && text[at] is not (',' or '\'' or '"' or '[' or ']'))
        {
            at++;
        }
        var item = text[start..at].Trim();
        return item is "None" or "nan" ? "" : item is "True" or "False" || double.TryParse(item, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? item : null;
    }
}

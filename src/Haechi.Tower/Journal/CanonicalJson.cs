using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Haechi.Tower.Journal;

/// <summary>
/// The one spelling of a JSON value, so that the same thing always has the same hash: members sorted by code unit, no blanks, texts in normal form C with the fewest escapes, and whole
/// numbers only, because a fraction has several spellings. Much as RFC 8785, without its floating point.
/// </summary>
public static class CanonicalJson
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>The spelling of an object of this program.</summary>
    /// <exception cref="ArgumentException">It holds a fraction, or the same member twice.</exception>
    public static string Of(object value)
    {
        using var json = JsonSerializer.SerializeToDocument(value, Plain);
        return Of(json.RootElement);
    }

    /// <summary>The spelling of a value that was read.</summary>
    public static string Of(JsonElement value)
    {
        var text = new StringBuilder();
        Write(text, value);
        return text.ToString();
    }

    /// <summary>The spelling of a text, with its quotes.</summary>
    public static string Text(string value)
    {
        var text = new StringBuilder();
        Write(text, value);
        return text.ToString();
    }

    private static void Write(StringBuilder text, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                Members(text, value);
                break;
            case JsonValueKind.Array:
                var first = true;
                foreach (var item in value.EnumerateArray())
                {
                    Write(text.Append(first ? '[' : ','), item);
                    first = false;
                }
                text.Append(first ? "[]" : "]");
                break;
            case JsonValueKind.String:
                Write(text, value.GetString()!);
                break;
            case JsonValueKind.Number:
                text.Append(value.TryGetInt64(out var whole) ? whole.ToString(CultureInfo.InvariantCulture) : throw new ArgumentException($"{value.GetRawText()} is no whole number; write a fraction as a text"));
                break;
            default:
                text.Append(value.GetRawText());
                break;
        }
    }

    private static void Members(StringBuilder text, JsonElement value)
    {
        var members = value.EnumerateObject().Select(m => (Name: m.Name.Normalize(), m.Value)).OrderBy(m => m.Name, StringComparer.Ordinal).ToList();
        text.Append('{');
        for (var i = 0; i < members.Count; i++)
        {
            if (i > 0 && members[i].Name == members[i - 1].Name)
            {
                throw new ArgumentException($"the member '{members[i].Name}' stands there twice");
            }
            Write(text.Append(i == 0 ? "" : ","), members[i].Name);
            Write(text.Append(':'), members[i].Value);
        }
        text.Append('}');
    }

    private static void Write(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value.Normalize())
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\b' => text.Append("\\b"),
                '\t' => text.Append("\\t"),
                '\n' => text.Append("\\n"),
                '\f' => text.Append("\\f"),
                '\r' => text.Append("\\r"),
                < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => text.Append(c),
            };
        }
        text.Append('"');
    }
}

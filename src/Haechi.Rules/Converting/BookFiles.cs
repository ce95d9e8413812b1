using System.Globalization;
using System.Text;
using Haechi.Rules.Books;

namespace Haechi.Rules.Converting;

/// <summary>Builds the nodes of a rulebook's files. A part that is null or empty is left out.</summary>
internal static class Make
{
    private static Place Nowhere => default;

    public static YamlScalar Text(string text) => new(Nowhere, text, Plain: false, 0);

    public static YamlScalar Number(double number) => new(Nowhere, number.ToString("R", CultureInfo.InvariantCulture), Plain: true, 0);

    /// <summary>A bare word such as <c>true</c> or a date.</summary>
    public static YamlScalar Word(string word) => new(Nowhere, word, Plain: true, 0);

    public static YamlList List(IEnumerable<YamlNode> items) => new(Nowhere, [.. items]);

    public static YamlList Texts(IEnumerable<string> texts) => List(texts.Select(Text));

    public static YamlMap Map(params (string Key, YamlNode? Value)[] entries) => Map((IEnumerable<(string, YamlNode?)>)entries);

    public static YamlMap Map(IEnumerable<(string Key, YamlNode? Value)> entries) =>
        new(Nowhere, [.. entries.Where(e => e.Value is not null and not YamlScalar { Plain: false, Value: "" }).Select(e => (Text(e.Key), e.Value!))]);

    /// <summary>One text per language, or null when there is none.</summary>
    public static YamlMap? Local(params (string Language, string? Text)[] texts) =>
        Map(texts.Select(t => (t.Language, (YamlNode?)Text(t.Text ?? "")))) is { Entries.Count: > 0 } map ? map : null;
}

/// <summary>Writes nodes as YAML: block style, every text in double quotes and escaped, so that no text can be read as anything else.</summary>
internal static class YamlWriter
{
    public static string Write(string comment, YamlMap root)
    {
        var text = new StringBuilder().Append("# ").Append(comment).Append('\n');
        WriteMap(text, root, 0, firstInline: false);
        return text.ToString();
    }

    private static void WriteMap(StringBuilder text, YamlMap map, int indent, bool firstInline)
    {
        for (var i = 0; i < map.Entries.Count; i++)
        {
            var (key, value) = map.Entries[i];
            text.Append(' ', i == 0 && firstInline ? 0 : indent);
            WriteKey(text, key.Value);
            text.Append(':');
            WriteValue(text, value, indent + 2);
        }
    }

    private static void WriteValue(StringBuilder text, YamlNode value, int indent)
    {
        switch (value)
        {
            case YamlScalar scalar:
                text.Append(' ').Append(scalar.Plain ? scalar.Value : Quote(scalar.Value)).Append('\n');
                break;
            case YamlList { Items.Count: 0 }:
                text.Append(" []\n");
                break;
            case YamlMap { Entries.Count: 0 }:
                text.Append(" {}\n");
                break;
            case YamlMap map:
                text.Append('\n');
                WriteMap(text, map, indent, firstInline: false);
                break;
            case YamlList list:
                text.Append('\n');
                foreach (var item in list.Items)
                {
                    WriteItem(text, item, indent);
                }
                break;
            default:
                throw new InvalidOperationException(value.GetType().Name);
        }
    }

    private static void WriteItem(StringBuilder text, YamlNode item, int indent)
    {
        text.Append(' ', indent).Append('-');
        if (item is YamlMap { Entries.Count: > 0 } map)
        {
            text.Append(' ');
            WriteMap(text, map, indent + 2, firstInline: true);
        }
        else
        {
            WriteValue(text, item, indent + 2);
        }
    }

    private static void WriteKey(StringBuilder text, string key) =>
        text.Append(key.Length > 0 && key.All(c => char.IsAsciiLetterLower(c) || c == '_') && key is not ("y" or "n" or "yes" or "no" or "true" or "false" or "null" or "on" or "off") ? key : Quote(key));

    /// <summary>A double-quoted scalar, YAML 1.2 section 7.3.1: everything outside the printable set of section 5.1 is escaped; half a surrogate pair is no character.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '"' or '\\' => quoted.Append('\\').Append((char)rune.Value),
                '\n' => quoted.Append("\\n"),
                '\t' => quoted.Append("\\t"),
                < 0x20 or (>= 0x7F and < 0xA0) or 0x2028 or 0x2029 or 0xFEFF or 0xFFFE or 0xFFFF => quoted.Append("\\u").Append(rune.Value.ToString("X4", CultureInfo.InvariantCulture)),
                > 0xFFFF => quoted.Append("\\U").Append(rune.Value.ToString("X8", CultureInfo.InvariantCulture)),
                _ => quoted.Append(rune.ToString()),
            };
        }
        return quoted.Append('"').ToString();
    }
}

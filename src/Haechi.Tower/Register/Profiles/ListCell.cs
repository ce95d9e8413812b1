using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Haechi.Rules.Facts;

namespace Haechi.Tower.Register.Profiles;

/// <summary>Cells that hold several values.</summary>
internal static class ListCell
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>The members of a cell. A list in brackets is read as such whatever the profile's style.</summary>
    public static IReadOnlyList<string> Split(string cell, ListStyle style)
    {
        var text = cell.Trim();
        return style switch
        {
            _ when text.StartsWith('[') && text.EndsWith(']') => FactReader.SplitSet(text),
            ListStyle.Comma => text.Split([',', ';', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            ListStyle.Lines => text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            ListStyle.None => [text],
            _ => FactReader.SplitSet(text),
        };
    }

    /// <summary>The cell that holds the members, in the profile's style.</summary>
    public static string Join(IReadOnlyList<string> members, ListStyle style) => style switch
    {
        ListStyle.Python => $"[{string.Join(", ", members.Select(Quoted))}]",
        ListStyle.Json => JsonSerializer.Serialize(members, Plain),
        ListStyle.Comma => string.Join(", ", members),
        ListStyle.Lines => string.Join('\n', members),
        _ => string.Join("; ", members),
    };

    /// <summary>As Python writes a text: in single quotes, in double quotes when it holds a single one.</summary>
    private static string Quoted(string member)
    {
        var escaped = member.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return escaped.Contains('\'', StringComparison.Ordinal) && !escaped.Contains('"', StringComparison.Ordinal)
            ? $"\"{escaped}\"" : $"'{escaped.Replace("'", "\\'", StringComparison.Ordinal)}'";
    }
}

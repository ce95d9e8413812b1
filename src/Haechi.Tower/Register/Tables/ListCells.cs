using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Haechi.Tower.Register.Tables;

/// <summary>How a cell writes a list.</summary>
public enum ListStyle
{
    /// <summary>One value, or none.</summary>
    Single,

    /// <summary>A list of Python: <c>['a', "b's"]</c>.</summary>
    Python,

    /// <summary>An array of JSON: <c>["a", "b"]</c>.</summary>
    Json,

    /// <summary><c>a; b</c></summary>
    Semicolon,

    /// <summary><c>a | b</c></summary>
    Pipe,

    /// <summary>A mark and a value on each line.</summary>
    Bullets,

    /// <summary>A number and a value on each line or one after another: <c>1. a 2. b</c>.</summary>
    Numbered,

    /// <summary>A value on each line.</summary>
    Lines,

    /// <summary><c>a, b</c>; read only where the caller says that commas separate.</summary>
    Comma,
}

/// <summary>A cell taken apart.</summary>
/// <param name="Style">How the list was written.</param>
/// <param name="Items">Its members, trimmed, without empty ones.</param>
/// <param name="Mark">The bullet of <see cref="ListStyle.Bullets"/>, what stands behind a number in <see cref="ListStyle.Numbered"/>; else empty.</param>
public sealed record ListCell(ListStyle Style, IReadOnlyList<string> Items, string Mark = "");

/// <summary>
/// Takes cells that hold several values apart and puts them together again. Whether a column holds lists at all is the caller's knowledge: prose has semicolons and lines, too.
/// </summary>
public static partial class ListCells
{
    private const string Bullets = "•·▪▫■□●○◦‣⁃∙*-–—ㆍ※▶";

    /// <summary>Takes a cell apart.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="commas">True when commas separate values in this column.</param>
    public static ListCell Read(string cell, bool commas = false)
    {
        ArgumentNullException.ThrowIfNull(cell);
        var text = cell.Trim();
        if (text.Length > 1 && text[0] == '[' && text[^1] == ']')
        {
            return Array(text) is { } items ? new ListCell(ListStyle.Json, items) : PythonList.Read(text) is { } python ? new ListCell(ListStyle.Python, python) : new ListCell(ListStyle.Single, [text]);
        }
        return InLines(text) ?? Inline(text) ?? Separated(text, commas);
    }

    /// <summary>Writes a list in a style.</summary>
    public static string Write(IReadOnlyList<string> items, ListStyle style, string mark = "")
    {
        ArgumentNullException.ThrowIfNull(items);
        return (HoldsItsSign(items, style) ? ListStyle.Json : style) switch
        {
            ListStyle.Python => "[" + string.Join(", ", items.Select(PythonList.Quoted)) + "]",
            ListStyle.Json => JsonSerializer.Serialize(items, Readable),
            ListStyle.Pipe => string.Join(" | ", items),
            ListStyle.Comma => string.Join(", ", items),
            ListStyle.Bullets => string.Join('\n', items.Select(i => $"{(mark.Length == 0 ? "-" : mark)} {i}")),
            ListStyle.Numbered => string.Join('\n', items.Select((i, n) => (n + 1).ToString(CultureInfo.InvariantCulture) + (mark.Length == 0 ? "." : mark) + " " + i)),
            ListStyle.Lines => string.Join('\n', items),
            ListStyle.Single when items.Count <= 1 => items.Count == 0 ? "" : items[0],
            _ => string.Join("; ", items),
        };
    }

    /// <summary>True when a member holds what separates members, so that the list could not be read back.</summary>
    private static bool HoldsItsSign(IReadOnlyList<string> items, ListStyle style) => style switch
    {
        ListStyle.Semicolon => items.Any(i => i.Contains(';', StringComparison.Ordinal)),
        ListStyle.Pipe => items.Any(i => i.AsSpan().IndexOfAny('|', ';') >= 0),
        ListStyle.Comma => items.Any(i => i.AsSpan().IndexOfAny(',', ';', '|') >= 0),
        ListStyle.Bullets or ListStyle.Numbered or ListStyle.Lines => items.Any(i => i.AsSpan().IndexOfAny('\n', '\r') >= 0),
        ListStyle.Single => items.Count > 1 && items.Any(i => i.Contains(';', StringComparison.Ordinal)),
        _ => false,
    };

    /// <summary>The list in the style of the cell that it replaces; a single value that becomes several is written with semicolons.</summary>
    public static string WriteLike(string cell, IReadOnlyList<string> items, bool commas = false)
    {
        var was = Read(cell, commas);
        return was.Items.SequenceEqual(items, StringComparer.Ordinal) ? cell : Write(items, was.Style, was.Mark);
    }

    private static readonly JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static List<string>? Array(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return [.. document.RootElement.EnumerateArray().Where(e => e.ValueKind != JsonValueKind.Null)
                .Select(e => e.ValueKind == JsonValueKind.String ? e.GetString()!.Trim() : e.GetRawText()).Where(i => i.Length > 0)];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static ListCell? InLines(string text)
    {
        var lines = text.Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (lines.Length > 0 && lines.All(l => l.Length > 2 && Bullets.Contains(l[0], StringComparison.Ordinal) && l[1] is ' ' or '\t' or '\u00A0' or '\u3000'))
        {
            return new ListCell(ListStyle.Bullets, [.. lines.Select(l => l[1..].Trim())], lines[0][..1]);
        }
        if (lines.Length > 1 && lines.Select((l, i) => NumberedLine().Match(l) is { Success: true } m && m.Groups["n"].Value == (i + 1).ToString(CultureInfo.InvariantCulture)).All(n => n))
        {
            return new ListCell(ListStyle.Numbered, [.. lines.Select(l => NumberedLine().Match(l).Groups["text"].Value.Trim())], NumberedLine().Match(lines[0]).Groups["mark"].Value);
        }
        return lines.Length > 1 ? new ListCell(ListStyle.Lines, [.. lines.Select(l => l.TrimEnd(';', ','))]) : null;
    }

    /// <summary><c>1. a 2. b 3. c</c>: numbers that count up from 1 within one line.</summary>
    private static ListCell? Inline(string text)
    {
        var starts = NumberInline().Matches(text).ToList();
        if (starts.Count < 2 || starts[0].Index != 0 || starts.Select((m, i) => m.Groups["n"].Value == (i + 1).ToString(CultureInfo.InvariantCulture)).Contains(false))
        {
            return null;
        }
        var items = starts.Select((m, i) => text[(m.Index + m.Length)..(i + 1 < starts.Count ? starts[i + 1].Index : text.Length)].Trim().TrimEnd(';', ',').TrimEnd());
        return new ListCell(ListStyle.Numbered, [.. items.Where(i => i.Length > 0)], starts[0].Groups["mark"].Value);
    }

    private static ListCell Separated(string text, bool commas)
    {
        foreach (var (sign, style) in new[] { (';', ListStyle.Semicolon), ('|', ListStyle.Pipe), (',', ListStyle.Comma) })
        {
            if (text.Contains(sign, StringComparison.Ordinal) && (sign != ',' || commas))
            {
                return new ListCell(style, OutsideBrackets(text, sign));
            }
        }
        return new ListCell(ListStyle.Single, text.Length == 0 ? [] : [text]);
    }

    /// <summary>Splits at a sign, except within brackets: <c>Other (x; y); z</c> has two members.</summary>
    private static List<string> OutsideBrackets(string text, char sign)
    {
        var items = new List<string>();
        var item = new StringBuilder();
        var depth = 0;
        var closed = text.Count(c => c == '(') == text.Count(c => c == ')');
        foreach (var c in text)
        {
            depth = Math.Max(0, depth + (c == '(' ? 1 : c == ')' ? -1 : 0));
            if (c == sign && (depth == 0 || !closed))
            {
                items.Add(item.ToString().Trim());
                item.Clear();
            }
            else
            {
                item.Append(c);
            }
        }
        items.Add(item.ToString().Trim());
        return [.. items.Where(i => i.Length > 0)];
    }

    [GeneratedRegex(@"^\(?(?<n>\d{1,3})(?<mark>[.)])\s*(?<text>\S.*)$", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 10_000)]
    private static partial Regex NumberedLine();

    [GeneratedRegex(@"(?:^|(?<=[\s;,]))\(?(?<n>\d{1,3})(?<mark>[.)])\s+", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex NumberInline();
}

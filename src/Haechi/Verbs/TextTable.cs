using System.Globalization;
using System.Text;

namespace Haechi.Verbs;

/// <summary>Columns of text for a terminal, where a Hangul syllable is as wide as two letters.</summary>
internal static class TextTable
{
    /// <summary>Rows with equally wide columns; all but the first column are set to the right when they are numbers.</summary>
    public static void Print(TextWriter output, string indent, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var widths = Enumerable.Range(0, rows.Max(r => r.Count)).Select(c => rows.Max(r => c < r.Count ? Width(r[c]) : 0)).ToList();
        foreach (var row in rows)
        {
            output.WriteLine((indent + string.Join("  ", row.Select((cell, c) => c > 0 && IsNumber(cell) ? Gap(cell, widths[c]) + cell : cell + Gap(cell, widths[c])))).TrimEnd());
        }
    }

    /// <summary>Rows below their headers; nothing when there are no rows.</summary>
    public static void Print(TextWriter output, string[] headers, IEnumerable<string[]> rows)
    {
        List<IReadOnlyList<string>> all = [headers, .. rows];
        if (all.Count > 1)
        {
            Print(output, "", all);
        }
    }

    /// <summary>A cell's text on one line, without control characters (which could steer the terminal), cut to a length.</summary>
    public static string OneLine(string text, int longest)
    {
        var line = new StringBuilder(Math.Min(text.Length, longest) + 1);
        foreach (var c in text)
        {
            if (line.Length >= longest)
            {
                return line.Append('…').ToString();
            }
            var space = char.IsWhiteSpace(c) || char.IsControl(c);
            if (!space || (line.Length > 0 && line[^1] != ' '))
            {
                line.Append(space ? ' ' : c);
            }
        }
        return line.ToString().TrimEnd();
    }

    /// <summary>A count with separators, the same in every culture.</summary>
    public static string Count(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static bool IsNumber(string cell) => cell.Length > 0 && cell.All(c => char.IsAsciiDigit(c) || c == ',');

    private static string Gap(string cell, int width) => new(' ', width - Width(cell));

    private static int Width(string text) => text.EnumerateRunes().Sum(r => r.Value is (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0xA4CF)
        or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF) or (>= 0xFE30 and <= 0xFE6F) or (>= 0xFF00 and <= 0xFF60) or (>= 0x1F300 and <= 0x1FAFF) ? 2 : 1);
}

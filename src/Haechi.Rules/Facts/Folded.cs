using System.Text;

namespace Haechi.Rules.Facts;

/// <summary>
/// The form in which cells, headers and the values of a map are compared: composed (a file from macOS holds Hangul as separate letters), without regard to case, and with
/// every run of space, also a no-break space or a line break inside a cell, as one space.
/// </summary>
public static class Folded
{
    /// <summary>The form of a text in which it is compared.</summary>
    public static string Of(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in Composed(text))
        {
            // A zero-width space or a byte order mark within a file is never meant.
            if (c is '\u200B' or '\uFEFF')
            {
                continue;
            }
            if (!char.IsWhiteSpace(c))
            {
                folded.Append(char.ToLowerInvariant(c));
            }
            else if (folded.Length > 0 && folded[^1] != ' ')
            {
                folded.Append(' ');
            }
        }
        return folded.ToString().TrimEnd(' ');
    }

    /// <summary>True for a cell that says nothing: only space, or the empty list that exports write for "no answer".</summary>
    public static bool IsBlank(string cell)
    {
        var text = cell.AsSpan().Trim();
        return text.IsEmpty || (text.Length <= 64 && text[0] == '[' && text[^1] == ']' && text[1..^1].Trim(" '\",\u00A0\r\n").IsEmpty);
    }

    private static string Composed(string text)
    {
        try
        {
            return text.IsNormalized(NormalizationForm.FormC) ? text : text.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            // Half of a surrogate pair has no composed form; it is compared as it stands.
            return text;
        }
    }
}

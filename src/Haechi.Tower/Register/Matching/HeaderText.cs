using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Haechi.Tower.Register.Matching;

/// <summary>Takes off a header or a value what says nothing: numbering, mark-up, escapes, damaged punctuation, invisible characters.</summary>
internal static partial class HeaderText
{
    private const int Longest = 2_000;

    /// <summary>The text in composed form with repaired punctuation and single spaces; case is kept.</summary>
    public static string Clean(string text)
    {
        // A header that is a page long tells no more at its end than at its beginning.
        var cut = text.Length > Longest ? text[..Longest] : text;
        var repaired = Mojibake.Repair(Circled().Replace(cut, " ").Replace("\\xa0", " ", StringComparison.OrdinalIgnoreCase).Replace("\\n", " ", StringComparison.Ordinal));
        var clean = new StringBuilder(repaired.Length);
        foreach (var c in Composed(repaired))
        {
            if (c is '\u200B' or '\u200C' or '\u200D' or '\uFEFF' or '\u00AD' or '\\' or '`')
            {
                continue;
            }
            clean.Append(char.IsWhiteSpace(c) || char.IsControl(c) ? ' ' : c);
        }
        return Spaces().Replace(clean.ToString(), " ").Trim();
    }

    /// <summary>A header without its number ("3_", "12.", "Q12:", "가.", "(b)") and without the <c>#2</c> of a repeated one.</summary>
    public static string Bare(string header)
    {
        var clean = Repeated().Replace(Clean(header), "");
        var bare = Numbering().Replace(clean, "", 1);
        return bare.Any(char.IsLetter) ? bare : clean;
    }

    /// <summary>Letters and digits only, lower case: two headers that fold to the same text are the same.</summary>
    public static string Folded(string header) => Letters(Bare(header));

    /// <summary>Letters and digits only, lower case.</summary>
    public static string Letters(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c))
            {
                folded.Append(char.ToLower(c, CultureInfo.InvariantCulture));
            }
        }
        return folded.ToString();
    }

    /// <summary>The beginning of a header that was cut ("What are the expected benefits ..."), folded, or null when it is whole.</summary>
    public static string? CutBeginning(string header)
    {
        var bare = Bare(header);
        if (!bare.EndsWith("...", StringComparison.Ordinal) && !bare.EndsWith('…'))
        {
            return null;
        }
        var folded = Letters(bare);
        return folded.Length >= 12 ? folded : null;
    }

    private static string Composed(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormKC);
        }
        catch (ArgumentException)
        {
            // Half of a surrogate pair has no composed form; the text is compared as it stands.
            return text;
        }
    }

    [GeneratedRegex("[\u2460-\u24FF\u2776-\u2793]", RegexOptions.None, 10_000)]
    private static partial Regex Circled();

    [GeneratedRegex(@"\s+", RegexOptions.None, 10_000)]
    private static partial Regex Spaces();

    [GeneratedRegex(@"#\d{1,3}$", RegexOptions.None, 10_000)]
    private static partial Regex Repeated();

    [GeneratedRegex(@"^[\W_]*(?:(?:(?:q|no|item|question|col|column|field|문항|항목|질문)\s*[.#]?\s*)?\d{1,3}(?:[.\-]\d{1,2}){0,3}(?:[_.:)\]\-]+\s*|\s+)|[가나다라마바사아자차카타파하][.)]\s*|\(?[a-z][.)]\s+|[ivx]{1,4}[.)]\s+|제?\d{1,3}호\s*)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Numbering();
}

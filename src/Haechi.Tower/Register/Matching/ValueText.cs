using System.Text.RegularExpressions;

namespace Haechi.Tower.Register.Matching;

/// <summary>A value's text taken apart: without its letter ("a) ", "b) b)"), its short label, and what follows the label.</summary>
internal static partial class ValueText
{
    /// <summary>Tidy text without marks and letters in front, quotes around and explanations in brackets that the source's keeper added at the end.</summary>
    public static string Core(string value)
    {
        var text = HeaderText.Clean(value).Trim('"', '\'', '“', '”', '‘', ' ');
        text = Marks().Replace(text, "");
        return EditorsNote().Replace(text, "").Trim();
    }

    /// <summary>The label before a dash, colon or bracket, and the rest; the whole text and "" when there is none.</summary>
    public static (string Label, string Note) Parts(string core)
    {
        var match = Break().Match(core);
        return match.Success && match.Index > 0 ? (core[..match.Index].Trim(), core[match.Index..].Trim(' ', '-', '–', '—', ':', '(', ')', ',', ';')) : (core, "");
    }

    /// <summary>The letter of an option that is written alone ("b", "b)"), or null.</summary>
    public static string? LoneLetter(string value) => Lone().Match(HeaderText.Clean(value)) is { Success: true } m ? m.Groups["l"].Value.ToLowerInvariant() : null;

    /// <summary>The letter in front of an option, or null.</summary>
    public static string? LetterOf(string value) => Lettered().Match(HeaderText.Clean(value)) is { Success: true } m ? m.Groups["l"].Value.ToLowerInvariant() : null;

    /// <summary>True when the text denies something.</summary>
    public static bool Denies(string text) => Denial().IsMatch(text);

    [GeneratedRegex(@"^(?:(?:\(?[A-Za-z]\)|[A-Za-z]\.(?=\s)|\(?\d{1,2}[.)](?=\s|\p{L})|[가나다라마바사아자차카타파하][.)]|[•·▪◦*○●□■▶-])\s*)+(?=\S)", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Marks();

    [GeneratedRegex(@"\s*\((?:note|주)\s*:.*\)\s*$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.Singleline, 10_000)]
    private static partial Regex EditorsNote();

    [GeneratedRegex(@"\s+[-–—]+\s+|\s*[:(;,]\s*|\s*–\s*|\s*—\s*", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Break();

    [GeneratedRegex(@"^\(?(?<l>[A-Za-z])[.)]?$", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Lone();

    [GeneratedRegex(@"^\(?(?<l>[A-Za-z])(?:\)|\.(?=\s))", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Lettered();

    [GeneratedRegex(@"\b(?:not|no|non|never|without|neither)\b|아님|아니|없음|미해당|비해당", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Denial();
}

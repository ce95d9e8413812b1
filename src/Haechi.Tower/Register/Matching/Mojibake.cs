using System.Text.RegularExpressions;

namespace Haechi.Tower.Register.Matching;

/// <summary>
/// Repairs typographic punctuation that was read in the wrong encoding: the bytes 0x91–0x97 of Windows-1252 shown as Mac Roman ("ñ" for "–", "í" for "’"), and UTF-8
/// shown as Windows-1252 ("â€™"). A letter is only taken for punctuation where no word could have it: alone between spaces, or before an ending
/// such as "s" after at least four plain letters ("agencyís"; "país" stays).
/// </summary>
internal static partial class Mojibake
{
    private static readonly (string Broken, string Meant)[] Utf8AsWindows =
    [
        ("â€“", "–"), ("â€”", "—"), ("â€™", "’"), ("â€˜", "‘"), ("â€œ", "“"), ("â€\u009D", "”"), ("â€¢", "•"), ("â€¦", "…"), ("Â\u00A0", " "), ("Â ", " "),
    ];

    public static string Repair(string text)
    {
        var repaired = text;
        if (text.Contains('â', StringComparison.Ordinal) || text.Contains('Â', StringComparison.Ordinal))
        {
            foreach (var (broken, meant) in Utf8AsWindows)
            {
                repaired = repaired.Replace(broken, meant, StringComparison.Ordinal);
            }
        }
        return Apostrophe().Replace(Dash().Replace(repaired, "–"), "’");
    }

    [GeneratedRegex(@"(?<=\s)[ñó](?=\s)", RegexOptions.None, 10_000)]
    private static partial Regex Dash();

    [GeneratedRegex(@"(?<=[A-Za-z]{4})[íë](?=(?:s|t|re|ve|ll)\b)", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Apostrophe();
}

using System.Text.RegularExpressions;

namespace Haechi.Tower.Register.Matching;

/// <summary>The members of a cell that lists several values: a Python or JSON list, semicolons, bars, line breaks, bullets, or options each with its letter.</summary>
internal static partial class ListMembers
{
    /// <summary>The members by marks that cannot be part of a value; one member when there are none.</summary>
    public static IReadOnlyList<string> Of(string cell)
    {
        var text = cell.Trim();
        if (text.Length > 1 && text[0] == '[' && text[^1] == ']')
        {
            var quoted = Quoted().Matches(text);
            return quoted.Count > 0 ? [.. quoted.Select(m => m.Groups["m"].Value)] : Parts(text[1..^1].Split(','));
        }
        return Parts(Marks().Split(text));
    }

    /// <summary>The members by commas and slashes, which a value may also contain: the caller has to see whether all of them are values.</summary>
    public static IReadOnlyList<string> ByCommas(string text) => Parts(text.Split([',', '、', '，']));

    private static List<string> Parts(IEnumerable<string> parts) => [.. parts.Select(p => p.Trim(' ', ',', '\u00A0', '\r', '\n', '\t')).Where(p => p.Length > 0)];

    [GeneratedRegex("""(?<q>["'])(?<m>(?:\\.|(?!\k<q>\s*[,\]]).)*)\k<q>(?=\s*[,\]])""", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 10_000)]
    private static partial Regex Quoted();

    [GeneratedRegex(@";|\||\r?\n|•|▪|(?<=\S)\s+(?=\(?[a-zA-Z]\)\s)", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Marks();
}

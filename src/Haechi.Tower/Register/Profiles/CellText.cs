using System.Text;

namespace Haechi.Tower.Register.Profiles;

/// <summary>Lengths and cuts of texts, in characters as people and JSON Schema count them (code points, never half of a pair).</summary>
internal static class CellText
{
    private const int FarthestSpace = 40;

    public static int Length(string text) => text.EnumerateRunes().Count();

    /// <summary>The text within a limit, cut at a word's end where one is near, with an ellipsis that counts.</summary>
    public static string Shorten(string text, int max)
    {
        if (text.Length <= max || Length(text) <= max)
        {
            return text;
        }
        var cut = new StringBuilder();
        foreach (var rune in text.EnumerateRunes().Take(max - 1))
        {
            cut.Append(rune.ToString());
        }
        var kept = cut.ToString();
        var space = kept.LastIndexOf(' ');
        return (space > kept.Length - FarthestSpace && space > 0 ? kept[..space] : kept).TrimEnd() + "…";
    }
}

using System.Globalization;
using System.Text.RegularExpressions;
using Haechi.Rules.Facts;

namespace Haechi.Tower.Register.Matching;

/// <summary>Tells what a cell looks like, and what a field's names let one expect.</summary>
internal static partial class Shapes
{
    /// <summary>A longer cell is prose, whatever is in it; this also keeps the patterns below off long texts.</summary>
    private const int LongestWords = 250;

    /// <summary>The shape of one cell that is not blank.</summary>
    public static CellShape Of(string cell)
    {
        var text = cell.Length > LongestWords ? "" : cell.Trim();
        return text.Length == 0 ? CellShape.Prose
            : Mail().IsMatch(text) ? CellShape.Mail
            : Link().IsMatch(text) ? CellShape.Link
            : Plain.IsYesNo(text) ? CellShape.YesNo
            : double.TryParse(text.TrimEnd('%'), NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? (IsYear(text, number) ? CellShape.Date : CellShape.Number)
            : IsDate(text) ? CellShape.Date
            : Code().IsMatch(text) && text.Any(char.IsDigit) ? CellShape.Code
            : text.Length > 60 || text.Count(c => c == ' ') > 9 ? CellShape.Prose
            : CellShape.Words;
    }

    /// <summary>What the words of a field's names ask for. A name that asks for one thing or another ("mail address, telephone number or page") expects neither.</summary>
    public static CellShape Expected(IEnumerable<IndexedName> names)
    {
        var found = CellShape.Any;
        foreach (var name in names.Select(n => n.Variants[0]))
        {
            var said = Said(name).ToList();
            if (said.Count > 1)
            {
                return CellShape.Any;
            }
            var shape = said.Count == 1 ? said[0] : YesNoQuestion().IsMatch(name.Text) ? CellShape.YesNo : CellShape.Any;
            found = found == CellShape.Any ? shape : found;
        }
        return found;
    }

    /// <summary>Addresses and days that a text asks for by a word.</summary>
    public static IEnumerable<CellShape> Said(Terms text)
    {
        foreach (var (word, shape) in new[] { ("=url", CellShape.Link), ("=mail", CellShape.Mail), ("=date", CellShape.Date) })
        {
            if (text.Weights.ContainsKey(word))
            {
                yield return shape;
            }
        }
    }

    /// <summary>
    /// How much a likeness of words counts between a header that asks for one kind of thing and a field that holds another: a header that says "date" is no link, however alike they sound, and a
    /// field of days is named with a word for it more often than not.
    /// </summary>
    public static double Fit(CellShape header, CellShape field) => (header, field) switch
    {
        _ when header == field => 1,
        (CellShape.Mail, CellShape.Any) => 1,
        (CellShape.Date or CellShape.Link, CellShape.Any or CellShape.Words or CellShape.Prose) => 0.8,
        (CellShape.Date or CellShape.Link or CellShape.Mail, _) => 0.5,
        (_, CellShape.Date) => 0.85,
        (_, CellShape.Link) => 0.8,
        _ => 1,
    };

    private static bool IsYear(string text, double number) => text.Length == 4 && number is >= 1990 and <= 2060;

    private static bool IsDate(string text) => text.Length <= 40 && text.Any(char.IsDigit) && (Dates.TryRead(text, out _) || FiscalOrQuarter().IsMatch(text));

    [GeneratedRegex(@"^(?:mailto:)?[^\s@<>]+@[^\s@<>]+\.[\p{L}]{2,}\b[^@]{0,40}$|^[^@]{1,60}<[^\s@<>]+@[^\s@<>]+\.[\p{L}]{2,}>$", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Mail();

    [GeneratedRegex(@"^(?:[a-z]+: *)?(?:https?://|www\.)\S+", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Link();

    [GeneratedRegex(@"^[\p{L}\p{N}][\p{L}\p{N}_./\-–#]{1,39}$", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Code();

    [GeneratedRegex(@"^(?:FY\s?)?(?:'?\d{2}|(?:19|20)\d{2})\s?[-/]?\s?Q[1-4]$|^Q[1-4]\s?[-/,]?\s?(?:FY\s?)?(?:'?\d{2}|(?:19|20)\d{2})$|^FY\s?'?\d{2,4}$|^'?\d{2}[.]\s?\d{1,2}[.]?(?:\s?\d{1,2}[.]?)?$|^\d{4}[.]\s?\d{1,2}[.]?$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex FiscalOrQuarter();

    [GeneratedRegex(@"^(?:has|have|is|are|does|do|was|were|can|will)\b.*\?|^(?:has|is|have)[\s_]\w|여부$|습니까\?$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex YesNoQuestion();
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace Haechi.Rules.Facts;

/// <summary>Reads the shapes in which people write days. A month stands for its first day, a year for 1 January, a quarter for its first day.</summary>
public static partial class Dates
{
    private static readonly string[] Shapes =
    [
        "yyyy-MM-dd", "yyyy/MM/dd", "yyyy.MM.dd", "yyyy.M.d", "yyyy. M. d", "yyyy. M. d.", "yyyyMMdd", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ssZ",
        "M/d/yyyy", "M/d/yy", "M-d-yyyy", "M/d/yyyy H:mm", "M/d/yyyy H:mm:ss", "M/d/yyyy h:mm:ss tt", "MMMM d, yyyy", "MMM d, yyyy", "d MMMM yyyy", "d MMM yyyy", "d-MMM-yy", "d-MMM-yyyy",
        "yyyy-MM", "yyyy/MM", "yyyy.MM", "M/yyyy", "MM-yyyy", "MMMM yyyy", "MMM yyyy", "MMM-yy", "MMM-yyyy", "MMMM, yyyy", "MMM. yyyy",
        "yyyy", "yyyy년 M월 d일", "yyyy년 M월", "yyyy년",
    ];

    /// <summary>True when <paramref name="text"/> is a day, month, quarter or year in a shape that has one meaning.</summary>
    public static bool TryRead(string text, out DateOnly day)
    {
        var trimmed = Spaces().Replace(text.Trim(), " ");
        if (trimmed.Length <= 40 && DateTime.TryParseExact(trimmed, Shapes, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment))
        {
            day = DateOnly.FromDateTime(moment);
            return true;
        }
        if (trimmed.Length <= 40 && Quarter().Match(trimmed) is { Success: true } match)
        {
            var quarter = int.Parse(match.Groups["q"].Value, CultureInfo.InvariantCulture);
            day = new DateOnly(int.Parse(match.Groups["y"].Value, CultureInfo.InvariantCulture), ((quarter - 1) * 3) + 1, 1);
            return true;
        }
        day = default;
        return false;
    }

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Spaces();

    // A fiscal quarter (FY25 Q3) is not a calendar quarter: it is left unread.
    [GeneratedRegex(@"^(?:Q(?<q>[1-4])[ ,]+(?<y>(?:19|20)\d\d)|(?<y>(?:19|20)\d\d)[ -]*Q(?<q>[1-4]))$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Quarter();
}

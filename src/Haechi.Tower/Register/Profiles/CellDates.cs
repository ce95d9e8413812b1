using System.Globalization;
using System.Text.RegularExpressions;
using Haechi.Rules.Facts;

namespace Haechi.Tower.Register.Profiles;

/// <summary>Days in cells, with how exact they are. A month stands for its first day and says that it is a month.</summary>
internal static partial class CellDates
{
    /// <summary>The format of a column that holds the day numbers of a workbook.</summary>
    public const string Excel = "excel";

    /// <summary>Reads a cell.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="format">The column's format; <see cref="Excel"/> also takes day numbers.</param>
    /// <param name="day">The day.</param>
    /// <param name="precision">day, month, quarter or year.</param>
    public static bool TryRead(string cell, string? format, out DateOnly day, out string precision)
    {
        var text = cell.Trim();
        precision = "day";
        if (format == Excel && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var serial) && serial is > 20_000 and < 80_000)
        {
            day = DateOnly.FromDateTime(DateTime.FromOADate(serial));
            return true;
        }
        if (!Dates.TryRead(text, out day) && !TryInstant(text, out day))
        {
            return false;
        }
        var parts = Part().Count(text);
        precision = text.Contains('Q', StringComparison.OrdinalIgnoreCase) && parts <= 3 && Quarter().IsMatch(text) ? "quarter"
            : parts == 1 ? text.Length >= 6 ? "day" : "year"
            : parts == 2 ? "month" : "day";
        return true;
    }

    /// <summary>The text of a day, no more exact than it is known.</summary>
    public static string Write(DateOnly day, string? precision, string? format) =>
        precision switch
        {
            "year" when format is not ("yyyy-MM") => day.ToString("yyyy", CultureInfo.InvariantCulture),
            "quarter" when format is null or Excel => $"{day.Year.ToString(CultureInfo.InvariantCulture)} Q{(((day.Month - 1) / 3) + 1).ToString(CultureInfo.InvariantCulture)}",
            "month" when format is null or Excel => day.ToString("yyyy-MM", CultureInfo.InvariantCulture),
            _ => day.ToString(format is null or Excel ? "yyyy-MM-dd" : format, CultureInfo.InvariantCulture),
        };

    /// <summary>A moment with its zone, as in <c>2025-06-26T07:39:09Z</c>: the day as written.</summary>
    private static bool TryInstant(string text, out DateOnly day)
    {
        if (text.Length >= 16 && text[10] is 'T' && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var moment))
        {
            day = DateOnly.FromDateTime(moment.DateTime);
            return true;
        }
        day = default;
        return false;
    }

    [GeneratedRegex(@"\d+|[A-Za-z]{3,}", RegexOptions.None, 1000)]
    private static partial Regex Part();

    [GeneratedRegex(@"Q[1-4]", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Quarter();
}

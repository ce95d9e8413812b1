using System.Globalization;
using Haechi.Tower.Register.Tables;

namespace Haechi.Tower.Register.Profiles;

/// <summary>Days in cells, with how exact they are. A month stands for its first day and says that it is a month.</summary>
internal static class CellDates
{
    /// <summary>The format of a column that holds the day numbers of a workbook.</summary>
    public const string Excel = "excel";

    /// <summary>Reads a cell; null when it holds no date, and <paramref name="unread"/> is its text unless it says that there is none.</summary>
    public static ReadDate? Read(string cell, string? format, DateOrder order, out string? unread)
    {
        var reading = DateShapes.Read(cell, new DateHabits(order));
        // A number is the day number of a workbook only where the profile says so; a span of months has no first day of its own.
        var date = reading.Code == "serial" && format != Excel ? null : reading.Date;
        date = date?.Precision is DatePrecision.Day or DatePrecision.Month or DatePrecision.Quarter or DatePrecision.Year ? date : null;
        unread = date is null && reading.Code is not ("blank" or "says-none") ? cell.Trim() : null;
        return date;
    }

    /// <summary>The word of the register for how exact a date is.</summary>
    public static string Word(DatePrecision precision) => precision switch
    {
        DatePrecision.Year => "year",
        DatePrecision.Quarter => "quarter",
        DatePrecision.Month => "month",
        _ => "day",
    };

    /// <summary>The text of a day, no more exact than it is known.</summary>
    public static string Write(DateOnly day, string? precision, string? format) =>
        precision switch
        {
            "year" when format is not "yyyy-MM" => day.ToString("yyyy", CultureInfo.InvariantCulture),
            "quarter" when format is null or Excel => $"{day.Year.ToString(CultureInfo.InvariantCulture)} Q{(((day.Month - 1) / 3) + 1).ToString(CultureInfo.InvariantCulture)}",
            "month" when format is null or Excel => day.ToString("yyyy-MM", CultureInfo.InvariantCulture),
            _ => day.ToString(format is null or Excel ? "yyyy-MM-dd" : format, CultureInfo.InvariantCulture),
        };
}

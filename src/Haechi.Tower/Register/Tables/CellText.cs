using System.Globalization;
using System.Text;

namespace Haechi.Tower.Register.Tables;

/// <summary>The text of a typed cell of a workbook.</summary>
internal static class CellText
{
    public static string Of(object? value, string? format) => value switch
    {
        null => "",
        string text => text,
        double number => Number(number),
        bool truth => truth ? "TRUE" : "FALSE",
        DateTime moment => Moment(moment, format),
        TimeSpan time => time.ToString(time.Days == 0 ? @"hh\:mm\:ss" : "c", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>Without exponent and without the noise beyond the 15 digits that a spreadsheet shows: 0.1 + 0.2 is 0.3.</summary>
    public static string Number(double number)
    {
        if (!double.IsFinite(number) || Math.Abs(number) >= 1e27 || (number != 0 && Math.Abs(number) < 1e-12))
        {
            return number.ToString("R", CultureInfo.InvariantCulture);
        }
        // The conversion to decimal keeps 15 significant digits.
        return ((decimal)number).ToString("0.############################", CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// A day, month or year in ISO 8601, as precise as the cell shows it: a cell that shows "Nov-24" says no day, although the workbook holds one. A time is written when the cell shows one or
    /// when there is one.
    /// </summary>
    private static string Moment(DateTime moment, string? format)
    {
        var (year, month, day, time) = Shows(format ?? "");
        var midnight = moment.TimeOfDay == TimeSpan.Zero;
        return true switch
        {
            _ when time || !midnight => moment.ToString(moment.Millisecond == 0 ? "yyyy-MM-ddTHH:mm:ss" : "yyyy-MM-ddTHH:mm:ss.fff", CultureInfo.InvariantCulture),
            _ when year && month && !day && moment.Day == 1 => moment.ToString("yyyy-MM", CultureInfo.InvariantCulture),
            _ when year && !month && !day && moment is { Month: 1, Day: 1 } => moment.ToString("yyyy", CultureInfo.InvariantCulture),
            _ => moment.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        };
    }

    /// <summary>Which parts of a date a number format shows; texts in quotes, escapes and brackets aside.</summary>
    private static (bool Year, bool Month, bool Day, bool Time) Shows(string format)
    {
        var codes = new StringBuilder();
        var (quoted, bracket) = (false, false);
        for (var i = 0; i < format.Length && format[i] != ';'; i++)
        {
            var c = char.ToLowerInvariant(format[i]);
            (quoted, bracket) = (c == '"' ? !quoted : quoted, c == '[' || (bracket && c != ']'));
            if (c is '\\' or '_' or '*')
            {
                i++;
            }
            else if (!quoted && !bracket)
            {
                codes.Append(c);
            }
        }
        var shown = codes.ToString().Replace("am/pm", "", StringComparison.Ordinal);
        bool Has(char c) => shown.Contains(c, StringComparison.Ordinal);
        return (Has('y') || Has('e'), Has('m'), Has('d'), Has('h') || Has('s'));
    }
}

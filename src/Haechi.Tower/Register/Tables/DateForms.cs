using System.Globalization;
using System.Text.RegularExpressions;

namespace Haechi.Tower.Register.Tables;

/// <summary>The shapes themselves. Each method gives null when the text has none of its shapes.</summary>
internal static partial class DateForms
{
    // After a day: a time, perhaps with its zone. The day is the one written, whatever the zone.
    private const string Time = @"(?:(?:T|,? )\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[AP]\.?M\.?)?(?: ?(?:Z|UTC|GMT|KST|E[SD]T|[+-]\d{2}(?::?\d{2})?))?)?";
    private const string MonthName = @"(?<mon>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?";
    private const RegexOptions Usual = RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;

    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    /// <summary>Days, and months and years that are part of the same shapes.</summary>
    public static DateReading? Days(string text, string raw, DateHabits habits)
    {
        foreach (var shape in new[] { YearFirst(), MonthYear(), Compact(), Korean(), DayMonthName(), MonthNameDay() })
        {
            if (shape.Match(text) is { Success: true } match)
            {
                return Made(match, raw);
            }
        }
        return Numeric().Match(text) is { Success: true } numbers ? Ordered(numbers, raw, habits.Order)
            : NoYear().IsMatch(text) ? DateShapes.No(raw, "ambiguous", "앞의 두 자리가 날인지 연도인지 알 수 없습니다.", "the two digits may be a day or a year")
            : NoYearNumeric().IsMatch(text) ? DateShapes.No(raw, "ambiguous", "연·월·일의 순서를 알 수 없습니다.", "the order of year, month and day cannot be told")
            : null;
    }

    /// <summary>Quarters and halves of calendar years.</summary>
    public static DateReading? Spans(string text, string raw)
    {
        if (Quarter().Match(text) is { Success: true } quarter)
        {
            var (year, first) = (Year(quarter.Groups["y"]), ((DateShapes.Number(quarter.Groups["q"]) - 1) * 3) + 1);
            return DateShapes.Found(raw, new DateOnly(year, first, 1), DateShapes.EndOfMonth(year, first + 2), DatePrecision.Quarter);
        }
        if (Half().Match(text) is { Success: true } half)
        {
            var (year, first) = (Year(half.Groups["y"]), half.Groups["h"].Value is "1" or "상" ? 1 : 7);
            return DateShapes.Found(raw, new DateOnly(year, first, 1), DateShapes.EndOfMonth(year, first + 5), DatePrecision.HalfYear);
        }
        return null;
    }

    /// <summary>Fiscal years and their quarters.</summary>
    public static DateReading? Fiscal(string text, string raw, DateHabits habits)
    {
        if (FiscalYear().Match(text) is not { Success: true } match)
        {
            return null;
        }
        if (habits.FiscalYearStarts is not (>= 1 and <= 12) || habits.FiscalYearStarts is not { } starts)
        {
            return DateShapes.No(raw, "fiscal", "회계연도가 몇 월에 시작하는지 알 수 없습니다.", "it is not known in which month the fiscal year starts");
        }
        var year = Year(match.Groups["z"].Success ? match.Groups["z"] : match.Groups["y"]);
        var first = new DateOnly(starts == 1 ? year : year - 1, starts, 1);
        var quarter = match.Groups["q"].Success ? DateShapes.Number(match.Groups["q"]) : 0;
        return quarter == 0
            ? DateShapes.Found(raw, first, first.AddYears(1).AddDays(-1), DatePrecision.FiscalYear)
            : DateShapes.Found(raw, first.AddMonths((quarter - 1) * 3), first.AddMonths(quarter * 3).AddDays(-1), DatePrecision.FiscalQuarter);
    }

    /// <summary>A day as a spreadsheet numbers it, counted from 1899-12-30: 20000 to 60000 are the years 1954 to 2064.</summary>
    public static DateReading? Serial(string text, string raw)
    {
        if (!SerialNumber().IsMatch(text))
        {
            return null;
        }
        var days = (int)double.Parse(text, CultureInfo.InvariantCulture);
        var day = new DateOnly(1899, 12, 30).AddDays(days);
        return days is < 20_000 or > 60_000 ? null : DateShapes.Found(raw, day, day, DatePrecision.Day) with
        {
            Code = "serial", Reason = Haechi.Rules.LocalText.Of("스프레드시트의 날짜 일련번호로 보았습니다.", "taken as a spreadsheet's serial number of a day"),
        };
    }

    private static DateReading Made(Match match, string raw)
    {
        var year = Year(match.Groups["y"]);
        var month = match.Groups["mon"].Success ? Array.IndexOf(Months, match.Groups["mon"].Value[..3].ToLowerInvariant()) + 1
            : match.Groups["m"].Success ? DateShapes.Number(match.Groups["m"]) : 0;
        var day = match.Groups["d"].Success ? DateShapes.Number(match.Groups["d"]) : 0;
        return Made(raw, year, month, day, match.Groups["m"].Success || match.Groups["mon"].Success, match.Groups["d"].Success);
    }

    private static DateReading Made(string raw, int year, int month, int day, bool hasMonth, bool hasDay)
    {
        if (year < 1 || (hasMonth && month is < 1 or > 12) || (hasDay && (day < 1 || day > DateTime.DaysInMonth(year, month))))
        {
            return DateShapes.No(raw, "impossible", "달력에 없는 날짜입니다.", "there is no such day");
        }
        return hasDay ? DateShapes.Found(raw, new DateOnly(year, month, day), new DateOnly(year, month, day), DatePrecision.Day)
            : hasMonth ? DateShapes.Found(raw, new DateOnly(year, month, 1), DateShapes.EndOfMonth(year, month), DatePrecision.Month)
            : DateShapes.Found(raw, new DateOnly(year, 1, 1), new DateOnly(year, 12, 31), DatePrecision.Year);
    }

    private static DateReading Ordered(Match match, string raw, DateOrder order)
    {
        var (a, b, year) = (DateShapes.Number(match.Groups["a"]), DateShapes.Number(match.Groups["b"]), Year(match.Groups["y"]));
        var monthFirst = a > 12 ? false : b > 12 || a == b || order == DateOrder.MonthFirst;
        if (a <= 12 && b <= 12 && a != b && order == DateOrder.Undecided)
        {
            return DateShapes.No(raw, "ambiguous", "월과 일의 순서를 알 수 없습니다.", "which number is the month and which the day cannot be told");
        }
        return Made(raw, year, monthFirst ? a : b, monthFirst ? b : a, true, true);
    }

    /// <summary>Two digits are a year from 1970 to 2069.</summary>
    private static int Year(Group group) => DateShapes.Number(group) is var year && group.Length > 2 ? year : year + (year < 70 ? 2000 : 1900);

    [GeneratedRegex(@"^(?<y>(?:19|20|21)\d\d)(?:(?<s>[-/.])(?<m>\d{1,2})(?:\k<s>(?<d>\d{1,2})" + Time + @")?)?$", Usual, 10_000)]
    private static partial Regex YearFirst();

    [GeneratedRegex(@"^(?<m>\d{1,2})[-/.] ?(?<y>(?:19|20)\d\d)$", Usual, 10_000)]
    private static partial Regex MonthYear();

    [GeneratedRegex(@"^(?<y>(?:19|20)\d\d)(?<m>0[1-9]|1[0-2])(?<d>0[1-9]|[12]\d|3[01])(?:T?\d{6}Z?)?$", Usual, 10_000)]
    private static partial Regex Compact();

    [GeneratedRegex(@"^(?:(?<y>(?:19|20)\d\d)|'(?<y>\d\d))(?:\. ?|년 ?)(?:(?<m>\d{1,2})(?:\.|월)?(?: ?(?<=[.월] ?)(?<d>\d{1,2})(?:\.|일)?(?: ?\(?[월화수목금토일](?:요일)?\)?)?" + Time + @")?)?$", Usual, 10_000)]
    private static partial Regex Korean();

    [GeneratedRegex(@"^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? )?(?<d>\d{1,2})(?:st|nd|rd|th)?[-/ .]{1,2}(?:of )?" + MonthName + @",?[-/ ](?<y>(?:19|20)\d\d|'?\d\d(?!\d))" + Time + "$", Usual, 10_000)]
    private static partial Regex DayMonthName();

    [GeneratedRegex(@"^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? )?" + MonthName + @"(?:[- ](?<d>\d{1,2})(?:st|nd|rd|th)?,[- ]?|[- ](?<d>\d{1,2})(?:st|nd|rd|th)?[- ](?=\d{4})|,? ?[-/ ]? ?(?:of )?)(?<y>(?:19|20)\d\d|(?<=[- ]|[- ]')\d\d(?!\d)|(?<=')\d\d)" + Time + "$", Usual, 10_000)]
    private static partial Regex MonthNameDay();

    [GeneratedRegex(@"^(?<a>\d{1,2})(?<s>[-/.]) ?(?<b>\d{1,2})\k<s> ?(?<y>(?:19|20)\d\d|(?<=[-/])\d\d)" + Time + "$", Usual, 10_000)]
    private static partial Regex Numeric();

    [GeneratedRegex(@"^\d{1,2}[- ]" + MonthName + "$", Usual, 10_000)]
    private static partial Regex NoYear();

    [GeneratedRegex(@"^\d{1,2}[-/.] ?\d{1,2}(?:[-/.] ?\d{1,2})?\.?$", Usual, 10_000)]
    private static partial Regex NoYearNumeric();

    [GeneratedRegex(@"^(?:q(?<q>[1-4])[ ,/-]*'?(?<y>(?:19|20)\d\d|\d\d)|(?<q>[1-4])q[ ,/-]*'?(?<y>(?:19|20)\d\d|\d\d)|(?<y>(?:19|20)\d\d)[ ,/-]*(?:q(?<q>[1-4])|(?<q>[1-4])q)|'?(?<y>(?:19|20)\d\d|\d\d)년? ?(?:제 ?)?(?<q>[1-4]) ?[/사]?4?분기)$", Usual, 10_000)]
    private static partial Regex Quarter();

    [GeneratedRegex(@"^(?:h(?<h>[12])[ ,/-]*(?<y>(?:19|20)\d\d)|(?<y>(?:19|20)\d\d)[ ,/-]*h(?<h>[12])|'?(?<y>(?:19|20)\d\d|\d\d)년? ?(?<h>[상하])반기)$", Usual, 10_000)]
    private static partial Regex Half();

    [GeneratedRegex(@"^(?:(?:q(?<q>[1-4])[ ,/-]*)?(?:fy|fiscal year)[ -]?'?(?<y>(?:19|20)\d\d|\d\d)(?:[/-](?<z>(?:19|20)?\d\d))?(?:[ ,/-]*q(?<q>[1-4]))?|(?<y>(?:19|20)\d\d) ?회계 ?연도)$", Usual, 10_000)]
    private static partial Regex FiscalYear();

    [GeneratedRegex(@"^\d{5}(?:\.\d+)?$", Usual, 10_000)]
    private static partial Regex SerialNumber();
}

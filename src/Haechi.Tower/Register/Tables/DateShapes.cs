using System.Globalization;
using System.Text.RegularExpressions;
using Haechi.Rules;

namespace Haechi.Tower.Register.Tables;

/// <summary>Reads dates as people write them. What may mean two things is no date, with the reason: nothing is guessed in silence.</summary>
public static partial class DateShapes
{
    private const int Longest = 200;

    /// <summary>Reads one cell.</summary>
    public static DateReading Read(string cell, DateHabits? habits = null)
    {
        ArgumentNullException.ThrowIfNull(cell);
        habits ??= DateHabits.Unknown;
        var text = Spaces().Replace(cell.Trim(), " ").Replace('’', '\'').Replace('‘', '\'').Replace('–', '-').Replace('—', '-').Replace('～', '~');
        if (text.Length == 0)
        {
            return No(cell, "blank", "빈칸입니다.", "the cell is blank");
        }
        if (NoDateWords.Says(text))
        {
            return No(cell, "says-none", "날짜가 없다고 적혀 있습니다.", "the cell says that there is no date");
        }
        if (text.Length > Longest)
        {
            return No(cell, "unread", "날짜가 아니라 긴 글입니다.", "this is a long text, not a date");
        }
        return Whole(text, cell, habits) ?? Remarked(text, cell, habits) ?? Range(text, cell, habits) ?? Unread(text, cell);
    }

    /// <summary>Reads a column: the order of day and month follows from all of its cells, unless it is given.</summary>
    public static DateColumn ReadColumn(IReadOnlyList<string> cells, DateHabits? habits = null)
    {
        ArgumentNullException.ThrowIfNull(cells);
        habits ??= DateHabits.Unknown;
        var (order, reason) = habits.Order != DateOrder.Undecided
            ? (habits.Order, LocalText.Of("지정된 순서입니다.", "the order was given")) : DateOrders.Of(cells);
        var known = habits with { Order = order };
        return new DateColumn(order, reason, [.. cells.Select(c => Read(c, known))]);
    }

    internal static DateReading No(string raw, string code, string ko, string en) => new(raw, null, code, LocalText.Of(ko, en));

    internal static DateReading Found(string raw, DateOnly from, DateOnly to, DatePrecision precision) => new(raw, new ReadDate(from, to, precision, raw), null, null);

    private static DateReading? Whole(string text, string raw, DateHabits habits) =>
        DateForms.Days(text, raw, habits) ?? DateForms.Spans(text, raw) ?? DateForms.Fiscal(text, raw, habits) ?? DateForms.Serial(text, raw);

    /// <summary>A date followed by a remark in brackets: <c>2022-08 (estimated)</c>.</summary>
    private static DateReading? Remarked(string text, string raw, DateHabits habits)
    {
        if (Remark().Match(text) is not { Success: true } match || Whole(match.Groups["date"].Value, raw, habits) is not { } read)
        {
            return null;
        }
        return read.Date is null || Weekday().IsMatch(match.Groups["remark"].Value) ? read
            : read with { Code = "note", Reason = LocalText.Of($"날짜 뒤에 설명이 있습니다: {match.Groups["remark"].Value}", $"a remark follows the date: {match.Groups["remark"].Value}") };
    }

    private static DateReading? Range(string text, string raw, DateHabits habits)
    {
        foreach (var match in Between().Matches(text).Where(m => m.Index > 0))
        {
            var end = match.Index + match.Length;
            if (end < text.Length && Whole(text[..match.Index].Trim(), raw, habits)?.Date is { } from && Whole(text[end..].Trim(), raw, habits)?.Date is { } to)
            {
                return to.To < from.From ? No(raw, "impossible", "끝이 시작보다 앞섭니다.", "the range ends before it begins") : Found(raw, from.From, to.To, DatePrecision.Range);
            }
        }
        return null;
    }

    private static DateReading Unread(string text, string raw) => true switch
    {
        _ when OpenEnd().IsMatch(text) => No(raw, "open", "언제 이전 또는 이후라고만 적혀 있습니다.", "it says only before or after when"),
        _ when Dated().Count(text) > 1 => No(raw, "several", "날짜가 여럿 적혀 있습니다.", "several dates are written"),
        _ => No(raw, "unread", "날짜로 읽을 수 없습니다.", "this cannot be read as a date"),
    };

    /// <summary>The last day of the month.</summary>
    internal static DateOnly EndOfMonth(int year, int month) => new(year, month, DateTime.DaysInMonth(year, month));

    internal static int Number(Group group) => int.Parse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\s+", RegexOptions.None, 10_000)]
    private static partial Regex Spaces();

    [GeneratedRegex(@"^(?<date>[^()]{4,40}?) ?\((?<remark>[^()]*)\)\.?$", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Remark();

    [GeneratedRegex(@"^(?:[월화수목금토일](?:요일)?|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*)$", RegexOptions.IgnoreCase, 10_000)]
    private static partial Regex Weekday();

    [GeneratedRegex(@" ?~ ?| - | to | until | through |(?<=\b(?:19|20)\d\d)-(?=(?:19|20)\d\d\b)", RegexOptions.IgnoreCase, 10_000)]
    private static partial Regex Between();

    [GeneratedRegex(@"^(?:pre|before|prior to|after|since|post|until|by)\b|(?:이전|이후|부터|까지)$|^~|~$", RegexOptions.IgnoreCase, 10_000)]
    private static partial Regex OpenEnd();

    [GeneratedRegex(@"\b(?:19|20)\d\d\b", RegexOptions.None, 10_000)]
    private static partial Regex Dated();
}

/// <summary>Cells of a column of dates that say there is none.</summary>
internal static partial class NoDateWords
{
    public static bool Says(string text) => Words().IsMatch(text);

    [GeneratedRegex(@"^(?:n\.?/?\s?a\.?(?:\s*[-:;,(].*)?|not (?:applicable|available|known|yet|determined|sure)\b.*|tb[dac]\b.*|to be (?:determined|decided|announced|confirmed)\b.*|unknown|none|null|nil|no|to ?do|pending|on-?going\b.*|in (?:progress|development)|"
        + @"never|[-–.?*x]+|\(blank\)|미정.*|해당 ?(?:사항 ?)?없음.*|없음|모름|추후.*|진행 ?중|상시|계속|nvt|n\.v\.t\.|onbekend)$", RegexOptions.IgnoreCase | RegexOptions.Singleline, 10_000)]
    private static partial Regex Words();
}

using Haechi.Rules;
using Haechi.Rules.Books;
using Haechi.Rules.Duties;
using Haechi.Tower.Common;

namespace Haechi.Tower.Clocks;

/// <summary>What becomes of a period whose last day is a day of rest.</summary>
public enum RestRule
{
    /// <summary>It ends on that day.</summary>
    Keep,

    /// <summary>A counted period ends on the next working day (Civil Act Art. 161); fixed and yearly days stay.</summary>
    Periods,

    /// <summary>Fixed and yearly days move too.</summary>
    All,
}

/// <summary>How the installation counts. The setting <c>days</c>.</summary>
/// <param name="FirstDayCounts">False (Civil Act Art. 157): counting begins on the day after.</param>
/// <param name="Rest">What becomes of an end on a day of rest.</param>
public sealed record CountingChoice(bool FirstDayCounts, RestRule Rest)
{
    /// <summary>The Korean Civil Act.</summary>
    public static CountingChoice Korean { get; } = new(false, RestRule.Periods);

    /// <summary>The provision behind <see cref="FirstDayCounts"/>.</summary>
    public LocalText FirstDayBasis => FirstDayCounts ? LocalText.Of("설치 기관이 첫날을 산입하기로 정함", "the installation counts the first day") : LocalText.Of("민법 제157조", "Civil Act Art. 157");

    /// <summary>The provision behind <see cref="Rest"/>.</summary>
    public LocalText RestBasis => Rest switch
    {
        RestRule.Keep => LocalText.Of("설치 기관이 말일을 옮기지 않기로 정함", "the installation does not move the last day"),
        RestRule.Periods => LocalText.Of("민법 제161조", "Civil Act Art. 161"),
        _ => LocalText.Of("민법 제161조(정해진 날에도 적용하기로 정함)", "Civil Act Art. 161, applied to fixed days too by choice"),
    };
}

/// <summary>Counts legal periods by a calendar and a choice. Periods of days end with a day; periods of hours with an instant.</summary>
/// <param name="Calendar">The days of rest.</param>
/// <param name="Choice">How days are counted.</param>
public sealed record LegalDays(LegalCalendar Calendar, CountingChoice Choice)
{
    private const long HourMicros = 3_600_000_000;

    /// <summary>What the rules engine needs to count with.</summary>
    public DayCounting Counting { get; } = new(Choice.FirstDayCounts, Calendar.Holidays.Select(h => h.Day).ToHashSet());

    /// <summary>The last day of a period that begins with something that happened on <paramref name="start"/>; hours are no days and refused here.</summary>
    public Result<DateOnly> End(DateOnly start, int count, DueUnit unit)
    {
        if (unit == DueUnit.Hours)
        {
            return Refusal.Because("hours", "시간 단위의 기간은 끝나는 시각으로 셉니다.", "a period of hours ends at an instant; count it with EndOfHours");
        }
        var day = DueDates.Of(new DueFrom(count, unit, "start", default), Start(start), start, Counting).Day;
        if (day is not { } end)
        {
            return Refusal.Because("beyond", "셀 수 있는 날짜를 넘습니다.", "the end lies beyond the calendar");
        }
        if (unit == DueUnit.BusinessDays && Uncovered(start, end) is { } missing)
        {
            return Calendar.IsRest(missing) is var refused ? Refused.Because<DateOnly>(refused.Refusals) : end;
        }
        return Choice.Rest != RestRule.Keep && count > 0 ? Calendar.NextWorkingDay(end) : end;
    }

    /// <summary>The instant at which a number of hours from an instant has passed, in UTC microseconds. Hours run through nights and holidays.</summary>
    public static long EndOfHours(long start, int hours) => checked(start + (hours * HourMicros));

    /// <summary>
    /// A due day of the rules engine as this installation keeps it: moved off a day of rest where the choice says so. When the calendar does not reach so far the day stays, and
    /// <c>Sure</c> is false.
    /// </summary>
    public (DateOnly Day, bool Sure) Keep(DateOnly day, Due? due, DateOnly today)
    {
        var sure = due is not DueFrom { Unit: DueUnit.BusinessDays } || Uncovered(today < day ? today : day, day) is null;
        var moves = due switch
        {
            DueFrom { Count: > 0, Unit: not DueUnit.Hours } => Choice.Rest != RestRule.Keep,
            DueOn or DueYearly => Choice.Rest == RestRule.All,
            _ => false,
        };
        if (!moves)
        {
            return (day, sure);
        }
        var next = Calendar.NextWorkingDay(day);
        return next.Done ? (next.Value, sure) : (day, false);
    }

    private DateOnly? Uncovered(DateOnly from, DateOnly to)
    {
        var (first, last) = from <= to ? (from, to) : (to, from);
        for (var year = first.Year; year <= last.Year; year++)
        {
            if (!Calendar.Covers(new DateOnly(year, 1, 1)))
            {
                return new DateOnly(year, 1, 1);
            }
        }
        return null;
    }

    private static Haechi.Rules.Facts.FactRecord Start(DateOnly start) => new("period", new Dictionary<string, Haechi.Rules.Facts.FactValue> { ["start"] = new Haechi.Rules.Facts.DateFact(start) });
}

using Haechi.Rules.Books;
using Haechi.Rules.Facts;

namespace Haechi.Rules.Duties;

/// <summary>How an installation counts days.</summary>
/// <param name="FirstDayCounts">True: the day of the fact is day one. False (Korea, Civil Act Art. 157): counting starts on the day after.</param>
/// <param name="Holidays">Days that are no business days, besides Saturday and Sunday.</param>
public sealed record DayCounting(bool FirstDayCounts, IReadOnlySet<DateOnly> Holidays)
{
    /// <summary>The first day does not count; no holidays besides weekends.</summary>
    public static DayCounting Default { get; } = new(false, new HashSet<DateOnly>());
}

/// <summary>A due date as far as the facts tell. <paramref name="Day"/> is null for a lasting duty, and when <paramref name="WaitsFor"/> names a fact that is missing.</summary>
public readonly record struct DueDate(DateOnly? Day, string? WaitsFor);

/// <summary>Computes due dates.</summary>
public static class DueDates
{
    /// <summary>The due date of <paramref name="due"/> for a record, seen from <paramref name="today"/> (yearly duties: the next one on or after it).</summary>
    public static DueDate Of(Due? due, FactRecord record, DateOnly today, DayCounting counting) => due switch
    {
        null => default,
        DueOn on => new DueDate(on.Day, null),
        DueYearly yearly => new DueDate(Next(yearly, today), null),
        DueFrom from => record[from.Question] is DateFact fact ? new DueDate(Count(from, fact.Value, counting), null) : new DueDate(null, from.Question),
        _ => throw new InvalidOperationException(due.GetType().Name),
    };

    private static DateOnly? Next(DueYearly yearly, DateOnly today)
    {
        var thisYear = InYear(yearly, today.Year);
        return thisYear >= today ? thisYear : today.Year < DateOnly.MaxValue.Year ? InYear(yearly, today.Year + 1) : null;
    }

    private static DateOnly InYear(DueYearly yearly, int year) =>
        new(year, yearly.Month, yearly.Day == 0 ? DateTime.DaysInMonth(year, yearly.Month) : yearly.Day);

    private static DateOnly? Count(DueFrom due, DateOnly start, DayCounting counting)
    {
        // Zero is the day itself. Otherwise a counted first day takes one off the distance, in either direction.
        var count = counting.FirstDayCounts && due.Unit is (DueUnit.Days or DueUnit.BusinessDays) ? due.Count - Math.Sign(due.Count) : due.Count;
        try
        {
            return due.Unit switch
            {
                DueUnit.Hours => start.AddDays((int)Math.Ceiling(count / 24.0)),
                DueUnit.Days => start.AddDays(count),
                DueUnit.Months => start.AddMonths(count),
                DueUnit.Years => start.AddYears(count),
                _ => BusinessDays(start, count, counting.Holidays),
            };
        }
        catch (ArgumentOutOfRangeException)
        {
            // Beyond the calendar (year 9999): no due date that anyone could keep.
            return null;
        }
    }

    private static DateOnly BusinessDays(DateOnly start, int count, IReadOnlySet<DateOnly> holidays)
    {
        var day = start;
        for (var left = Math.Abs(count); left > 0;)
        {
            day = day.AddDays(Math.Sign(count));
            if (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !holidays.Contains(day))
            {
                left--;
            }
        }
        return day;
    }
}

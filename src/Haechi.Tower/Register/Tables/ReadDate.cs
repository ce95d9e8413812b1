using Haechi.Rules;

namespace Haechi.Tower.Register.Tables;

/// <summary>How much of a date a person wrote.</summary>
public enum DatePrecision
{
    /// <summary>A day.</summary>
    Day,

    /// <summary>A month.</summary>
    Month,

    /// <summary>A calendar quarter.</summary>
    Quarter,

    /// <summary>Half of a calendar year.</summary>
    HalfYear,

    /// <summary>A calendar year.</summary>
    Year,

    /// <summary>A quarter of a fiscal year.</summary>
    FiscalQuarter,

    /// <summary>A fiscal year.</summary>
    FiscalYear,

    /// <summary>From one date to another.</summary>
    Range,
}

/// <summary>A date as precise as it was written: "March 2024" is the days from 1 to 31 March.</summary>
/// <param name="From">The first day that may be meant.</param>
/// <param name="To">The last day that may be meant, not before <paramref name="From"/>.</param>
/// <param name="Precision">What was written.</param>
/// <param name="Raw">The cell.</param>
public sealed record ReadDate(DateOnly From, DateOnly To, DatePrecision Precision, string Raw);

/// <summary>What a cell says about a date: a date, or why there is none.</summary>
/// <param name="Raw">The cell.</param>
/// <param name="Date">The date; null when there is none.</param>
/// <param name="Code">Why there is none: <c>blank</c>, <c>says-none</c>, <c>ambiguous</c>, <c>impossible</c>, <c>open</c>, <c>several</c>, <c>fiscal</c>, <c>unread</c>; or what was assumed: <c>note</c>, <c>serial</c>; null for a plain date.</param>
/// <param name="Reason">The same for people; null for a plain date.</param>
public sealed record DateReading(string Raw, ReadDate? Date, string? Code, LocalText? Reason);

/// <summary>Whether 3/4/2024 is in March or April.</summary>
public enum DateOrder
{
    /// <summary>Nothing says.</summary>
    Undecided,

    /// <summary>Month, day, year.</summary>
    MonthFirst,

    /// <summary>Day, month, year.</summary>
    DayFirst,
}

/// <summary>What is known about the people who wrote the dates.</summary>
/// <param name="Order">How they order day and month.</param>
/// <param name="FiscalYearStarts">The month, 1 to 12, in which their fiscal year starts; it is named after the calendar year in which it ends (October: FY2025 starts on 1 October 2024). Null: unknown, and a fiscal year is then no date.</param>
public sealed record DateHabits(DateOrder Order = DateOrder.Undecided, int? FiscalYearStarts = null)
{
    /// <summary>Nothing is known.</summary>
    public static DateHabits Unknown { get; } = new();
}

/// <summary>A column of dates.</summary>
/// <param name="Order">The order of day and month that the cells prove.</param>
/// <param name="OrderReason">Why.</param>
/// <param name="Readings">One for each cell, in order.</param>
public sealed record DateColumn(DateOrder Order, LocalText OrderReason, IReadOnlyList<DateReading> Readings);

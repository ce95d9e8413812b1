using Haechi.Rules.Books;
using Haechi.Rules.Duties;
using Haechi.Rules.Tests.Support;

namespace Haechi.Rules.Tests.Duties;

public sealed class DueDateTests
{
    private static readonly DateOnly[] Holidays = [new(2026, 9, 24), new(2026, 9, 25), new(2026, 9, 26)];

    [Theory]
    [InlineData(DueUnit.Days, 0, "2026-11-01", "2026-11-01")]
    [InlineData(DueUnit.Days, 30, "2026-11-01", "2026-12-01")]
    [InlineData(DueUnit.Days, -30, "2026-11-01", "2026-10-02")]
    [InlineData(DueUnit.Days, 1, "2028-02-28", "2028-02-29")]
    [InlineData(DueUnit.Months, 1, "2026-01-31", "2026-02-28")]
    [InlineData(DueUnit.Months, 1, "2028-01-31", "2028-02-29")]
    [InlineData(DueUnit.Months, -1, "2026-03-31", "2026-02-28")]
    [InlineData(DueUnit.Months, 3, "2026-11-30", "2027-02-28")]
    [InlineData(DueUnit.Years, 1, "2028-02-29", "2029-02-28")]
    [InlineData(DueUnit.Years, 4, "2028-02-29", "2032-02-29")]
    [InlineData(DueUnit.Hours, 72, "2026-11-01", "2026-11-04")]
    [InlineData(DueUnit.Hours, 36, "2026-11-01", "2026-11-03")]
    [InlineData(DueUnit.BusinessDays, 1, "2026-11-20", "2026-11-23")]
    [InlineData(DueUnit.BusinessDays, 5, "2026-11-20", "2026-11-27")]
    [InlineData(DueUnit.BusinessDays, -1, "2026-11-23", "2026-11-20")]
    [InlineData(DueUnit.BusinessDays, 1, "2026-09-23", "2026-09-28")]
    [InlineData(DueUnit.BusinessDays, 0, "2026-11-21", "2026-11-21")]
    public void A_period_ends_on_its_day(DueUnit unit, int count, string from, string expected) => Assert.Equal(TextBooks.Day(expected), Of(unit, count, from, false));

    [Theory]
    [InlineData(DueUnit.Days, 30, "2026-11-01", "2026-11-30")]
    [InlineData(DueUnit.Days, 1, "2026-11-01", "2026-11-01")]
    [InlineData(DueUnit.Days, 0, "2026-11-01", "2026-11-01")]
    [InlineData(DueUnit.Days, -30, "2026-11-01", "2026-10-03")]
    [InlineData(DueUnit.BusinessDays, 5, "2026-11-20", "2026-11-26")]
    [InlineData(DueUnit.Months, 1, "2026-11-01", "2026-12-01")]
    public void A_first_day_that_counts_takes_one_off(DueUnit unit, int count, string from, string expected) => Assert.Equal(TextBooks.Day(expected), Of(unit, count, from, true));

    [Theory]
    [InlineData(2, 0, "2026-02-28", "2026-02-28")]
    [InlineData(2, 0, "2026-03-01", "2027-02-28")]
    [InlineData(2, 0, "2027-12-31", "2028-02-29")]
    [InlineData(1, 31, "2026-02-01", "2027-01-31")]
    [InlineData(1, 31, "2026-01-31", "2026-01-31")]
    public void A_yearly_duty_is_due_next_on_or_after_today(int month, int day, string today, string expected) =>
        Assert.Equal(TextBooks.Day(expected), DueDates.Of(new DueYearly(month, day), TextBooks.Record(), TextBooks.Day(today), DayCounting.Default).Day);

    [Fact]
    public void The_calendar_has_an_end()
    {
        Assert.Null(Of(DueUnit.Years, 9_000, "2026-11-01", false));
        Assert.Null(Of(DueUnit.BusinessDays, -99_999, "0001-02-01", false));
        Assert.Null(DueDates.Of(new DueYearly(1, 31), TextBooks.Record(), DateOnly.MaxValue, DayCounting.Default).Day);
    }

    [Fact]
    public void A_missing_day_is_waited_for_and_a_lasting_duty_waits_for_nothing()
    {
        Assert.Equal(new DueDate(null, "start"), DueDates.Of(new DueFrom(3, DueUnit.Days, "start", default), TextBooks.Record(), default, DayCounting.Default));
        Assert.Equal(default, DueDates.Of(null, TextBooks.Record(), default, DayCounting.Default));
        Assert.Equal(new DueDate(new DateOnly(2028, 8, 28), null), DueDates.Of(new DueOn(new(2028, 8, 28)), TextBooks.Record(), default, DayCounting.Default));
    }

    [Theory]
    [InlineData("{days: 1}")]
    [InlineData("{days: 1, after: day, before: day}")]
    [InlineData("{days: 1.5, after: day}")]
    [InlineData("{days: 1000000, after: day}")]
    [InlineData("{days: 1, after: a}")]
    [InlineData("{weeks: 1, after: day}")]
    [InlineData("{each_year: 02-30}")]
    [InlineData("{each_year: 02-29}")]
    [InlineData("{each_year: 13-end}")]
    [InlineData("{on: tomorrow}")]
    public void A_due_date_that_means_nothing_is_refused(string due)
    {
        var errors = TextBooks.Errors(TextBooks.Small($"  day: {{type: date, ask: q}}\nrules:\n  - {{id: r, cite: A, when: a, oblige: {{id: d, modality: must, due: {due}}}}}\n"));
        Assert.All(errors, e => Assert.Equal(12, e.Place.Line));
    }

    private static DateOnly? Of(DueUnit unit, int count, string from, bool firstDayCounts) =>
        DueDates.Of(new DueFrom(count, unit, "start", default), TextBooks.Record(("start", TextBooks.Day(from))), TextBooks.Day(from), new DayCounting(firstDayCounts, Holidays.ToHashSet())).Day;
}

using System.Globalization;
using Haechi.Rules.Books;
using Haechi.Tower.Clocks;

namespace Haechi.House.Tests.Clocks;

public sealed class CalendarTests
{
    private static readonly LegalCalendar Korea = LegalCalendar.Read(Path.Combine(Repository.Root, "rulebooks/kr/calendar/days.yaml")).Value!;

    [Theory]
    [InlineData(2026)]
    [InlineData(2027)]
    [InlineData(2028)]
    public void The_file_has_the_days_that_follow_from_the_provisions(int year)
    {
        var lunar = new KoreanLunisolarCalendar();
        DateOnly Lunar(int month, int day)
        {
            // A leap month before it moves the number of the month.
            var leap = lunar.GetLeapMonth(year);
            return DateOnly.FromDateTime(lunar.ToDateTime(year, leap > 0 && month >= leap ? month + 1 : month, day, 0, 0, 0, 0));
        }
        DateOnly Solar(int month, int day) => new(year, month, day);
        var (seollal, chuseok) = (Lunar(1, 1), Lunar(8, 15));
        // A weekend day is made up for on these; on Seollal and Chuseok only a Sunday is.
        List<DateOnly> madeUp = [Solar(3, 1), Solar(5, 1), Solar(5, 5), Lunar(4, 8), Solar(7, 17), Solar(8, 15), Solar(10, 3), Solar(10, 9), Solar(12, 25)];
        List<DateOnly> feasts = [seollal.AddDays(-1), seollal, seollal.AddDays(1), chuseok.AddDays(-1), chuseok, chuseok.AddDays(1)];
        List<DateOnly> all = [.. madeUp, .. feasts, Solar(1, 1), Solar(6, 6)];
        var days = all.ToHashSet();
        bool Rest(DateOnly d) => d.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || days.Contains(d);
        var substituted = madeUp.Where(d => d.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || feasts.Contains(d)).Concat(feasts.Where(d => d.DayOfWeek == DayOfWeek.Sunday)).Order().ToList();
        foreach (var missed in substituted)
        {
            var next = (feasts.Contains(missed) ? feasts.Where(f => Math.Abs(f.DayNumber - missed.DayNumber) < 3).Max() : missed).AddDays(1);
            while (Rest(next))
            {
                next = next.AddDays(1);
            }
            days.Add(next);
        }
        DateOnly[] elections = [new(2026, 6, 3), new(2028, 4, 12)];
        days.UnionWith(elections.Where(e => e.Year == year));
        Assert.Equal(days.Order(), Korea.Holidays.Select(h => h.Day).Where(d => d.Year == year));
    }

    [Fact]
    public void A_year_without_data_is_refused_and_not_a_year_without_holidays()
    {
        var refused = Korea.IsRest(new DateOnly(2029, 3, 1));
        Assert.Equal("no-calendar", Assert.Single(refused.Refusals).Code);
        Assert.False(new LegalDays(Korea, CountingChoice.Korean).End(new DateOnly(2028, 12, 20), 20, DueUnit.BusinessDays).Done);
    }

    [Theory]
    // 30 days from 2026-08-18 end on Thursday 17 September.
    [InlineData("2026-08-18", 30, DueUnit.Days, "2026-09-17")]
    // 30 days from 2026-08-26 end on Chuseok; the next working day is Monday.
    [InlineData("2026-08-26", 30, DueUnit.Days, "2026-09-28")]
    // Ten working days over Chuseok.
    [InlineData("2026-09-18", 10, DueUnit.BusinessDays, "2026-10-07")]
    // One month from 31 January ends on the last day of February, a Sunday, and 1 March is a holiday.
    [InlineData("2027-01-31", 1, DueUnit.Months, "2027-03-02")]
    public void Periods_end_as_the_Civil_Act_says(string start, int count, DueUnit unit, string end) =>
        Assert.Equal(DateOnly.Parse(end, CultureInfo.InvariantCulture), new LegalDays(Korea, CountingChoice.Korean).End(DateOnly.Parse(start, CultureInfo.InvariantCulture), count, unit).Value);

    [Fact]
    public void The_first_day_and_days_of_rest_are_a_choice()
    {
        var counted = new LegalDays(Korea, new CountingChoice(true, RestRule.Keep));
        Assert.Equal(new DateOnly(2026, 9, 24), counted.End(new DateOnly(2026, 8, 26), 30, DueUnit.Days).Value);
        Assert.NotEqual("민법 제161조", counted.Choice.RestBasis.In("ko"));
    }

    [Fact]
    public void Hours_run_through_the_night() => Assert.Equal(86_400_000_000, LegalDays.EndOfHours(0, 24));

    [Fact]
    public void A_fixed_day_stays_unless_the_installation_moves_it()
    {
        var sunday = new DateOnly(2027, 2, 28);
        Assert.Equal((sunday, true), new LegalDays(Korea, CountingChoice.Korean).Keep(sunday, new DueYearly(2, 0), new DateOnly(2026, 9, 1)));
        Assert.Equal((new DateOnly(2027, 3, 2), true), new LegalDays(Korea, new CountingChoice(false, RestRule.All)).Keep(sunday, new DueYearly(2, 0), new DateOnly(2026, 9, 1)));
        Assert.Equal((new DateOnly(2031, 3, 2), false), new LegalDays(Korea, new CountingChoice(false, RestRule.All)).Keep(new DateOnly(2031, 3, 2), new DueOn(new DateOnly(2031, 3, 2)), new DateOnly(2026, 9, 1)));
    }

    [Theory]
    [InlineData("years: [2026]\ndays:\n  - {day: 2027-01-01, ko: 신정, cite: x}\ncalendar: t\n", 3)]
    [InlineData("calendar: t\nyears: [2026]\ndays:\n  - {day: 2026-01-01, ko: 신정}\n", 4)]
    [InlineData("calendar: t\nyears: [2026]\ndays: [\n", 4)]
    public void A_broken_file_is_refused_with_its_line(string text, int line)
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, text);
        var refused = LegalCalendar.Read(file);
        File.Delete(file);
        Assert.EndsWith($":{line}", refused.Refusals[0].Where, StringComparison.Ordinal);
    }
}

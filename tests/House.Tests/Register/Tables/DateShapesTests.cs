using System.Globalization;
using Haechi.Tower.Register.Tables;

namespace Haechi.House.Tests.Register.Tables;

/// <summary>Dates as people write them.</summary>
public sealed class DateShapesTests(ITestOutputHelper output)
{
    private static readonly DateHabits American = new(DateOrder.MonthFirst, 10);

    [Theory]
    [InlineData("2024-03-05", "2024-03-05", "2024-03-05", DatePrecision.Day)]
    [InlineData("2025-09-08 00:00:00", "2025-09-08", "2025-09-08", DatePrecision.Day)]
    [InlineData("2025-09-08T23:30:00.123+09:00", "2025-09-08", "2025-09-08", DatePrecision.Day)]
    [InlineData("2025-09-08T23:30Z", "2025-09-08", "2025-09-08", DatePrecision.Day)]
    [InlineData("20240305", "2024-03-05", "2024-03-05", DatePrecision.Day)]
    [InlineData("2024/3/5", "2024-03-05", "2024-03-05", DatePrecision.Day)]
    [InlineData("2024-03", "2024-03-01", "2024-03-31", DatePrecision.Month)]
    [InlineData("2024", "2024-01-01", "2024-12-31", DatePrecision.Year)]
    [InlineData("3/5/2024", "2024-03-05", "2024-03-05", DatePrecision.Day)]
    [InlineData("3/5/24 4:05 PM", "2024-03-05", "2024-03-05", DatePrecision.Day)]
    [InlineData("12/31/2019 12:00:00 AM", "2019-12-31", "2019-12-31", DatePrecision.Day)]
    [InlineData("31.12.2019", "2019-12-31", "2019-12-31", DatePrecision.Day)]
    [InlineData("09/2024", "2024-09-01", "2024-09-30", DatePrecision.Month)]
    [InlineData("Q3 2024", "2024-07-01", "2024-09-30", DatePrecision.Quarter)]
    [InlineData("2024Q1", "2024-01-01", "2024-03-31", DatePrecision.Quarter)]
    [InlineData("3Q24", "2024-07-01", "2024-09-30", DatePrecision.Quarter)]
    [InlineData("2024년 3분기", "2024-07-01", "2024-09-30", DatePrecision.Quarter)]
    [InlineData("2024년 하반기", "2024-07-01", "2024-12-31", DatePrecision.HalfYear)]
    [InlineData("H1 2025", "2025-01-01", "2025-06-30", DatePrecision.HalfYear)]
    [InlineData("FY2025", "2024-10-01", "2025-09-30", DatePrecision.FiscalYear)]
    [InlineData("FY25 Q2", "2025-01-01", "2025-03-31", DatePrecision.FiscalQuarter)]
    [InlineData("Q4FY25", "2025-07-01", "2025-09-30", DatePrecision.FiscalQuarter)]
    [InlineData("FY 2024/25", "2024-10-01", "2025-09-30", DatePrecision.FiscalYear)]
    [InlineData("March 2024", "2024-03-01", "2024-03-31", DatePrecision.Month)]
    [InlineData("Mar-24", "2024-03-01", "2024-03-31", DatePrecision.Month)]
    [InlineData("Sept. 2023", "2023-09-01", "2023-09-30", DatePrecision.Month)]
    [InlineData("05-Mar-2024", "2024-03-05", "2024-03-05", DatePrecision.Day)]
    [InlineData("5-Mar-24", "2024-03-05", "2024-03-05", DatePrecision.Day)]
    [InlineData("March 5, 2024", "2024-03-05", "2024-03-05", DatePrecision.Day)]
    [InlineData("Tuesday, March 5th, 2024", "2024-03-05", "2024-03-05", DatePrecision.Day)]
    [InlineData("5 March 2024", "2024-03-05", "2024-03-05", DatePrecision.Day)]
    [InlineData("2026. 3. 5.", "2026-03-05", "2026-03-05", DatePrecision.Day)]
    [InlineData("2026.03.05", "2026-03-05", "2026-03-05", DatePrecision.Day)]
    [InlineData("2026. 3.", "2026-03-01", "2026-03-31", DatePrecision.Month)]
    [InlineData("2026년 3월 5일", "2026-03-05", "2026-03-05", DatePrecision.Day)]
    [InlineData("2026년 3월 5일(목)", "2026-03-05", "2026-03-05", DatePrecision.Day)]
    [InlineData("2026년 3월", "2026-03-01", "2026-03-31", DatePrecision.Month)]
    [InlineData("2026년", "2026-01-01", "2026-12-31", DatePrecision.Year)]
    [InlineData("'26.3", "2026-03-01", "2026-03-31", DatePrecision.Month)]
    [InlineData("’26. 3. 5.", "2026-03-05", "2026-03-05", DatePrecision.Day)]
    [InlineData("2019-2021", "2019-01-01", "2021-12-31", DatePrecision.Range)]
    [InlineData("2024. 1. ~ 2024. 12.", "2024-01-01", "2024-12-31", DatePrecision.Range)]
    [InlineData("March 2024 to 5/1/2025", "2024-03-01", "2025-05-01", DatePrecision.Range)]
    public void A_shape_is_read_as_precisely_as_it_was_written(string cell, string from, string to, DatePrecision precision)
    {
        var read = DateShapes.Read(cell, American);
        Assert.NotNull(read.Date);
        Assert.Equal((from, to, precision, cell), (Iso(read.Date.From), Iso(read.Date.To), read.Date.Precision, read.Date.Raw));
        Assert.Null(read.Code);
    }

    [Theory]
    [InlineData("", "blank")]
    [InlineData("  ", "blank")]
    [InlineData("TBD", "says-none")]
    [InlineData("N/A", "says-none")]
    [InlineData("N/A - Active as R&D only.", "says-none")]
    [InlineData("미정", "says-none")]
    [InlineData("해당 없음", "says-none")]
    [InlineData("3/4/2024", "ambiguous")]
    [InlineData("24-Nov", "ambiguous")]
    [InlineData("3/4", "ambiguous")]
    [InlineData("2/30/2024", "impossible")]
    [InlineData("2024-13-01", "impossible")]
    [InlineData("2024 to 2019", "impossible")]
    [InlineData("Pre-2021", "open")]
    [InlineData("2025년 이후", "open")]
    [InlineData("FY2025", "fiscal")]
    [InlineData("2024-02-15 (kick-off); 2024-08-23 (signed)", "several")]
    [InlineData("10/12023", "unread")]
    [InlineData("when the vendor delivers", "unread")]
    [InlineData("<script>alert(1)</script>", "unread")]
    public void What_is_no_date_says_why(string cell, string code)
    {
        var read = DateShapes.Read(cell);
        Assert.Null(read.Date);
        Assert.Equal(code, read.Code);
        Assert.True(read.Reason!.Has("ko") && read.Reason.Has("en"));
    }

    [Theory]
    [InlineData("2022-08 (estimated)", "note")]
    [InlineData("45356", "serial")]
    public void What_is_assumed_is_said(string cell, string code)
    {
        var read = DateShapes.Read(cell);
        Assert.NotNull(read.Date);
        Assert.Equal(code, read.Code);
    }

    [Fact]
    public void The_order_of_day_and_month_follows_from_the_whole_column()
    {
        Assert.Equal("2024-03-04", Iso(DateShapes.ReadColumn(["3/4/2024", "3/25/2024"]).Readings[0].Date!.From));
        Assert.Equal("2024-04-03", Iso(DateShapes.ReadColumn(["3/4/2024", "25/3/2024"]).Readings[0].Date!.From));
        var mixed = DateShapes.ReadColumn(["3/4/2024", "25/3/2024", "3/25/2024"]);
        Assert.Equal(DateOrder.Undecided, mixed.Order);
        Assert.Equal("ambiguous", mixed.Readings[0].Code);
        Assert.Equal(["2024-03-25", "2024-03-25"], mixed.Readings.Skip(1).Select(r => Iso(r.Date!.From)));
    }

    [Theory]
    [InlineData("us/2025_individually_reported_AI_use_cases.csv", 15, 1.0)]
    [InlineData("us/2024_consolidated_ai_inventory_raw_v2.csv", 11, 0.95)]
    [InlineData("us/2024_consolidated_ai_inventory_raw_v2.csv", 12, 0.95)]
    [InlineData("us/2024_consolidated_ai_inventory_raw_v2.csv", 13, 0.95)]
    [InlineData("us/2024_consolidated_ai_inventory_raw_v2.csv", 14, 1.0)]
    public void Of_the_dates_of_a_real_column_nearly_all_are_read(string path, int column, double least)
    {
        var table = TableReader.ReadFile(Repository.Shared("data/" + path), stop: TestContext.Current.CancellationToken).Value!;
        var read = DateShapes.ReadColumn([.. table.CellsOf(column)], new DateHabits(FiscalYearStarts: 10));
        var dated = read.Readings.Where(r => r.Code is not ("blank" or "says-none")).ToList();
        var share = (double)dated.Count(r => r.Date is not null) / dated.Count;
        output.WriteLine($"{table.Columns[column].Key}: {read.Order}, {dated.Count(r => r.Date is not null)} of {dated.Count} read ({share:P1}), {read.Readings.Count(r => r.Code == "says-none")} say none");
        output.WriteLine(string.Join('\n', dated.Where(r => r.Code is not null).GroupBy(r => (r.Raw, r.Code)).Select(g => $"  {g.Count()} x '{g.Key.Raw}': {g.Key.Code}")));
        Assert.True(share >= least, $"{share:P1}");
    }

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

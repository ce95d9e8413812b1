using Haechi.Rules.Facts;
using Haechi.Tower.Register.Profiles;

namespace Haechi.House.Tests.Register.Profiles;

public sealed class RowReaderTests
{
    private const string Us2025 = "data/us/2025_individually_reported_AI_use_cases.csv";

    [Fact]
    public void The_2025_inventory_has_3611_systems_and_704_of_them_get_an_id()
    {
        var read = ProfileData.Read("us-federal-2025", ProfileData.Csv(Us2025));
        Assert.Equal(3611, read.Rows.Count);
        Assert.Equal(3611, read.Rows.Select(r => r.Id).Distinct().Count());
        Assert.Equal(704, read.Problems.Single(p => p.Code == "blank-id").Lines.Count);
        var repeated = read.Problems.Where(p => p.Code == "repeated-id").ToList();
        Assert.Contains(repeated, p => p.Message.In("en").Contains("DOJ-0357", StringComparison.Ordinal) && p.Lines.Count == 2);
        Assert.Equal(445, read.Rows.Count(r => r.Declared.TryGetValue("us-high-impact", out var d) && d.Word == "HIGH"));
        Assert.Equal(2, read.Rows.Count(r => r.Id.Id.StartsWith("DOJ/DOJ-0357~", StringComparison.Ordinal)));
        Assert.Equal(3611, read.Rows.Count(r => !r.Id.Derived) + 704 + repeated.Sum(p => p.Lines.Count));
    }

    [Theory]
    [InlineData("us-federal-2024-v1", "data/us/2024_consolidated_ai_inventory_raw.csv", 1757)]
    [InlineData("us-federal-2024", "data/us/2024_consolidated_ai_inventory_raw_v2.csv", 2133)]
    [InlineData("us-federal-2025-cots", "data/us/2025_consolidated_COTS_AI_use_cases.csv", 900)]
    public void Every_row_is_a_record_with_an_id_of_its_own(string profile, string file, int rows)
    {
        var read = ProfileData.Read(profile, ProfileData.Csv(file));
        Assert.Equal(rows, read.Rows.Count);
        Assert.Equal(rows, read.Rows.Select(r => r.Id.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.DoesNotContain(read.Problems, p => p.Code is "missing-column" or "blank-id");
    }

    [Fact]
    public void Rows_in_another_order_have_the_same_ids()
    {
        var table = ProfileData.Csv(Us2025);
        var order = Enumerable.Range(0, table.Rows.Count).OrderBy(i => (i * 7919L) % 3611).ToList();
        var shuffled = table with { Rows = [.. order.Select((from, to) => table.Rows[from] with { Line = to + 2 })] };
        var (first, second) = (ProfileData.Read("us-federal-2025", table), ProfileData.Read("us-federal-2025", shuffled));
        Assert.NotEqual(order, Enumerable.Range(0, table.Rows.Count));
        // Rows that are equal in every cell cannot be told apart: they share their ids in any order.
        static List<(string Cells, string Id)> Ids(ReadTable read) =>
            [.. read.Rows.Select(r => (string.Join('\u001F', r.Cells), r.Id.Id)).OrderBy(r => r.Item1, StringComparer.Ordinal).ThenBy(r => r.Item2, StringComparer.Ordinal)];
        Assert.Equal(Ids(first), Ids(second));
    }

    [Fact]
    public void A_column_gives_the_fact_of_the_law_book_and_the_field_of_the_register()
    {
        var read = ProfileData.Read("us-federal-2025", ProfileData.Csv(Us2025));
        var stages = read.Rows.Select(r => ((r.Facts.GetValueOrDefault("stage") as TextFact)?.Value, (r.Facts.GetValueOrDefault("lifecycle") as TextFact)?.Value)).CountBy(s => s).ToDictionary();
        Assert.Equal(1040, stages[("deployed", "in_use")]);
        Assert.Equal(1479, stages[("pre_deployment", "procurement_development")]);
        Assert.Equal(440, stages[("pilot", "pilot")]);
        Assert.Equal(338, stages[(null, null)]);
        Assert.All(read.Rows.SelectMany(r => r.Facts), f => Assert.StartsWith("2025_individually_reported_AI_use_cases.csv:", f.Value.Source, StringComparison.Ordinal));
        Assert.Equal(360, read.Rows.Count(r => r.Facts.GetValueOrDefault("personal_data") is BoolFact { Value: true }));
        Assert.DoesNotContain(read.Rows, r => r.Facts.GetValueOrDefault("personal_data") is BoolFact { Value: false });
    }

    [Fact]
    public void A_blank_cell_is_no_answer()
    {
        var read = ProfileData.Read("generic", ProfileData.Table(["시스템명", "개인정보 처리", "상태", "사용 시작일"], ["민원 챗봇", "", " ", "미정"], ["주차 안내", "아니요", "사용 중", "2025. 3."]));
        Assert.Equal(["name"], read.Rows[0].Facts.Keys);
        Assert.Equal(new BoolFact(false), read.Rows[1].Facts["personal_data"] with { Source = null });
        Assert.Equal("month", ((TextFact)read.Rows[1].Facts["placed_on_precision"]).Value);
        Assert.Equal(new DateOnly(2025, 3, 1), ((DateFact)read.Rows[1].Facts["placed_on"]).Value);
    }

    [Fact]
    public void A_word_that_nobody_declared_stays_unknown_and_is_listed_with_its_lines()
    {
        var read = ProfileData.Read("generic", ProfileData.Table(["시스템명", "상태", "사용 시작일"], ["가", "한창 쓰는 중", "언젠가"], ["나", "한창  쓰는 중", "2025-01-01"]));
        var unread = read.Unread.Single(u => u.For == "lifecycle");
        Assert.Equal(("상태", 2), (unread.Column, unread.Count));
        Assert.Equal([2, 3], unread.Lines);
        Assert.Contains(read.Unread, u => u is { For: "placed_on", Value: "언젠가" });
        Assert.DoesNotContain("lifecycle", read.Rows[0].Facts.Keys);
    }

    [Fact]
    public void Missing_and_overlong_cells_are_problems_and_the_row_is_read_all_the_same()
    {
        var read = ProfileData.Read("nl-1.0.0", ProfileData.Table(["name", "description_short", "language"], ["", new string('가', 400), "eng"]));
        Assert.Single(read.Rows);
        Assert.Equal([2], read.Problems.Single(p => p is { Code: "missing-required", Column: "name" }).Lines);
        Assert.Equal([2], read.Problems.Single(p => p is { Code: "too-long", Column: "description_short" }).Lines);
        Assert.Equal([2], read.Problems.Single(p => p is { Code: "wrong-constant", Column: "language" }).Lines);
        Assert.Contains(read.Problems, p => p is { Code: "missing-column", Column: "theme" });
    }

    [Fact]
    public void A_use_that_is_not_made_is_no_system()
    {
        var read = ProfileData.Read("us-federal-2025-cots", ProfileData.Csv("data/us/2025_consolidated_COTS_AI_use_cases.csv"));
        Assert.Equal(416, read.Rows.Count(r => !r.IsSystem));
        Assert.Equal(416, read.Problems.Single(p => p.Code == "no-system").Lines.Count);
        Assert.Equal(468, read.Rows.Count(r => (r.Facts.GetValueOrDefault("lifecycle") as TextFact)?.Value == "in_use"));
    }

    [Fact]
    public void Repeated_attributes_become_records_of_a_list()
    {
        var read = ProfileData.Read("uk-atrs", ProfileData.Table(
            ["name", "risk_name*", "risk_mitigation", "risk_name_2", "risk_mitigation_2", "phase"], ["Tool", "Bias", "Tests", "Drift", "Checks", "Production"]));
        var risks = Assert.IsType<ListFact>(read.Rows[0].Facts["risks"]);
        Assert.Equal(["Bias", "Drift"], risks.Records.Select(r => ((TextFact)r["name"]!).Value));
        Assert.Equal(["Tests", "Checks"], risks.Records.Select(r => ((TextFact)r["mitigation"]!).Value));
        Assert.Equal("in_use", ((TextFact)read.Rows[0].Facts["lifecycle"]).Value);
    }

    [Fact]
    public void A_table_without_any_column_of_the_profile_is_refused()
    {
        var read = RowReader.Read(ProfileData.Profile("nl-1.0.0"), ProfileData.Table(["colour"], ["red"]), ProfileData.Books);
        Assert.False(read.Done);
        Assert.NotNull(read.Refusals[0].Next);
    }

    [Fact]
    public void Dutch_day_numbers_of_a_workbook_are_days()
    {
        var read = ProfileData.Read("nl-0.1", ProfileData.Dutch());
        Assert.Equal(90, read.Rows.Count);
        var revised = read.Rows.Select(r => r.Facts.GetValueOrDefault("revised_on") as DateFact).OfType<DateFact>().ToList();
        Assert.Equal(25, revised.Count);
        Assert.All(revised, d => Assert.InRange(d.Value.Year, 2020, 2023));
        Assert.Empty(read.Unread.Where(u => u.For == "revised_on"));
    }
}

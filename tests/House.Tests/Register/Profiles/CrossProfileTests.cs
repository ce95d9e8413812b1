using Haechi.Rules.Facts;
using Haechi.Tower.Register.Profiles;

namespace Haechi.House.Tests.Register.Profiles;

/// <summary>What goes to another standard is written in its words, and what is lost on the way is said.</summary>
public sealed class CrossProfileTests
{
    private static readonly string[] Us = ["agency", "agency_name", "id", "use_case_name", "agency_bureau", "development_stage", "is_high_impact", "problem_solved", "operational_date", "contracting_usage", "data_description", "pia_url", "hi_testing_conducted"];

    private static WrittenTable ToDutch(params string[] cells) =>
        ProfileData.Write("nl-1.0.0", ProfileData.Systems(ProfileData.Read("us-federal-2025", ProfileData.Table(Us, cells))));

    [Fact]
    public void A_federal_class_is_never_carried_over_to_a_Dutch_category()
    {
        var written = ToDutch("DOX", "Department of X", "DOX-1", "Triage", "Bureau", "Deployed", "High-impact", "Waiting times", "03/15/2024", "In-house Development", "Calls", "https://x.gov/pia", "Yes");
        Assert.Equal("", written.Table.Cell(0, "publication_category"));
        Assert.Contains(written.Losses, l => l is { Kind: LossKind.Reclassification, What: "us-high-impact" });
        Assert.Contains(written.Losses, l => l is { Kind: LossKind.Reclassification, What: "agency_determination" });
        Assert.Contains(written.Missing, m => m.Column == "publication_category");
    }

    [Fact]
    public void What_both_know_is_written_in_the_words_of_the_other()
    {
        var written = ToDutch("DOX", "Department of X", "DOX-1", "Triage", "Bureau", "Deployed", "High-impact", "Waiting times", "03/15/2024", "In-house Development", "Calls", "https://x.gov/pia", "Yes");
        Assert.Equal(["Triage", "Department of X", "In gebruik", "2024-03", "Waiting times", "Calls", "Intern ontwikkeld", "nld", "1.0.0"],
            new[] { "name", "organization", "status", "start_date", "purpose_and_impact", "data", "supplier", "language", "schema" }.Select(h => written.Table.Cell(0, h)));
        // The federal date is the start of use or of a pilot: near to the Dutch month, and not the same.
        Assert.Contains(written.Losses, l => l is { Kind: LossKind.Near, What: "operational_on", Column: "start_date" });
        Assert.Contains(written.Losses, l => l is { Kind: LossKind.NoColumn, What: "unit" });
        Assert.Contains(written.Losses, l => l is { Kind: LossKind.NoColumn, What: "testing_status" });
        Assert.DoesNotContain(written.Losses, l => l.What is "name" or "purpose" or "lifecycle" or "supply");
        // That a privacy assessment has an address does not say that its name is known: nothing is made up.
        Assert.Equal("https://x.gov/pia", written.Table.Cell(0, "impact_assessment_link"));
        Assert.Contains(written.Missing, m => m.Column == "impact_assessments");
    }

    [Fact]
    public void Eight_states_become_three_and_the_narrowing_is_said()
    {
        var states = Haechi.Tower.Register.Lifecycle.All;
        var written = ProfileData.Write("nl-1.0.0", [.. states.Select(s => new SystemToWrite(s, new Dictionary<string, FactValue> { ["lifecycle"] = new TextFact(s) }))]);
        Assert.Equal(["In ontwikkeling", "In ontwikkeling", "In ontwikkeling", "In ontwikkeling", "In gebruik", "Buiten gebruik", "Buiten gebruik", "Buiten gebruik"],
            states.Select((_, i) => written.Table.Cell(i, "status")));
        Assert.Equal(["idea", "pilot", "review", "suspended", "withdrawn"], written.Losses.Where(l => l is { Kind: LossKind.Narrowed, What: "lifecycle" }).Select(l => l.System).Order());
    }

    [Fact]
    public void A_state_without_a_word_leaves_a_blank_and_a_loss()
    {
        var written = ProfileData.Write("us-federal-2025", [new SystemToWrite("a", new Dictionary<string, FactValue> { ["lifecycle"] = new TextFact("suspended") })]);
        Assert.Equal("", written.Table.Cell(0, "development_stage"));
        Assert.Contains(written.Losses, l => l is { Kind: LossKind.Narrowed, What: "lifecycle", Column: "development_stage" });
    }

    [Fact]
    public void A_long_text_is_cut_at_a_word_within_the_limit_unless_it_may_stay()
    {
        var text = string.Join(' ', Enumerable.Repeat("주민등록", 200));
        SystemToWrite[] systems = [new("a", new Dictionary<string, FactValue> { ["summary"] = new TextFact(text) })];
        var written = ProfileData.Write("nl-1.0.0", systems);
        var cell = written.Table.Cell(0, "description_short");
        Assert.InRange(cell.Length, 380, 399);
        Assert.EndsWith("주민등록…", cell, StringComparison.Ordinal);
        Assert.Contains(written.Losses, l => l is { Kind: LossKind.Shortened, What: "summary", Column: "description_short" });
        var whole = new RowWriter(ProfileData.Profiles, ProfileData.Books) { KeepLong = new HashSet<string> { "description_short" } }.Write(ProfileData.Profile("nl-1.0.0"), systems);
        Assert.Equal(text, whole.Table.Cell(0, "description_short"));
        Assert.DoesNotContain(whole.Losses, l => l.What == "summary");
    }

    [Fact]
    public void A_day_becomes_a_month_and_a_month_never_becomes_a_day()
    {
        Dictionary<string, FactValue> facts = new() { ["placed_on"] = new DateFact(new DateOnly(2025, 3, 2)), ["placed_on_precision"] = new TextFact("day") };
        var dutch = ProfileData.Write("nl-1.0.0", [new SystemToWrite("a", facts)]);
        Assert.Equal("2025-03", dutch.Table.Cell(0, "start_date"));
        Assert.Contains(dutch.Losses, l => l is { Kind: LossKind.LessExact, What: "placed_on" });
        var back = ProfileData.Read("nl-1.0.0", dutch.Table).Rows[0].Facts;
        Assert.Equal("2025-03", ProfileData.Write("kr-service-list", [new SystemToWrite("a", back)]).Table.Cell(0, "사용 시작일"));
    }

    [Fact]
    public void Records_of_a_list_are_joined_where_there_is_one_column_and_spread_where_it_repeats()
    {
        static FactRecord Data(string name, string text) => new(name, new Dictionary<string, FactValue> { ["name"] = new TextFact(name), ["description"] = new TextFact(text) });
        Dictionary<string, FactValue> facts = new() { ["name"] = new TextFact("가"), ["datasets"] = new ListFact([Data("대장", "주민 자료"), Data("기록", "통화 기록")]) };
        var korean = ProfileData.Write("kr-service-list", [new SystemToWrite("a", facts)]);
        Assert.Equal("주민 자료; 통화 기록", korean.Table.Cell(0, "데이터"));
        Assert.Contains(korean.Losses, l => l is { Kind: LossKind.Joined, What: "datasets.description", Column: "데이터" });
        Assert.Contains(korean.Losses, l => l is { Kind: LossKind.NoColumn, What: "datasets.name" });
        var british = ProfileData.Write("uk-atrs", [new SystemToWrite("a", facts)]);
        Assert.Equal(["대장", "기록"], new[] { "source_data_name", "source_data_name#2" }.Select(h => british.Table.Cell(0, h)));
        Assert.DoesNotContain(british.Losses, l => l.What.StartsWith("datasets", StringComparison.Ordinal));
    }

    [Fact]
    public void Columns_of_a_source_that_are_no_facts_are_told_when_they_are_left_behind()
    {
        var table = ProfileData.Table(["시스템명", "비고", "우리 부서 메모"], ["가", "메모", "둘"], ["나", "", ""]);
        var written = ProfileData.Write("kr-service-list", ProfileData.Systems(ProfileData.Read("generic", table)));
        Assert.Equal(["비고", "우리 부서 메모"], written.Losses.Where(l => l.Kind == LossKind.RawOnly).Select(l => l.What));
    }

    [Fact]
    public void The_list_of_article_30_is_written_in_Korean_words()
    {
        Dictionary<string, FactValue> facts = new()
        {
            ["name"] = new TextFact("민원 챗봇"), ["service_type"] = new SetFact(["chatbot", "generation"]), ["purpose"] = new TextFact("야간 상담"), ["personal_data"] = new BoolFact(false), ["lifecycle"] = new TextFact("in_use"),
        };
        var written = ProfileData.Write("kr-service-list", [new SystemToWrite("a", facts)]);
        Assert.Equal(["민원 챗봇", "상담·안내; 문서·콘텐츠 생성", "야간 상담", "예", "아니요", "사용 중"],
            new[] { "서비스명", "유형", "목적" }.Select(h => written.Table.Cell(0, h)).Append(written.Profile.Words.Yes).Concat(new[] { "개인정보 처리", "상태" }.Select(h => written.Table.Cell(0, h))));
        Assert.Equal(["기관명", "데이터", "부서"], written.Missing.Select(m => m.Column).Order(StringComparer.Ordinal));
        Assert.Empty(written.Losses);
    }

    [Fact]
    public void The_whole_inventory_of_2025_goes_to_the_Dutch_standard_with_every_loss_summed_up()
    {
        var read = ProfileData.Read("us-federal-2025", ProfileData.Csv("data/us/2025_individually_reported_AI_use_cases.csv"));
        var written = ProfileData.Write("nl-1.0.0", ProfileData.Systems(read));
        Assert.Equal(3611, written.Table.Rows.Count);
        // 445 + 110 + 2,630 rows declare a class; none of them becomes a category.
        Assert.Equal(3185, written.Summary.Single(s => s is { Kind: LossKind.Reclassification, What: "us-high-impact" }).Systems.Count);
        Assert.Equal(3611, written.Missing.Count(m => m.Column == "publication_category"));
        Assert.All(written.Table.Rows, r => Assert.True(r[0].Length <= 99));
        Assert.All(written.Summary, s => Assert.True(s.Message.Has("ko") && s.Message.Has("en")));
        foreach (var s in written.Summary)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{s.Kind} {s.What} {s.Column} {s.Systems.Count}");
        }
    }

    [Fact]
    public void Years_of_one_inventory_share_what_means_the_same_and_not_the_class()
    {
        var read = ProfileData.Read("us-federal-2024", ProfileData.Csv("data/us/2024_consolidated_ai_inventory_raw_v2.csv"));
        var written = ProfileData.Write("us-federal-2025", ProfileData.Systems(read));
        Assert.All(Enumerable.Range(0, 2133), i => Assert.Equal("", written.Table.Cell(i, "is_high_impact")));
        Assert.Equal(2073, written.Summary.Single(s => s is { Kind: LossKind.Reclassification, What: "us-rights-safety" }).Systems.Count);
        Assert.True(Enumerable.Range(0, 2133).Count(i => written.Table.Cell(i, "development_stage").Length > 0) > 1700);
    }
}

using Haechi.Rules.Facts;
using Haechi.Tower.Register.Profiles;

namespace Haechi.House.Tests.Register.Profiles;

/// <summary>What came from a source goes back to it cell by cell.</summary>
public sealed class RoundTripTests
{
    public static TheoryData<string, string> Files => new()
    {
        { "us-federal-2025", "data/us/2025_individually_reported_AI_use_cases.csv" },
        { "us-federal-2024-v1", "data/us/2024_consolidated_ai_inventory_raw.csv" },
        { "us-federal-2024", "data/us/2024_consolidated_ai_inventory_raw_v2.csv" },
        { "us-federal-2025-cots", "data/us/2025_consolidated_COTS_AI_use_cases.csv" },
        { "uk-atrs-gov-uk", "data/uk/atrs_records.csv" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_cell_of_every_row_is_equal(string profile, string file) => Assert_round_trip(profile, ProfileData.Csv(file));

    [Fact]
    public void So_it_is_for_the_Dutch_records() => Assert_round_trip("nl-0.1", ProfileData.Dutch());

    [Fact]
    public void So_it_is_for_the_British_list() => Assert_round_trip("uk-atrs-gov-uk", ProfileData.GovUk());

    [Fact]
    public void The_nine_columns_of_one_name_keep_their_own_answers()
    {
        var table = ProfileData.Csv("data/us/2024_consolidated_ai_inventory_raw_v2.csv");
        var nine = table.Headers.Where(h => h.StartsWith("If Other, please explain.", StringComparison.Ordinal)).ToList();
        Assert.Equal(9, nine.Count);
        var written = ProfileData.Write("us-federal-2024", ProfileData.Systems(ProfileData.Read("us-federal-2024", table)));
        Assert.Equal(nine, written.Table.Headers.Where(h => h.StartsWith("If Other, please explain.", StringComparison.Ordinal)));
        var filled = nine.Select(h => Enumerable.Range(0, table.Rows.Count).Count(i => !string.IsNullOrWhiteSpace(written.Table.Cell(i, h)))).ToList();
        Assert.All(filled, f => Assert.True(f > 70, $"{f}"));
        Assert.Equal(table.Rows.Sum(r => nine.Count(h => !string.IsNullOrWhiteSpace(r[table.Headers.ToList().IndexOf(h)]))), filled.Sum());
    }

    [Theory]
    [InlineData("stage", "pilot", "development_stage", "Pilot")]
    [InlineData("lifecycle", "retired", "development_stage", "Retired")]
    [InlineData("agency_determination", "presumed_not", "is_high_impact", "Presumed High-Impact, but Not High-impact")]
    [InlineData("purpose", "One purpose", "problem_solved", "One purpose")]
    [InlineData("testing_status", "done", "hi_testing_conducted", "Yes")]
    public void An_edited_fact_changes_its_own_cell_alone_in_the_words_of_the_source(string fact, string value, string column, string cell)
    {
        var table = ProfileData.Csv("data/us/2025_individually_reported_AI_use_cases.csv");
        table = table with { Rows = [.. table.Rows.Take(60)] };
        var systems = ProfileData.Systems(ProfileData.Read("us-federal-2025", table));
        var row = systems.FindIndex(s => s.Facts.TryGetValue(fact, out var v) ? ((TextFact)v).Value != value : fact == "testing_status");
        systems[row] = systems[row] with { Facts = new Dictionary<string, FactValue>(systems[row].Facts) { [fact] = new TextFact(value) } };
        var written = ProfileData.Write("us-federal-2025", systems).Table;
        for (var (i, k) = (0, 0); i < table.Rows.Count; (i, k) = k + 1 < table.Headers.Count ? (i, k + 1) : (i + 1, 0))
        {
            Assert.Equal(i == row && table.Headers[k] == column ? cell : table.Rows[i][k], written.Rows[i][k]);
        }
        Assert.NotEqual(table.Cell(row, column), written.Cell(row, column));
    }

    [Fact]
    public void A_fact_taken_back_leaves_a_blank_cell_and_an_unread_cell_stays_as_it_was()
    {
        var table = ProfileData.Table(["시스템명", "상태", "개인정보 처리", "모르는 열"], ["가", "알 수 없는 말", "예", "x"]);
        var system = ProfileData.Systems(ProfileData.Read("generic", table))[0];
        var without = system.Facts.Where(f => f.Key != "personal_data").ToDictionary();
        var written = ProfileData.Write("generic", [system with { Facts = without }]).Table;
        Assert.Equal(table.Headers, written.Headers);
        Assert.Equal(["가", "알 수 없는 말", "", "x"], written.Rows[0].Cells);
    }

    [Fact]
    public void What_the_source_said_stands_where_only_other_facts_were_edited()
    {
        var table = ProfileData.Table(["시스템명", "상태"], ["가", "운영중"]);
        var system = ProfileData.Systems(ProfileData.Read("generic", table))[0];
        // A register that keeps only some facts must not blank the others: the edited ones are named.
        var written = ProfileData.Write("generic", [system with { Facts = new Dictionary<string, FactValue> { ["name"] = new TextFact("나") }, Edited = new HashSet<string> { "name" } }]).Table;
        Assert.Equal(["나", "운영중"], written.Rows[0].Cells);
    }

    [Fact]
    public void A_record_taken_out_of_a_list_moves_the_others_up()
    {
        var table = ProfileData.Table(["name", "risk_name", "risk_name#2", "risk_name#3"], ["Tool", "Bias", "Drift", "Fraud"]);
        var system = ProfileData.Systems(ProfileData.Read("uk-atrs", table))[0];
        var risks = (ListFact)system.Facts["risks"];
        var fewer = new Dictionary<string, FactValue>(system.Facts) { ["risks"] = new ListFact([risks.Records[0], risks.Records[2]]) };
        Assert.Equal(["Tool", "Bias", "Fraud", ""], ProfileData.Write("uk-atrs", [system with { Facts = fewer }]).Table.Rows[0].Cells);
    }

    private static void Assert_round_trip(string profile, ProfileTable table)
    {
        var written = ProfileData.Write(profile, ProfileData.Systems(ProfileData.Read(profile, table)));
        Assert.Equal(table.Headers, written.Table.Headers);
        Assert.Equal(table.Rows.Count, written.Table.Rows.Count);
        Assert.Empty(written.Losses);
        for (var i = 0; i < table.Rows.Count; i++)
        {
            Assert.Equal(table.Rows[i].Cells, written.Table.Rows[i].Cells);
        }
    }
}

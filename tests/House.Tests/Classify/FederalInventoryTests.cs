using System.Text.Json;
using Haechi.House.Tests.Support;

namespace Haechi.House.Tests.Classify;

/// <summary>The real inventories: the figures were counted from the files by other means.</summary>
public class FederalInventoryTests
{
    private static readonly Lazy<JsonElement> Run2025 = new(() => Json("data/us/2025_individually_reported_AI_use_cases.csv"));

    private static JsonElement Summary => Run2025.Value.GetProperty("summary");

    private static JsonElement Json(string path)
    {
        var (code, output, error) = Command.Run("classify", Repository.Shared(path), "--on", "2026-02-01", "--format", "json", "--lang", "en");
        Assert.True(code == 1, error);
        return JsonDocument.Parse(output).RootElement;
    }

    private static int Count(JsonElement element, params string[] path) => path.Aggregate(element, (e, p) => e.GetProperty(p)).GetInt32();

    [Fact]
    public void The_2025_inventory_is_classified_as_counted()
    {
        Assert.Equal(3611, Count(Summary, "records"));
        Assert.Equal(445, Count(Summary, "classes", "us-high-impact", "HIGH"));
        Assert.Equal(2630, Count(Summary, "classes", "us-high-impact", "NOT"));
        Assert.Equal(110, Count(Summary, "classes", "us-high-impact", "REVIEW"));
        Assert.Equal(426, Count(Summary, "classes", "us-high-impact", "unknown"));
        Assert.Equal(10, Count(Summary, "classes", "four-basic-practices", "yes"));
        Assert.Equal(110, Count(Summary, "declared", "us-high-impact", "NOT", "REVIEW"));
        Assert.Equal(426, Count(Summary, "declared", "us-high-impact", "blank", "unknown"));
    }

    [Fact]
    public void Every_review_shows_its_justification_and_every_unknown_its_next_question()
    {
        var review = Summary.GetProperty("review").EnumerateArray().Where(r => r.GetProperty("class").GetString() == "us-high-impact").ToList();
        Assert.Equal(110, review.Count);
        // One of them gives no reason in the file, and is shown with none.
        Assert.Equal(109, review.Count(r => r.GetProperty("show").GetProperty("determination_reason").GetString() is { Length: > 0 }));
        Assert.Equal(426, Summary.GetProperty("unknown").GetArrayLength());
        Assert.All(Summary.GetProperty("unknown").EnumerateArray(), u =>
        {
            Assert.NotEmpty(u.GetProperty("ask").GetString()!);
            Assert.Equal("agency_determination", u.GetProperty("classes").GetProperty("us-high-impact").GetString());
        });
    }

    [Theory]
    [InlineData("practice_testing", "done 44, in_progress 81", 102)]
    [InlineData("practice_assessment", "done 36, in_progress 90", 101)]
    [InlineData("practice_monitoring", "done 40, in_progress 85", 102)]
    [InlineData("practice_appeal", "done 16, in_progress 78, not_applicable 28, precluded_by_law 4", 101)]
    public void The_follow_through_of_227_deployed_systems_is_as_counted(string rule, string values, int blank)
    {
        var status = Summary.GetProperty("status").EnumerateArray().First(s => s.GetProperty("rule").GetString() == rule);
        Assert.Equal(227, Count(status, "owed"));
        Assert.Equal(values, string.Join(", ", status.GetProperty("values").EnumerateObject().Where(v => v.Value.GetInt32() > 0).Select(v => $"{v.Name} {v.Value}")));
        Assert.Equal(blank, Count(status, "blank"));
    }

    [Fact]
    public void No_row_is_lost_though_704_have_no_id()
    {
        var ids = Run2025.Value.GetProperty("records").EnumerateArray().Select(r => r.GetProperty("id").GetString()).ToList();
        Assert.Equal(3611, ids.Distinct().Count());
        Assert.Equal(704, Count(Summary, "blank_ids"));
        Assert.Equal(3, Count(Summary, "repeated_ids"));
    }

    [Fact]
    public void Facts_carry_their_cell()
    {
        var record = Run2025.Value.GetProperty("records")[0];
        Assert.Matches(@"^2025_individually_reported_AI_use_cases\.csv:2, development_stage$", record.GetProperty("facts").GetProperty("stage").GetProperty("source").GetString());
    }

    [Theory]
    [InlineData("data/us/2024_consolidated_ai_inventory_raw.csv", "us-federal-2024-v1", 1757, 227)]
    [InlineData("data/us/2024_consolidated_ai_inventory_raw_v2.csv", "us-federal-2024", 2133, 351)]
    public void The_2024_inventories_find_their_maps(string path, string map, int records, int impacting)
    {
        var run = Json(path);
        Assert.Equal(map, run.GetProperty("map").GetString());
        Assert.Equal(records, run.GetProperty("records").GetArrayLength());
        Assert.Equal(impacting, Count(run, "summary", "classes", "us-rights-safety", "IMPACTING"));
    }

    [Theory]
    [InlineData("data/us/2025_consolidated_COTS_AI_use_cases.csv")]
    [InlineData("data/us/omb_column_mappings.csv")]
    [InlineData("data/uk/atrs_records.csv")]
    [InlineData("data/uk/Algorithmic_transparency_data_standard.csv")]
    [InlineData("data/ca/departments.json")]
    [InlineData("data/audit/adult.csv")]
    public void An_inventory_without_a_map_is_refused_with_what_to_do(string path)
    {
        var (code, output, error) = Command.Run("classify", Repository.Shared(path), "--lang", "en");
        Assert.Equal((2, ""), (code, output));
        Assert.Contains("error no-map", error, StringComparison.Ordinal);
        Assert.Contains("--map", error, StringComparison.Ordinal);
    }
}

using System.Text.Json;

namespace Haechi.House.Tests.Importing;

/// <summary>The federal inventories of two years through the command: what comes in, how it is classified, and that the gap board and its CSV show the same figures.</summary>
public sealed class FederalFiguresTests
{
    [Fact]
    public void The_inventory_of_2025_shows_its_figures_on_the_board_and_in_its_csv()
    {
        using var folder = new VerbFolder();
        var done = folder.Json("import", Repository.Shared("data/us/2025_individually_reported_AI_use_cases.csv"));
        Assert.Equal((3611, 3611, 3611), (done.GetProperty("rows").GetInt32(), done.GetProperty("created").GetInt32(), done.GetProperty("determined").GetInt32()));
        Assert.Equal((445, 110, 426, 2630), (Systems(done, "us-high-impact", "HIGH"), Systems(done, "us-high-impact", "REVIEW"), Systems(done, "us-high-impact", "unknown"), Systems(done, "us-high-impact", "NOT")));
        var problems = done.GetProperty("problems").EnumerateArray().ToList();
        Assert.Equal(704, problems.Single(p => p.GetProperty("code").GetString() == "blank-id").GetProperty("lines").GetArrayLength());
        Assert.Contains(problems, p => p.GetProperty("code").GetString() == "repeated-id" && p.GetProperty("message").GetProperty("en").GetString()!.Contains("DOJ-0357", StringComparison.Ordinal));

        // The same ids again: nothing is new and nothing changes, the 704 without an id of their own among them.
        var again = folder.Json("import", Repository.Shared("data/us/2025_individually_reported_AI_use_cases.csv"));
        Assert.Equal((0, 0, 3611), (again.GetProperty("created").GetInt32(), again.GetProperty("changed").GetInt32(), again.GetProperty("unchanged").GetInt32()));

        var board = folder.Json("gaps", "--on", "2026-02-01");
        var funnel = board.GetProperty("funnel");
        Assert.Equal((227, 10), (funnel.GetProperty("systems").GetInt32(), funnel.GetProperty("all_done").GetInt32()));
        var rows = funnel.GetProperty("obligations").EnumerateArray().ToDictionary(r => r.GetProperty("rule").GetString()!, r => r.GetProperty("standings"));
        Assert.Equal(["practice_testing 44/81/0/0/102", "practice_assessment 36/90/0/0/101", "practice_monitoring 40/85/0/0/102", "practice_appeal 16/78/28/4/101"],
            rows.Select(r => $"{r.Key} {string.Join('/', Standings.Select(s => r.Value.GetProperty(s).GetInt32()))}"));
        var lines = Csv(folder);
        Assert.Equal(rows.SelectMany(r => Standings.Select(s => (r.Key, s, r.Value.GetProperty(s).GetInt32()))), rows.SelectMany(r => Standings.Select(s => (r.Key, s, lines.Count(l => l == (r.Key, s))))));
    }

    [Theory]
    [InlineData("2024_consolidated_ai_inventory_raw.csv", 1757, 227)]
    [InlineData("2024_consolidated_ai_inventory_raw_v2.csv", 2133, 351)]
    public void The_inventories_of_2024_show_the_systems_with_impact(string file, int systems, int impacting)
    {
        using var folder = new VerbFolder();
        var done = folder.Json("import", Repository.Shared("data/us/" + file));
        Assert.Equal((systems, systems), (done.GetProperty("created").GetInt32(), done.GetProperty("determined").GetInt32()));
        Assert.Equal(impacting, Systems(done, "us-rights-safety", "IMPACTING"));
    }

    private static readonly string[] Standings = ["claimed_done", "in_progress", "claimed_not_applicable", "claimed_waived", "blank"];

    /// <summary>Rule and standing of every duty of the board's CSV.</summary>
    private static List<(string Rule, string Standing)> Csv(VerbFolder folder)
    {
        var (code, output, error) = folder.Run("gaps", "--on", "2026-02-01", "--format", "csv");
        Assert.True(code is 0 or 1, error);
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(output));
        var table = Haechi.Tower.Register.Tables.TableReader.Read(stream, "gaps.csv", stop: TestContext.Current.CancellationToken).Value!;
        var (rule, standing) = (table.Columns.Single(c => c.Key == "rule").Index, table.Columns.Single(c => c.Key == "standing").Index);
        return [.. table.Rows.Select(l => (l[rule], l[standing]))];
    }

    private static int Systems(JsonElement done, string of, string outcome) =>
        done.GetProperty("classes").EnumerateArray().Single(c => c.GetProperty("class").GetString() == of && c.GetProperty("outcome").GetString() == outcome).GetProperty("systems").GetInt32();
}

using System.Net;
using System.Text.Json;
using Haechi.House.Tests.Support;
using Haechi.Tower.Common;
using Haechi.Tower.Rulebooks;

namespace Haechi.House.Tests.Api;

/// <summary>The figures of the 2025 federal inventory through the API: the same as on the board and from the command.</summary>
public sealed class FederalApiTests
{
    private static readonly string[] Standings = ["claimed_done", "in_progress", "claimed_not_applicable", "claimed_waived", "blank"];

    [Fact]
    public async Task The_api_shows_the_figures_of_the_inventory()
    {
        await using var site = await TestSite.Open(new DateOnly(2026, 2, 1));
        await Filled.Federal(site.Store);
        await site.Do<InstallBooks, LoadedBooks>(TestTower.Officer, new InstallBooks(Filled.UsBooks));
        Assert.True((await site.Do<DetermineSystems, RunResult>(Actor.Program, new DetermineSystems())).Done);
        await site.Enter(Roles.Reader);

        var classes = await Json(site, "/api/v1/classes");
        Assert.Equal((3611, 0), (classes.GetProperty("systems").GetInt32(), classes.GetProperty("pending").GetInt32()));
        Assert.Equal([("no", 2630), ("review", 110), ("unknown", 426), ("yes", 445)], classes.GetProperty("classes").EnumerateArray().Single(c => c.GetProperty("class").GetString() == "us-high-impact")
            .GetProperty("outcomes").EnumerateArray().Select(o => (o.GetProperty("outcome").GetString()!, o.GetProperty("systems").GetInt32())).Order());
        Assert.Equal(110, (await Json(site, "/api/v1/classes/us-high-impact/systems?outcome=review&limit=1")).GetProperty("total").GetInt32());
        Assert.Equal(3611, (await Json(site, "/api/v1/systems?limit=1")).GetProperty("total").GetInt32());

        var gaps = await Json(site, "/api/v1/gaps");
        var funnel = gaps.GetProperty("funnel");
        Assert.Equal((227, 10), (funnel.GetProperty("systems").GetInt32(), funnel.GetProperty("all_done").GetInt32()));
        var rows = funnel.GetProperty("obligations").EnumerateArray().ToDictionary(r => r.GetProperty("rule").GetString()!, r => r.GetProperty("standings"));
        Assert.Equal(["practice_testing 44/81/0/0/102", "practice_assessment 36/90/0/0/101", "practice_monitoring 40/85/0/0/102", "practice_appeal 16/78/28/4/101"],
            rows.Select(r => $"{r.Key} {string.Join('/', Standings.Select(s => r.Value.GetProperty(s).GetInt32()))}"));

        // The duties one by one come to the same numbers.
        var lines = await Lines(site, "/api/v1/duties.jsonl");
        Assert.Equal(rows.SelectMany(r => Standings.Select(s => (r.Key, s, r.Value.GetProperty(s).GetInt32()))),
            rows.SelectMany(r => Standings.Select(s => (r.Key, s, lines.Count(l => l.GetProperty("rule").GetString() == r.Key && l.GetProperty("standing").GetString() == s)))));
        Assert.Equal(3611, (await Json(site, "/api/v1/portfolio")).GetProperty("systems").GetInt32());
    }

    private static async Task<JsonElement> Json(TestSite site, string path)
    {
        using var answer = await site.Send(path);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
        return JsonDocument.Parse(text).RootElement;
    }

    private static async Task<List<JsonElement>> Lines(TestSite site, string path)
    {
        using var answer = await site.Send(path);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)];
    }
}

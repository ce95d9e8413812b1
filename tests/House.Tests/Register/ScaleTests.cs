using System.Diagnostics;
using Haechi.House.Tests.Support;
using Haechi.Tower.Common;
using Haechi.Tower.Register;

namespace Haechi.House.Tests.Register;

/// <summary>Sizes: small by default, 50,000 systems with HAECHI_LONG=1. Times are told, not asserted: a busy machine must not fail a correct program.</summary>
public sealed class ScaleTests
{
    private static int Size => Environment.GetEnvironmentVariable("HAECHI_LONG") == "1" ? 50_000 : 2_000;

    [Fact]
    public async Task A_large_register_is_filled_and_searched()
    {
        await using var tower = await TestTower.Open();
        var clock = Stopwatch.StartNew();
        await ManySystems.Add(tower, Size);
        Tell($"{Size} systems written", clock);
        foreach (var text in new[] { "복지", "ㅂㅈ", "교통 신호", "챗", "inspection", "AI-77", "담당자" })
        {
            await Time(tower, text, new ListSystems(new SystemFilter { Text = text }));
        }
        await Time(tower, "first page by name", new ListSystems(new SystemFilter()));
        await Time(tower, "last page by name", new ListSystems(new SystemFilter(), Skip: Size - 50));
        await Time(tower, "by state", new ListSystems(new SystemFilter { States = ["pilot", "unknown"] }, Order: SystemOrder.Changed, WithFacts: true));
        await Time(tower, "lacks a fact", new ListSystems(new SystemFilter { Lacks = "purpose" }));
        await Time(tower, "has a fact", new ListSystems(new SystemFilter { Has = "purpose" }));
        tower.Time.Pass(TimeSpan.FromDays(1));
        var before = new Moment(tower.Clock.Today.AddDays(-1), tower.Clock.Micros);
        await Time(tower, "as of yesterday", new ListSystems(new SystemFilter(), before));
        await Time(tower, "as of yesterday by state", new ListSystems(new SystemFilter { States = ["pilot"] }, before));
        await Time(tower, "as of yesterday by words", new ListSystems(new SystemFilter { Text = "복지 챗봇" }, before));
    }

    private static async Task Time(TestTower tower, string what, ListSystems list)
    {
        await tower.Do<ListSystems, SystemPage>(TestTower.Officer, list);
        var clock = Stopwatch.StartNew();
        var page = (await tower.Do<ListSystems, SystemPage>(TestTower.Officer, list)).Value!;
        Tell($"{what}: {page.Total} found", clock);
        Assert.Equal(Math.Min(page.Total - list.Skip, list.Take), page.Rows.Count);
    }

    private static void Tell(string what, Stopwatch clock)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"{what}: {clock.ElapsedMilliseconds} ms");
        clock.Restart();
    }
}

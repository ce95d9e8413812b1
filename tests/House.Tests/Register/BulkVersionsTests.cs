using System.Diagnostics;
using Haechi.House.Tests.Support;
using Haechi.Rules.Facts;
using Haechi.Tower.Common;
using Haechi.Tower.Register;
using Microsoft.EntityFrameworkCore;

namespace Haechi.House.Tests.Register;

public sealed class BulkVersionsTests
{
    [Fact]
    public async Task Thousands_of_systems_are_one_act_and_each_is_found_afterwards()
    {
        await using var tower = await TestTower.Open();
        var clock = Stopwatch.StartNew();
        var systems = await ManySystems.Add(tower, 3_000);
        TestContext.Current.SendDiagnosticMessage($"3,000 systems in {clock.ElapsedMilliseconds} ms");
        Assert.Equal(3_000, systems.Count);
        await using var context = tower.Store.Open();
        Assert.Equal(3_000, await context.Set<SystemNow>().CountAsync(TestContext.Current.CancellationToken));
        Assert.Equal(Enumerable.Range(1, 3_000), await context.Set<AiSystem>().OrderBy(s => s.Number).Select(s => s.Number).ToListAsync(TestContext.Current.CancellationToken));
        Assert.Equal(1, await context.Set<Tower.Journal.JournalEntry>().CountAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_bulk_change_appends_and_a_refusal_keeps_nothing()
    {
        await using var tower = await TestTower.Open();
        var systems = await ManySystems.Add(tower, 10);
        async Task<Result<int>> Rename(bool refuse) => await tower.Store.Write<int>(TestTower.Officer, async scope =>
        {
            var newest = await scope.Context.Set<SystemVersion>().AsNoTracking().ToListAsync(TestContext.Current.CancellationToken);
            var versions = await Versions.AppendMany(scope, [.. newest.Select(v => new BulkVersion(systems.Single(s => s.Id == v.System), false, v,
                new NextVersion(FactsJson.Read(v.Facts).With([new("name", new HeldFact(new TextFact("새 이름"), "test", null, "x"))]), null, null, "change", scope.Today)))]);
            scope.Record("test.rename", "systems", new { versions.Count });
            return refuse ? Refusal.Because("no", "아니요", "no") : versions.Count;
        }, TestContext.Current.CancellationToken);
        Assert.False((await Rename(refuse: true)).Done);
        Assert.Equal(10, await tower.Store.Read(c => c.Set<SystemVersion>().CountAsync(TestContext.Current.CancellationToken)));
        Assert.Equal(10, (await Rename(refuse: false)).Value);
        var now = await tower.Store.Read(c => c.Set<SystemNow>().ToListAsync(TestContext.Current.CancellationToken));
        Assert.All(now, n => Assert.Equal(("새 이름", 2), (n.Name, n.VersionNumber)));
        Assert.Equal(10, now.Count);
    }
}

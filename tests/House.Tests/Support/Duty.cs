using Haechi.Rules.Facts;
using Haechi.Tower.Common;
using Haechi.Tower.Duties;
using Haechi.Tower.Register;
using Haechi.Tower.Rulebooks;
using Microsoft.EntityFrameworkCore;

namespace Haechi.House.Tests.Support;

/// <summary>A tower with a book installed, and its duties.</summary>
internal static class Duty
{
    public static async Task<TestTower> Tower(DateOnly? today = null, params string[] books)
    {
        var tower = await TestTower.Open(today ?? new DateOnly(2026, 2, 1));
        Assert.True((await tower.Do<InstallBooks, LoadedBooks>(TestTower.Officer, new InstallBooks(books.Length == 0 ? Filled.UsBooks : books))).Done);
        return tower;
    }

    /// <summary>A deployed high-impact system with its seven duties.</summary>
    public static async Task<string> Deployed(TestTower tower, string? department = null)
    {
        var facts = new Dictionary<string, FactValue> { ["name"] = new TextFact("Benefits triage"), ["agency_determination"] = new TextFact("high_impact"), ["stage"] = new TextFact("deployed") };
        var made = await tower.Do<RegisterSystem, SystemRef>(TestTower.Officer, new RegisterSystem(facts, department));
        await Run(tower);
        return made.Value!.System;
    }

    public static async Task Run(TestTower tower) => Assert.True((await tower.Do<DetermineSystems, RunResult>(Actor.Program, new DetermineSystems())).Done);

    public static async Task Set(TestTower tower, string system, string question, FactValue? value)
    {
        var changed = await tower.Do<ChangeFacts, SystemRef>(TestTower.Officer, new ChangeFacts(system, new Dictionary<string, FactValue?> { [question] = value }));
        Assert.True(changed.Done, changed.Done ? "" : changed.Refusals[0].ToLine("en"));
        await Run(tower);
    }

    public static Task<DutyRow> Of(TestTower tower, string system, string rule) =>
        tower.Store.Read(c => c.Set<DutyRow>().SingleAsync(d => d.System == system && d.Rule == rule, TestContext.Current.CancellationToken));
}

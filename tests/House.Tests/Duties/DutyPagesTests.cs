using Haechi.House.Tests.Support;
using Haechi.Rules.Facts;
using Haechi.Tower.Common;
using Haechi.Tower.Duties;
using Haechi.Tower.Register;
using Haechi.Tower.Rulebooks;
using Microsoft.EntityFrameworkCore;

namespace Haechi.House.Tests.Duties;

public sealed class DutyPagesTests
{
    [Fact]
    public async Task An_officer_reads_the_board_a_duty_the_reasons_and_the_books()
    {
        await using var site = await TestSite.Open(new DateOnly(2026, 2, 1));
        var officer = await site.Enter(Roles.Officer | Roles.Owner);
        await site.Do<InstallBooks, LoadedBooks>(officer, new InstallBooks(Filled.UsBooks));
        var facts = new Dictionary<string, FactValue> { ["name"] = new TextFact("Benefits triage"), ["agency_determination"] = new TextFact("high_impact"), ["stage"] = new TextFact("deployed") };
        var system = (await site.Do<RegisterSystem, SystemRef>(officer, new RegisterSystem(facts, null))).Value!.System;
        await site.Do<DetermineSystems, RunResult>(Actor.Program, new DetermineSystems());
        var duty = await site.Store.Read(c => c.Set<DutyRow>().SingleAsync(d => d.Rule == "practice_testing", TestContext.Current.CancellationToken));
        foreach (var path in new[] { "/gaps", "/gaps?overdue=1&as-of=2026-02-01", "/my-duties", "/rulebooks", "/rulebooks/us/m-25-21?tests=1", "/rulebooks-preview?on=2026-04-03", "/rulebooks/disagreements", $"/systems/{system}/why", $"/systems/{system}/duties" })
        {
            Assert.NotNull((await site.Get(path)).QuerySelector("h1"));
        }
        Assert.Contains("M-25-21, minimum practice 1", (await site.Get("/duties/" + duty.Id)).Body!.TextContent, StringComparison.Ordinal);
        await site.Post($"/duties/{duty.Id}/act", new Dictionary<string, string> { ["act"] = "not-applicable", ["reason"] = "사람에게 영향을 주지 않음" }, "/duties/" + duty.Id);
        Assert.Equal(DutyStanding.NotApplicable, await site.Store.Read(c => c.Set<DutyRow>().Where(d => d.Id == duty.Id).Select(d => d.Standing).SingleAsync(TestContext.Current.CancellationToken)));
    }
}

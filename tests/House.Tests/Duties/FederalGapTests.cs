using Haechi.House.Tests.Support;
using Haechi.Tower.Common;
using Haechi.Tower.Duties;
using Haechi.Tower.Rulebooks;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.House.Tests.Duties;

/// <summary>The figures of the 2025 federal inventory, from the tower: the same as the classify verb counts from the file.</summary>
public sealed class FederalGapTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_gap_board_shows_the_follow_through_of_227_deployed_systems()
    {
        await using var tower = await TestTower.Open(new DateOnly(2026, 2, 1));
        await Filled.Federal(tower);
        await tower.Do<InstallBooks, LoadedBooks>(TestTower.Officer, new InstallBooks(Filled.UsBooks));
        Assert.True((await tower.Do<DetermineSystems, RunResult>(Actor.Program, new DetermineSystems())).Done);
        var board = tower.Services.GetRequiredService<GapBoard>();
        var funnel = (await board.Funnel(await board.Table(new DutyFilter(), stop: Stop), new DutyFilter(), stop: Stop))!;
        Assert.Equal((227, 10), (funnel.Systems, funnel.AllDone));
        Assert.Equal(["practice_testing", "practice_assessment", "practice_monitoring", "practice_appeal"], funnel.Rows.Select(r => r.Rule));
        Assert.Equal([(44, 81, 102), (36, 90, 101), (40, 85, 102), (16, 78, 101)],
            funnel.Rows.Select(r => (r.In(DutyStanding.ClaimedDone), r.In(DutyStanding.InProgress), r.In(DutyStanding.Blank))));
        var appeal = funnel.Rows[3];
        Assert.Equal((28, 4), (appeal.In(DutyStanding.ClaimedNotApplicable), appeal.In(DutyStanding.ClaimedWaived)));
        Assert.Equal((28, 4), (appeal.Claims[DutyClaim.NotApplicable], appeal.Claims[DutyClaim.Precluded]));
        Assert.Equal(0, appeal.Overdue);
        var late = await board.Table(new DutyFilter { Overdue = true, Rule = "practice_appeal" }, new Moment(new DateOnly(2026, 4, 4)), Stop);
        Assert.Equal(78 + 101, late.Overdue);
    }
}

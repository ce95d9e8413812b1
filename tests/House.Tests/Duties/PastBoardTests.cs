using Haechi.House.Tests.Support;
using Haechi.Rules.Facts;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Duties;
using Haechi.Tower.Register;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.House.Tests.Duties;

public sealed class PastBoardTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_board_of_the_past_has_the_due_days_and_the_departments_of_then(bool postgres)
    {
        await using var tower = await TestTower.Open(new DateOnly(2026, 11, 2), postgres: postgres ? await PostgresCluster.NewDatabase() : null);
        Assert.True((await tower.Do<Haechi.Tower.Rulebooks.InstallBooks, Haechi.Tower.Rulebooks.LoadedBooks>(TestTower.Officer, new Haechi.Tower.Rulebooks.InstallBooks(["kr/public-ai-act"]))).Done);
        var (east, west) = (await Department(tower, "동부", null), await Department(tower, "서부", null));
        var (team, other) = (await Department(tower, "데이터팀", east), await Department(tower, "다른 팀", null));
        var facts = new Dictionary<string, FactValue> { ["name"] = new TextFact("민원 챗봇"), ["public_body"] = new TextFact("basic_local"), ["placed_on"] = new DateFact(new DateOnly(2026, 11, 1)) };
        var system = (await tower.Do<RegisterSystem, SystemRef>(TestTower.Officer, new RegisterSystem(facts, team))).Value!.System;
        await Duty.Run(tower);
        var then = new Moment(new DateOnly(2026, 11, 20), tower.Clock.Micros);
        tower.Time.Pass(TimeSpan.FromDays(10));
        await Duty.Set(tower, system, "placed_on", new DateFact(new DateOnly(2027, 1, 15)));
        Assert.True((await tower.Do<MoveDepartment, Done>(TestTower.Officer, new MoveDepartment(team, west))).Done);
        var between = new Moment(new DateOnly(2026, 11, 20), tower.Clock.Micros);
        tower.Time.Pass(TimeSpan.FromDays(10));
        Assert.True((await tower.Do<AssignDepartment, int>(TestTower.Officer, new AssignDepartment([system], other))).Done);
        await Duty.Run(tower);
        var board = tower.Services.GetRequiredService<GapBoard>();
        async Task<(int East, int West, DateOnly? Due, string? Department)> At(Moment? at)
        {
            async Task<int> Owed(string department) => (await board.Table(new DutyFilter { Department = department, Rule = "common_platform" }, at, Stop)).Owed;
            var line = Assert.Single(await board.List(new DutyFilter { Rule = "common_platform" }, moment: at, stop: Stop));
            return (await Owed(east), await Owed(west), line.Duty.Due, line.DepartmentName);
        }
        Assert.Equal((1, 0, new DateOnly(2026, 11, 1), "데이터팀"), await At(then));
        Assert.Equal((0, 1, new DateOnly(2027, 1, 15), "데이터팀"), await At(between));
        Assert.Equal((0, 0, new DateOnly(2027, 1, 15), "다른 팀"), await At(null));
        var portfolio = tower.Services.GetRequiredService<CityPortfolio>();
        Assert.Contains((await portfolio.Read(then, Stop)).Oldest, l => l.Duty.Rule == "common_platform" && l.Duty.Due == new DateOnly(2026, 11, 1));
    }

    private static async Task<string> Department(TestTower tower, string name, string? parent) => (await tower.Do<AddDepartment, string>(TestTower.Officer, new AddDepartment(name, parent))).Value!;
}

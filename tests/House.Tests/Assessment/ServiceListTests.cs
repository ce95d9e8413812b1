using Haechi.Rules.Facts;
using Haechi.Tower.Common;
using Haechi.Tower.Register;
using static Haechi.House.Tests.Assessment.AssessmentCity;

namespace Haechi.House.Tests.Assessment;

public sealed class ServiceListTests
{
    [Fact]
    public async Task Systems_in_use_and_in_a_pilot_belong_and_an_unknown_state_is_listed_apart()
    {
        await using var city = await AssessmentCity.Open(new DateOnly(2026, 12, 1));
        var (use, pilot, unknown) = (await city.System("in_use"), await city.System("pilot"), await city.System(state: null));
        foreach (var state in new[] { "idea", "review", "procurement_development", "suspended", "retired", "withdrawn" })
        {
            await city.System(state);
        }
        var list = await city.Tower.Store.Read(c => ServiceList.Read(c, Moment.Now(city.Tower.Clock)));
        Assert.Equal([use, pilot], list.Belong.Select(s => s.System.System));
        Assert.Equal([unknown], list.Unknown.Select(s => s.System.System));
        Assert.Equal(6, list.Left);
    }

    [Fact]
    public async Task The_list_of_an_earlier_day_is_as_it_was()
    {
        await using var city = await AssessmentCity.Open(new DateOnly(2026, 12, 1));
        var system = await city.System("pilot");
        city.Tower.Time.Pass(TimeSpan.FromDays(10));
        Value(await city.Change(system, "lifecycle", new TextFact("retired")));
        Task<ServiceList> On(DateOnly day) => city.Tower.Store.Read(c => ServiceList.Read(c, new Moment(day)));
        Assert.Single((await On(new DateOnly(2026, 12, 5))).Belong);
        Assert.Equal(1, (await On(new DateOnly(2026, 12, 11))).Left);
        Assert.Equal((0, 0, 0), ((await On(new DateOnly(2026, 11, 30))) is var none ? (none.Belong.Count, none.Unknown.Count, none.Left) : default));
    }
}

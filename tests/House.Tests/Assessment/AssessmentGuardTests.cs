using Haechi.Rules.Facts;
using Haechi.Tower.Assessment;
using Haechi.Tower.Common;
using static Haechi.House.Tests.Assessment.AssessmentCity;

namespace Haechi.House.Tests.Assessment;

public sealed class AssessmentGuardTests
{
    private static readonly DateOnly Eve = new(2027, 2, 27);
    private static readonly DateOnly First = new(2027, 2, 28);
    private static readonly DateOnly LegacyEnd = new(2028, 8, 28);

    [Fact]
    public async Task The_day_before_the_article_a_system_enters_use_and_on_its_first_day_it_does_not()
    {
        await using var before = await AssessmentCity.Open(Eve);
        Assert.True((await before.Enter(await before.System(), "in_use")).Done);
        await using var after = await AssessmentCity.Open(First);
        var refused = await after.Enter(await after.System(), "in_use");
        var refusal = Assert.Single(refused.Refusals);
        Assert.Equal(("assessment-missing", "공공AI법 제32조제1항"), (refusal.Code, refusal.Provision));
        Assert.True(refusal.Message.Has("en") && refusal.Next!.Has("ko"));
    }

    [Fact]
    public async Task The_day_that_counts_is_the_day_of_the_change_not_of_its_entry()
    {
        await using var city = await AssessmentCity.Open(new DateOnly(2027, 3, 10));
        Assert.True((await city.Enter(await city.System(validFrom: new DateOnly(2027, 2, 1)), "in_use", Eve)).Done);
        Assert.False((await city.Enter(await city.System(validFrom: new DateOnly(2027, 2, 1)), "in_use", First)).Done);
    }

    [Fact]
    public async Task A_day_before_the_newest_version_does_not_open_the_way()
    {
        await using var city = await AssessmentCity.Open(new DateOnly(2027, 3, 10));
        Assert.False((await city.Enter(await city.System(), "in_use", Eve)).Done);
    }

    [Fact]
    public async Task A_published_result_opens_the_way_and_an_approved_one_does_not()
    {
        await using var city = await AssessmentCity.Open(First);
        var system = await city.System();
        var approved = await city.Approved(system);
        Assert.Equal("assessment-missing", Code(await city.Enter(system, "in_use")));
        Value(await city.Tower.Do<PublishAssessment, AssessmentRef>(Publisher, new PublishAssessment(approved.Assessment, approved.Version)));
        Assert.True((await city.Enter(system, "in_use")).Done);
    }

    [Fact]
    public async Task The_other_form_does_not_count()
    {
        await using var city = await AssessmentCity.Open(First);
        var system = await city.System();
        await city.Published(system, Form35);
        Assert.Equal("assessment-missing", Code(await city.Enter(system, "in_use")));
    }

    [Fact]
    public async Task A_result_that_no_longer_fits_the_facts_does_not_open_the_way_and_the_refusal_says_which()
    {
        await using var city = await AssessmentCity.Open(First);
        var system = await city.System();
        await city.Published(system);
        await city.Change(system, "human_control", new TextFact("none"));
        var refused = await city.Enter(system, "in_use");
        Assert.Equal("assessment-missing", Code(refused));
        Assert.Contains("추론", refused.Refusals[0].Message.In("ko"), StringComparison.Ordinal);
        Assert.Contains("사람이 어떻게 관여", refused.Refusals[0].Message.In("ko"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_withdrawn_result_does_not_open_the_way()
    {
        await using var city = await AssessmentCity.Open(First);
        var system = await city.System();
        var published = await city.Published(system);
        Value(await city.Tower.Do<WithdrawAssessment, AssessmentRef>(Officer, new WithdrawAssessment(published.Assessment, published.Version, "오류")));
        Assert.False((await city.Enter(system, "in_use")).Done);
    }

    [Fact]
    public async Task A_system_in_use_before_may_be_resumed_until_the_end_of_its_time()
    {
        foreach (var (day, allowed) in new[] { (First, true), (LegacyEnd, true), (LegacyEnd.AddDays(1), false) })
        {
            await using var city = await AssessmentCity.Open(new DateOnly(2026, 9, 1));
            var system = await city.System("in_use", more: ("placed_on", new DateFact(new DateOnly(2025, 3, 2))));
            Value(await city.Enter(system, "suspended"));
            city.Tower.Time.Pass(TimeSpan.FromDays(day.DayNumber - city.Tower.Clock.Today.DayNumber));
            var resumed = await city.Enter(system, "in_use");
            Assert.Equal(allowed, resumed.Done);
            if (!allowed)
            {
                Assert.Equal("공공AI법 부칙 제5조", resumed.Refusals[0].Provision);
                Assert.Contains("추론", resumed.Refusals[0].Message.In("ko"), StringComparison.Ordinal);
                Assert.Contains("inference", resumed.Refusals[0].Message.In("en"), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task A_system_that_was_retired_comes_back_as_a_new_one()
    {
        await using var city = await AssessmentCity.Open(new DateOnly(2026, 9, 1));
        var system = await city.System("in_use", more: ("placed_on", new DateFact(new DateOnly(2025, 3, 2))));
        Value(await city.Enter(system, "retired"));
        Value(await city.Enter(system, "review"));
        city.Tower.Time.Pass(TimeSpan.FromDays(200));
        Assert.Equal("공공AI법 제32조제1항", (await city.Enter(system, "in_use")).Refusals[0].Provision);
    }

    [Fact]
    public async Task A_planned_day_that_has_passed_is_no_use()
    {
        await using var city = await AssessmentCity.Open(First);
        Assert.False((await city.Enter(await city.System("procurement_development", more: ("placed_on", new DateFact(new DateOnly(2026, 3, 2)))), "in_use")).Done);
    }

    [Fact]
    public async Task A_system_of_unknown_state_is_recorded_as_legacy_when_its_first_day_is_stated()
    {
        await using var city = await AssessmentCity.Open(new DateOnly(2027, 3, 10));
        var unknown = await city.System(state: null);
        var refused = await city.Enter(unknown, "in_use");
        Assert.Contains("placed_on", Assert.Single(refused.Refusals).Message.In("ko"), StringComparison.Ordinal);
        Value(await city.Change(unknown, "placed_on", new DateFact(new DateOnly(2026, 5, 1))));
        Assert.True((await city.Enter(unknown, "in_use")).Done);
    }

    [Fact]
    public async Task A_private_body_is_not_bound_and_an_unknown_one_is()
    {
        await using var city = await AssessmentCity.Open(First);
        Assert.True((await city.Enter(await city.System(body: "private"), "in_use")).Done);
        var refused = await city.Enter(await city.System(body: ""), "in_use");
        Assert.Contains("public_body", Assert.Single(refused.Refusals).Message.In("ko"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_act_is_not_installed_nothing_is_guarded()
    {
        await using var city = await AssessmentCity.Open(First, "us/m-25-21");
        Assert.True((await city.Enter(await city.System(), "in_use")).Done);
    }

    [Fact]
    public async Task Only_entering_use_is_guarded()
    {
        await using var city = await AssessmentCity.Open(First);
        Assert.True((await city.Enter(await city.System(), "pilot")).Done);
    }
}

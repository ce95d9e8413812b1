using Haechi.House.Tests.Support;
using Haechi.Rules.Facts;
using Haechi.Tower.Common;
using Haechi.Tower.Council;
using Haechi.Tower.Duties;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.House.Tests.Council;

/// <summary>What a body orders, the gate and the register obey at once.</summary>
public sealed class OrderTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_suspended_system_stops_at_once_and_comes_back_with_the_order_that_resumes_it()
    {
        await using var city = await CouncilCity.Open();
        var system = await city.System("pilot", ("public_body", new TextFact("private")));
        await city.Determine();
        await city.Decide(system, "refuse", order: Order("suspend", system));
        Assert.Equal("suspended", await city.State(system));
        var refused = await city.Enter(system, "pilot");
        Assert.Contains(refused.Refusals, r => r.Code == "ordered" && r.Provision == "조례 제12조" && r.Next!.In("ko").Contains("30일", StringComparison.Ordinal));
        var gate = CouncilCity.Value(await city.Tower.Services.GetRequiredService<GateCheck>().Look(system, "test", Stop));
        Assert.Contains(gate.Reasons, r => r is { Code: "ordered", Blocks: true });
        Assert.False(gate.Allowed);
        // Breaking the glass does not help against an order.
        Assert.False(CouncilCity.Value(await city.Tower.Do<AskGate, GateAnswer>(CouncilCity.Officer, new AskGate(system, "prod", "급하게 배포해야 함"))).Allowed);
        await city.Decide(system, "approve", order: Order("resume", system));
        Assert.Equal("pilot", await city.State(system));
        Assert.DoesNotContain(CouncilCity.Value(await city.Tower.Services.GetRequiredService<GateCheck>().Look(system, "test", Stop)).Reasons, r => r.Code == "ordered");
    }

    [Fact]
    public async Task A_restriction_keeps_a_pilot_open_and_refuses_use()
    {
        await using var city = await CouncilCity.Open();
        var system = await city.System("pilot", ("public_body", new TextFact("private")));
        await city.Determine();
        await city.Decide(system, "approve", order: Order("restrict", system) with { Open = ["pilot"] });
        Assert.Equal("pilot", await city.State(system));
        Assert.Contains((await city.Enter(system, "in_use")).Refusals, r => r.Code == "restricted");
        var check = city.Tower.Services.GetRequiredService<GateCheck>();
        Assert.Contains(CouncilCity.Value(await check.Look(system, "prod", Stop)).Reasons, r => r is { Code: "restricted", Blocks: true });
        Assert.Contains(CouncilCity.Value(await check.Look(system, "test", Stop)).Reasons, r => r is { Code: "restricted", Blocks: false });
    }

    [Fact]
    public async Task An_order_on_a_kind_of_use_holds_for_what_is_unknown_and_stops_only_what_is_sure()
    {
        await using var city = await CouncilCity.Open();
        var use = "generative = true; lifecycle = pilot";
        var (yes, no, unknown) = (await city.System("pilot", ("generative", new BoolFact(true))), await city.System("pilot", ("generative", new BoolFact(false))), await city.System("review"));
        await city.Determine();
        await city.Decide(yes, "approve", order: Order("suspend", null) with { Use = "generative = true", UseTitle = "생성형" });
        Assert.Equal(("suspended", "pilot", "review"), (await city.State(yes), await city.State(no), await city.State(unknown)));
        Assert.Contains((await city.Enter(unknown, "pilot")).Refusals, r => r.Code == "ordered" && r.Message.In("en").Contains("facts are missing", StringComparison.Ordinal));
        Assert.DoesNotContain((await city.Enter(no, "suspended")).Refusals, r => r.Code == "ordered");
        Assert.Equal("generative = true; lifecycle = pilot", KindOfUse.Read(use).Write());
    }

    [Fact]
    public async Task An_order_ends_by_itself_on_its_last_day()
    {
        await using var city = await CouncilCity.Open();
        var system = await city.System("review", ("public_body", new TextFact("private")));
        await city.Decide(system, "approve", order: Order("suspend", system) with { Until = city.Tower.Clock.Today.AddDays(10) });
        city.Tower.Time.Pass(TimeSpan.FromDays(10));
        Assert.Contains((await city.Enter(system, "pilot")).Refusals, r => r.Code == "ordered");
        city.Tower.Time.Pass(TimeSpan.FromDays(1));
        Assert.DoesNotContain((await city.Enter(system, "pilot")).Refusals, r => r.Code == "ordered");
    }

    [Fact]
    public async Task A_withdrawn_system_is_retired_and_stays_out()
    {
        await using var city = await CouncilCity.Open();
        var system = await city.System("pilot");
        await city.Decide(system, "refuse", order: Order("withdraw", system));
        Assert.Equal("retired", await city.State(system));
    }

    [Theory]
    [InlineData("no such fact = 1")]
    [InlineData("generative = maybe")]
    [InlineData("name = x")]
    [InlineData("")]
    [InlineData(";;;")]
    public async Task A_kind_of_use_that_nobody_asks_about_is_refused(string use)
    {
        await using var city = await CouncilCity.Open();
        await city.Determine();
        Assert.Equal("wrong-use", CouncilCity.Code(await city.Tower.Do<BringCase, CaseRef>(CouncilCity.Officer, new BringCase(CouncilCity.Body, "use", use, "안건", "무엇을", "누구", "선택"))));
    }

    [Fact]
    public async Task A_body_without_that_power_makes_no_orders()
    {
        await using var city = await CouncilCity.Open(rules: CouncilCity.Rules with { Orders = false });
        var system = await city.System();
        var meeting = await city.Meeting();
        var item = await city.Item(await city.Case(system), meeting);
        CouncilCity.Value(await city.OpenMeeting(meeting, 1, 2, 3));
        Assert.Equal("no-orders", CouncilCity.Code(await city.Tower.Do<PutMotion, MotionRef>(CouncilCity.Officer, new PutMotion(item, "approve", "의결", Order: Order("suspend", system)))));
    }

    private static ProposedOrder Order(string kind, string? system) => new(kind, system, null, null, "조례 제12조", "위험이 있음", "30일 안에 이의를 낼 수 있음");
}

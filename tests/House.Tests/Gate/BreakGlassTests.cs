using Haechi.House.Tests.Support;
using Haechi.Rules.Facts;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Duties;
using Haechi.Tower.Journal;
using Microsoft.EntityFrameworkCore;

namespace Haechi.House.Tests.Gate;

/// <summary>Deploying in spite of a refusal, and accounting for it.</summary>
public sealed class BreakGlassTests
{
    private const string Reason = "민원 접수가 멈추어 오늘 밤 고쳐야 합니다";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Broken_glass_allows_opens_a_duty_for_72_hours_and_keeps_the_reason_out_of_the_journal()
    {
        await using var tower = await GateBook.Tower();
        var id = await GateBook.System(tower, GateBook.Risky());
        var answer = await GateTests.Ask(tower, id, glass: Reason);
        Assert.True(answer.Allowed);
        Assert.Contains(answer.Reasons, r => r is { Code: "duty-open", Blocks: true });
        Assert.Equal(tower.Clock.Micros + (72L * 3600 * 1_000_000), answer.Glass!.DueAt);
        var duty = await Duty.Of(tower, id, BrokenGlass.Rule);
        Assert.Equal((answer.Glass.Duty, true, new DateOnly(2026, 11, 25), 2), (duty.Id, duty.IsOpen, duty.Due!.Value, duty.Strength));
        var story = await tower.Store.Read(c => c.Set<DutyEvent>().SingleAsync(e => e.Duty == duty.Id, Stop));
        Assert.Equal(("break_glass", Reason), (story.Kind, story.Note));
        var entries = await tower.Store.Read(c => c.Set<JournalEntry>().Select(e => e.Detail).ToListAsync(Stop));
        Assert.DoesNotContain(entries, e => e.Contains("민원", StringComparison.Ordinal));
        Assert.Contains(entries, e => e.Contains("\"broken\":true", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_reminds_for_72_hours_then_refuses_until_it_is_accounted_for()
    {
        await using var tower = await GateBook.Tower();
        var id = await GateBook.System(tower, GateBook.Harmless("suspended"));
        var duty = (await GateTests.Ask(tower, id, glass: Reason)).Glass!.Duty;
        await Duty.Set(tower, id, "lifecycle", new TextFact("pilot"));
        var soon = await GateTests.Ask(tower, id);
        Assert.Equal((true, "break-glass-open"), (soon.Allowed, Assert.Single(soon.Reasons).Code));
        tower.Time.Pass(TimeSpan.FromHours(72) + TimeSpan.FromSeconds(1));
        Assert.Equal(["break-glass-overdue"], GateTests.Codes(await GateTests.Ask(tower, id)));
        // What settles other duties does not account for this one.
        Assert.True((await tower.Do<ClaimNotApplicable, Done>(TestTower.Officer, new ClaimNotApplicable(duty, "별일이 없었습니다"))).Done);
        Assert.Equal(["break-glass-overdue"], GateTests.Codes(await GateTests.Ask(tower, id)));
        await GateTests.Show(tower, duty);
        Assert.True((await GateTests.Ask(tower, id)).Allowed);
        // The account of what is past does not expire.
        tower.Time.Pass(TimeSpan.FromDays(800));
        Assert.True((await GateTests.Ask(tower, id)).Allowed);
    }

    [Fact]
    public async Task Breaking_it_again_asks_for_another_account_and_a_new_determination_leaves_it_open()
    {
        await using var tower = await GateBook.Tower();
        var id = await GateBook.System(tower, GateBook.Risky());
        var first = await GateTests.Ask(tower, id, glass: Reason);
        tower.Time.Pass(TimeSpan.FromDays(1));
        var second = await GateTests.Ask(tower, id, glass: Reason);
        Assert.Equal(first.Glass!.Duty, second.Glass!.Duty);
        Assert.Equal((new DateOnly(2026, 11, 25), 1), Seen(await Duty.Of(tower, id, BrokenGlass.Rule)));
        await GateTests.Show(tower, first.Glass.Duty);
        Assert.DoesNotContain((await GateTests.Ask(tower, id)).Reasons, r => r.Code.StartsWith("break-glass", StringComparison.Ordinal));
        var third = await GateTests.Ask(tower, id, glass: Reason);
        Assert.Equal((new DateOnly(2026, 11, 26), 2), Seen(await Duty.Of(tower, id, BrokenGlass.Rule)));
        Assert.Contains((await GateTests.Ask(tower, id)).Reasons, r => r.Code == "break-glass-open");
        await Duty.Set(tower, id, "decides", new TextFact("helps"));
        Assert.True((await Duty.Of(tower, id, BrokenGlass.Rule)).IsOpen);
        Assert.Equal(3, await tower.Store.Read(c => c.Set<BrokenGlass>().CountAsync(Stop)));
        Assert.NotNull(third.Glass);
    }

    [Fact]
    public async Task Who_may_not_act_on_the_system_breaks_no_glass()
    {
        await using var tower = await GateBook.Tower();
        var made = await tower.Do<AddDepartment, string>(TestTower.Officer, new AddDepartment("디지털과", null));
        var id = await GateBook.System(tower, GateBook.Risky(), made.Value);
        foreach (var (actor, code) in ((Actor, string)[])[(new("r", "열람", Roles.Reader), "forbidden"), (new("o", "담당", Roles.Owner, "elsewhere"), "out-of-scope")])
        {
            Assert.Equal(code, (await tower.Do<AskGate, GateAnswer>(actor, new AskGate(id, "prod", Reason))).Refusals[0].Code);
            Assert.False((await GateTests.Ask(tower, id, actor: actor)).Allowed);
        }
        Assert.Equal("missing", (await tower.Do<AskGate, GateAnswer>(TestTower.Officer, new AskGate(id, "prod", "급함"))).Refusals[0].Code);
        Assert.NotNull((await GateTests.Ask(tower, id, glass: Reason, actor: new Actor("o2", "담당", Roles.Owner, made.Value))).Glass);
    }

    [Fact]
    public async Task No_glass_is_broken_where_nothing_refuses_or_nobody_could_account_for_it()
    {
        await using var tower = await GateBook.Tower();
        var id = await GateBook.System(tower, GateBook.Harmless());
        Assert.Null((await GateTests.Ask(tower, id, glass: Reason)).Glass);
        var nobody = await GateTests.Ask(tower, "AI-77", glass: Reason);
        Assert.Equal((false, null), (nobody.Allowed, nobody.Glass));
        Assert.False(await tower.Store.Read(c => c.Set<BrokenGlass>().AnyAsync(Stop)));
    }

    private static (DateOnly, int) Seen(DutyRow duty) => (duty.Due!.Value, duty.Period);
}

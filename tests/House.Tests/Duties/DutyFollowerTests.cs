using Haechi.House.Tests.Support;
using Haechi.Rules;
using Haechi.Rules.Facts;
using Haechi.Tower.Common;
using Haechi.Tower.Duties;
using Haechi.Tower.Register;
using Haechi.Tower.Rulebooks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.House.Tests.Duties;

public sealed class DutyFollowerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_duty_that_no_longer_follows_is_closed_and_keeps_its_history_when_it_follows_again()
    {
        await using var tower = await Duty.Tower();
        var system = await Duty.Deployed(tower);
        var duty = await Duty.Of(tower, system, "practice_testing");
        Assert.True((await tower.Do<GiveEvidence, EvidenceRef>(TestTower.Officer, new GiveEvidence(duty.Id, "시험 보고서", Attested: "시험을 마쳤음을 확인함"))).Done);
        await Duty.Set(tower, system, "agency_determination", new TextFact("not_high_impact"));
        var closed = await Duty.Of(tower, system, "practice_testing");
        Assert.Equal((false, "rule-no", DutyProgress.Evidenced), (closed.IsOpen, closed.ClosedWhy, closed.Progress));
        await Duty.Set(tower, system, "agency_determination", new TextFact("presumed_not"));
        Assert.False((await Duty.Of(tower, system, "practice_testing")).IsOpen);
        await Duty.Set(tower, system, "agency_determination", new TextFact("high_impact"));
        var again = await Duty.Of(tower, system, "practice_testing");
        Assert.Equal((duty.Id, true, DutyProgress.Evidenced), (again.Id, again.IsOpen, again.Progress));
        var story = (await tower.Services.GetRequiredService<DutyReader>().Story(duty.Id, Stop)).Value!;
        Assert.Equal(["reopened", "closed", "evidence"], story.Events.Select(e => e.Kind));
    }

    [Fact]
    public async Task A_duty_whose_rule_waits_for_a_person_says_so()
    {
        await using var tower = await Duty.Tower();
        var system = await Duty.Deployed(tower);
        await Duty.Set(tower, system, "agency_determination", new TextFact("presumed_not"));
        Assert.Equal("rule-review", (await Duty.Of(tower, system, "practice_testing")).ClosedWhy);
        await Duty.Set(tower, system, "agency_determination", null);
        await Duty.Set(tower, system, "agency_determination", new TextFact("high_impact"));
        await Duty.Set(tower, system, "agency_determination", null);
        Assert.Equal("rule-unknown", (await Duty.Of(tower, system, "practice_testing")).ClosedWhy);
    }

    [Fact]
    public async Task A_claim_of_the_source_is_no_evidence()
    {
        await using var tower = await Duty.Tower();
        var system = await Duty.Deployed(tower);
        await Duty.Set(tower, system, "testing_status", new TextFact("done"));
        var claimed = await Duty.Of(tower, system, "practice_testing");
        Assert.Equal((DutyProgress.NotStarted, DutyStanding.ClaimedDone), (claimed.Progress, claimed.Standing));
        await Duty.Set(tower, system, "testing_status", new TextFact("no"));
        Assert.Equal(DutyStanding.No, (await Duty.Of(tower, system, "practice_testing")).Standing);
    }

    [Fact]
    public async Task A_yearly_duty_that_was_not_done_stays_late_and_one_that_was_done_goes_on()
    {
        await using var tower = await Duty.Tower(new DateOnly(2027, 2, 1), "kr/public-ai-act");
        var facts = new Dictionary<string, FactValue> { ["name"] = new TextFact("민원 챗봇"), ["public_body"] = new TextFact("basic_local") };
        var late = (await tower.Do<RegisterSystem, SystemRef>(TestTower.Officer, new RegisterSystem(facts, null))).Value!.System;
        var done = (await tower.Do<RegisterSystem, SystemRef>(TestTower.Officer, new RegisterSystem(facts, null))).Value!.System;
        await Duty.Run(tower);
        var plan = await Duty.Of(tower, done, "yearly_plan");
        Assert.Equal(new DateOnly(2027, 2, 28), plan.Due);
        await tower.Do<GiveEvidence, EvidenceRef>(TestTower.Officer, new GiveEvidence(plan.Id, "2027년 시행계획", Attested: "제출하였음을 확인함"));
        tower.Time.Pass(TimeSpan.FromDays(40));
        await Duty.Run(tower);
        Assert.Equal(new DateOnly(2027, 2, 28), (await Duty.Of(tower, late, "yearly_plan")).Due);
        Assert.True((await Duty.Of(tower, late, "yearly_plan")).IsOverdue(tower.Clock.Today));
        var next = await Duty.Of(tower, done, "yearly_plan");
        Assert.Equal((new DateOnly(2028, 2, 29), 2, DutyProgress.NotStarted), (next.Due!.Value, next.Period, next.Progress));
    }

    [Fact]
    public async Task A_system_older_than_the_law_owes_from_the_day_on_which_the_law_began_and_not_from_its_own()
    {
        await using var tower = await Duty.Tower(new DateOnly(2026, 11, 22), "kr/public-ai-act");
        Task<DutyRow> Placed(DateOnly on) => Platform(tower, on);
        var (old, young) = (await Placed(new DateOnly(2021, 11, 22)), await Placed(new DateOnly(2026, 10, 1)));
        Assert.Equal((new DateOnly(2026, 8, 28), new DateOnly(2021, 11, 22)), (old.Due!.Value, old.LawDue!.Value));
        Assert.Equal((new DateOnly(2026, 10, 1), new DateOnly(2026, 10, 1)), (young.Due!.Value, young.LawDue!.Value));
        var reader = tower.Services.GetRequiredService<DutyReader>();
        Assert.True((await reader.Story(old.Id, Stop)).Value!.Older);
        Assert.False((await reader.Story(young.Id, Stop)).Value!.Older);
    }

    [Fact]
    public void A_rule_begins_to_bind_with_its_book_or_later_and_never_while_the_book_is_only_announced()
    {
        var set = BookSet.Load(Path.Combine(Repository.Root, "rulebooks/kr/public-ai-act"));
        DateOnly? Start(string id) => set.Rules.Where(r => r.Rule.Id == id).Select(r => DutyStart.Of(r.Book, r.Rule)).Single();
        Assert.Equal((new DateOnly(2026, 8, 28), new DateOnly(2027, 2, 28)), (Start("common_platform"), Start("assess_before_introduction")));
    }

    private static async Task<DutyRow> Platform(TestTower tower, DateOnly placed)
    {
        var facts = new Dictionary<string, FactValue> { ["name"] = new TextFact("민원 챗봇"), ["public_body"] = new TextFact("basic_local"), ["placed_on"] = new DateFact(placed) };
        var system = (await tower.Do<RegisterSystem, SystemRef>(TestTower.Officer, new RegisterSystem(facts, null))).Value!.System;
        await Duty.Run(tower);
        return await Duty.Of(tower, system, "common_platform");
    }

    [Fact]
    public async Task A_second_run_changes_no_duty()
    {
        await using var tower = await Duty.Tower();
        await Duty.Deployed(tower);
        var before = await tower.Store.Read(c => c.Set<DutyRow>().OrderBy(d => d.Id).Select(d => new { d.Id, d.ChangedAt, d.Terms }).ToListAsync(Stop));
        tower.Time.Pass(TimeSpan.FromMinutes(1));
        await Duty.Run(tower);
        Assert.Equal(before, await tower.Store.Read(c => c.Set<DutyRow>().OrderBy(d => d.Id).Select(d => new { d.Id, d.ChangedAt, d.Terms }).ToListAsync(Stop)));
        Assert.Equal(9, before.Count);
    }
}

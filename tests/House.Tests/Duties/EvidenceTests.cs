using System.Text;
using Haechi.House.Tests.Support;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Duties;
using Haechi.Tower.Files;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.House.Tests.Duties;

public sealed class EvidenceTests
{
    private static readonly Actor Owner = new("owner-1", "박담당", Roles.Owner);
    private static readonly Actor Verifier = new("verifier-1", "최확인", Roles.Verifier);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_is_given_by_one_person_and_verified_by_another()
    {
        await using var tower = await Duty.Tower();
        var duty = await Duty.Of(tower, await Duty.Deployed(tower), "practice_testing");
        var file = (await tower.Services.GetRequiredService<FileStore>().Put(new MemoryStream(Encoding.UTF8.GetBytes("%PDF-1.7 시험")), stop: Stop)).Value!;
        var given = (await tower.Do<GiveEvidence, EvidenceRef>(Owner, new GiveEvidence(duty.Id, "시험 보고서", file, "시험.pdf"))).Value!;
        Assert.Equal(file.Hash, given.Hash);
        var both = Owner with { Roles = Roles.Owner | Roles.Verifier };
        Assert.Equal("same-person", Assert.Single((await tower.Do<VerifyEvidence, Done>(both, new VerifyEvidence(given.Evidence))).Refusals).Code);
        Assert.Equal("forbidden", Assert.Single((await tower.Do<VerifyEvidence, Done>(Owner with { Account = "owner-2" }, new VerifyEvidence(given.Evidence))).Refusals).Code);
        Assert.True((await tower.Do<VerifyEvidence, Done>(Verifier, new VerifyEvidence(given.Evidence))).Done);
        Assert.Equal(DutyStanding.Verified, (await Duty.Of(tower, duty.System, duty.Rule)).Standing);
    }

    [Fact]
    public async Task Refused_evidence_is_a_no_and_new_evidence_can_follow()
    {
        await using var tower = await Duty.Tower();
        var duty = await Duty.Of(tower, await Duty.Deployed(tower), "practice_testing");
        var given = (await tower.Do<GiveEvidence, EvidenceRef>(Owner, new GiveEvidence(duty.Id, "결과", Measured: "오탐률 2.1 % (n = 4,300)"))).Value!;
        Assert.Equal("missing", Assert.Single((await tower.Do<RefuseEvidence, Done>(Verifier, new RefuseEvidence(given.Evidence, ""))).Refusals).Code);
        await tower.Do<RefuseEvidence, Done>(Verifier, new RefuseEvidence(given.Evidence, "표본이 너무 작음"));
        Assert.Equal(DutyStanding.No, (await Duty.Of(tower, duty.System, duty.Rule)).Standing);
        await tower.Do<GiveEvidence, EvidenceRef>(Owner, new GiveEvidence(duty.Id, "결과 2", Link: "https://city.example/report"));
        Assert.Equal(DutyStanding.Evidenced, (await Duty.Of(tower, duty.System, duty.Rule)).Standing);
    }

    [Fact]
    public async Task An_attestation_expires_after_a_year_and_the_duty_is_open_again()
    {
        await using var tower = await Duty.Tower();
        var duty = await Duty.Of(tower, await Duty.Deployed(tower), "practice_testing");
        await tower.Do<GiveEvidence, EvidenceRef>(Owner, new GiveEvidence(duty.Id, "확인서", Attested: "매달 점검하고 있음"));
        var held = await Duty.Of(tower, duty.System, duty.Rule);
        Assert.Equal(new DateOnly(2027, 2, 1), held.EvidenceUntil);
        Assert.Equal((DutyStanding.Evidenced, DutyStanding.Expired), (held.StandingOn(new DateOnly(2027, 2, 1)), held.StandingOn(new DateOnly(2027, 2, 2))));
        var board = tower.Services.GetRequiredService<GapBoard>();
        var row = (await board.Table(new DutyFilter(), new Moment(new DateOnly(2027, 2, 2)), Stop)).Rows.Single(r => r.Rule == duty.Rule);
        Assert.Equal((1, 1), (row.In(DutyStanding.Expired), row.Overdue));
    }

    [Fact]
    public async Task Withdrawn_evidence_counts_no_more()
    {
        await using var tower = await Duty.Tower();
        var duty = await Duty.Of(tower, await Duty.Deployed(tower), "practice_testing");
        var given = (await tower.Do<GiveEvidence, EvidenceRef>(Owner, new GiveEvidence(duty.Id, "보고서", Link: "https://city.example/a"))).Value!;
        Assert.Equal("not-yours", Assert.Single((await tower.Do<WithdrawEvidence, Done>(Owner with { Account = "owner-2" }, new WithdrawEvidence(given.Evidence, "다른 문서임"))).Refusals).Code);
        Assert.True((await tower.Do<WithdrawEvidence, Done>(Owner, new WithdrawEvidence(given.Evidence, "다른 문서임"))).Done);
        Assert.Equal(DutyStanding.InProgress, (await Duty.Of(tower, duty.System, duty.Rule)).Standing);
    }

    [Theory]
    [InlineData("", "https://a.example", null, "title")]
    [InlineData("보고서", "javascript:alert(1)", null, "link")]
    [InlineData("보고서", null, null, "file")]
    [InlineData("보고서", "https://a.example", "2026-01-31", "until")]
    public async Task Evidence_that_shows_nothing_is_refused_with_the_field(string title, string? link, string? until, string field)
    {
        await using var tower = await Duty.Tower();
        var duty = await Duty.Of(tower, await Duty.Deployed(tower), "practice_testing");
        var day = until is null ? (DateOnly?)null : DateOnly.Parse(until, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(field, Assert.Single((await tower.Do<GiveEvidence, EvidenceRef>(Owner, new GiveEvidence(duty.Id, title, Link: link, Until: day))).Refusals).Where);
    }

    [Fact]
    public async Task Not_applicable_needs_a_reason_and_can_be_undone()
    {
        await using var tower = await Duty.Tower();
        var duty = await Duty.Of(tower, await Duty.Deployed(tower), "practice_appeal");
        Assert.Equal("reason", Assert.Single((await tower.Do<ClaimNotApplicable, Done>(Owner, new ClaimNotApplicable(duty.Id, "N/A"))).Refusals).Where);
        await tower.Do<ClaimNotApplicable, Done>(Owner, new ClaimNotApplicable(duty.Id, "사람에게 영향을 주지 않음"));
        Assert.Equal(DutyStanding.NotApplicable, (await Duty.Of(tower, duty.System, duty.Rule)).Standing);
        Assert.True((await tower.Do<UndoDutyAct, Done>(Owner, new UndoDutyAct(duty.Id))).Done);
        Assert.Equal(DutyStanding.Blank, (await Duty.Of(tower, duty.System, duty.Rule)).Standing);
        Assert.Equal("nothing", Assert.Single((await tower.Do<UndoDutyAct, Done>(Owner, new UndoDutyAct(duty.Id))).Refusals).Code);
    }

    [Fact]
    public async Task A_waiver_is_the_officers_rests_on_a_provision_and_ends_by_itself()
    {
        await using var tower = await Duty.Tower();
        var duty = await Duty.Of(tower, await Duty.Deployed(tower), "practice_appeal");
        var waive = new WaiveDuty(duty.Id, new DateOnly(2026, 6, 30), "대체 절차를 마련하는 중", "M-25-21 4(b)");
        Assert.Equal("forbidden", Assert.Single((await tower.Do<WaiveDuty, Done>(Owner, waive)).Refusals).Code);
        Assert.Equal("provision", Assert.Single((await tower.Do<WaiveDuty, Done>(TestTower.Officer, waive with { Provision = " " })).Refusals).Where);
        Assert.True((await tower.Do<WaiveDuty, Done>(TestTower.Officer, waive)).Done);
        var held = await Duty.Of(tower, duty.System, duty.Rule);
        Assert.Equal((DutyStanding.Waived, DutyStanding.Blank), (held.StandingOn(new DateOnly(2026, 6, 30)), held.StandingOn(new DateOnly(2026, 7, 1))));
        Assert.False(held.IsOverdue(new DateOnly(2026, 6, 30)));
        Assert.True(held.IsOverdue(new DateOnly(2026, 7, 1)));
    }

    [Fact]
    public async Task The_board_of_an_earlier_instant_shows_what_was_recorded_then()
    {
        await using var tower = await Duty.Tower();
        var duty = await Duty.Of(tower, await Duty.Deployed(tower), "practice_testing");
        tower.Time.Pass(TimeSpan.FromHours(1));
        var then = tower.Clock.Micros;
        tower.Time.Pass(TimeSpan.FromHours(1));
        await tower.Do<GiveEvidence, EvidenceRef>(Owner, new GiveEvidence(duty.Id, "보고서", Link: "https://city.example/a"));
        var board = tower.Services.GetRequiredService<GapBoard>();
        var now = (await board.Table(new DutyFilter { Rule = duty.Rule }, stop: Stop)).Rows.Single();
        var past = (await board.Table(new DutyFilter { Rule = duty.Rule }, new Moment(tower.Clock.Today, then), Stop)).Rows.Single();
        Assert.Equal((1, 1), (now.In(DutyStanding.Evidenced), past.In(DutyStanding.Blank)));
        Assert.Empty((await board.Table(new DutyFilter(), new Moment(tower.Clock.Today, then - 86_400_000_000), Stop)).Rows);
    }

    [Fact]
    public async Task Where_no_board_has_anything_owed_the_commonest_musts_make_the_funnel()
    {
        await using var tower = await Duty.Tower(new DateOnly(2026, 11, 22), "kr/public-ai-act");
        var board = tower.Services.GetRequiredService<GapBoard>();
        Assert.Null(await board.Funnel(await board.Table(new DutyFilter(), stop: Stop), new DutyFilter(), stop: Stop));
        await tower.Do<Haechi.Tower.Register.RegisterSystem, Haechi.Tower.Register.SystemRef>(TestTower.Officer, new Haechi.Tower.Register.RegisterSystem(
            new Dictionary<string, Haechi.Rules.Facts.FactValue> { ["name"] = new Haechi.Rules.Facts.TextFact("민원 챗봇"), ["public_body"] = new Haechi.Rules.Facts.TextFact("basic_local") }, null));
        await Duty.Run(tower);
        var funnel = (await board.Funnel(await board.Table(new DutyFilter(), stop: Stop), new DutyFilter(), stop: Stop))!;
        Assert.Equal((1, 0, 5), (funnel.Systems, funnel.AllDone, funnel.Rows.Count));
    }

    [Fact]
    public async Task Duties_are_assigned_in_bulk_within_the_scope_only()
    {
        await using var tower = await Duty.Tower();
        await tower.Store.Write<Done>(TestTower.Officer, scope =>
        {
            scope.Context.Add(new Department { Id = "welfare", Name = "복지국", Path = "/welfare/" });
            scope.Context.Add(new Department { Id = "care", Name = "돌봄과", Parent = "welfare", Path = "/welfare/care/" });
            scope.Context.Add(new Account { Id = "owner-1", Login = "park", Name = "박담당", Stamp = "x", Roles = Roles.Owner });
            scope.Record("test.setup", "test", new { });
            return Task.FromResult(Done.Well);
        }, Stop);
        await Duty.Deployed(tower, "care");
        await Duty.Deployed(tower);
        var filter = new DutyFilter { Department = "welfare", Rule = "practice_testing" };
        Assert.Equal("out-of-scope", Assert.Single((await tower.Do<AssignDuties, Assigned>(Owner with { Department = "care" }, new AssignDuties("owner-1", Filter: new DutyFilter { Rule = "practice_testing" }))).Refusals).Code);
        Assert.Equal(1, (await tower.Do<AssignDuties, Assigned>(TestTower.Officer, new AssignDuties("owner-1", Filter: filter))).Value!.Duties);
        var (owed, _) = await tower.Services.GetRequiredService<DutyReader>().Mine(Owner, stop: Stop);
        Assert.Equal("돌봄과", Assert.Single(owed).DepartmentName);
        Assert.Equal(17, await tower.Store.Read(c => c.Set<DutyRow>().CountAsync(d => d.Owner == null, Stop)));
    }
}

using Haechi.House.Tests.Support;
using Haechi.Rules.Facts;
using Haechi.Tower.Assessment;
using Haechi.Tower.Common;
using Haechi.Tower.Duties;
using Haechi.Tower.Files;
using Haechi.Tower.Rulebooks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Haechi.House.Tests.Assessment.AssessmentCity;

namespace Haechi.House.Tests.Assessment;

public sealed class AssessmentEvidenceTests
{
    private const string Assess = "assess_before_introduction";
    private static readonly DateOnly Today = new(2027, 3, 10);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_published_assessment_verifies_its_duties_because_a_second_person_approved_it()
    {
        await using var city = await AssessmentCity.Open(Today);
        var system = await Placed(city);
        var published = await city.Published(system);
        foreach (var rule in new[] { Assess, "publish_assessment", "risk_plan" })
        {
            Assert.Equal((rule, DutyProgress.Verified), (rule, (await Duty.Of(city.Tower, system, rule)).Progress));
        }
        var evidence = await Evidence(city, system);
        var row = await city.Tower.Store.Read(c => c.Set<ImpactAssessment>().SingleAsync(Stop));
        Assert.Equal(("assessment:" + published.Assessment, row.PageKo, Today, Publisher.Account, Second.Account), (evidence.Content, evidence.Hash, evidence.Day, evidence.GivenBy, evidence.DecidedBy));
        await Duty.Run(city.Tower);
        Assert.Equal(3, await city.Tower.Store.Read(c => c.Set<EvidenceRow>().CountAsync(Stop)));
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, "https://www.haneul.example/ai")]
    public async Task Whoever_approved_and_published_alone_or_published_elsewhere_still_needs_a_second_person(bool alone, string? link)
    {
        await using var city = await AssessmentCity.Open(Today);
        var system = await Placed(city);
        var submitted = await city.Submitted(system);
        var approver = alone ? Officer : Second;
        var approved = Value(await city.Tower.Do<ApproveAssessment, AssessmentRef>(approver, new ApproveAssessment(submitted.Assessment, submitted.Version)));
        Value(await city.Tower.Do<PublishAssessment, AssessmentRef>(alone ? Officer : Publisher, new PublishAssessment(approved.Assessment, approved.Version, null, link)));
        var evidence = await Evidence(city, system);
        var author = Writer with { Roles = Roles.Verifier | Roles.Officer };
        Assert.Equal("same-person", Code(await city.Tower.Do<VerifyEvidence, Done>(author, new VerifyEvidence(evidence.Id))));
        Assert.Equal(("given", DutyProgress.Evidenced), (evidence.State, (await Duty.Of(city.Tower, system, Assess)).Progress));
        Value(await city.Tower.Do<VerifyEvidence, Done>(Second, new VerifyEvidence(evidence.Id)));
    }

    [Fact]
    public async Task A_stale_assessment_no_longer_shows_the_duty_until_the_facts_are_what_they_were()
    {
        await using var city = await AssessmentCity.Open(Today);
        var system = await Placed(city);
        await city.Published(system);
        Value(await city.Change(system, "automation_level", new TextFact("automated")));
        await Duty.Run(city.Tower);
        var stale = await Duty.Of(city.Tower, system, Assess);
        Assert.Equal((DutyStanding.Expired, Today.AddDays(-1)), (stale.StandingOn(Today), stale.EvidenceUntil!.Value));
        Value(await city.Change(system, "automation_level", null));
        await Duty.Run(city.Tower);
        Assert.Equal(DutyStanding.Verified, (await Duty.Of(city.Tower, system, Assess)).StandingOn(Today));
        Assert.Equal(["fresh", "stale", "verified", "evidence"], await Kinds(city, stale.Id));
    }

    [Fact]
    public async Task A_withdrawn_assessment_takes_its_evidence_along()
    {
        await using var city = await AssessmentCity.Open(Today);
        var system = await Placed(city);
        var published = await city.Published(system);
        Value(await city.Tower.Do<WithdrawAssessment, AssessmentRef>(Writer, new WithdrawAssessment(published.Assessment, published.Version, "오류가 있어 거둠")));
        Assert.Equal("withdrawn", (await Evidence(city, system)).State);
        Assert.Equal(DutyProgress.InProgress, (await Duty.Of(city.Tower, system, Assess)).Progress);
    }

    [Fact]
    public async Task A_duty_that_begins_after_the_assessment_was_published_finds_it()
    {
        await using var city = await AssessmentCity.Open(new DateOnly(2027, 1, 10));
        var system = await Placed(city);
        await city.Published(system);
        Assert.Empty(await city.Tower.Store.Read(c => c.Set<EvidenceRow>().ToListAsync(Stop)));
        city.Tower.Time.Pass(TimeSpan.FromDays(60));
        await Duty.Run(city.Tower);
        Assert.Equal(DutyProgress.Verified, (await Duty.Of(city.Tower, system, Assess)).Progress);
    }

    [Fact]
    public async Task What_a_person_took_back_is_not_given_again()
    {
        await using var city = await AssessmentCity.Open(Today);
        var system = await Placed(city);
        await city.Published(system);
        Value(await city.Tower.Do<WithdrawEvidence, Done>(Officer, new WithdrawEvidence((await Evidence(city, system)).Id, "다른 문서로 대신함")));
        await Duty.Run(city.Tower);
        Assert.Equal("withdrawn", (await Evidence(city, system)).State);
    }

    [Fact]
    public async Task An_effort_duty_is_shown_by_the_approved_assessment_because_nobody_has_to_publish_it()
    {
        await using var city = await AssessmentCity.Open(Today);
        var system = await Placed(city, ("operator_role", new TextFact("none")));
        await city.Approved(system, Form35);
        await Duty.Run(city.Tower);
        var duties = await city.Tower.Store.Read(c => c.Set<DutyRow>().Where(d => d.System == system && d.Rule == "impact_assessment_effort").ToListAsync(Stop));
        Assert.All(duties, d => Assert.Equal(DutyProgress.Verified, d.Progress));
        Assert.Equal(DutyProgress.NotStarted, (await Duty.Of(city.Tower, system, Assess)).Progress);
    }

    [Fact]
    public async Task A_confirmed_exemption_with_its_letter_shows_the_consultation_and_nothing_once_it_ended()
    {
        await using var city = await AssessmentCity.Open(Today);
        var system = await Placed(city);
        var file = (await city.Tower.Services.GetRequiredService<FileStore>().Put(new MemoryStream("협의 회신"u8.ToArray()), stop: Stop)).Value!;
        var exemption = Value(await city.Tower.Do<RecordExemption, Exemption>(Writer, new RecordExemption(system, "simple_minor", new DateOnly(2027, 3, 2), "데이터정책과-123", "내부 문서 정리에만 쓴다.", "agreed", new DateOnly(2027, 3, 9))
        {
            Document = new ExemptionDocument(file, "협의 회신.pdf"),
        }));
        Assert.Equal((file.Hash, "협의 회신.pdf"), (exemption.FileHash, exemption.FileName));
        Assert.Equal(file.Length, (await city.Tower.Store.Read(c => c.Set<FileRow>().SingleAsync(Stop))).Length);
        Value(await city.Tower.Do<ConfirmExemption, Exemption>(Second, new ConfirmExemption(exemption.Id)));
        await Duty.Run(city.Tower);
        Assert.Equal(("exemption:" + exemption.Id, file.Hash, Second.Account), await Evidence(city, system) is var given ? (given.Content, given.Hash, given.DecidedBy) : default);
        Assert.Equal(DutyProgress.Verified, (await Duty.Of(city.Tower, system, Assess)).Progress);
        Value(await city.Tower.Do<EndExemption, Exemption>(Writer, new EndExemption(exemption.Id, "주민도 쓰게 됨")));
        await Duty.Run(city.Tower);
        Assert.Equal(("withdrawn", DutyProgress.InProgress), ((await Evidence(city, system)).State, (await Duty.Of(city.Tower, system, Assess)).Progress));
    }

    private static async Task<string> Placed(AssessmentCity city, params (string, FactValue)[] more)
    {
        var system = await city.System("review", more: [("placed_on", new DateFact(new DateOnly(2027, 4, 1))), .. more]);
        await Duty.Run(city.Tower);
        return system;
    }

    private static async Task<EvidenceRow> Evidence(AssessmentCity city, string system)
    {
        var duty = await Duty.Of(city.Tower, system, Assess);
        return await city.Tower.Store.Read(c => c.Set<EvidenceRow>().SingleAsync(e => e.Duty == duty.Id, Stop));
    }

    private static Task<List<string>> Kinds(AssessmentCity city, string duty) =>
        city.Tower.Store.Read(c => c.Set<DutyEvent>().Where(e => e.Duty == duty && e.Kind != "changed").OrderByDescending(e => e.Id).Select(e => e.Kind).ToListAsync(Stop));
}

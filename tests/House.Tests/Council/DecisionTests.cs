using System.Text;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using Haechi.House.Tests.Support;
using Haechi.Rules.Facts;
using Haechi.Tower.Common;
using Haechi.Tower.Council;
using Haechi.Tower.Council.Minutes;
using Haechi.Tower.Duties;
using Haechi.Tower.Files;
using Haechi.Tower.Register;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.House.Tests.Council;

/// <summary>From the card to what becomes of a decision.</summary>
public sealed class DecisionTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_card_is_kept_and_made_again_from_its_pins_after_everything_changed()
    {
        await using var city = await CouncilCity.Open();
        var system = await city.System("in_use");
        await city.Determine();
        await city.Decide(await city.System("pilot"));
        var (_, item, _) = await city.Decide(system);
        var before = await Read(city, item);
        city.Tower.Time.Pass(TimeSpan.FromDays(3));
        CouncilCity.Value(await city.Tower.Do<ChangeFacts, SystemRef>(CouncilCity.Officer, new ChangeFacts(system, new Dictionary<string, FactValue?> { ["name"] = new TextFact("다른 이름"), ["summary"] = new TextFact("다른 일"), ["human_control"] = new TextFact("none") })));
        await city.Determine();
        await city.Decide(system);
        var check = CouncilCity.Value(await city.Queries.Check(item, Stop));
        Assert.True(check.Same, $"{check.Kept} {check.Again}");
        var view = CouncilCity.Value(await city.Queries.One(CouncilCity.Officer, item, Stop));
        Assert.Equal(["system", "determination", "duties", "precedent"], view.Pins.Select(p => p.Kind));
        Assert.Equal(before, await Read(city, item));
        Assert.Equal(Digest.Of(before), view.Item.Card);
        Assert.Contains("복지 수급자격 확인", before, StringComparison.Ordinal);
        // Names of persons are not on a card that is kept for good.
        Assert.DoesNotContain("최책임", before, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_card_whose_version_was_tampered_with_is_found_out()
    {
        await using var city = await CouncilCity.Open();
        var system = await city.System();
        var (_, item, _) = await city.Decide(system);
        await using (var context = city.Tower.Store.Open())
        {
            await context.Set<SystemVersion>().Where(v => v.System == system).ExecuteUpdateAsync(u => u.SetProperty(v => v.Facts, v => v.Facts.Replace("소득", "재산")), Stop);
        }
        var check = CouncilCity.Value(await city.Queries.Check(item, Stop));
        Assert.False(check.Same);
        Assert.Equal("pin-gone", Assert.Single(check.Why).Code);
    }

    [Fact]
    public async Task Conditions_become_duties_and_hold_a_system_back_until_they_are_shown()
    {
        await using var city = await CouncilCity.Open();
        var system = await city.System("review", ("public_body", new TextFact("private")));
        var due = city.Tower.Clock.Today.AddDays(20);
        await city.Decide(system, "approve_with_conditions", [new ProposedCondition("사람이 통제함", "바꾼 기록을 남김", CouncilCity.Officer.Account, due, true), new ProposedCondition("알림", "문구를 고침", CouncilCity.Officer.Account, due)]);
        var duties = await city.Tower.Store.Read(c => c.Set<DutyRow>().Where(d => d.System == system && d.IsOpen).OrderBy(d => d.Rule).ToListAsync(Stop));
        Assert.Equal(2, duties.Count);
        Assert.All(duties, d => Assert.Equal((due, "officer-1", "dept"), (d.Due!.Value, d.Owner, d.Department)));
        await city.Determine();
        Assert.All(await city.Tower.Store.Read(c => c.Set<DutyRow>().Where(d => d.System == system && d.Rule.StartsWith("council.")).ToListAsync(Stop)), d => Assert.True(d.IsOpen, "a determination closed a condition"));
        var refused = await city.Enter(system, "in_use");
        var condition = Assert.Single(refused.Refusals, r => r.Code == "condition-open");
        CouncilCity.Value(await city.Tower.Do<GiveEvidence, EvidenceRef>(CouncilCity.Officer, new GiveEvidence(condition.Where!, "기록", Link: "https://example.org/log")));
        Assert.DoesNotContain((await city.Enter(system, "in_use")).Refusals, r => r.Code == "condition-open");
    }

    [Fact]
    public async Task A_later_decision_replaces_the_conditions_of_the_one_before()
    {
        await using var city = await CouncilCity.Open();
        var system = await city.System();
        await city.Determine();
        ProposedCondition Of(string measure) => new("목적", measure, CouncilCity.Officer.Account, city.Tower.Clock.Today.AddDays(20));
        var (@case, _, _) = await city.Decide(system, "approve_with_conditions", [Of("처음 조치")]);
        city.Tower.Time.Pass(TimeSpan.FromHours(1));
        CouncilCity.Value(await city.Tower.Do<ChangeFacts, SystemRef>(CouncilCity.Officer, new ChangeFacts(system, new Dictionary<string, FactValue?> { ["public_function"] = new TextFact("grant") })));
        await city.Determine();
        Assert.NotNull(CouncilCity.Value(await city.Queries.Case(CouncilCity.Officer, @case, Stop)).Case.RevalidateAt);
        await city.Decide(system, "approve_with_conditions", [Of("다음 조치")], again: @case);
        var view = CouncilCity.Value(await city.Queries.Case(CouncilCity.Officer, @case, Stop));
        Assert.Null(view.Case.RevalidateAt);
        Assert.Equal(1, view.Conditions.Count(c => c.Row.ReplacedAt is null));
        var open = await city.Tower.Store.Read(c => c.Set<DutyRow>().Where(d => d.System == system && d.Rule.StartsWith("council.")).Select(d => d.IsOpen).ToListAsync(Stop));
        Assert.Equal(1, open.Count(o => o));
    }

    [Fact]
    public async Task A_decided_case_comes_back_only_for_a_reason()
    {
        await using var city = await CouncilCity.Open();
        var (@case, _, _) = await city.Decide(await city.System());
        Assert.Equal("case-fixed", CouncilCity.Code(await city.Tower.Do<PutOnAgenda, ItemRef>(CouncilCity.Officer, new PutOnAgenda(@case, await city.Meeting()))));
    }

    [Fact]
    public async Task A_recommendation_is_answered_within_three_months_and_extended_once()
    {
        await using var city = await CouncilCity.Open(today: new DateOnly(2026, 11, 23));
        await city.Decide(await city.System(), "recommend", recommendations: [new ProposedRecommendation("dept", "문구를 고칠 것")]);
        var line = Assert.Single(await city.Queries.Recommendations(Stop));
        Assert.Equal((new DateOnly(2027, 2, 23), false), (line.Row.Due, line.Row.Unsure));
        var extended = CouncilCity.Value(await city.Tower.Do<ExtendRecommendation, RecommendationRef>(CouncilCity.Officer, new ExtendRecommendation(line.Row.Id, "예산을 기다림")));
        // 2027-05-23 is a Sunday: the next working day (Civil Act Art. 161).
        Assert.Equal(new DateOnly(2027, 5, 24), extended.Due);
        Assert.Equal("already-extended", CouncilCity.Code(await city.Tower.Do<ExtendRecommendation, RecommendationRef>(CouncilCity.Officer, new ExtendRecommendation(line.Row.Id, "한 번 더"))));
        CouncilCity.Value(await city.Tower.Do<AnswerRecommendation, RecommendationRef>(CouncilCity.Officer, new AnswerRecommendation(line.Row.Id, true, "고치겠음")));
        Assert.Equal("case-fixed", CouncilCity.Code(await city.Tower.Do<AnswerRecommendation, RecommendationRef>(CouncilCity.Officer, new AnswerRecommendation(line.Row.Id, false, "아니다"))));
    }

    [Fact]
    public async Task In_writing_those_who_vote_are_present_and_only_where_the_rules_allow_it()
    {
        await using var city = await CouncilCity.Open();
        var meeting = await city.Meeting(written: true);
        var item = await city.Item(await city.Case(await city.System()), meeting);
        CouncilCity.Value(await city.Tower.Do<OpenMeeting, MeetingRef>(CouncilCity.Officer, new OpenMeeting(meeting, city.SeatOf(1), [])));
        var motion = await city.Motion(item);
        CouncilCity.Value(await city.OpenVote(motion));
        CouncilCity.Value(await city.Vote(1, motion));
        CouncilCity.Value(await city.Vote(2, motion));
        Assert.Equal("no_quorum", CouncilCity.Value(await city.CloseVote(motion)).State);
        CouncilCity.Value(await city.Tower.Do<ChangeBodyRules, BodyRef>(CouncilCity.Officer, new ChangeBodyRules(CouncilCity.Body, 1, CouncilCity.Rules with { Written = false })));
        Assert.Equal("not-written", CouncilCity.Code(await city.Tower.Do<CallMeeting, MeetingRef>(CouncilCity.Officer, new CallMeeting(CouncilCity.Body, city.Tower.Clock.Today, "서면", true))));
        // The meeting that was opened before keeps the rules of then.
        Assert.True(CouncilCity.Value(await city.Queries.Meeting(CouncilCity.Officer, meeting, Stop)).Rules.Written);
    }

    [Fact]
    public async Task Public_minutes_leave_out_what_is_withheld_and_say_why()
    {
        await using var city = await CouncilCity.Open();
        var meeting = await city.Meeting();
        var item = await city.Item(await city.Case(await city.System()), meeting);
        CouncilCity.Value(await city.OpenMeeting(meeting, 1, 2, 3, 4, 5));
        CouncilCity.Value(await city.Tower.Do<AddNote, ItemRef>(CouncilCity.Officer, new AddNote(item, "단가는 3,200만 원\u0001이다", "영업상 비밀")));
        CouncilCity.Value(await city.Tower.Do<AddNote, ItemRef>(CouncilCity.Member(2), new AddNote(item, "<b>주민</b>에게 알려야 한다")));
        CouncilCity.Value(await city.Tower.Do<StepAside, RecusalRef>(CouncilCity.Member(5), new StepAside(item, "family", "동생이 그 회사에 다님")));
        var motion = await city.Motion(item);
        CouncilCity.Value(await city.OpenVote(motion));
        foreach (var (member, choice) in new[] { (1, "yes"), (2, "yes"), (3, "yes"), (4, "no") })
        {
            CouncilCity.Value(await city.Vote(member, motion, choice));
            // While the vote is open nobody sees the votes of others.
            Assert.All(CouncilCity.Value(await city.Queries.One(CouncilCity.Member(member), item, Stop)).Motions.Single().Votes, v => Assert.Equal(city.SeatOf(member), v.Vote.Seat));
        }
        CouncilCity.Value(await city.CloseVote(motion));
        CouncilCity.Value(await city.Tower.Do<CloseMeeting, MeetingRef>(CouncilCity.Officer, new CloseMeeting(meeting)));
        var desk = city.Tower.Services.GetRequiredService<MinutesDesk>();
        var full = Encoding.UTF8.GetString(CouncilCity.Value(await desk.Html(CouncilCity.Officer, meeting, "ko", false, Stop)));
        var open = Encoding.UTF8.GetString(CouncilCity.Value(await desk.Html(CouncilCity.Officer, meeting, "ko", true, Stop)));
        Assert.Contains("3,200만", full, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;주민&lt;/b&gt;", open, StringComparison.Ordinal);
        Assert.Contains("[비공개: 영업상 비밀]", open, StringComparison.Ordinal);
        Assert.Contains("소수 의견: 반대하는 까닭", open, StringComparison.Ordinal);
        Assert.All(["3,200만", "동생이"], secret => Assert.DoesNotContain(secret, open, StringComparison.Ordinal));
        using var docx = WordprocessingDocument.Open(new MemoryStream(CouncilCity.Value(await desk.Docx(CouncilCity.Officer, meeting, "en", true, Stop))), false);
        Assert.Empty(new DocumentFormat.OpenXml.Validation.OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2013).Validate(docx, Stop).Select(e => $"{e.Path?.XPath}: {e.Description}"));
        var text = docx.MainDocumentPart!.Document!.Body!.InnerText;
        Assert.Contains("withheld: 영업상 비밀", text, StringComparison.Ordinal);
        Assert.DoesNotContain("3,200만", text, StringComparison.Ordinal);
        Assert.NotEmpty(docx.MainDocumentPart!.Document!.Body!.Descendants<Table>());
    }

    [Fact]
    public async Task Whoever_kept_the_minutes_does_not_publish_them()
    {
        await using var city = await CouncilCity.Open();
        await city.Decide(await city.System());
        var meeting = await city.Tower.Store.Read(c => c.Set<CouncilMeeting>().Select(m => m.Id).SingleAsync(Stop));
        var desk = city.Tower.Services.GetRequiredService<MinutesDesk>();
        Assert.Equal("not-found", CouncilCity.Code(await desk.Published(meeting, "ko", Stop)));
        Assert.Equal("second-person", CouncilCity.Code(await city.Tower.Do<PublishMinutes, MeetingRef>(CouncilCity.Officer, new PublishMinutes(meeting))));
        CouncilCity.Value(await city.Tower.Do<PublishMinutes, MeetingRef>(CouncilCity.Publisher, new PublishMinutes(meeting)));
        await using var published = CouncilCity.Value(await desk.Published(meeting, "ko", Stop));
        Assert.True(published.Length > 500);
    }

    [Fact]
    public void Rules_of_a_body_are_read_strictly()
    {
        var findings = new Haechi.Rules.Findings();
        Assert.Null(BodyFile.Read("x.yaml", "id: a\nquorum: {share: half}\nchairman: no\n", findings));
        Assert.Contains(findings.All, f => f.Code == "unknown-key");
        Assert.Contains(findings.All, f => f.Code == "wrong-value" && f.Message.In("en").Contains("more than 1/2", StringComparison.Ordinal));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "samples/haneul/councils")))
        {
            var own = new Haechi.Rules.Findings();
            var body = BodyFile.Read(file, File.ReadAllText(file), own);
            Assert.True(body is not null, string.Join('\n', own.All.Select(f => f.ToLine("en"))));
            Assert.Equal(body.Rules.Write(), BodyRules.Read(body.Rules.Write()).Write());
        }
    }

    [Fact]
    public async Task A_body_that_is_not_composed_as_its_rules_want_opens_no_meeting()
    {
        await using var city = await CouncilCity.Open(members: 2);
        var meeting = await city.Meeting();
        Assert.Equal("composition", CouncilCity.Code(await city.OpenMeeting(meeting, 1, 2)));
    }

    private static async Task<string> Read(CouncilCity city, string item)
    {
        await using var stream = CouncilCity.Value(await city.Queries.Card(item));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(Stop);
    }
}

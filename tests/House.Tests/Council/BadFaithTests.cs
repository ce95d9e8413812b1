using Haechi.Rules.Facts;
using Haechi.Tower.Common;
using Haechi.Tower.Council;
using Haechi.Tower.Duties;
using Haechi.Tower.Journal;
using Haechi.Tower.Register;
using Microsoft.EntityFrameworkCore;

namespace Haechi.House.Tests.Council;

/// <summary>What people may try in bad faith: refused with the reason, and recorded.</summary>
public sealed class BadFaithTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_member_votes_once_and_the_second_try_is_recorded()
    {
        await using var city = await CouncilCity.Open();
        var (_, motion) = await Voting(city, 1, 2, 3, 4, 5);
        CouncilCity.Value(await city.Vote(3, motion));
        Assert.Equal("already-voted", CouncilCity.Code(await city.Vote(3, motion, "no")));
        Assert.Equal("not-a-member", CouncilCity.Code(await city.Vote(9, motion)));
        Assert.Equal(["{\"code\":\"already-voted\"}", "{\"code\":\"not-a-member\"}"], await city.Attempts());
        Assert.Equal("refused", await city.Tower.Store.Read(c => c.Set<JournalEntry>().Where(j => j.Act == "council.attempt").Select(j => j.Leaf).FirstAsync(Stop)) is { } leaf
            ? System.Text.Json.JsonDocument.Parse(leaf).RootElement.GetProperty("outcome").GetString() : null);
        Assert.Equal(1, await city.Tower.Store.Read(c => c.Set<CouncilVote>().CountAsync(Stop)));
    }

    [Fact]
    public async Task Conditions_are_fixed_once_the_vote_is_open()
    {
        await using var city = await CouncilCity.Open();
        var item = await city.Item(await city.Case(await city.System()), await city.Meeting());
        var meeting = await city.Tower.Store.Read(c => c.Set<CouncilMeeting>().Select(m => m.Id).SingleAsync(Stop));
        CouncilCity.Value(await city.OpenMeeting(meeting, 1, 2, 3));
        var due = city.Tower.Clock.Today.AddDays(30);
        var motion = await city.Motion(item, "approve_with_conditions", [new ProposedCondition("목적", "조치", CouncilCity.Officer.Account, due)]);
        var changed = CouncilCity.Value(await city.Tower.Do<PutMotion, MotionRef>(CouncilCity.Officer, new PutMotion(item, "approve_with_conditions", "고침", [new ProposedCondition("목적", "다른 조치", CouncilCity.Officer.Account, due)], Motion: motion)));
        CouncilCity.Value(await city.OpenVote(motion));
        Assert.Equal("motion-fixed", CouncilCity.Code(await city.Tower.Do<PutMotion, MotionRef>(CouncilCity.Officer, new PutMotion(item, "approve", "몰래 고침", Motion: motion))));
        Assert.Equal(["{\"code\":\"motion-fixed\"}"], await city.Attempts());
        Assert.Equal(changed.Hash, await city.Tower.Store.Read(c => c.Set<CouncilMotion>().Select(m => m.Hash).SingleAsync(Stop)));
    }

    [Fact]
    public async Task Nobody_chairs_two_bodies()
    {
        await using var city = await CouncilCity.Open();
        CouncilCity.Value(await city.Tower.Do<FoundBody, BodyRef>(CouncilCity.Officer, new FoundBody("panel", "ethics_panel", "자문단", "Panel", "조례 제2조", CouncilCity.Rules)));
        Assert.Equal("chair-elsewhere", CouncilCity.Code(await city.Tower.Do<SeatMember, SeatRef>(CouncilCity.Officer, new SeatMember("panel", CouncilCity.Member(1).Account, "official", "chair"))));
        Assert.Equal(["{\"code\":\"chair-elsewhere\"}"], await city.Attempts());
        CouncilCity.Value(await city.Tower.Do<SeatMember, SeatRef>(CouncilCity.Officer, new SeatMember("panel", CouncilCity.Member(1).Account, "official")));
        CouncilCity.Value(await city.Tower.Do<EndSeat, SeatRef>(CouncilCity.Officer, new EndSeat(city.SeatOf(1), "임기 중 사임")));
    }

    [Fact]
    public async Task Who_stepped_aside_neither_moves_nor_votes_nor_counts_for_the_quorum()
    {
        await using var city = await CouncilCity.Open();
        var (item, motion) = await Voting(city, 1, 2, 3);
        CouncilCity.Value(await city.Vote(3, motion));
        CouncilCity.Value(await city.Tower.Do<StepAside, RecusalRef>(CouncilCity.Member(3), new StepAside(item, "family", "가족이 다님")));
        CouncilCity.Value(await city.Vote(1, motion));
        CouncilCity.Value(await city.Vote(2, motion));
        var closed = CouncilCity.Value(await city.CloseVote(motion));
        Assert.Equal(("no_quorum", 2, 3, 2), (closed.State, closed.Count.Present, closed.Count.Quorum, closed.Count.Yes));
        Assert.Equal("stepped-aside", CouncilCity.Code(await city.Tower.Do<PutMotion, MotionRef>(CouncilCity.Member(3), new PutMotion(item, "approve", "의결"))));
        Assert.Equal("no-quorum", CouncilCity.Code(await city.OpenVote(await city.Motion(item))));
    }

    [Fact]
    public async Task A_challenge_is_decided_by_whoever_presides_and_never_about_oneself()
    {
        await using var city = await CouncilCity.Open();
        var meeting = await city.Meeting();
        var item = await city.Item(await city.Case(await city.System()), meeting);
        CouncilCity.Value(await city.OpenMeeting(meeting, 1, 2, 3, 4));
        var challenge = CouncilCity.Value(await city.Tower.Do<ChallengeMember, RecusalRef>(CouncilCity.Officer, new ChallengeMember(item, city.SeatOf(1), "own", "사업을 자문함", "주민 모임"))).Recusal;
        var motion = await city.Motion(item);
        Assert.Equal("challenge-open", CouncilCity.Code(await city.OpenVote(motion)));
        Assert.Equal("own-challenge", CouncilCity.Code(await Decide(city, 1, challenge)));
        Assert.Equal("not-presiding", CouncilCity.Code(await Decide(city, 3, challenge)));
        CouncilCity.Value(await Decide(city, 2, challenge));
        CouncilCity.Value(await city.OpenVote(motion));
        Assert.Equal("stepped-aside", CouncilCity.Code(await city.Vote(1, motion)));
    }

    [Fact]
    public async Task Declared_interests_and_authors_step_aside_without_being_asked()
    {
        await using var city = await CouncilCity.Open();
        var system = await city.System();
        CouncilCity.Value(await city.Tower.Do<MakeProduct, string>(CouncilCity.Officer, new MakeProduct("도우미", "누리 기록", new Dictionary<string, FactValue>(), [system])));
        CouncilCity.Value(await city.Tower.Do<DeclareInterest, InterestRef>(CouncilCity.Member(3), new DeclareInterest("누리기록", "family")));
        var meeting = await city.Meeting();
        var item = await city.Item(await city.Case(system), meeting);
        var row = Assert.Single(CouncilCity.Value(await city.Queries.One(CouncilCity.Officer, item, Stop)).Recusals).Row;
        Assert.Equal((city.SeatOf(3), "declared", "family", "accepted"), (row.Seat, row.Way, row.Ground, row.State));
        // Declared only after the agenda was made: counts when the vote is opened.
        CouncilCity.Value(await city.OpenMeeting(meeting, 1, 2, 3, 4, 5));
        CouncilCity.Value(await city.Tower.Do<DeclareInterest, InterestRef>(CouncilCity.Member(4), new DeclareInterest("누리기록", "own")));
        var motion = await city.Motion(item);
        CouncilCity.Value(await city.OpenVote(motion));
        Assert.Equal("stepped-aside", CouncilCity.Code(await city.Vote(4, motion)));
        // What it is stands in no entry of the journal.
        Assert.False(await city.Tower.Store.Read(c => c.Set<JournalEntry>().AnyAsync(j => j.Act.StartsWith("council.") && j.Detail.Contains("누리"), Stop)));
    }

    [Fact]
    public async Task A_condition_is_not_waived_or_called_inapplicable_by_its_owner()
    {
        await using var city = await CouncilCity.Open();
        var system = await city.System();
        await city.Decide(system, "approve_with_conditions", [new ProposedCondition("목적", "조치", CouncilCity.Officer.Account, city.Tower.Clock.Today.AddDays(10))]);
        var duty = await city.Tower.Store.Read(c => c.Set<DutyRow>().SingleAsync(d => d.System == system && d.IsOpen, Stop));
        Assert.Equal("decided", CouncilCity.Code(await city.Tower.Do<ClaimNotApplicable, Done>(CouncilCity.Officer, new ClaimNotApplicable(duty.Id, "해당 없다고 봄"))));
        Assert.Equal("decided", CouncilCity.Code(await city.Tower.Do<WaiveDuty, Done>(CouncilCity.Officer, new WaiveDuty(duty.Id, city.Tower.Clock.Today.AddDays(90), "바빠서 미룸", "없음"))));
    }

    private static Task<Result<RecusalRef>> Decide(CouncilCity city, int member, string recusal) => city.Tower.Do<DecideChallenge, RecusalRef>(CouncilCity.Member(member), new DecideChallenge(recusal, true, "까닭이 있음"));

    private static async Task<(string Item, string Motion)> Voting(CouncilCity city, params int[] present)
    {
        var meeting = await city.Meeting();
        var item = await city.Item(await city.Case(await city.System()), meeting);
        CouncilCity.Value(await city.OpenMeeting(meeting, present));
        var motion = await city.Motion(item);
        CouncilCity.Value(await city.OpenVote(motion));
        return (item, motion);
    }
}

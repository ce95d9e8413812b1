using Haechi.House.Tests.Assessment;
using Haechi.House.Tests.Support;
using Haechi.Rules.Facts;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Council;
using Haechi.Tower.Journal;
using Haechi.Tower.Register;
using Haechi.Tower.Rulebooks;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.House.Tests.Council;

/// <summary>A tower with one body of five, people to sit in it, and the acts of a meeting in short.</summary>
internal sealed class CouncilCity(TestTower tower) : IAsyncDisposable
{
    public const string Body = "committee";
    public static readonly Actor Officer = new("officer-1", "김하늘", Roles.Officer | Roles.Owner | Roles.Reader);
    public static readonly Actor Publisher = new("publisher", "최공개", Roles.Publisher);

    public static BodyRules Rules { get; } = new(3, 9, 24, 2, 40, true, Share.Half, Share.Half, "seats", "present", true, ["approve", "approve_with_conditions", "refuse", "defer", "recommend"], true, false);

    public TestTower Tower => tower;

    public CouncilQueries Queries => tower.Services.GetRequiredService<CouncilQueries>();

    public Dictionary<string, string> Seats { get; } = new(StringComparer.Ordinal);

    public static Actor Member(int number) => new($"member-{number}", $"위원{number}", Roles.CouncilMember);

    public static async Task<CouncilCity> Open(int members = 5, BodyRules? rules = null, DateOnly? today = null)
    {
        var tower = await TestTower.Open(today, s => s.AddSingleton(AssessmentCity.Books));
        var city = new CouncilCity(tower);
        await tower.Store.Write<Done>(Officer, scope =>
        {
            foreach (var actor in Enumerable.Range(1, 12).Select(Member).Append(Officer).Append(Publisher))
            {
                scope.Context.Add(new Account { Id = actor.Account, Login = actor.Account, Name = actor.Name, Roles = actor.Roles, Stamp = "s" });
            }
            scope.Context.Add(new Department { Id = "dept", Name = "복지과", Path = "/dept/" });
            scope.Record("test.people", "test", new { });
            return Task.FromResult(Done.Well);
        }, TestContext.Current.CancellationToken);
        Value(await tower.Do<FoundBody, BodyRef>(Officer, new FoundBody(Body, "ai_committee", "위원회", "Committee", "조례 제1조", rules ?? Rules)));
        for (var i = 1; i <= members; i++)
        {
            await city.Seat(i, i == 1 ? "chair" : i == 2 ? "vice_chair" : "member");
        }
        return city;
    }

    public async Task<string> Seat(int number, string role = "member", string? organisation = null, string body = Body)
    {
        var seat = Value(await tower.Do<SeatMember, SeatRef>(Officer, new SeatMember(body, Member(number).Account, number % 2 == 0 ? "expert" : "official", role, null, number % 2 == 0 ? "f" : "m", organisation))).Seat;
        return Seats[Member(number).Account] = seat;
    }

    public string SeatOf(int number) => Seats[Member(number).Account];

    public async Task<string> System(string state = "review", params (string Id, FactValue Value)[] more)
    {
        var facts = AssessmentCity.Facts(state);
        foreach (var (id, value) in more)
        {
            facts[id] = value;
        }
        return Value(await tower.Do<RegisterSystem, SystemRef>(Officer, new RegisterSystem(facts, "dept"))).System;
    }

    public async Task<string> Case(string system) =>
        Value(await tower.Do<BringCase, CaseRef>(Officer, new BringCase(Body, "system", system, "안건", "무엇을", "누구에게", "승인\n불승인", "Case"))).Case;

    public async Task<string> Meeting(bool written = false) => Value(await tower.Do<CallMeeting, MeetingRef>(Officer, new CallMeeting(Body, tower.Clock.Today, "회의실", written))).Meeting;

    public async Task<string> Item(string @case, string meeting) => Value(await tower.Do<PutOnAgenda, ItemRef>(Officer, new PutOnAgenda(@case, meeting))).Item;

    public Task<Result<MeetingRef>> OpenMeeting(string meeting, params int[] present) => tower.Do<OpenMeeting, MeetingRef>(Officer, new OpenMeeting(meeting, SeatOf(present.Length > 0 ? present[0] : 1), [.. present.Select(SeatOf)]));

    public async Task<string> Motion(string item, string outcome = "approve", IReadOnlyList<ProposedCondition>? conditions = null, IReadOnlyList<ProposedRecommendation>? recommendations = null, ProposedOrder? order = null) =>
        Value(await tower.Do<PutMotion, MotionRef>(Officer, new PutMotion(item, outcome, "의결 내용", conditions, recommendations, order))).Motion;

    public Task<Result<MotionRef>> OpenVote(string motion) => tower.Do<OpenVote, MotionRef>(Officer, new OpenVote(motion));

    public Task<Result<MotionRef>> Vote(int member, string motion, string choice = "yes") => tower.Do<CastVote, MotionRef>(Member(member), new CastVote(motion, choice, choice == "no" ? "반대하는 까닭" : null));

    public Task<Result<VoteResult>> CloseVote(string motion) => tower.Do<CloseVote, VoteResult>(Officer, new CloseVote(motion));

    /// <summary>A whole meeting at which everybody says yes to one motion.</summary>
    public async Task<(string Case, string Item, string Motion)> Decide(string system, string outcome = "approve", IReadOnlyList<ProposedCondition>? conditions = null, IReadOnlyList<ProposedRecommendation>? recommendations = null, ProposedOrder? order = null, string? again = null)
    {
        var meeting = await Meeting();
        var @case = again ?? await Case(system);
        var item = await Item(@case, meeting);
        Value(await OpenMeeting(meeting, 1, 2, 3, 4, 5));
        var motion = await Motion(item, outcome, conditions, recommendations, order);
        Value(await OpenVote(motion));
        for (var i = 1; i <= 5; i++)
        {
            Value(await Vote(i, motion));
        }
        Assert.Equal("carried", Value(await CloseVote(motion)).State);
        Value(await tower.Do<CloseMeeting, MeetingRef>(Officer, new CloseMeeting(meeting)));
        return (@case, item, motion);
    }

    public Task<Result<SystemRef>> Enter(string system, string state) =>
        tower.Do<ChangeFacts, SystemRef>(Officer, new ChangeFacts(system, new Dictionary<string, FactValue?> { [Lifecycle.Question] = new TextFact(state) }));

    public Task<string?> State(string system) => tower.Store.Read(c => c.Set<SystemNow>().Where(n => n.System == system).Select(n => n.State).SingleAsync(TestContext.Current.CancellationToken));

    public Task<List<string>> Attempts() => tower.Store.Read(c => c.Set<JournalEntry>().Where(j => j.Act == "council.attempt").OrderBy(j => j.Seq).Select(j => j.Detail).ToListAsync(TestContext.Current.CancellationToken));

    public async Task Determine()
    {
        Value(await tower.Do<InstallBooks, LoadedBooks>(Officer, new InstallBooks(["kr/ai-basic-act", "kr/public-ai-act"])));
        Value(await tower.Services.GetRequiredService<DeterminationWorker>().RunToEnd(TestContext.Current.CancellationToken));
    }

    public static T Value<T>(Result<T> result)
    {
        Assert.True(result.Done, string.Join('\n', result.Refusals.Select(r => r.Code + ": " + r.ToLine("en"))));
        return result.Value!;
    }

    public static string Code<T>(Result<T> result) => Assert.Single(result.Refusals).Code;

    public ValueTask DisposeAsync() => tower.DisposeAsync();
}

using Haechi.House.Tests.Support;
using Haechi.Tower.Common;
using Haechi.Tower.Council;
using Microsoft.EntityFrameworkCore;

namespace Haechi.House.Tests.Council;

/// <summary>Random people do random things through the handlers. Whatever they do, a decision stands only where a ledger kept by the test itself says that it may.</summary>
public sealed class NoWayAroundTests
{
    private const int Steps = 60;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Nobody_gets_around_quorum_recusal_or_one_vote_each(int seed)
    {
        var random = new Random(seed);
        await using var city = await CouncilCity.Open();
        var item = await city.Item(await city.Case(await city.System()), await city.Meeting());
        var meeting = await city.Tower.Store.Read(c => c.Set<CouncilItem>().Where(i => i.Id == item).Select(i => i.Meeting).SingleAsync(TestContext.Current.CancellationToken));
        var present = Enumerable.Range(1, 5).Where(n => n == 1 || random.Next(3) > 0).ToHashSet();
        CouncilCity.Value(await city.OpenMeeting(meeting, [.. present.Order()]));
        var (aside, asked) = (new HashSet<int>(), new Dictionary<int, string>());
        string? voting = null;
        var votes = new Dictionary<int, string>();
        var decided = false;
        for (var step = 0; step < Steps && !decided; step++)
        {
            var member = random.Next(1, 7);
            city.Tower.Time.Pass(TimeSpan.FromMinutes(1));
            switch (random.Next(9))
            {
                case 0 when member <= 5:
                    var here = random.Next(2) == 0;
                    CouncilCity.Value(await city.Tower.Do<MarkAttendance, MeetingRef>(CouncilCity.Officer, new MarkAttendance(meeting, city.SeatOf(member), here)));
                    _ = here ? present.Add(member) : present.Remove(member);
                    break;
                case 1 when random.Next(3) == 0:
                    var left = await city.Tower.Do<StepAside, RecusalRef>(CouncilCity.Member(member), new StepAside(item, "own", "이해관계"));
                    Assert.Equal(member <= 5 && !aside.Contains(member), left.Done);
                    _ = left.Done && aside.Add(member);
                    break;
                case 2 when member <= 5 && random.Next(3) == 0:
                    var challenge = await city.Tower.Do<ChallengeMember, RecusalRef>(CouncilCity.Officer, new ChallengeMember(item, city.SeatOf(member), "doubt", "까닭", "당사자"));
                    Assert.Equal(!aside.Contains(member) && !asked.ContainsKey(member), challenge.Done);
                    if (challenge.Done)
                    {
                        asked[member] = challenge.Value.Recusal;
                    }
                    break;
                case 3 when asked.Count > 0:
                    var (who, recusal) = asked.First();
                    var yes = random.Next(2) == 0;
                    var judge = random.Next(1, 6);
                    var judged = await city.Tower.Do<DecideChallenge, RecusalRef>(CouncilCity.Member(judge), new DecideChallenge(recusal, yes, "까닭"));
                    Assert.False(judged.Done && judge == who);
                    if (judged.Done)
                    {
                        asked.Remove(who);
                        _ = yes && aside.Add(who);
                    }
                    break;
                case 4 when voting is null:
                    var motion = await city.Motion(item);
                    var opened = await city.OpenVote(motion);
                    Assert.Equal(asked.Count == 0 && present.Except(aside).Count() >= 3, opened.Done);
                    (voting, votes) = (opened.Done ? motion : null, []);
                    break;
                case 5 or 6 or 7 when voting is not null:
                    var choice = random.Next(4) == 0 ? "no" : "yes";
                    var cast = await city.Vote(member, voting, choice);
                    Assert.Equal(member <= 5 && present.Contains(member) && !aside.Contains(member) && !votes.ContainsKey(member), cast.Done);
                    if (cast.Done)
                    {
                        votes[member] = choice;
                    }
                    break;
                case 8 when voting is not null && votes.Count > 1:
                    var closed = await city.CloseVote(voting);
                    Assert.Equal(asked.Count == 0, closed.Done);
                    if (closed.Done)
                    {
                        var there = present.Except(aside).ToList();
                        var said = votes.Count(v => there.Contains(v.Key) && v.Value == "yes");
                        decided = there.Count >= 3 && said * 2 > there.Count;
                        Assert.Equal(decided ? "carried" : there.Count >= 3 ? "lost" : "no_quorum", closed.Value.State);
                        voting = null;
                    }
                    break;
            }
        }
        var (outcome, kept) = await city.Tower.Store.Read(async c => (await c.Set<CouncilCase>().Select(x => x.Outcome).SingleAsync(TestContext.Current.CancellationToken), await c.Set<CouncilVote>().CountAsync(TestContext.Current.CancellationToken)));
        Assert.Equal(decided ? "approve" : null, outcome);
        Assert.Equal(kept, await city.Tower.Store.Read(c => c.Set<CouncilVote>().Select(v => new { v.Motion, v.Seat }).Distinct().CountAsync(TestContext.Current.CancellationToken)));
    }
}

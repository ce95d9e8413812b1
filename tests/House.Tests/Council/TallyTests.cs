using Haechi.Tower.Council;

namespace Haechi.House.Tests.Council;

/// <summary>The count, held against rules written down another way, on many random bodies.</summary>
public sealed class TallyTests
{
    private static readonly string[] Choices = ["yes", "no", "abstain"];

    [Theory]
    [InlineData(1, 2, true, 5, 3)]
    [InlineData(1, 2, true, 6, 4)]
    [InlineData(1, 2, false, 6, 3)]
    [InlineData(2, 3, false, 9, 6)]
    [InlineData(2, 3, false, 10, 7)]
    [InlineData(2, 3, true, 9, 7)]
    public void A_share_is_counted_as_people_count_it(int part, int of, bool over, int all, int expected) => Assert.Equal(expected, new Share(part, of, over).In(all));

    [Fact]
    public void No_decision_is_reached_without_a_quorum_or_by_those_who_stepped_aside()
    {
        var random = new Random(20261122);
        var (carried, without) = (0, 0);
        for (var round = 0; round < 20_000; round++)
        {
            var (seats, aside, present, votes, written, rules) = Body(random);
            var tally = Tally.Of(rules, seats, aside, present, votes, written);
            // By hand: only those in office, not aside, and there (or in writing, who voted).
            var there = seats.Where(s => !aside.Contains(s) && (written ? votes.ContainsKey(s) : present.Contains(s))).ToList();
            int Said(string choice) => there.Count(s => votes.TryGetValue(s, out var v) && v == choice);
            Assert.Equal((there.Count, Said("yes"), Said("no"), Said("abstain")), (tally.Present, tally.Yes, tally.No, tally.Abstain));
            var baseOfQuorum = rules.QuorumOf == "seats" ? seats.Count : seats.Count(s => !aside.Contains(s));
            var quorum = Reaches(rules.Quorum, there.Count, baseOfQuorum) && there.Count >= 2;
            var baseOfMajority = rules.MajorityOf == "votes" ? Said("yes") + Said("no") : there.Count;
            Assert.Equal(quorum, tally.HasQuorum);
            Assert.Equal(quorum && Said("yes") >= 1 && Reaches(rules.Majority, Said("yes"), baseOfMajority), tally.Carried);
            (carried, without) = (carried + (tally.Carried ? 1 : 0), without + (tally.HasQuorum ? 0 : 1));
        }
        // Both ends of the rule were tried, and often.
        Assert.InRange(carried, 1000, 19_000);
        Assert.InRange(without, 1000, 19_000);
    }

    [Fact]
    public void Stepping_aside_never_helps_to_a_quorum_that_is_counted_of_all_seats()
    {
        var random = new Random(7);
        for (var round = 0; round < 5_000; round++)
        {
            var (seats, aside, present, votes, written, rules) = Body(random);
            rules = rules with { QuorumOf = "seats" };
            var before = Tally.Of(rules, seats, aside, present, votes, written);
            var more = aside.Append(seats.ElementAt(random.Next(seats.Count))).ToHashSet(StringComparer.Ordinal);
            var after = Tally.Of(rules, seats, more, present, votes, written);
            Assert.True(after.Present <= before.Present && after.Quorum == before.Quorum && after.Yes <= before.Yes);
        }
    }

    /// <summary>Part/of compared by multiplication, without rounding.</summary>
    private static bool Reaches(Share share, int count, int all) => share.Over ? count * share.Of > all * share.Part : count * share.Of >= all * share.Part;

    private static (HashSet<string> Seats, HashSet<string> Aside, HashSet<string> Present, Dictionary<string, string> Votes, bool Written, BodyRules Rules) Body(Random random)
    {
        var everybody = Enumerable.Range(0, 14).Select(i => "s" + i).ToArray();
        var seats = everybody[..random.Next(2, 13)].ToHashSet(StringComparer.Ordinal);
        HashSet<string> Some(double share) => [.. everybody.Where(_ => random.NextDouble() < share)];
        var votes = Some(0.75).ToDictionary(s => s, _ => Choices[Math.Min(2, random.Next(5) / 2)], StringComparer.Ordinal);
        Share Part() => new(random.Next(1, 3), random.Next(3, 5), random.Next(2) == 0);
        var rules = CouncilCity.Rules with { Quorum = Part(), Majority = Part(), QuorumOf = random.Next(2) == 0 ? "seats" : "entitled", MajorityOf = random.Next(2) == 0 ? "present" : "votes" };
        return (seats, Some(0.15), Some(0.7), votes, random.Next(3) == 0, rules);
    }
}

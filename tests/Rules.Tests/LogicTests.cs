namespace Haechi.Rules.Tests;

public sealed class LogicTests
{
    private static readonly Outcome[] All = Enum.GetValues<Outcome>();

    public static TheoryData<Outcome, Outcome> Pairs { get; } = new(All.SelectMany(a => All.Select(b => (a, b))));

    public static TheoryData<Outcome, Outcome, Outcome> Triples { get; } = new(All.SelectMany(a => All.SelectMany(b => All.Select(c => (a, b, c)))));

    [Theory]
    [MemberData(nameof(Pairs))]
    public void And_is_the_weakest_of_its_sides(Outcome a, Outcome b) => Assert.Equal(Weakest([Outcome.No, Outcome.Unknown, Outcome.Review, Outcome.Yes], a, b), Logic.And(a, b));

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Or_is_the_strongest_of_its_sides(Outcome a, Outcome b) => Assert.Equal(Weakest([Outcome.Yes, Outcome.Unknown, Outcome.Review, Outcome.No], a, b), Logic.Or(a, b));

    [Theory]
    [MemberData(nameof(Pairs))]
    public void And_and_or_say_only_what_every_filling_of_the_gaps_says(Outcome a, Outcome b)
    {
        var and = Fillings(a, b).Select(f => f.A && f.B).Distinct().ToList();
        var or = Fillings(a, b).Select(f => f.A || f.B).Distinct().ToList();
        Assert.Equal(and is [true], Logic.And(a, b) == Outcome.Yes);
        Assert.Equal(and is [false], Logic.And(a, b) == Outcome.No);
        Assert.Equal(or is [true], Logic.Or(a, b) == Outcome.Yes);
        Assert.Equal(or is [false], Logic.Or(a, b) == Outcome.No);
    }

    [Fact]
    public void Not_swaps_yes_and_no_and_keeps_the_rest() =>
        Assert.Equal([Outcome.Unknown, Outcome.No, Outcome.Yes, Outcome.Review], All.Select(Logic.Not));

    [Fact]
    public void A_forgotten_answer_is_unknown() => Assert.Equal(Outcome.Unknown, default);

    [Theory]
    [MemberData(nameof(Triples))]
    public void A_judgement_is_sound_whatever_the_unknown_parts_turn_out_to_be(Outcome review, Outcome yes, Outcome no)
    {
        var stated = Logic.Decide(review, yes, no);
        if (stated == Outcome.Unknown)
        {
            return;
        }
        foreach (var (r, y, n) in Completions(review, yes, no))
        {
            Assert.Equal(stated, FromTheTop(r, y, n));
        }
    }

    [Theory]
    [MemberData(nameof(Triples))]
    public void A_judgement_never_turns_from_yes_to_no_when_an_answer_is_taken_away(Outcome review, Outcome yes, Outcome no)
    {
        var full = Logic.Decide(review, yes, no);
        foreach (var less in new[] { Logic.Decide(Outcome.Unknown, yes, no), Logic.Decide(review, Outcome.Unknown, no), Logic.Decide(review, yes, Outcome.Unknown) })
        {
            Assert.True(less == full || less == Outcome.Unknown, $"{full} became {less}");
        }
    }

    [Theory]
    [InlineData(Outcome.Yes, Outcome.Yes, Outcome.Yes, Outcome.Review)]
    [InlineData(Outcome.No, Outcome.Yes, Outcome.Yes, Outcome.Yes)]
    [InlineData(Outcome.No, Outcome.No, Outcome.Yes, Outcome.No)]
    [InlineData(Outcome.No, Outcome.No, Outcome.No, Outcome.Review)]
    [InlineData(Outcome.No, Outcome.Unknown, Outcome.Yes, Outcome.Unknown)]
    [InlineData(Outcome.Unknown, Outcome.No, Outcome.No, Outcome.Review)]
    [InlineData(Outcome.Unknown, Outcome.Yes, Outcome.No, Outcome.Unknown)]
    public void A_judgement_is_read_from_the_top(Outcome review, Outcome yes, Outcome no, Outcome expected) => Assert.Equal(expected, Logic.Decide(review, yes, no));

    private static Outcome Weakest(Outcome[] order, Outcome a, Outcome b) => order.First(o => o == a || o == b);

    /// <summary>Unknown and review may each turn out either way.</summary>
    private static IEnumerable<(bool A, bool B)> Fillings(Outcome a, Outcome b) =>
        from x in Values(a)
        from y in Values(b)
        select (x, y);

    private static bool[] Values(Outcome o) => o switch { Outcome.Yes => [true], Outcome.No => [false], _ => [true, false] };

    private static IEnumerable<(Outcome, Outcome, Outcome)> Completions(Outcome review, Outcome yes, Outcome no)
    {
        static Outcome[] Of(Outcome o) => o == Outcome.Unknown ? [Outcome.Yes, Outcome.No, Outcome.Review] : [o];
        return from r in Of(review) from y in Of(yes) from n in Of(no) select (r, y, n);
    }

    /// <summary>The judgement as the format describes it, for facts that are all there.</summary>
    private static Outcome FromTheTop(Outcome review, Outcome yes, Outcome no) =>
        review != Outcome.No || yes == Outcome.Review ? Outcome.Review
        : yes == Outcome.Yes ? Outcome.Yes
        : no == Outcome.Yes ? Outcome.No
        : Outcome.Review;
}

using Haechi.Rules.Evaluation;
using Haechi.Rules.Tests.Support;

namespace Haechi.Rules.Tests.Evaluation;

public sealed class ScoreTests
{
    private const string Sections = """
          level: {type: enum, of: [low, high], ask: q}
        scores:
          sum: {cite: A, sum: [{when: a, points: 3}, {when: b, points: 5}, {question: level, points: {low: 1, high: 2}}], cap: 9}
          blank: {cite: A, sum: [{when: a, points: 3}, {question: level, points: {low: 1, high: 2}}], blank: 0}
          less: {cite: A, reduce: sum, by: 0.5, when: c}
          step: {cite: A, steps_of: sum, steps: [{up_to: 3, is: 1}, {up_to: 6, is: 7}, {is: 2}]}
        rules:
          - {id: seven, cite: A, when: "step >= 7"}
          - {id: eight, cite: A, when: "sum >= 8"}

        """;

    private static readonly BookSet Set = TextBooks.Set(TextBooks.Small(Sections));

    [Theory]
    [InlineData(true, true, "high", 9, 9)]
    [InlineData(true, false, "low", 4, 4)]
    [InlineData(true, null, "low", 4, 9)]
    [InlineData(false, false, null, 1, 2)]
    public void A_missing_item_leaves_a_range(bool? a, bool? b, string? level, double least, double greatest) =>
        Assert.Equal(new ScoreRange(least, greatest), Of("sum", a, b, level, null));

    [Fact]
    public void A_blank_counts_as_nothing_only_where_the_source_says_so() => Assert.Equal(new ScoreRange(0, 0), Of("blank", null, null, null, null));

    [Theory]
    [InlineData(true, 5)]
    [InlineData(false, 9)]
    public void A_reduction_rounds_half_up(bool reduced, double expected) => Assert.Equal(new ScoreRange(expected, expected), Of("less", true, true, "high", reduced));

    [Theory]
    [InlineData(true, true, "low", Outcome.Yes)]
    [InlineData(false, true, null, Outcome.No)]
    [InlineData(true, true, null, Outcome.Yes)]
    [InlineData(true, null, "low", Outcome.Unknown)]
    public void A_threshold_decides_when_every_sum_left_agrees(bool? a, bool? b, string? level, Outcome expected) =>
        Assert.Equal(expected, Set.On("2026-01-01", ("a", a), ("b", b), ("level", level)).Outcome("eight"));

    [Fact]
    public void Steps_that_fall_again_keep_the_highest_step_in_reach()
    {
        var determination = Set.On("2026-01-01", ("level", "low"));
        Assert.Equal(Outcome.Unknown, determination.Outcome("seven"));
        Assert.Equal(Outcome.Yes, Set.On("2026-01-01", ("level", "low"), ("a", true), ("b", false)).Outcome("seven"));
    }

    private static ScoreRange Of(string score, bool? a, bool? b, string? level, bool? c)
    {
        var walk = Set.On("2026-01-01", ("a", a), ("b", b), ("c", c), ("level", level)).Walk;
        return walk.Scores[Set.Scores.ToList().FindIndex(s => s.Score.Id == score)];
    }
}

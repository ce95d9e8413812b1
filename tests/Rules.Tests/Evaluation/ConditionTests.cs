using Haechi.Rules.Tests.Support;

namespace Haechi.Rules.Tests.Evaluation;

public sealed class ConditionTests
{
    private const string Questions = """
          area: {type: set, of: [x, y, z], ask: q}
          kind: {type: enum, of: [p, q], ask: q}
          other: {type: enum, of: [p, q], ask: q}
          n: {type: number, ask: q}
          d: {type: date, ask: q}
          list: {type: list, ask: q, of: {flop: {type: number, ask: q}, big: {type: bool, ask: q}}}
          `1.1`: {type: bool, ask: q}
        """;

    private static readonly (string, object?)[] Facts =
    [
        ("a", true), ("b", false), ("area", new[] { "x", "y" }), ("kind", "p"), ("other", "q"), ("n", 5), ("d", new DateOnly(2026, 1, 22)),
        ("list", new[] { TextBooks.Record(("flop", 7), ("big", true)), TextBooks.Record(("flop", 3)) }),
    ];

    [Theory]
    [InlineData("a && !b", Outcome.Yes)]
    [InlineData("a && c", Outcome.Unknown)]
    [InlineData("b && c", Outcome.No)]
    [InlineData("a || c", Outcome.Yes)]
    [InlineData("a == false", Outcome.No)]
    [InlineData("true != b", Outcome.Yes)]
    [InlineData("a == b", Outcome.No)]
    [InlineData("a == c", Outcome.Unknown)]
    [InlineData("'x' in area", Outcome.Yes)]
    [InlineData("area overlaps ['z']", Outcome.No)]
    [InlineData("area overlaps ['z', 'y']", Outcome.Yes)]
    [InlineData("kind == 'p' && 'q' != kind", Outcome.Yes)]
    [InlineData("kind in ['q']", Outcome.No)]
    [InlineData("kind == other", Outcome.No)]
    [InlineData("kind != other", Outcome.Yes)]
    [InlineData("n >= 5 && n <= 5 && n == 5", Outcome.Yes)]
    [InlineData("n != 5 || n < 5 || n > 5", Outcome.No)]
    [InlineData("d >= date('2026-01-22')", Outcome.Yes)]
    [InlineData("d < date('2026-01-22')", Outcome.No)]
    [InlineData("list.exists(m, m.flop > 5 && m.big)", Outcome.Yes)]
    [InlineData("list.all(m, m.flop > 5)", Outcome.No)]
    [InlineData("list.exists(m, m.flop < 5 && m.big)", Outcome.Unknown)]
    [InlineData("list.all(m, m.flop > 1)", Outcome.Yes)]
    [InlineData("true && !false", Outcome.Yes)]
    public void A_condition_means_what_it_says(string condition, Outcome expected) => Assert.Equal(expected, Set(condition).On("2026-01-01", Facts).Outcome("r"));

    [Theory]
    [InlineData("list.exists(m, m.flop > 5)", Outcome.No)]
    [InlineData("list.all(m, m.flop > 5)", Outcome.Yes)]
    [InlineData("'x' in area", Outcome.No)]
    public void Empty_lists_and_sets_are_known(string condition, Outcome expected) =>
        Assert.Equal(expected, Set(condition).On("2026-01-01", ("area", Array.Empty<string>()), ("list", Array.Empty<Haechi.Rules.Facts.FactRecord>())).Outcome("r"));

    [Theory]
    [InlineData("area == 'x'")]
    [InlineData("kind overlaps ['p']")]
    [InlineData("kind")]
    [InlineData("kind == 'w'")]
    [InlineData("kind == n")]
    [InlineData("n == d")]
    [InlineData("n in ['1']")]
    [InlineData("a > 3")]
    [InlineData("kind < 'q'")]
    [InlineData("d >= 5")]
    [InlineData("list")]
    [InlineData("list.exists(m, a)")]
    [InlineData("list.exists(m, k.flop > 1)")]
    [InlineData("list.exists(m, m.weight > 1)")]
    [InlineData("area.exists(m, m.flop > 1)")]
    [InlineData("list.exists(m, list.exists(k, k.big))")]
    [InlineData("a.b")]
    public void A_condition_of_the_wrong_type_is_refused_at_its_place(string condition)
    {
        var error = TextBooks.Error(TextBooks.Rule(condition, Plain(Questions)));
        Assert.Contains(error.Code, new[] { "wrong-type", "unknown-name", "unknown-value" });
        Assert.True(error.Place.Column >= 29, error.Place.ToString());
    }

    [Fact]
    public void A_question_may_have_any_name()
    {
        var set = TextBooks.Set(TextBooks.Rule("`1.1` && !`a`", "  \"1.1\": {type: bool, ask: q}"));
        Assert.Equal(Outcome.Yes, set.On("2026-01-01", ("1.1", true), ("a", false)).Outcome("r"));
    }

    [Theory]
    [InlineData(null, null, null, Outcome.Unknown)]
    [InlineData(true, true, true, Outcome.Review)]
    [InlineData(false, true, null, Outcome.Yes)]
    [InlineData(false, false, true, Outcome.No)]
    [InlineData(false, false, false, Outcome.Review)]
    public void A_judgement_is_read_from_the_top(bool? a, bool? b, bool? c, Outcome expected)
    {
        var set = TextBooks.Set(TextBooks.Small("rules:\n  - {id: r, cite: A, decide: {review: a, yes: b, no: c}, look_at: x}\n"));
        Assert.Equal(expected, set.On("2026-01-01", ("a", a), ("b", b), ("c", c)).Outcome("r"));
    }

    private static BookSet Set(string condition) => TextBooks.Set(TextBooks.Rule(condition, Plain(Questions)));

    private static string Plain(string questions) => questions.Replace('`', '"');
}

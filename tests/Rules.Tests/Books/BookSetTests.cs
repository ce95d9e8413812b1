using Haechi.Rules.Books;
using Haechi.Rules.Tests.Support;

namespace Haechi.Rules.Tests.Books;

public sealed class BookSetTests
{
    [Fact]
    public void Rules_may_stand_in_any_order()
    {
        var set = TextBooks.Set(TextBooks.Small("rules:\n  - {id: r, cite: A, when: s}\n  - {id: s, cite: A, when: '!t'}\n  - {id: t, cite: A, when: a}\n"));
        Assert.Equal(Outcome.No, set.On("2026-01-01", ("a", true)).Outcome("r"));
    }

    [Theory]
    [InlineData("rules:\n  - {id: r, cite: A, when: r}\n")]
    [InlineData("rules:\n  - {id: r, cite: A, when: '!s'}\n  - {id: s, cite: A, when: a, scope: r}\n")]
    [InlineData("rules:\n  - {id: r, cite: A, when: 's >= 1'}\nscores:\n  s: {cite: A, sum: [{when: r, points: 1}]}\n")]
    [InlineData("scores:\n  s: {cite: A, steps_of: t, steps: [{is: 1}]}\n  t: {cite: A, reduce: s, by: 0.1, when: a}\n")]
    public void A_circle_is_refused(string sections) => Assert.Contains(TextBooks.Errors(TextBooks.Small(sections)), e => e.Code == "circle");

    [Fact]
    public void A_circle_through_versions_of_different_days_is_refused_too() =>
        Assert.Contains(TextBooks.Errors(TextBooks.Small(
            "rules:\n  - {id: r, cite: A, versions: [{from: 2026-01-01, when: s}, {from: 2027-01-01, when: a}]}\n  - {id: s, cite: A, versions: [{from: 2026-01-01, when: a}, {from: 2027-01-01, when: r}]}\n")),
            e => e.Code == "circle");

    [Fact]
    public void Books_that_extend_each_other_are_refused()
    {
        var one = TextBooks.Small("extends: t/two\n", "t/one");
        var two = TextBooks.Small("extends: t/one\n", "t/two");
        Assert.Contains(TextBooks.Errors(one, two), e => e.Code == "circle");
        Assert.Contains(TextBooks.Errors(TextBooks.Small("extends: t/small\n")), e => e.Code == "circle");
    }

    [Fact]
    public void A_book_sees_only_what_it_extends()
    {
        var upper = TextBooks.Small("rules:\n  - {id: r, cite: A, when: a}\n", "t/one");
        var stranger = TextBooks.Small("rules:\n  - {id: s, cite: A, when: r}\n", "t/two");
        Assert.Equal("unknown-name", TextBooks.Error(upper, stranger).Code);
        Assert.Equal(Outcome.Yes, TextBooks.Set(upper, "extends: t/one\n" + stranger).On("2026-01-01", ("a", true)).Outcome("s"));
    }

    [Fact]
    public void Two_books_may_ask_the_same_question_only_in_the_same_shape()
    {
        var one = TextBooks.Small("  d: {type: enum, of: [x, y], ask: q}\n", "t/one");
        Assert.Equal(4, TextBooks.Set(one, TextBooks.Small("  d: {type: enum, of: [x, y], ask: q}\n", "t/two")).Questions.Count);
        Assert.Equal("duplicate", TextBooks.Error(one, TextBooks.Small("  d: {type: enum, of: [y, x], ask: q}\n", "t/two")).Code);
        Assert.Equal("duplicate", TextBooks.Error(one, TextBooks.Small("  d: {type: number, ask: q}\n", "t/two")).Code);
    }

    [Theory]
    [InlineData("rules:\n  - {id: x, cite: A, when: a}\n", "scores:\n  x: {cite: A, sum: [{when: a, points: 1}]}\n")]
    [InlineData("rules:\n  - {id: x, cite: A, when: a}\n", "  x: {type: bool, ask: q}\n")]
    [InlineData("  x: {type: bool, ask: q}\n", "rules:\n  - {id: x, cite: A, when: a}\n")]
    [InlineData("  x: {type: number, ask: q}\n", "scores:\n  x: {cite: A, sum: [{when: a, points: 1}]}\n")]
    [InlineData("rules:\n  - {id: x, cite: A, when: a}\n", "rules:\n  - {id: x, cite: A, when: a}\n")]
    public void A_name_means_one_thing_in_all_books_used_together(string first, string second)
    {
        var upper = TextBooks.Small(first, "t/one");
        Assert.Contains(TextBooks.Errors(upper, TextBooks.Small(second, "t/two")), e => e.Code == "duplicate");
        Assert.Contains(TextBooks.Errors(upper, "extends: t/one\n" + TextBooks.Small(second, "t/two")), e => e.Code == "duplicate");
    }

    [Fact]
    public void A_name_means_one_thing_in_one_book() =>
        Assert.Contains(TextBooks.Errors(TextBooks.Small("  x: {type: number, ask: q}\nscores:\n  x: {cite: A, sum: [{when: a, points: 1}]}\n")), e => e.Code == "duplicate");

    [Theory]
    [InlineData("oblige: {id: d, modality: may}", "weakens")]
    [InlineData("oblige: {id: other, modality: must}", "weakens")]
    [InlineData("oblige: {id: d, modality: must_not}", "weakens")]
    [InlineData("oblige: {id: d, modality: should, due: {days: 11, after: day}}", "weakens")]
    [InlineData("oblige: {id: d, modality: must}, exceptions: [{id: e, cite: C, when: a, oblige: {id: d, modality: may}}]", "weakens")]
    [InlineData("class: k", "weakens")]
    public void A_lower_book_cannot_weaken_a_duty(string lower, string code)
    {
        var error = TextBooks.Error(Upper(), Lower($"{{id: l, cite: C, when: a, strengthens: u, {lower}}}"));
        Assert.Equal((code, "book2.yaml"), (error.Code, error.Place.File));
    }

    [Theory]
    [InlineData("oblige: {id: d, modality: must}")]
    [InlineData("oblige: {id: d, modality: should, due: {days: 10, after: day}}")]
    [InlineData("oblige: {id: d, modality: must, due: {days: 99, after: day}}")]
    public void A_lower_book_may_strengthen_a_duty(string lower) => Assert.NotNull(TextBooks.Set(Upper(), Lower($"{{id: l, cite: C, when: a, strengthens: u, {lower}}}")));

    [Fact]
    public void Only_a_book_of_higher_rank_can_be_widened()
    {
        Assert.Equal("weakens", TextBooks.Error(Upper(), "extends: t/small\n" + TextBooks.Small("rules:\n  - {id: l, cite: C, when: a, widens: u}\n", "t/peer")).Code);
        Assert.Equal("unknown-name", TextBooks.Error(Upper(), Lower("{id: l, cite: C, when: a, widens: uu}")).Code);
    }

    [Fact]
    public void Widening_adds_and_never_takes_away()
    {
        var set = TextBooks.Set(Upper(), Lower("{id: l, cite: C, when: b, widens: u}"));
        Assert.Equal(Outcome.Yes, set.On("2026-01-01", ("a", true), ("b", false)).Outcome("l"));
        Assert.Equal(Outcome.Yes, set.On("2026-01-01", ("a", false), ("b", true)).Outcome("l"));
        Assert.Equal(Outcome.Unknown, set.On("2026-01-01", ("b", false)).Outcome("l"));
        Assert.Equal(Outcome.No, set.On("2026-01-01", ("a", false), ("b", true)).Outcome("u"));
    }

    [Fact]
    public void A_rule_in_force_needs_a_value_for_its_parameter()
    {
        const string Parameter = "  n: {type: number, ask: q}\nparameters:\n  p: {cite: A, values: {2026-01-01: 5}}\n";
        var early = TextBooks.Error(TextBooks.Small(Parameter + "rules:\n  - {id: r, cite: A, when: 'n >= p'}\n"));
        Assert.Equal(("no-value", 14), (early.Code, early.Place.Line));
        var late = TextBooks.Set(TextBooks.Small(Parameter + "rules:\n  - {id: r, cite: A, from: 2026-01-01, when: 'n >= p'}\n"));
        Assert.Equal(Outcome.No, late.On("2025-12-31", ("n", 9)).Outcome("r"));
        Assert.Equal(Outcome.Yes, late.On("2026-01-01", ("n", 9)).Outcome("r"));
    }

    [Fact]
    public void A_parameter_without_a_value_is_unknown_to_a_score_and_never_no()
    {
        var set = TextBooks.Set(TextBooks.Small("parameters:\n  p: {cite: A, values: {2026-01-01: true}}\nscores:\n  s: {cite: A, sum: [{when: p, points: 4}]}\n"));
        Assert.Equal(new(0, 4), set.On("2025-12-31").Walk.Scores[0]);
        Assert.Equal(new(4, 4), set.On("2026-01-01").Walk.Scores[0]);
    }

    [Theory]
    [InlineData("versions: [{from: 2026-02-01, when: a}, {from: 2026-01-01, when: b}]")]
    [InlineData("versions: [{from: 2026-02-01, when: a}, {when: b}]")]
    [InlineData("when: a, from: 2026-02-01, until: 2026-01-31")]
    public void A_version_that_never_applies_is_refused(string versions) =>
        Assert.Equal("unreachable-version", TextBooks.Error(TextBooks.Small($"rules:\n  - {{id: r, cite: A, {versions}}}\n")).Code);

    [Fact]
    public void A_chain_of_many_hundred_rules_is_refused()
    {
        var rules = string.Join("\n", Enumerable.Range(1, 500).Select(i => $"  - {{id: r{i}, cite: A, when: {(i == 1 ? "a" : $"r{i - 1}")}}}"));
        Assert.Equal("too-deep", TextBooks.Error(TextBooks.Small($"rules:\n{rules}\n")).Code);
    }

    [Fact]
    public void A_chain_of_deeply_nested_conditions_is_refused_before_it_exhausts_the_stack()
    {
        string Nested(string inner) => Enumerable.Range(0, 30).Aggregate(inner, (c, _) => $"(b || (a && {c}))");
        string Chain(int rules) => string.Join("\n", Enumerable.Range(1, rules).Select(i => $"  - {{id: r{i}, cite: A, when: \"{Nested(i == 1 ? "a" : $"r{i - 1}")}\"}}"));
        Assert.NotNull(TextBooks.Set(TextBooks.Small($"rules:\n{Chain(45)}\n")));
        Assert.Equal("too-deep", TextBooks.Error(TextBooks.Small($"rules:\n{Chain(300)}\n")).Code);
    }

    [Fact]
    public void A_folder_that_is_missing_is_named()
    {
        var refusal = Assert.Throws<RefusedException>(() => BookSet.Load("no/such/folder"));
        Assert.Equal("no-folder", refusal.Findings.Single().Code);
    }

    private static string Upper() => TextBooks.Small(
        "  day: {type: date, ask: q}\nrules:\n  - {id: u, cite: A, when: a, oblige: {id: d, modality: should, due: {days: 10, after: day}}}\n");

    private static string Lower(string rule) =>
        "extends: t/small\n" + TextBooks.Small($"rules:\n  - {rule}\n", "t/lower").Replace("rank: national", "rank: city", StringComparison.Ordinal);

    [Fact]
    public void A_book_is_read_as_written()
    {
        var act = Example.Both.Books[0];
        Assert.Equal(("t/act", Rank.National, 2), (act.Id, act.Rank, act.Stages.Count));
        Assert.Equal(["t/act", "t/city"], Example.Both.Books.Select(b => b.Id));
        Assert.Equal(["high", "compute"], Example.Both.Classes.Select(c => c.Id));
    }
}

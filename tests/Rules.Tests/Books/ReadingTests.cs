using Haechi.Rules.Tests.Support;

namespace Haechi.Rules.Tests.Books;

public sealed class ReadingTests
{
    [Theory]
    [InlineData("rulez: []\n", "unknown-key", 10, 1)]
    [InlineData("rules:\n  - {id: r, cite: A, when: a, wenn: b}\n", "unknown-key", 11, 31)]
    [InlineData("rules:\n  - {id: r, cite: A, when: \"a && bb\"}\n", "unknown-name", 11, 34)]
    [InlineData("rules:\n  - {id: r, cite: A, when: \"a &| b\"}\n", "syntax", 11, 31)]
    [InlineData("rules:\n  - id: r\n    cite: A\n    when: >-\n      a &&\n      dd\n", "unknown-name", 15, 7)]
    [InlineData("rules:\n  - {id: r, when: a}\n", "no-citation", 11, 5)]
    [InlineData("rules:\n  - {id: r, cite: A}\n", "missing-key", 11, 5)]
    [InlineData("rules:\n  - {id: r, cite: A, when: 'a > 3'}\n", "wrong-type", 11, 29)]
    [InlineData("rules:\n  - {id: r, cite: A, when: a, oblige: {id: d, modality: maybe}}\n", "wrong-value", 11, 57)]
    [InlineData("rules:\n  - {id: r, cite: A, decide: {yes: a, no: b}}\n", "missing-key", 11, 5)]
    [InlineData("rules:\n  - &x {id: r, cite: A, when: a}\n", "not-yaml", 11, 5)]
    [InlineData("rules:\n  - {id: r, cite: A, when: a}\nrules: []\n", "not-yaml", 12, 1)]
    [InlineData("rules: !!str x\n", "not-yaml", 10, 8)]
    [InlineData("tests:\n  - {name: x, on: 2026-01-01}\n", "missing-key", 11, 5)]
    [InlineData("tests:\n  - {name: x, on: 2026-13-01, expect: {r: true}}\n", "wrong-value", 11, 19)]
    [InlineData("rules:\n  - {id: a, cite: A, when: b}\n", "duplicate", 11, 5)]
    [InlineData("parameters:\n  p: {cite: A, values: {2026-01-01: 1, 2027-01-01: true}}\n", "wrong-type", 11, 6)]
    public void A_refusal_names_file_line_and_column(string sections, string code, int line, int column)
    {
        var error = TextBooks.Error(TextBooks.Small(sections));
        Assert.Equal((code, new Place("book1.yaml", line, column)), (error.Code, error.Place));
        Assert.True(error.Message.Has("ko") && error.Message.Has("en"));
    }

    [Fact]
    public void A_mistyped_name_is_answered_with_the_nearest_one()
    {
        var error = TextBooks.Error(TextBooks.Rule("generativ", "  generative: {type: bool, ask: x}"));
        Assert.Contains("'generative'", error.Message.In("en"), StringComparison.Ordinal);
        Assert.Contains("'generative'", error.Message.In("ko"), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_error_of_a_book_is_told_at_once()
    {
        var errors = TextBooks.Errors(TextBooks.Small("rules:\n  - {id: r, cite: A, when: x}\n  - {id: s, cite: A, when: y}\n"));
        Assert.Equal(["unknown-name", "unknown-name"], errors.Select(e => e.Code));
    }

    [Fact]
    public void A_book_has_exactly_one_head()
    {
        var findings = new Findings();
        Assert.Null(Haechi.Rules.Books.RulebookReader.Read("b", [("b/a.yaml", "rules: []\n")], findings));
        Assert.Equal("head", Assert.Single(findings.All).Code);
        var two = new Findings();
        Assert.Null(Haechi.Rules.Books.RulebookReader.Read("b", [("b/a.yaml", TextBooks.Small("")), ("b/b.yaml", TextBooks.Small(""))], two));
        Assert.Equal("head", Assert.Single(two.All).Code);
    }

    [Theory]
    [InlineData("languages: [ko, ko]\n")]
    [InlineData("languages: []\n")]
    public void Odd_languages_do_not_stop_the_reader(string languages)
    {
        var findings = new Findings();
        TextBooks.TryRead([languages + TextBooks.Small("rules:\n  - {id: r, cite: A, title: same, when: a}\n")], findings);
        Assert.All(findings.All, f => Assert.True(f.Place.Line > 0));
    }

    [Fact]
    public void A_choice_needs_values()
    {
        var error = TextBooks.Error(TextBooks.Small("  d: {type: enum, of: [], ask: x}\nscores:\n  s: {cite: A, sum: [{question: d, points: {}}]}\n"));
        Assert.Equal(10, error.Place.Line);
    }

    [Fact]
    public void Nesting_and_size_have_limits()
    {
        var deep = TextBooks.Errors(TextBooks.Small("rules: " + new string('[', 4_000) + new string(']', 4_000) + "\n"));
        Assert.Equal("not-yaml", deep[0].Code);
        var large = TextBooks.Errors(new string('#', 8_000_001));
        Assert.Equal("too-large", large[0].Code);
    }
}

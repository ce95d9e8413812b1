using Haechi.Rules.Books;
using Haechi.Rules.Columns;
using Haechi.Rules.Evaluation;
using Haechi.Rules.Facts;

namespace Haechi.Rules.Tests.Converting;

public sealed class OpenQuestionTests
{
    private const string Book = """
        rulebook: t/open
        version: "1"
        title: Open
        rank: national
        languages: [en]
        stages: [{from: 2026-01-01, stage: enforced}]
        questions:
          role: {type: set, open: true, of: [maker, user], ask: Role}
          kind: {type: enum, open: true, of: [big, small], ask: Kind}
          closed: {type: enum, of: [a, b], ask: Closed}
        scores:
          points: {title: P, cite: c, sum: [{question: kind, points: {big: 5, small: 2}}, {question: role, points: {maker: 3}}]}
        rules:
          - {id: made, title: M, cite: c, when: "'maker' in role"}
          - {id: big, title: B, cite: c, when: "kind == 'big'"}
          - {id: many, title: S, cite: c, when: "points >= 2"}
        """;

    private static readonly BookSet Set = Read(Book, new Findings())!;

    [Fact]
    public void An_undeclared_value_is_known_and_matches_nothing()
    {
        var record = Conversion.Facts(Set, "{\"role\": [\"importer\"], \"kind\": \"huge\"}")[0];
        Assert.Equal([Outcome.No, Outcome.No, Outcome.No], Outcomes(record));
        Assert.Equal(("kind", "huge"), FactReader.Undeclared([record], Set.Questions).Select(u => (u.Question, u.Values.First())).Last());
    }

    [Fact]
    public void Declared_values_count_beside_undeclared_ones()
    {
        var record = Conversion.Facts(Set, "{\"role\": [\"importer\", \"maker\"], \"kind\": \"small\"}")[0];
        Assert.Equal([Outcome.Yes, Outcome.No, Outcome.Yes], Outcomes(record));
    }

    [Fact]
    public void A_blank_stays_unknown() =>
        Assert.Equal([Outcome.Unknown, Outcome.Unknown, Outcome.Unknown], Outcomes(new FactRecord("1", new Dictionary<string, FactValue>())));

    [Fact]
    public void A_closed_question_still_refuses_what_it_does_not_declare()
    {
        var findings = new Findings();
        FactReader.ReadText(Set.Questions[2], "c", default, findings);
        Assert.Equal("wrong-value", Assert.Single(findings.All).Code);
    }

    [Fact]
    public void Columns_and_the_walk_agree_on_undeclared_values()
    {
        var records = Conversion.Facts(Set, "{\"role\": [\"importer\"], \"kind\": \"huge\"}", "{\"role\": [\"maker\", \"x\"], \"kind\": \"big\"}", "{\"kind\": \"huge\"}", "{}");
        var columns = FactColumns.Of(records, Set.Questions);
        var kind = Assert.IsType<ChoiceColumn>(columns.Columns["kind"]);
        Assert.True(kind.Known[0]);
        Assert.False(kind.Values["big"][0] || kind.Values["small"][0]);
        var outcomes = ColumnRun.Evaluate(ColumnProgram.Compile(Set.On(Conversion.Day)), columns);
        for (var i = 0; i < records.Count; i++)
        {
            Assert.Equal(Outcomes(records[i]), Enumerable.Range(0, 3).Select(r => outcomes[r][i]));
        }
    }

    [Theory]
    [InlineData("closed: {type: enum, of: [a, b], ask: Closed}", "closed: {type: bool, open: true, ask: Closed}", "wrong-value")]
    [InlineData("closed: {type: enum, of: [a, b], ask: Closed}", "closed: {type: enum, open: maybe, of: [a, b], ask: Closed}", "wrong-value")]
    [InlineData("of: [big, small]", "of: []", "wrong-type")]
    [InlineData("closed: {type: enum, of: [a, b], ask: Closed}", "closed: {type: enum, open: true, of: [big, small], ask: Closed}", "wrong-type")]
    public void Open_is_used_where_it_means_something(string found, string other, string code)
    {
        var findings = new Findings();
        var text = Book.Replace(found, other, StringComparison.Ordinal).Replace("when: \"'maker' in role\"", code == "wrong-type" && other.Contains("open: true", StringComparison.Ordinal) ? "when: \"kind == closed\"" : "when: \"'maker' in role\"", StringComparison.Ordinal);
        Assert.Null(Read(text, findings));
        Assert.Contains(findings.All, f => f.Code == code && f.Place.Line > 0);
    }

    private static BookSet? Read(string text, Findings findings) =>
        RulebookReader.Read("open", [("open.yaml", text)], findings) is { } book && !findings.HasErrors ? BookSet.Of([book], findings) : null;

    private static IEnumerable<Outcome> Outcomes(FactRecord record) => TreeWalk.Run(Set.On(Conversion.Day), FactRow.Of(record, Set.Questions)).Outcomes;
}

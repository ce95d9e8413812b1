using Haechi.Rules.Books;
using Haechi.Rules.Duties;
using Haechi.Rules.Facts;

namespace Haechi.Rules.Tests.Support;

/// <summary>Books written as text in a test, and what the engine says of them.</summary>
internal static class TextBooks
{
    /// <summary>The set of the books in <paramref name="texts"/>, upper books first; the test fails when one has an error.</summary>
    public static BookSet Set(params string[] texts)
    {
        var findings = new Findings();
        var set = TryRead(texts, findings);
        Assert.True(set is not null && !findings.HasErrors, string.Join('\n', findings.All.Select(f => f.ToLine("en"))));
        return set!;
    }

    /// <summary>The errors for which the books are refused; the test fails when they are not.</summary>
    public static IReadOnlyList<Finding> Errors(params string[] texts)
    {
        var findings = new Findings();
        var set = TryRead(texts, findings);
        Assert.True(findings.HasErrors, "the books were accepted");
        Assert.Null(set);
        return [.. findings.All.Where(f => f.Severity == Severity.Error)];
    }

    /// <summary>The one error for which the books are refused.</summary>
    public static Finding Error(params string[] texts)
    {
        var errors = Errors(texts);
        Assert.True(errors.Count == 1, string.Join('\n', errors.Select(f => f.ToLine("en"))));
        return errors[0];
    }

    public static BookSet? TryRead(IReadOnlyList<string> texts, Findings findings)
    {
        var books = texts.Select((t, i) => RulebookReader.Read($"book{i + 1}", [($"book{i + 1}.yaml", t)], findings)).OfType<Rulebook>().ToList();
        return findings.HasErrors ? null : BookSet.Of(books, findings);
    }

    /// <summary>Applies a set to facts on a day. A fact is a bool, number, text, day or array of texts; null is left out.</summary>
    public static Determination On(this BookSet set, string day, params (string Question, object? Value)[] facts) => set.On(day, [], null, facts);

    public static Determination On(this BookSet set, string day, IReadOnlyList<Waiver> waivers, Installation? installation, params (string Question, object? Value)[] facts) =>
        Determination.Of(set.On(Day(day)), Record(facts), waivers, installation);

    public static FactRecord Record(params (string Question, object? Value)[] facts) =>
        new("case", facts.Where(f => f.Value is not null).ToDictionary(f => f.Question, f => Fact(f.Value!)));

    public static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    public static Outcome Outcome(this Determination determination, string rule) => determination.OutcomeOf(determination.Rules.Find(rule)!.Index);

    public static OwedDuty Duty(this Determination determination, string id) => determination.Duties.Single(d => d.Duty.Id == id);

    private static FactValue Fact(object value) => value switch
    {
        bool b => new BoolFact(b),
        int n => new NumberFact(n),
        double n => new NumberFact(n),
        DateOnly d => new DateFact(d),
        string[] members => new SetFact(members),
        FactRecord[] records => new ListFact(records),
        string text => new TextFact(text),
        _ => throw new ArgumentException(value.GetType().Name, nameof(value)),
    };

    /// <summary>A book in force since 2020 with three bool questions a, b, c and the sections given.</summary>
    public static string Small(string sections, string id = "t/small") => $$$"""
        rulebook: {{{id}}}
        version: "1"
        title: {ko: 작은 책, en: A small book}
        rank: national
        stages: [{from: 2020-01-01, stage: enforced}]
        questions:
          a: {type: bool, ask: {ko: 가, en: A}}
          b: {type: bool, ask: {ko: 나, en: B}}
          c: {type: bool, ask: {ko: 다, en: C}}

        """ + sections;

    /// <summary>A small book whose only rule, <c>r</c>, has this condition.</summary>
    public static string Rule(string condition, string questions = "") =>
        Small($"{questions}\nrules:\n  - {{id: r, cite: Art. 1, when: \"{condition}\"}}\n".TrimStart('\n'));
}

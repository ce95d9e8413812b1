using FsCheck;
using FsCheck.Fluent;
using Haechi.Rules.Tests.Support;

namespace Haechi.Rules.Tests;

/// <summary>Laws that hold for every condition and every set of answers; a failing case is shrunk and its seed printed.</summary>
public sealed class PropertyTests
{
    private static readonly int Count = Environment.GetEnvironmentVariable("HAECHI_LONG") == "1" ? 20_000 : 1_000;

    /// <summary>Answers to a, b, c and n; null is unknown.</summary>
    private static readonly Gen<object?[]> Answers =
        from bools in Gen.Elements<bool?>(true, false, null).ArrayOf(3)
        from n in Gen.Elements<double?>(0, 1, 2, null)
        select new object?[] { bools[0], bools[1], bools[2], n };

    [Fact]
    public void Taking_an_answer_away_never_turns_an_outcome_into_another() =>
        Hold(from condition in Conditions(4) from answers in Answers select (condition, answers), c =>
        {
            var set = TextBooks.Set(TextBooks.Rule(c.condition, "  n: {type: number, ask: q}"));
            var full = Apply(set, c.answers);
            return Enumerable.Range(0, 4).All(i =>
            {
                var less = Apply(set, [.. c.answers.Select((a, j) => i == j ? null : a)]);
                return less == full || less == Outcome.Unknown;
            });
        });

    [Fact]
    public void An_outcome_with_gaps_agrees_with_every_way_to_fill_them() =>
        Hold(from condition in Conditions(4) from answers in Answers select (condition, answers), c =>
        {
            var set = TextBooks.Set(TextBooks.Rule(c.condition, "  n: {type: number, ask: q}"));
            var stated = Apply(set, c.answers);
            return stated == Outcome.Unknown || Fillings(c.answers).All(f => Apply(set, f) == stated);
        });

    [Fact]
    public void De_Morgan_holds_in_every_logic_of_four_outcomes() =>
        Hold(from a in Conditions(3) from b in Conditions(3) from answers in Answers select (a, b, answers), c =>
        {
            var set = TextBooks.Set(TextBooks.Small($"  n: {{type: number, ask: q}}\nrules:\n  - {{id: r, cite: A, when: \"!(({c.a}) && ({c.b}))\"}}\n  - {{id: s, cite: A, when: \"!({c.a}) || !({c.b})\"}}\n"));
            return Apply(set, c.answers) == Apply(set, c.answers, "s");
        });

    [Fact]
    public void A_judgement_stays_monotone_whatever_its_parts() =>
        Hold(from review in Conditions(2) from yes in Conditions(3) from no in Conditions(3) from answers in Answers select (review, yes, no, answers), c =>
        {
            var set = TextBooks.Set(TextBooks.Small($"  n: {{type: number, ask: q}}\nrules:\n  - {{id: r, cite: A, look_at: x, decide: {{review: \"{c.review}\", yes: \"{c.yes}\", no: \"{c.no}\"}}}}\n"));
            var stated = Apply(set, c.answers);
            return stated == Outcome.Unknown || Fillings(c.answers).All(f => Apply(set, f) == stated);
        });

    private static void Hold<T>(Gen<T> cases, Func<T, bool> law) =>
        Prop.ForAll(Arb.From(cases), law).Check(Config.QuickThrowOnFailure.WithMaxTest(Count).WithQuietOnSuccess(true));

    private static Outcome Apply(BookSet set, object?[] answers, string rule = "r") =>
        set.On("2026-01-01", ("a", answers[0]), ("b", answers[1]), ("c", answers[2]), ("n", answers[3])).Outcome(rule);

    private static IEnumerable<object?[]> Fillings(object?[] answers) =>
        from a in Known(answers[0], true, false)
        from b in Known(answers[1], true, false)
        from c in Known(answers[2], true, false)
        from n in Known(answers[3], 0d, 1d, 2d)
        select new[] { a, b, c, n };

    private static object[] Known(object? answer, params object[] otherwise) => answer is null ? otherwise : [answer];

    private static Gen<string> Conditions(int depth)
    {
        var leaf = Gen.Elements("a", "b", "c", "n >= 1", "n < 2", "n == 1", "a == b", "b != c", "true", "false");
        return depth == 0 ? leaf : Gen.OneOf(
            leaf,
            Conditions(depth - 1).Select(x => $"!({x})"),
            from x in Conditions(depth - 1) from y in Conditions(depth - 1) select $"({x}) && ({y})",
            from x in Conditions(depth - 1) from y in Conditions(depth - 1) select $"({x}) || ({y})");
    }
}

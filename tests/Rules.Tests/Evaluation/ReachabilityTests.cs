using Haechi.Rules.Checks;
using Haechi.Rules.Tests.Support;

namespace Haechi.Rules.Tests.Evaluation;

public sealed class ReachabilityTests
{
    [Theory]
    [InlineData("a && !a", "never-true")]
    [InlineData("a || !a", "never-false")]
    [InlineData("n > 3 && n < 2", "never-true")]
    [InlineData("n >= 50", "never-true")]
    [InlineData("kind == 'p' && kind == 'q'", "never-true")]
    public void A_rule_that_never_changes_is_pointed_out(string condition, string code) => Assert.Contains(code, Codes(condition));

    [Theory]
    [InlineData("a && b")]
    [InlineData("n > 3 && n < 4")]
    [InlineData("n > 0.2 && n < 0.8")]
    [InlineData("n >= 10")]
    [InlineData("n < 0.5")]
    [InlineData("d > date('2026-01-22') && d < date('2026-01-24')")]
    [InlineData("kind == 'p' && area overlaps ['x']")]
    public void A_rule_that_can_be_both_is_not(string condition) => Assert.DoesNotContain(Codes(condition), c => c.StartsWith("never", StringComparison.Ordinal));

    private static List<string> Codes(string condition)
    {
        var set = TextBooks.Set(TextBooks.Rule(condition,
            "  n: {type: number, min: 0, max: 10, ask: q}\n  kind: {type: enum, of: [p, q], ask: q}\n  area: {type: set, of: [x, y], ask: q}\n  d: {type: date, ask: q}"));
        var findings = new Findings();
        CoverageChecks.Run(set, [.. set.Books], BookTests.Run(set), findings);
        return [.. findings.All.Select(f => f.Code)];
    }
}

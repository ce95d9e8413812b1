using Haechi.Audit.Inference;
using Haechi.Audit.Metrics;
using Haechi.Audit.Tests.Support;

namespace Haechi.Audit.Tests;

/// <summary>What goes wrong with data gets an answer of its own, never a wrong number.</summary>
public sealed class BadInputTests
{
    private const string Plan = """
        audit: bad
        data: {outcome: y, score: {column: s, at: 0.5}}
        groups: [g]
        replicates: 0
        checks: [{metric: tpr, compare: difference, to: extremes, at_most: 0.1}]
        """;

    [Fact]
    public void A_missing_column_is_named_with_those_that_are_there()
    {
        var refused = Assert.Throws<AuditRefusedException>(() => Figures.RunText(Plan, "g,y,t\na,1,0.5\n"));
        Assert.Contains("no column 's'; the columns are: g, y, t", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Mixed_types_and_NaN_scores_count_as_not_recorded_and_are_told_with_their_line()
    {
        var report = Figures.RunText(Plan, "g,y,s\na,1,0.9\na,0,abc\nb,1,NaN\nb,0,0.2\nb,1,inf\nb,1,\n");
        Assert.Equal((6, 3), (report.Cells.Notes.Rows, report.Cells.Notes.Unreadable));
        Assert.Equal([3L, 4L, 6L], report.Cells.Notes.Problems.Select(p => p.Line));
        Assert.Equal(Reasons.NoDenominator, report.Figure("b", "tpr").NotEstimable);
        Assert.Equal((1.0, 1L), (report.Figure("a", "tpr").Value, report.Figure("a", "tpr").Denominator));
    }

    [Fact]
    public void One_group_only_is_insufficient_evidence_and_not_equality()
    {
        var report = Figures.RunText(Plan, "g,y,s\na,1,0.9\na,0,0.1\n");
        Assert.Equal(Reasons.OneGroup, report.Checks[0].Comparisons[0].Value.NotEstimable);
        Assert.Equal(Verdict.InsufficientEvidence, report.Verdict);
    }

    [Fact]
    public void A_group_without_positives_has_no_true_positive_rate_and_the_check_cannot_pass()
    {
        var rows = string.Concat(Enumerable.Repeat("a,1,0.9\na,0,0.1\nb,1,0.9\nb,0,0.1\nc,0,0.1\n", 500));
        var report = Figures.RunText(Plan, "g,y,s\n" + rows);
        Assert.Equal((Reasons.NoDenominator, 0L, 500L), (report.Figure("c", "tpr").NotEstimable, report.Figure("c", "tpr").Denominator, report.Figure("c", "tpr").N));
        Assert.Equal(Verdict.InsufficientEvidence, report.Verdict);
    }

    [Fact]
    public void No_row_at_all_estimates_nothing()
    {
        var report = Figures.RunText(Plan, "g,y,s\n");
        Assert.Equal((0L, Verdict.InsufficientEvidence), (report.Cells.Table.Rows, report.Verdict!.Value));
        Assert.All(report.Sets[0].Everybody.Figures, f => Assert.False(f.Estimate.IsKnown));
        Assert.Contains(report.Unseen, u => u.En.Contains("not a single case", StringComparison.Ordinal));
        Assert.Throws<AuditRefusedException>(() => Figures.RunText(Plan, ""));
    }

    [Fact]
    public void Ten_thousand_groups_are_answered()
    {
        var rows = string.Concat(Enumerable.Range(0, 30_000).Select(i => $"g{i % 10_000},{i % 2},0.{i % 10}\n"));
        var report = Figures.RunText(Plan, "g,y,s\n" + rows);
        Assert.Equal(10_000, report.Sets[0].Groups.Count);
        Assert.Equal(30_000, report.Sets[0].Groups.Sum(g => g.N));
        Assert.Equal(Verdict.InsufficientEvidence, report.Verdict);
    }

    [Theory]
    [InlineData("g,y,s\na,maybe,0.5\na,1,0.5\n", "unclear which of these mean yes: 1, maybe")]
    [InlineData("g,y,s\na,1\nb,0\n", "no row could be used: columns 2 / 3")]
    public void What_is_unclear_is_asked_and_not_guessed(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<AuditRefusedException>(() => Figures.RunText(Plan, text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_misspelt_positive_label_does_not_make_everybody_a_no()
    {
        var plan = "audit: x\ndata: {decision: {column: d, positive: [Granted]}}\ngroups: [g]\n";
        Assert.Contains("(Granted) occurs; there are: granted, refused", Assert.Throws<AuditRefusedException>(() => Figures.RunText(plan, "g,d\na,granted\nb,refused\n")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_group_is_a_group_and_a_declared_one_without_people_is_shown()
    {
        var report = Figures.RunText("audit: x\ndata: {decision: d, missing: ['?']}\ngroups: [{column: g, declared: [z]}]\nreplicates: 0\n", "g,d\na,1\n,0\n?,1\n b ,1\n");
        Assert.Equal([("", 2L), ("a", 1L), ("b", 1L), ("z", 0L)], report.Sets[0].Groups.Select(g => (g.Levels[0], g.N)));
        Assert.Equal(Reasons.NoDenominator, report.Figure("z", "sel").NotEstimable);
    }

    [Theory]
    [InlineData("audit: x\ngroups: [g]\ndata: {decision: d}\ngruops: [h]\n", "plan.yaml:4:1: error unknown-key: 'gruops'")]
    [InlineData("audit: x\ngroups: []\ndata: {decision: d}\n", "name 1 to 12 attributes")]
    [InlineData("audit: x\ngroups: [g]\ndata: {decision: d}\nchecks: [{metric: sel, to: reference, at_least: 0.8}]\n", "'g' has no 'reference'")]
    [InlineData("audit: x\ngroups: [g]\ndata: {outcome: y}\nchecks: [{metric: xyz, to: extremes, at_least: 0.8}]\n", "a check needs one of the rates")]
    [InlineData("audit: &a x\ngroups: [g]\n", "an anchor (&)")]
    [InlineData("audit: x\naudit: y\n", "the key 'audit' twice")]
    [InlineData("audit: [\n", "not YAML that a plan may use")]
    public void A_plan_with_an_error_is_refused_with_its_place(string plan, string expected) =>
        Assert.Contains(expected, Assert.Throws<AuditRefusedException>(() => Planning.PlanReader.Read(plan, "plan.yaml")).Message, StringComparison.Ordinal);
}

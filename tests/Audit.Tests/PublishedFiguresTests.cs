using Haechi.Audit.Tests.Support;

namespace Haechi.Audit.Tests;

/// <summary>Figures that others published, recomputed from their data.</summary>
public sealed class PublishedFiguresTests
{
    private const string Compas = """
        audit: compas
        data:
          outcome: two_year_recid
          score: {column: decile_score, at: 5}
        groups: [race, sex]
        replicates: 0
        """;

    /// <summary>ProPublica, "How We Analyzed the COMPAS Recidivism Algorithm", 2016: contingency tables.</summary>
    [Theory]
    [InlineData("*", 5, 32.35, 37.40, .61, 1.94)]
    [InlineData("African-American", 5, 44.85, 27.99, .63, 1.61)]
    [InlineData("Caucasian", 5, 23.45, 47.72, .59, 2.23)]
    [InlineData("Caucasian", 8, 5.44, 79.81, .71, 3.71)]
    [InlineData("African-American", 8, 15.82, 61.02, .72, 2.46)]
    public void ProPublica_found_these_rates(string group, int at, double fpr, double fnr, double ppv, double ratio)
    {
        var report = Figures.Run(Compas.Replace("at: 5", $"at: {at}", StringComparison.Ordinal), Folders.Shared("data/audit/compas-two-years.csv"));
        report.Figure(group, "fpr").Is(fpr / 100, 4);
        report.Figure(group, "fnr").Is(fnr / 100, 4);
        report.Figure(group, "ppv").Is(ppv, 2);
        report.Figure(group, "lr_plus").Is(ratio, 2);
    }

    [Fact]
    public void ProPublica_left_6172_of_7214_rows()
    {
        var report = Figures.Run("""
            audit: compas
            data:
              outcome: two_year_recid
              score: {column: decile_score, at: 5}
              where:
                - {column: days_b_screening_arrest, from: -30, to: 30}
                - {column: is_recid, not: ["-1"]}
                - {column: c_charge_degree, not: [O]}
                - {column: score_text, not: [N/A]}
            groups: [race, sex, score_text]
            replicates: 0
            """, Folders.Shared("data/audit/compas-two-years.csv"));
        Assert.Equal((6172, 1042), (report.Cells.Notes.Rows, report.Cells.Notes.Filtered));
        Assert.Equal([3175, 2103], new[] { "African-American", "Caucasian" }.Select(g => report.Figure(g, "sel").N));
        Assert.Equal([3421, 1607, 1144, 4997], new[] { "Low", "Medium", "High", "Male" }.Select(g => report.Figure(g, "sel").N));
        report.Figure("*", "base_rate").Is(.4551199, 7);
    }

    /// <summary>The demonstration that aequitas ships: disparities with reference Hispanic, Male, 25 - 45.</summary>
    [Theory]
    [InlineData("African-American", "Hispanic", "fpr", 2.087696)]
    [InlineData("African-American", "Hispanic", "fnr", .503301)]
    [InlineData("African-American", "Hispanic", "fdr", .808669)]
    [InlineData("African-American", "Hispanic", "ppr", 11.442105)]
    [InlineData("African-American", "Hispanic", "sel", 1.972030)]
    [InlineData("Less than 25", "25 - 45", "fpr", 1.621868)]
    public void Aequitas_shows_these_disparities(string group, string reference, string metric, double expected)
    {
        var report = Figures.Run("""
            audit: aequitas
            data: {outcome: label_value, decision: score}
            groups: [race, sex, age_cat]
            replicates: 0
            """, Folders.Shared("data/audit/compas-aequitas.csv"));
        Assert.Equal(expected, Math.Round(report.Figure(group, metric).Value / report.Figure(reference, metric).Value, 6));
    }

    [Fact]
    public void Adult_has_these_shares()
    {
        var report = Figures.Run("""
            audit: adult
            data: {decision: {column: income-per-year, positive: [">50K"]}}
            groups: [{column: sex, reference: Male}]
            checks:
              - {metric: sel, compare: ratio, to: reference, at_least: 0.8}
              - {metric: sel, compare: difference, to: reference, at_least: -0.05}
            """, Folders.Shared("data/audit/adult.csv"));
        report.Figure("*", "sel").Is(.2408, 4);
        report.Figure("Male", "sel").Is(.3057, 4);
        report.Figure("Female", "sel").Is(.1095, 4);
        report.Checks[0].Comparisons[0].Value.Is(.3580, 4);
        report.Checks[1].Comparisons[0].Value.Is(-.1963, 4);
        Assert.All(report.Checks, c => Assert.Equal(Inference.Verdict.Fail, c.Verdict));
    }

    [Fact]
    public void German_credit_by_age_has_these_shares()
    {
        var report = Figures.Run("""
            audit: german
            data: {decision: {column: credit, positive: ["1"]}}
            groups: [{column: age, bands: [26], reference: 26+}]
            checks: [{metric: sel, compare: ratio, to: reference, at_least: 0.8}, {metric: sel, compare: difference, to: reference, at_least: -0.1}]
            """, Folders.Shared("data/audit/german-credit.csv"));
        Assert.Equal((810, 190), (report.Figure("26+", "sel").N, report.Figure("<26", "sel").N));
        report.Figure("26+", "sel").Is(.7284, 4);
        report.Figure("<26", "sel").Is(.5789, 4);
        report.Checks[0].Comparisons[0].Value.Is(.7948, 4);
        report.Checks[1].Comparisons[0].Value.Is(-.1494, 4);
    }

    /// <summary>Bickel, Hammel, O'Connell, Science 187 (1975), the six largest departments: the disparity turns when departments are held equal.</summary>
    [Fact]
    public void Berkeley_turns_round_when_departments_are_held_equal()
    {
        var report = Figures.RunText("""
            audit: berkeley
            data: {decision: {column: admit, positive: [Admitted]}, count: freq}
            groups: [gender]
            controls: [dept]
            """, Figures.Berkeley);
        Assert.Equal((2691, 1835), (report.Figure("Male", "sel").N, report.Figure("Female", "sel").N));
        report.Figure("Male", "sel").Is(.445, 3);
        report.Figure("Female", "sel").Is(.304, 3);
        var women = report.Conditional.Single(c => c.Level == "Female");
        women.Disparity.Is(.1438, 4);
        women.Conditional.Is(-.0193, 4);
    }
}

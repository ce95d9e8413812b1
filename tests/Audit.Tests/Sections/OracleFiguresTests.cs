using System.Text.Json;
using Haechi.Audit.Metrics;
using Haechi.Audit.Reporting;
using Haechi.Audit.Tests.Explaining;
using Haechi.Audit.Tests.Support;

namespace Haechi.Audit.Tests.Sections;

/// <summary>Figures of SciPy 1.10 and scikit-learn 1.2 for the same data: nobody here wrote them.</summary>
public sealed class OracleFiguresTests
{
    private const double Z = 1.959963984540054;

    private readonly string _folder = Oracle.Python("metrics.py", "scipy, sklearn");

    private JsonElement Expected(params string[] path) => path.Aggregate(Oracle.Index(_folder), (json, key) => json.GetProperty(key));

    private AuditReport Run(string plan, string file) => Figures.Run(plan + "\nreplicates: 0\n", Path.Combine(_folder, file));

    private static void Near(double expected, double found, double within = 1e-9) => Assert.InRange(found, expected - within, expected + within);

    [Fact]
    public void Classes_are_judged_as_scikit_learn_judges_them()
    {
        var report = Run("audit: x\ndata: {outcome: y, decision: p}\ngroups: [g]\nclasses: true", "classes.csv");
        foreach (var group in Expected("classes").EnumerateObject())
        {
            foreach (var figure in group.Value.EnumerateObject())
            {
                Near(figure.Value.GetDouble(), report.Of("classes", figure.Name, "g", group.Name).Value);
            }
        }
        // No label was called positive, so nothing here is a yes.
        Assert.Empty(report.Sets[0].Everybody.Figures);
        Assert.Null(report.Section("criteria"));
    }

    [Fact]
    public void Predicted_numbers_are_judged_as_scikit_learn_and_scipy_judge_them()
    {
        var report = Run("audit: x\ndata: {actual: y, predicted: p}\ngroups: [{column: g, reference: a}]", "numbers.csv");
        foreach (var group in Expected("numbers").EnumerateObject())
        {
            Estimate Of(string figure) => report.Of("regression", figure, "g", group.Name);
            double Said(string figure) => group.Value.GetProperty(figure).GetDouble();
            foreach (var figure in new[] { "mae", "rmse", "r2", "correlation", "bias", "mean_predicted" })
            {
                Near(Said(figure), Of(figure).Value, 1e-7);
            }
            Near(Said("correlation_low"), Of("correlation").Low, 1e-7);
            Near(Said("correlation_high"), Of("correlation").High, 1e-7);
            Near(Said("bias_error"), (Of("bias").High - Of("bias").Low) / 2 / Z, 1e-7);
            Near(Said("mae_error"), (Of("mae").High - Of("mae").Low) / 2 / Z, 1e-7);
        }
        Near(Expected("numbers", "b", "rmse").GetDouble() / Expected("numbers", "a", "rmse").GetDouble(), report.Of("regression_gaps", "rmse_ratio", "g", "b", "a").Value, 1e-7);
        Assert.True(report.Of("regression_gaps", "bias_difference", "g", "b", "a").High < 0);
    }

    [Fact]
    public void Lists_have_the_quality_that_scikit_learn_finds()
    {
        var report = Run("audit: x\ndata: {}\nranking: {rank: place, query: user, relevance: gain, at: 3}\ngroups: [g]", "lists.csv");
        foreach (var group in Expected("lists").EnumerateObject())
        {
            var found = report.Of("ranking", "ndcg", "g", group.Name);
            Near(group.Value.GetProperty("ndcg").GetDouble(), found.Value);
            Near(group.Value.GetProperty("error").GetDouble(), (found.High - found.Low) / 2 / Z);
            // Users' groups fill whole lists, so each has the same places.
            Near(.25, report.Of("ranking", "top", "g", group.Name).Value);
            Near(1, report.Of("ranking", "exposure_ratio", "g", group.Name).Value);
        }
        Near(0, report.Of("ranking_whole", "exposure_distance", "g").Value);
    }

    [Fact]
    public void Drift_has_the_distances_and_tests_that_scipy_finds()
    {
        var report = Run("audit: x\ndata: {decision: granted}\ngroups: [g]\nperiod: {column: when, reference: 2024}\nfeatures: [level, kind]", "drift.csv");
        foreach (var column in Expected("drift").EnumerateObject())
        {
            foreach (var figure in column.Value.EnumerateObject())
            {
                Near(figure.Value.GetDouble(), report.Of("drift", figure.Name, column.Name, "2025").Value, figure.Name.EndsWith("_p", StringComparison.Ordinal) ? figure.Value.GetDouble() * 1e-6 : 1e-9);
            }
        }
        Near(Expected("chance").GetDouble(), report.Of("drift", "psi_chance", "level", "2025").Value);
        Assert.Null(report.Section("drift")!.Find("psi", "level", "2024"));
        // Words have no order, so no distance along one.
        Assert.Equal(Reasons.Undefined, report.Of("drift", "ks", "kind", "2025").NotEstimable);
        Assert.True(report.Of("trend_test", "sel", "*", "*").Value < 1e-6);
        Assert.Equal(6, report.Section("trend")!.Rows.Count);
    }

    [Fact]
    public void Proxies_are_as_strong_as_scipy_and_scikit_learn_find_them()
    {
        var report = Run("audit: x\ndata: {decision: d}\ngroups: [sex]\nfeatures: [job, pay]", "proxies.csv");
        foreach (var figure in Expected("proxies").EnumerateObject())
        {
            Near(figure.Value.GetDouble(), report.Of("proxies", figure.Name, "job", "sex").Value, figure.Name == "chi2_p" ? figure.Value.GetDouble() * 1e-6 : 1e-9);
        }
        // Ten bands of pay, of nearly equal size.
        Assert.Equal(10, report.Of("features", "values", "pay").Value);
        Assert.InRange(report.Of("features", "most_frequent", "pay").Value, .09, .115);
    }

    [Fact]
    public void Scores_are_compared_as_scikit_learn_and_scipy_compare_them()
    {
        var report = Run("audit: x\ndata: {outcome: y, score: score}\ngroups: [{column: sex, reference: m}]", "scores.csv");
        foreach (var figure in Expected("scores").EnumerateObject())
        {
            var within = figure.Name is "abroca" ? 2e-5 : figure.Name.StartsWith("calibration", StringComparison.Ordinal) ? 1e-4 : 1e-9;
            var found = figure.Name is "auc" or "brier" ? report.Figure("f", figure.Name) : report.Of("scores", figure.Name, "sex", "f", "m");
            Near(figure.Value.GetDouble(), found.Value, within);
        }
    }

    [Fact]
    public void Classes_of_equal_rows_are_as_small_and_as_telling_as_numpy_counts_them()
    {
        var report = Run("audit: x\ndata: {decision: d}\ngroups: [town]\nprivacy: {quasi: [age, town], sensitive: [ill, income]}", "rows.csv");
        double Said(string figure) => Expected("rows", figure).GetDouble();
        Assert.Equal((Said("k"), Said("classes")), (report.Of("privacy", "k", "age, town").Value, report.Of("privacy", "classes", "age, town").Value));
        Near(1 / Said("k"), report.Of("privacy", "risk_highest", "age, town").Value);
        Assert.Equal(Said("l"), report.Of("sensitive", "l", "ill").Value);
        Near(Said("l_entropy"), report.Of("sensitive", "l_entropy", "ill").Value);
        Near(Said("t_words"), report.Of("sensitive", "t", "ill").Value);
        Near(Said("t_numbers"), report.Of("sensitive", "t", "income").Value);
    }
}

using Haechi.Audit.Explaining;
using Haechi.Audit.Explaining.Trees;

namespace Haechi.Audit.Tests.Explaining;

/// <summary>Exact explanations beside XGBoost's own, and beside the definition of Shapley values.</summary>
public sealed class TreeShapTests
{
    private const string Script = "xgboost_oracle.py";

    [Theory]
    [InlineData("binary", 1)]
    [InlineData("dart", 1)]
    [InlineData("forest", 1)]
    [InlineData("logit-raw", 1)]
    [InlineData("deep", 1)]
    [InlineData("poisson", 1)]
    [InlineData("classes", 4)]
    [InlineData("categories", 1)]
    public void Trees_are_explained_as_XGBoost_explains_them(string name, int outputs)
    {
        var folder = Oracle.Python(Script, "xgboost");
        var model = Oracle.Model<TreeEnsemble>(Path.Combine(folder, name + ".json"));
        Assert.Equal(outputs, model.Outputs);
        var rows = Oracle.Rows(Path.Combine(folder, name + ".rows"), model.Features);
        var parts = TreeShap.Explain(model, rows);
        Near(Oracle.Numbers(Path.Combine(folder, name + ".parts")), parts.Values, 1e-5);
        Near(Oracle.Numbers(Path.Combine(folder, name + ".answers")), model.Predict(rows), 1e-5, relative: true);
        AddUp(model, rows, parts);
    }

    [Fact]
    public void A_linear_booster_is_explained_as_XGBoost_explains_it()
    {
        var folder = Oracle.Python(Script, "xgboost");
        var model = Oracle.Model<LinearModel>(Path.Combine(folder, "linear.json"));
        var rows = Oracle.Rows(Path.Combine(folder, "linear.rows"), model.Features);
        Near(Oracle.Numbers(Path.Combine(folder, "linear.parts")), model.Explain(rows, new double[rows.Width]).Values, 1e-5);
        Near(Oracle.Numbers(Path.Combine(folder, "linear.answers")), model.Predict(rows), 1e-5);
    }

    [Theory]
    [InlineData("binary")]
    [InlineData("classes")]
    [InlineData("categories")]
    public void The_parts_are_the_Shapley_values_of_the_definition(string name)
    {
        var folder = Oracle.Python(Script, "xgboost");
        var model = Oracle.Model<TreeEnsemble>(Path.Combine(folder, name + ".json"));
        var rows = Oracle.Rows(Path.Combine(folder, name + ".rows"), model.Features).Spread(3);
        var parts = TreeShap.Explain(model, rows);
        for (var row = 0; row < rows.Rows; row++)
        {
            for (var output = 0; output < model.Outputs; output++)
            {
                Near(BruteForce.Of(model, rows.Row(row), output), parts.Of(row, output)[..^1], 1e-11);
            }
        }
    }

    [Fact]
    public void Random_trees_of_every_depth_give_the_values_of_the_definition()
    {
        var random = new Random(7);
        for (var round = 0; round < 60; round++)
        {
            var model = RandomTrees.Make(random, features: 1 + (round % 11), depth: 1 + (round % 14), emptyNodes: round % 3 == 0);
            var rows = RandomTrees.Rows(random, model, 3);
            var parts = TreeShap.Explain(model, rows);
            for (var row = 0; row < rows.Rows; row++)
            {
                Near(BruteForce.Of(model, rows.Row(row), 0), parts.Of(row, 0)[..^1], 1e-10);
            }
            AddUp(model, rows, parts);
        }
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        var random = new Random(11);
        var model = RandomTrees.Make(random, features: 9, depth: 7, emptyNodes: false);
        var rows = RandomTrees.Rows(random, model, 2000);
        Assert.Equal(TreeShap.Explain(model, rows).Values, TreeShap.Explain(model, rows, threads: 2).Values);
    }

    [Fact]
    public void Covers_counted_from_rows_make_the_base_the_mean_of_their_margins()
    {
        var random = new Random(13);
        var rows = RandomTrees.Rows(random, RandomTrees.Make(random, 5, 6, false), 500);
        var model = RandomTrees.Make(random, 5, 6, false).CoverFrom(rows);
        Assert.Equal(model.Margin(rows).Average(), TreeShap.Explain(model, rows).Base(0, 0), 1e-9);
    }

    internal static void AddUp(AdditiveModel model, FeatureMatrix rows, Attributions parts)
    {
        var margins = model.Margin(rows);
        for (var at = 0; at < margins.Length; at++)
        {
            Assert.Equal(margins[at], parts.Sum(at / model.Outputs, at % model.Outputs), 1e-9);
        }
    }

    internal static void Near(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, double most, bool relative = false)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            var limit = relative ? most * Math.Max(1, Math.Abs(expected[i])) : most;
            Assert.True(Math.Abs(expected[i] - actual[i]) <= limit, $"number {i}: expected {expected[i]:R}, found {actual[i]:R}");
        }
    }
}

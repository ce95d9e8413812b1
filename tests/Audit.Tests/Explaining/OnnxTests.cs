using Haechi.Audit.Explaining;
using Haechi.Audit.Explaining.Trees;

namespace Haechi.Audit.Tests.Explaining;

/// <summary>ONNX files beside ONNX Runtime, and their explanations beside the definition.</summary>
public sealed class OnnxTests
{
    private const int Width = 6;

    [Theory]
    [InlineData("boosted", "rows")]
    [InlineData("boosted", "missing")]
    [InlineData("forest", "rows")]
    [InlineData("forest", "missing")]
    [InlineData("branch_leq", "rows")]
    [InlineData("branch_leq", "missing")]
    [InlineData("branch_lt", "rows")]
    [InlineData("branch_gt", "rows")]
    [InlineData("branch_gt", "missing")]
    [InlineData("branch_gte", "rows")]
    [InlineData("linear", "rows")]
    [InlineData("regression", "rows")]
    public void Files_answer_as_in_ONNX_Runtime(string name, string rows)
    {
        var folder = Oracle.Python("onnx_oracle.py", "onnx, sklearn");
        var model = Oracle.Model<AdditiveModel>(Path.Combine(folder, name + ".onnx"));
        var scores = Oracle.OnnxRuntime(folder, rows, name, Width);
        var answers = model.Predict(Oracle.Rows(Path.Combine(folder, rows), model.Features));
        var each = scores.Length / (answers.Length / model.Outputs);
        // A yes or no model has two columns there, the second of which is the yes.
        double[] theirs = each == model.Outputs ? scores : [.. scores.Where((_, i) => i % 2 == 1)];
        TreeShapTests.Near(theirs, answers, 2e-6);
    }

    [Theory]
    [InlineData("boosted")]
    [InlineData("forest")]
    [InlineData("branch_gt")]
    public void Trees_with_counts_of_rows_are_explained_as_the_definition_says(string name)
    {
        var folder = Oracle.Python("onnx_oracle.py", "onnx, sklearn");
        var model = Oracle.Model<TreeEnsemble>(Path.Combine(folder, name + ".onnx"));
        Assert.True(model.HasCover);
        var rows = Oracle.Rows(Path.Combine(folder, "missing"), model.Features).Spread(4);
        var parts = TreeShap.Explain(model, rows);
        TreeShapTests.AddUp(model, rows, parts);
        for (var output = 0; output < model.Outputs; output++)
        {
            TreeShapTests.Near(BruteForce.Of(model, rows.Row(1), output), parts.Of(1, output)[..^1], 1e-11);
        }
    }

    [Fact]
    public void Trees_whose_counts_are_all_1_need_rows_to_count()
    {
        var folder = Oracle.Python("onnx_oracle.py", "onnx, sklearn");
        var model = Oracle.Model<TreeEnsemble>(Path.Combine(folder, "branch_lt.onnx"));
        Assert.False(model.HasCover);
        var rows = Oracle.Rows(Path.Combine(folder, "rows"), model.Features);
        Assert.Throws<ArgumentException>(() => TreeShap.Explain(model, rows));
        var counted = model.CoverFrom(rows);
        var parts = TreeShap.Explain(counted, rows);
        Assert.Equal(model.Margin(rows).Average(), parts.Base(0, 0), 1e-9);
        TreeShapTests.AddUp(counted, rows, parts);
    }
}

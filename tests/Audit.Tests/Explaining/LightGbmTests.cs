using System.Text;
using Haechi.Audit.Explaining;
using Haechi.Audit.Explaining.Trees;

namespace Haechi.Audit.Tests.Explaining;

/// <summary>LightGBM's text files beside LightGBM itself.</summary>
public sealed class LightGbmTests
{
    private const int Width = 6;
    private const string Common = "verbosity=-1 num_threads=1 deterministic=true seed=3 min_data_in_leaf=5 min_data_per_group=5 cat_smooth=1 max_cat_to_onehot=2";

    [Theory]
    [InlineData("objective=binary num_leaves=31", 30, 1, 2)]
    [InlineData("objective=binary num_leaves=15 sigmoid=0.7 use_missing=false", 20, 1, 2)]
    [InlineData("objective=binary num_leaves=15 zero_as_missing=true", 20, 1, 2)]
    [InlineData("objective=multiclass num_class=3 num_leaves=7", 10, 3, 3)]
    [InlineData("objective=multiclassova num_class=3 num_leaves=7", 10, 3, 3)]
    [InlineData("objective=regression num_leaves=63 max_depth=-1", 25, 1, 0)]
    [InlineData("objective=poisson num_leaves=15", 25, 1, 3)]
    [InlineData("objective=binary boosting=rf bagging_freq=1 bagging_fraction=0.5 num_leaves=31", 12, 1, 2)]
    [InlineData("objective=binary boosting=dart drop_rate=0.5 num_leaves=15", 12, 1, 2)]
    [InlineData("objective=binary num_leaves=31 categorical_feature=4,5", 25, 1, 2)]
    public void Trees_are_explained_as_LightGBM_explains_them(string parameters, int rounds, int outputs, int classes)
    {
        var (rows, labels) = Data(1500, classes);
        var theirs = LightGbm.Train(rows, Width, labels, $"{Common} {parameters}", rounds);
        var read = ModelFile.Read(Encoding.UTF8.GetBytes(theirs.Model), "model.txt");
        Assert.True(read.Done, read.Problem?.ToLine("en"));
        var model = Assert.IsType<TreeEnsemble>(read.Value);
        Assert.Equal(outputs, model.Outputs);
        Assert.Equal(parameters.Contains("categorical", StringComparison.Ordinal), model.IsCategory(4));
        var data = new FeatureMatrix(model.Features, rows);
        var parts = TreeShap.Explain(model, data);
        TreeShapTests.Near(theirs.Answers, model.Predict(data), 1e-9, relative: true);
        // For a random forest LightGBM answers the mean of its rounds but divides their sum; ours are parts of the answer.
        var rounded = parameters.Contains("boosting=rf", StringComparison.Ordinal) ? rounds : 1;
        TreeShapTests.Near([.. theirs.Parts.Select(p => p / rounded)], parts.Values, 1e-9, relative: true);
        TreeShapTests.AddUp(model, data, parts);
    }

    [Fact]
    public void A_file_that_was_cut_off_is_refused_with_its_line()
    {
        var (rows, labels) = Data(300, 2);
        var text = LightGbm.Train(rows, Width, labels, $"{Common} objective=binary", 3).Model;
        var cut = ModelFile.Read(Encoding.UTF8.GetBytes(text[..text.IndexOf("end of trees", StringComparison.Ordinal)]), "model.txt");
        Assert.Equal("model-damaged", cut.Problem!.Code);
        Assert.Matches(@"^model\.txt:\d+: .*end of trees", cut.Problem.ToLine("en"));
        var wrong = ModelFile.Read(Encoding.UTF8.GetBytes(text.Replace("left_child=1", "left_child=9999", StringComparison.Ordinal)), "model.txt");
        Assert.False(wrong.Done);
        Assert.Contains("Tree=", wrong.Problem!.Where, StringComparison.Ordinal);
    }

    /// <summary>Numbers, exact zeros, gaps and two columns of categories.</summary>
    private static (double[] Rows, float[] Labels) Data(int count, int classes)
    {
        var random = new Random(5);
        var rows = new double[count * Width];
        var labels = new float[count];
        for (var row = 0; row < count; row++)
        {
            var own = rows.AsSpan(row * Width, Width);
            for (var i = 0; i < Width; i++)
            {
                own[i] = i < 4 ? (random.NextDouble() * 4) - 2 : random.Next(i == 4 ? 50 : 3);
                own[i] = random.Next(12) switch { 0 => double.NaN, 1 => 0, _ => own[i] };
            }
            var sum = (double.IsNaN(own[0]) ? 1 : own[0]) + (double.IsNaN(own[1]) ? 0 : own[1] * own[1]) + (double.IsNaN(own[4]) ? 1 : Math.Sin(own[4] * 7) * 2) + random.NextDouble();
            labels[row] = classes switch { 0 => (float)sum, 2 => sum > 1 ? 1 : 0, _ => sum > 2 ? 2 : sum > 0 ? 1 : 0 };
        }
        return (rows, labels);
    }
}

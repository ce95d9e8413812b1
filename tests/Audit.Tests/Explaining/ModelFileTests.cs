using System.Text;
using Haechi.Audit.Explaining;

namespace Haechi.Audit.Tests.Explaining;

/// <summary>Files from strangers: understood, or refused with the place; never a fault, never without end.</summary>
public sealed class ModelFileTests
{
    private const string Tree = """{"base_weights":[0,1,2],"categories":[],"categories_nodes":[],"categories_segments":[],"categories_sizes":[],"default_left":[0,0,0],"left_children":[1,-1,-1],"right_children":[2,-1,-1],"split_conditions":[0.5,1,2],"split_indices":[0,0,0],"split_type":[0,0,0],"sum_hessian":[4,1,3],"tree_param":{"num_nodes":"3","size_leaf_vector":"0"}}""";

    private static string Model(string tree = Tree, string objective = "binary:logistic", string booster = "gbtree", string classes = "0", string score = "5E-1") =>
        $$$"""{"learner":{"feature_names":["소득"],"feature_types":[],"gradient_booster":{"model":{"gbtree_model_param":{"num_trees":"1"},"tree_info":[0],"trees":[{{{tree}}}]},"name":"{{{booster}}}"},"learner_model_param":{"base_score":"{{{score}}}","num_class":"{{{classes}}}","num_feature":"1","num_target":"1"},"objective":{"name":"{{{objective}}}"}},"version":[1,7,4]}""";

    private static ModelResult<AdditiveModel> Read(string text, string name = "m.json") => ModelFile.Read(Encoding.UTF8.GetBytes(text), name);

    [Fact]
    public void A_sound_file_is_read()
    {
        var model = Read(Model()).Value;
        Assert.Equal(["소득"], model.Features);
        Assert.Equal([1, 2, 2], model.Margin(new FeatureMatrix(model.Features, [0.4, 0.5, double.NaN])));
    }

    [Theory]
    [InlineData("\"left_children\":[1,-1,-1]", "\"left_children\":[7,-1,-1]", "trees[0]", "points to node 7")]
    [InlineData("\"left_children\":[1,-1,-1]", "\"left_children\":[0,-1,-1]", "trees[0]", "reached twice")]
    [InlineData("\"left_children\":[1,-1,-1]", "\"left_children\":[2,-1,-1]", "trees[0]", "reached twice")]
    [InlineData("\"right_children\":[2,-1,-1]", "\"right_children\":[2,-1]", "right_children", "2 entries for 3 nodes")]
    [InlineData("\"split_indices\":[0,0,0]", "\"split_indices\":[3,0,0]", "node 0", "asks for feature 3")]
    [InlineData("\"split_indices\":[0,0,0]", "\"split_indices\":[-3,0,0]", "split_indices[0]", "negative")]
    [InlineData("\"split_conditions\":[0.5,1,2]", "\"split_conditions\":[NaN,1,2]", "node 0", "threshold is not a number")]
    [InlineData("\"split_conditions\":[0.5,1,2]", "\"split_conditions\":[0.5,NaN,2]", "node 1", "not a finite number")]
    [InlineData("\"split_conditions\":[0.5,1,2]", "\"split_conditions\":[0.5,\"x\",2]", "split_conditions[1]", "expected a finite number")]
    [InlineData("\"sum_hessian\":[4,1,3]", "\"sum_hessian\":[4,-1,3]", "node 1", "at least 0")]
    [InlineData("\"split_type\":[0,0,0]", "\"split_type\":[1,0,0]", "categories_nodes", "categories of node 0 are missing")]
    [InlineData("\"split_type\":[0,0,0]", "\"split_type\":[9,0,0]", "split_type[0]", "not known")]
    [InlineData("\"size_leaf_vector\":\"0\"", "\"size_leaf_vector\":\"4\"", "size_leaf_vector", "not read")]
    public void A_damaged_tree_is_refused_with_its_place(string sound, string damaged, string place, string reason)
    {
        Assert.Contains(sound, Tree, StringComparison.Ordinal);
        var problem = Read(Model(Tree.Replace(sound, damaged, StringComparison.Ordinal))).Problem;
        Assert.NotNull(problem);
        Assert.Contains(place, problem.Where, StringComparison.Ordinal);
        Assert.Contains(reason, problem.Message.En, StringComparison.Ordinal);
        Assert.Contains(problem.Message.Ko, c => c is >= '가' and <= '힣');
    }

    [Fact]
    public void What_is_not_explained_is_refused_by_name()
    {
        Assert.Contains("own:loss", Read(Model(objective: "own:loss")).Problem!.Message.En, StringComparison.Ordinal);
        Assert.Contains("forest", Read(Model(booster: "forest")).Problem!.Message.En, StringComparison.Ordinal);
        Assert.Equal("model-not-read", ModelFile.Read([0x7b, 0x4c, 0, 0], "m.ubj").Problem!.Code);
        Assert.Equal("model-not-read", Read("hello").Problem!.Code);
        Assert.Equal("model-not-read", Read("").Problem!.Code);
        Assert.Equal("model-not-read", Read("{\"a\":1}").Problem!.Code);
        Assert.Contains("base_score", Read(Model(score: "x")).Problem!.Where, StringComparison.Ordinal);
    }

    [Fact]
    public void The_base_score_of_later_versions_is_read_too() =>
        Assert.Equal(Read(Model()).Value.Margin(new FeatureMatrix(["소득"], [0])), Read(Model(score: "[5E-1]")).Value.Margin(new FeatureMatrix(["소득"], [0])));

    [Fact]
    public void A_file_changed_anywhere_is_read_or_refused_but_never_a_fault()
    {
        var random = new Random(3);
        byte[][] sound = [Encoding.UTF8.GetBytes(Model()), Encoding.UTF8.GetBytes(LightGbmText()), OnnxBytes.Tiny()];
        foreach (var original in sound)
        {
            Assert.True(ModelFile.Read(original, "m").Done);
            for (var round = 0; round < 2000; round++)
            {
                var bytes = original.ToArray();
                for (var change = random.Next(1, 4); change > 0; change--)
                {
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                }
                var read = ModelFile.Read(random.Next(4) == 0 ? bytes[..random.Next(bytes.Length)] : bytes, "m");
                Assert.True(read.Done || read.Problem!.Message.En.Length > 0);
            }
        }
    }

    [Fact]
    public void Nested_JSON_without_end_is_refused() => Assert.False(Read("{\"learner\":" + new string('[', 100_000)).Done);

    [Fact]
    public void A_linear_model_of_our_own_form_is_read()
    {
        var model = Read("""{"linear":{"intercept":-1,"link":"logistic","coefficients":{"income":0.5,"age":-0.1}}}""").Value;
        Assert.Equal(1 / (1 + Math.Exp(-(-1 + (0.5 * 4) - (0.1 * 10)))), model.Predict(new FeatureMatrix(model.Features, [4, 10]))[0], 1e-12);
        Assert.Contains("link", Read("""{"linear":{"link":"probit","coefficients":{"income":0.5}}}""").Problem!.Where, StringComparison.Ordinal);
    }

    private static string LightGbmText() => """
        tree
        version=v4
        num_class=1
        num_tree_per_iteration=1
        label_index=0
        max_feature_idx=1
        objective=binary sigmoid:1
        feature_names=a b

        Tree=0
        num_leaves=3
        num_cat=0
        split_feature=0 1
        threshold=0.5 0.25
        decision_type=2 10
        left_child=1 -1
        right_child=-2 -3
        leaf_value=0.1 -0.2 0.3
        leaf_count=10 20 30
        internal_count=60 40
        is_linear=0
        shrinkage=1


        end of trees
        """.ReplaceLineEndings("\n");
}

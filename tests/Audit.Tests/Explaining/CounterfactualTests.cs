using Haechi.Audit.Explaining;
using Haechi.Audit.Explaining.Changing;
using Haechi.Audit.Explaining.Trees;

namespace Haechi.Audit.Tests.Explaining;

/// <summary>What could be changed, and honesty when nothing can.</summary>
public sealed class CounterfactualTests
{
    private static readonly WantedAnswer Yes = new(0, 0.5, AtLeast: true);

    private static CounterfactualSearch Find(IModel model, double[] row, FeatureMatrix data, string actionable, int most = 3, long budget = 500_000) =>
        Counterfactuals.Find(model, row, data, Actionable.Parse(actionable).Value, Yes, most, budget).Value;

    [Fact]
    public void What_is_found_gives_the_wanted_answer_within_the_bounds()
    {
        var random = new Random(21);
        var met = 0;
        for (var round = 0; round < 40; round++)
        {
            var model = RandomTrees.Make(random, features: 5, depth: 5, emptyNodes: false);
            var data = RandomTrees.Rows(random, model, 60);
            var limit = new WantedAnswer(0, model.Predict(data).Order().ElementAt(50), true);
            var search = Counterfactuals.Find(model, data.Row(0), data, Actionable.Parse("x0:up,x1:down,x2:..0.8,x4").Value, limit).Value;
            foreach (var found in search.Found)
            {
                met++;
                var changed = data.Row(0).ToArray();
                foreach (var change in found.Changes)
                {
                    changed[int.Parse(change.Feature[1..], System.Globalization.CultureInfo.InvariantCulture)] = change.To;
                    Assert.True(change.Feature switch { "x0" => !(change.To < change.From), "x1" => !(change.To > change.From), "x2" => change.To <= 0.8, "x4" => true, _ => false });
                }
                Assert.Equal(found.Answer, model.Predict(new FeatureMatrix(model.Features, changed))[0]);
                Assert.True(limit.Met(found.Answer));
            }
        }
        Assert.True(met > 20, $"only {met} were found");
    }

    [Fact]
    public void The_fewest_changes_come_first_and_the_cheapest_of_them()
    {
        var model = new SampledShapTests.Formula(3, x => (0.6 * x[0]) + (0.6 * x[1]) + (0.01 * x[2]));
        var search = Find(model, [0, 0, 0], SampledShapTests.Rows(3, 200, 3), "x0,x1,x2");
        Assert.Equal(1, search.MostChanges);
        Assert.All(search.Found, f => Assert.Single(f.Changes));
        Assert.Equal(search.Found.Select(f => f.Cost).Order(), search.Found.Select(f => f.Cost));
        Assert.Equal(2, search.Found.Count);
    }

    [Fact]
    public void Nothing_within_the_bounds_of_trees_is_a_proof()
    {
        var model = Stump(threshold: 0.7);
        var data = new FeatureMatrix(model.Features, [0.1, 0.2, 0.9, 0.4]);
        var search = Find(model, [0.1, 0.2], data, "x0:..0.6,x1");
        Assert.Empty(search.Found);
        Assert.True(search.Complete && search.Proof);
        var possible = Find(model, [0.1, 0.2], data, "x0");
        Assert.Equal(0.9, possible.Found[0].Changes[0].To);
    }

    [Fact]
    public void A_search_that_could_not_try_everything_does_not_claim_a_proof()
    {
        var model = new SampledShapTests.Formula(6, x => -x.Sum());
        var search = Find(model, [0.5, 0.5, 0.5, 0.5, 0.5, 0.5], SampledShapTests.Rows(6, 300, 3), "x0,x1,x2,x3,x4,x5", budget: 500);
        Assert.Empty(search.Found);
        Assert.False(search.Complete);
        Assert.False(search.Proof);
        Assert.InRange(search.Tried, 1, 501);
        var whole = Find(model, [0.5, 0.5, 0.5, 0.5, 0.5, 0.5], SampledShapTests.Rows(6, 30, 3), "x0,x1", 2);
        Assert.True(whole.Complete);
        Assert.False(whole.Proof);
    }

    [Fact]
    public void An_answer_that_is_wanted_already_needs_no_change() =>
        Assert.True(Find(Stump(0.7), [0.9, 0], new FeatureMatrix(["x0", "x1"], [0.1, 0.2]), "x0").AlreadyMet);

    [Fact]
    public void Whole_numbers_stay_whole()
    {
        var model = Stump(threshold: 2.3);
        var search = Find(model, [1, 0], new FeatureMatrix(model.Features, [1, 0, 2, 0, 9, 0]), "x0:up:..5");
        Assert.Equal(3, search.Found[0].Changes[0].To);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a,a")]
    [InlineData("a:sideways")]
    [InlineData("a:1..x")]
    [InlineData("a:5..1")]
    public void A_declaration_that_is_none_is_refused(string text) => Assert.Equal("wrong-use", Actionable.Parse(text).Problem!.Code);

    [Fact]
    public void A_declaration_is_read_with_direction_and_bounds() =>
        Assert.Equal([new Actionable("a"), new("b", Direction.Up), new("c", Direction.Down, 0, 10), new("d", Direction.Any, null, 5)], Actionable.Parse("a, b:up, c:down:0..10, d:..5").Value);

    [Fact]
    public void A_feature_that_the_model_does_not_have_is_refused_by_name() =>
        Assert.Contains("x9", Counterfactuals.Find(Stump(1), [0, 0], new FeatureMatrix(["x0", "x1"], [0, 0]), [new Actionable("x9")], Yes).Problem!.Where, StringComparison.Ordinal);

    private static TreeEnsemble Stump(double threshold) => new()
    {
        Format = "stump", Features = ["x0", "x1"], Outputs = 1, HasCover = true, Base = [0],
        Trees = [TreeBuilder.Build(3, i => i == 0 ? new(0, Split.Less, threshold, 1, 2, 2, 0, null) : new(-1, Split.Less, 0, -1, -1, 1, i == 2 ? 1 : 0, null), 0, 2, 0, "stump")],
    };
}

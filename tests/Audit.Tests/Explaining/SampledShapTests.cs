using Haechi.Audit.Explaining;
using Haechi.Audit.Explaining.Sampling;

namespace Haechi.Audit.Tests.Explaining;

/// <summary>Models that can only be asked: values beside the definition, importance and curves beside what is known of the model.</summary>
public sealed class SampledShapTests
{
    /// <summary>Any formula as a model.</summary>
    internal sealed class Formula(int width, Func<double[], double> answer) : IModel
    {
        public IReadOnlyList<string> Features { get; } = [.. Enumerable.Range(0, width).Select(i => $"x{i}")];

        public int Outputs => 1;

        public double[] Predict(FeatureMatrix rows) => [.. Enumerable.Range(0, rows.Rows).Select(r => answer(rows.Row(r).ToArray()))];
    }

    private static readonly Formula Curved = new(6, x => (x[0] * x[1]) + Math.Sin(x[2]) + (x[3] > 0.5 ? x[4] : 2) + (3 * x[0] * x[2] * x[4]));

    [Theory]
    [InlineData(SamplingMethod.Exact, 1, 1e-12)]
    [InlineData(SamplingMethod.Kernel, 62, 1e-9)]
    [InlineData(SamplingMethod.Permutation, 4000, 0.02)]
    public void Every_method_comes_to_the_values_of_the_definition(SamplingMethod method, int sets, double most)
    {
        var background = Rows(6, 7, 1);
        var rows = Rows(6, 2, 2);
        var parts = SampledShap.Explain(Curved, rows, background, new SamplingPlan(method, sets)).Value;
        for (var row = 0; row < rows.Rows; row++)
        {
            var own = rows.Row(row).ToArray();
            var expected = BruteForce.Of(6, set => Enumerable.Range(0, background.Rows).Average(b =>
            {
                var usual = background.Row(b);
                var mixed = new double[6];
                for (var i = 0; i < 6; i++)
                {
                    mixed[i] = (set >> i & 1) != 0 ? own[i] : usual[i];
                }
                return Curved.Predict(new FeatureMatrix(Curved.Features, mixed))[0];
            }));
            TreeShapTests.Near(expected, parts.Of(row, 0)[..^1], most);
            Assert.Equal(Curved.Predict(rows)[row], parts.Sum(row, 0), 1e-9);
        }
    }

    [Theory]
    [InlineData(SamplingMethod.Kernel)]
    [InlineData(SamplingMethod.Permutation)]
    public void Few_samples_still_add_up_and_the_seed_decides(SamplingMethod method)
    {
        var wide = new Formula(30, x => x.Sum() + (x[0] * x[29]));
        var (background, rows) = (Rows(30, 5, 3), Rows(30, 1, 4));
        var first = SampledShap.Explain(wide, rows, background, new SamplingPlan(method, 40, 5)).Value;
        Assert.Equal(wide.Predict(rows)[0], first.Sum(0, 0), 1e-9);
        Assert.Equal(first.Values, SampledShap.Explain(wide, rows, background, new SamplingPlan(method, 40, 5)).Value.Values);
        Assert.NotEqual(first.Values, SampledShap.Explain(wide, rows, background, new SamplingPlan(method, 40, 6)).Value.Values);
    }

    [Fact]
    public void One_feature_has_everything() =>
        Assert.All(Enum.GetValues<SamplingMethod>(), method =>
        {
            var one = new Formula(1, x => x[0] * x[0]);
            Assert.Equal(9 - 4, SampledShap.Explain(one, new FeatureMatrix(one.Features, [3]), new FeatureMatrix(one.Features, [2]), new SamplingPlan(method, 3)).Value.Part(0, 0, 0), 1e-12);
        });

    [Fact]
    public void What_cannot_be_asked_is_refused()
    {
        var wide = new Formula(13, x => x[0]);
        Assert.Equal("wrong-use", SampledShap.Explain(wide, Rows(13, 1, 1), Rows(13, 1, 1), new SamplingPlan(SamplingMethod.Exact)).Problem!.Code);
        Assert.Equal("data-do-not-fit", SampledShap.Explain(wide, Rows(13, 1, 1), Rows(13, 0, 1), new SamplingPlan(SamplingMethod.Kernel)).Problem!.Code);
        Assert.Equal("wrong-use", SampledShap.Explain(wide, Rows(13, 1, 1), Rows(13, 1, 1), new SamplingPlan(SamplingMethod.Kernel, 0)).Problem!.Code);
    }

    [Fact]
    public void A_feature_that_is_not_used_has_no_importance_and_the_strongest_comes_first()
    {
        var model = new Formula(3, x => (5 * x[1]) + x[0]);
        var rows = Rows(3, 500, 9);
        var found = PermutationImportance.Of(model, rows, model.Predict(rows)).Value;
        Assert.Equal(0, found.Loss);
        Assert.Equal(["x1", "x0", "x2"], found.Features.Select(f => f.Feature));
        Assert.Equal(0, found.Features[2].Mean);
        // Shuffling replaces x by an independent draw: the squared error is twice the variance, here 2 * 25 / 12.
        Assert.Equal(50.0 / 12, found.Features[0].Mean, 0.4);
    }

    [Fact]
    public void Curves_of_a_sum_have_the_shape_of_its_term()
    {
        var model = new Formula(2, x => (x[0] * x[0]) + (3 * x[1]));
        var rows = Rows(2, 2000, 10);
        var dependence = FeatureEffects.PartialDependence(model, rows, 0).Value;
        var effects = FeatureEffects.Accumulated(model, rows, 0, 20).Value;
        Assert.Equal(20, dependence.Count);
        for (var i = 1; i < dependence.Count; i++)
        {
            Assert.Equal((dependence[i].Value * dependence[i].Value) - (dependence[0].Value * dependence[0].Value), dependence[i].Effect - dependence[0].Effect, 1e-9);
        }
        for (var i = 1; i < effects.Count; i++)
        {
            Assert.Equal((effects[i].Value * effects[i].Value) - (effects[0].Value * effects[0].Value), effects[i].Effect - effects[0].Effect, 1e-9);
        }
        Assert.Equal(2000, effects.Sum(e => e.Rows));
    }

    [Fact]
    public void Accumulated_effects_do_not_ask_for_combinations_that_do_not_exist()
    {
        // Both features are the same; the model is wild wherever they differ, which the data never do.
        var model = new Formula(2, x => Math.Abs(x[0] - x[1]) > 0.2 ? 1000 : x[0]);
        double[] values = [.. Enumerable.Range(0, 1000).SelectMany(i => new[] { i / 1000.0, i / 1000.0 })];
        var rows = new FeatureMatrix(model.Features, values);
        Assert.All(FeatureEffects.Accumulated(model, rows, 0, 20).Value, p => Assert.InRange(p.Effect, -1, 1));
        Assert.Contains(FeatureEffects.PartialDependence(model, rows, 0).Value, p => p.Effect > 100);
    }

    [Fact]
    public void A_constant_feature_has_no_curve() =>
        Assert.Equal("data-do-not-fit", FeatureEffects.PartialDependence(new Formula(1, x => x[0]), new FeatureMatrix(["x0"], [1, 1, double.NaN]), 0).Problem!.Code);

    internal static FeatureMatrix Rows(int width, int count, int seed)
    {
        var random = new Random(seed);
        return new FeatureMatrix([.. Enumerable.Range(0, width).Select(i => $"x{i}")], [.. Enumerable.Range(0, width * count).Select(_ => random.NextDouble())]);
    }
}

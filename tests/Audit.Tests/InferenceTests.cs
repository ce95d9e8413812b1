using Haechi.Audit.Inference;

namespace Haechi.Audit.Tests;

/// <summary>Intervals hold what they promise: simulated, from a fixed seed, and read off against published examples.</summary>
public sealed class InferenceTests
{
    private const double Z = 1.959963984540054;

    /// <summary>Newcombe, Statistics in Medicine 17 (1998), 873: 56/70 against 48/80.</summary>
    [Fact]
    public void Newcombe_and_Wilson_give_the_published_example()
    {
        var (a, b) = (new Proportion(56 / 70.0, 70), new Proportion(48 / 80.0, 80));
        var difference = Intervals.Difference(a, b, Z);
        Assert.Equal((0.0524, 0.3339), (Math.Round(difference.Low, 4), Math.Round(difference.High, 4)));
        // Newcombe 1998, page 857: 81 of 263.
        var wilson = Intervals.Wilson(new Proportion(81 / 263.0, 263), Z);
        Assert.Equal((0.2553, 0.3662), (Math.Round(wilson.Low, 4), Math.Round(wilson.High, 4)));
    }

    /// <summary>Koopman's own example, Biometrics 40 (1984), 513: 36/40 against 16/80 gives 2.94 to 7.15.</summary>
    [Fact]
    public void Koopman_gives_its_published_example()
    {
        var ratio = Intervals.Koopman(new Proportion(36 / 40.0, 40), new Proportion(16 / 80.0, 80), Z);
        Assert.Equal((2.94, 7.15), (Math.Round(ratio.Low, 2), Math.Round(ratio.High, 2)));
    }

    [Fact]
    public void A_ratio_with_an_empty_side_has_an_open_end()
    {
        Assert.Equal(double.PositiveInfinity, Intervals.Koopman(new Proportion(.1, 50), new Proportion(0, 50), Z).High);
        Assert.Equal(0, Intervals.Koopman(new Proportion(0, 50), new Proportion(.1, 50), Z).Low);
        Assert.True(Intervals.Koopman(new Proportion(0, 50), new Proportion(.1, 50), Z).High is > 0 and < 10);
    }

    [Theory]
    [InlineData("wilson", 200, 200, .3, .3)]
    [InlineData("wilson", 60, 200, .2, .3)]
    [InlineData("difference", 200, 120, .3, .3)]
    [InlineData("difference", 80, 400, .5, .35)]
    [InlineData("koopman", 200, 120, .3, .3)]
    [InlineData("koopman", 100, 300, .4, .25)]
    [InlineData("katz", 300, 300, .3, .3)]
    public void An_interval_holds_the_truth_in_95_of_100(string kind, int n1, int n2, double p1, double p2)
    {
        const int Runs = 20_000;
        var random = new RandomStream(7, (ulong)kind.Length + (ulong)n1);
        var held = 0;
        for (var run = 0; run < Runs; run++)
        {
            // Counts are whole numbers, so the level at one exact share swings by a point or two; it is the level over shares nearby that is promised.
            var (t1, t2) = (p1 + ((random.Uniform() - .5) * .1), p2 + ((random.Uniform() - .5) * .1));
            var a = new Proportion((double)random.Binomial(n1, t1) / n1, n1);
            var b = new Proportion((double)random.Binomial(n2, t2) / n2, n2);
            held += kind switch
            {
                "wilson" => Intervals.Wilson(a, Z).Contains(t1),
                "difference" => Intervals.Difference(a, b, Z).Contains(t1 - t2),
                "katz" => Intervals.Katz(a, b, Z).Contains(t1 / t2),
                _ => Intervals.Koopman(a, b, Z).Contains(t1 / t2),
            } ? 1 : 0;
        }
        Assert.InRange((double)held / Runs, .935, .965);
    }

    /// <summary>The trap: a percentile interval of "largest minus smallest" holds 0 in none of these runs.</summary>
    [Theory]
    [InlineData(Scale.Difference, new[] { 400, 400, 400, 400, 400, 400 }, new[] { .3, .3, .3, .3, .3, .3 })]
    [InlineData(Scale.Difference, new[] { 2000, 900, 500, 300 }, new[] { .4, .4, .4, .4 })]
    [InlineData(Scale.Difference, new[] { 600, 600, 600 }, new[] { .2, .5, .8 })]
    [InlineData(Scale.Difference, new[] { 500, 800 }, new[] { .3, .4 })]
    [InlineData(Scale.Ratio, new[] { 500, 500, 500, 500 }, new[] { .3, .3, .3, .3 })]
    [InlineData(Scale.Ratio, new[] { 600, 600, 600 }, new[] { .2, .4, .7 })]
    public void The_interval_of_the_gap_holds_the_true_gap_in_95_of_100(Scale scale, int[] sizes, double[] rates)
    {
        const int Runs = 1000;
        var random = new RandomStream(11, (ulong)sizes.Sum());
        var truth = scale == Scale.Difference ? rates.Max() - rates.Min() : rates.Min() / rates.Max();
        var held = 0;
        for (var run = 0; run < Runs; run++)
        {
            var groups = sizes.Select((n, i) => new Proportion((double)random.Binomial(n, rates[i]) / n, n)).ToList();
            held += Gaps.Of(groups, scale, .95, 0, (ulong)run).Interval.Contains(truth) ? 1 : 0;
        }
        Assert.InRange((double)held / Runs, .935, .965);
    }

    [Fact]
    public void False_alarms_over_all_groups_stay_below_5_of_100()
    {
        const int Runs = 2000;
        int[] sizes = [5000, 800, 600, 500, 400, 300];
        var random = new RandomStream(13, 1);
        var (alarms, uncorrected) = (0, 0);
        for (var run = 0; run < Runs; run++)
        {
            var groups = sizes.Select(n => new Proportion((double)random.Binomial(n, .35) / n, n)).ToArray();
            Interval? At(int i, double z) => Intervals.Difference(groups[i + 1], groups[0], z);
            alarms += Verdicts.Holm(5, At, new Band(0, 0), .95, correct: true).Verdicts.Contains(Verdict.Fail) ? 1 : 0;
            uncorrected += Verdicts.Holm(5, At, new Band(0, 0), .95, correct: false).Verdicts.Contains(Verdict.Fail) ? 1 : 0;
        }
        Assert.InRange((double)alarms / Runs, .02, .05);
        Assert.True(uncorrected > alarms * 2, $"{uncorrected} {alarms}");
    }

    [Fact]
    public void The_permutation_test_rejects_5_of_100_when_groups_are_alike_and_nearly_all_when_they_are_not()
    {
        const int Runs = 600;
        var random = new RandomStream(17, 1);
        int Rejected(double other)
        {
            var rejected = 0;
            for (var run = 0; run < Runs; run++)
            {
                List<Proportion> groups = [new(random.Binomial(500, .3) / 500.0, 500), new(random.Binomial(400, .3) / 400.0, 400), new(random.Binomial(300, other) / 300.0, 300)];
                rejected += Gaps.Permuted(groups, Scale.Difference, 199, (ulong)run) <= .05 ? 1 : 0;
            }
            return rejected;
        }
        Assert.InRange(Rejected(.3) / (double)Runs, .02, .08);
        Assert.True(Rejected(.5) / (double)Runs > .99);
    }

    [Fact]
    public void What_is_called_detectable_is_seen_in_80_of_100()
    {
        const int Runs = 4000;
        var gap = Gaps.Detectable(.3, 400, 300, .95);
        var random = new RandomStream(19, 1);
        var seen = 0;
        for (var run = 0; run < Runs; run++)
        {
            var (a, b) = (new Proportion(random.Binomial(400, .3) / 400.0, 400), new Proportion(random.Binomial(300, .3 + gap) / 300.0, 300));
            seen += Intervals.Difference(b, a, Z).Low > 0 ? 1 : 0;
        }
        Assert.InRange(seen / (double)Runs, .77, .83);
    }

    [Theory]
    [InlineData(20, .1)]
    [InlineData(1000, .02)]
    [InlineData(1000, .45)]
    [InlineData(100_000_000, .7)]
    public void Binomial_draws_have_their_mean_and_variance(long n, double p)
    {
        const int Runs = 40_000;
        var random = new RandomStream(23, (ulong)n);
        var (mean, squares) = (n * p, 0.0);
        var sum = 0.0;
        for (var run = 0; run < Runs; run++)
        {
            var k = random.Binomial(n, p);
            (sum, squares) = (sum + (k - mean), squares + ((k - mean) * (k - mean)));
        }
        var variance = n * p * (1 - p);
        Assert.InRange(sum / Runs, -5 * Math.Sqrt(variance / Runs), 5 * Math.Sqrt(variance / Runs));
        Assert.InRange(squares / Runs / variance, .95, 1.05);
    }

    [Theory]
    [InlineData(100, 30, 20)]
    [InlineData(100_000, 40_000, 30_000)]
    [InlineData(1_000_000_000, 300_000_000, 100_000_000)]
    public void Hypergeometric_draws_have_their_mean_and_variance(long total, long marked, long drawn)
    {
        const int Runs = 20_000;
        var random = new RandomStream(29, (ulong)total);
        var mean = (double)drawn * marked / total;
        var variance = mean * (total - marked) / total * (total - drawn) / (total - 1);
        var (sum, squares) = (0.0, 0.0);
        for (var run = 0; run < Runs; run++)
        {
            var k = random.Hypergeometric(total, marked, drawn);
            (sum, squares) = (sum + (k - mean), squares + ((k - mean) * (k - mean)));
        }
        Assert.InRange(sum / Runs, -5 * Math.Sqrt(variance / Runs), 5 * Math.Sqrt(variance / Runs));
        Assert.InRange(squares / Runs / variance, .94, 1.06);
    }
}

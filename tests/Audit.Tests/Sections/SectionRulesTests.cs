using System.Text;
using System.Text.Json;
using Haechi.Audit.Cells;
using Haechi.Audit.Inference;
using Haechi.Audit.Metrics;
using Haechi.Audit.Planning;
using Haechi.Audit.Privacy;
using Haechi.Audit.Reporting;
using Haechi.Audit.Tests.Support;

namespace Haechi.Audit.Tests.Sections;

/// <summary>What holds for every section: no silent zero, symmetries, evidence, protection, intervals that keep their promise.</summary>
public sealed class SectionRulesTests
{
    private const string Plan = """
        audit: everything
        data: {outcome: y, score: {column: s, at: 0.5}, person: who}
        groups: [{column: g, reference: a, expected: {a: 0.5, b: 0.5}}]
        controls: [c]
        period: {column: when, reference: "1"}
        features: [f, empty]
        ranking: {rank: place, relevance: gain, at: 5}
        privacy: {quasi: [g, c], sensitive: [f]}
        replicates: 20
        """;

    private static string Log(ulong seed, int rows = 400)
    {
        var random = new RandomStream(seed, 1);
        var text = new StringBuilder("g,c,y,s,who,when,f,empty,place,gain\n");
        for (var i = 0; i < rows; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{(random.Uniform() < .5 ? 'a' : 'b')},{(random.Uniform() < .5 ? 'u' : 'v')},{(random.Uniform() < .4 ? 1 : 0)},{Math.Round(random.Uniform(), 2)},p{i / 3},{i % 3},{random.Binomial(5, .4)},,{i + 1},{random.Binomial(3, .5)}\n");
        }
        return text.ToString();
    }

    [Fact]
    public void Every_section_is_there_and_every_figure_has_a_name_a_value_or_a_reason()
    {
        var report = Figures.RunText(Plan, Log(1));
        Assert.Equal(["criteria", "reference", "strata", "adjusted", "scores", "ranking", "ranking_whole", "trend", "trend_test", "drift", "features", "proxies", "missing", "representation", "privacy", "sensitive"], report.Sections.Select(s => s.Id));
        var known = MetricSet.All.Select(m => m.Id).Concat(Audit.Sections.SectionWords.Ids).ToHashSet();
        foreach (var section in report.Sections)
        {
            Assert.NotEmpty(section.Rows);
            Assert.All(section.Rows, r => Assert.Equal(section.KeyNames.Count, r.Keys.Count));
            Assert.All(section.Rows, r => Assert.Equal(section.Rows[0].Figures.Select(f => f.Metric), r.Figures.Select(f => f.Metric)));
            Assert.All(section.Rows.SelectMany(r => r.Figures), f =>
            {
                Assert.Contains(f.Metric, known);
                Assert.True(f.Estimate.IsKnown == double.IsFinite(f.Estimate.Value), $"{section.Id} {f.Metric}");
                Assert.False(f.Estimate.Low > f.Estimate.Value + 1e-9 || f.Estimate.High < f.Estimate.Value - 1e-9, $"{section.Id} {f.Metric} {f.Estimate}");
            });
        }
        // A column without a single value gives nothing away, and says so in words.
        Assert.Equal(1, report.Of("features", "missing", "empty").Value);
        Assert.Equal(Reasons.NoDenominator, report.Of("features", "entropy", "empty").NotEstimable);
        Assert.Equal(Reasons.Undefined, report.Of("proxies", "theil_u", "empty", "g").NotEstimable);
    }

    [Fact]
    public void The_bundle_holds_the_tables_beside_the_cells_and_is_computed_again_from_them()
    {
        var cells = Figures.Cells(Plan, Log(2));
        var bundle = Bundle.Write(Plan, "plan.yaml", cells);
        Assert.All(Bundle.Verify(bundle, "b", _ => Figures.Cells(Plan, Log(2))), f => Assert.True(f.Holds, f.File));
        Assert.Equal(["data"], Bundle.Verify(bundle, "b", _ => Figures.Cells(Plan, Log(3))).Where(f => !f.Holds).Select(f => f.File));
        Assert.DoesNotContain("p17", Encoding.UTF8.GetString(CellFile.Write(cells)), StringComparison.Ordinal);
        var report = AuditRun.Of(PlanReader.Read(Plan, "plan.yaml"), CellFile.Read(CellFile.Write(cells), "cells"));
        using var json = JsonDocument.Parse(ReportJson.Write(report));
        foreach (var figure in json.RootElement.GetProperty("sections").EnumerateArray().SelectMany(s => s.GetProperty("rows").EnumerateArray()).SelectMany(r => r.GetProperty("metrics").EnumerateObject()))
        {
            Assert.True(figure.Value.TryGetProperty("value", out _) != figure.Value.TryGetProperty("notEstimable", out _), figure.Name);
            Assert.True(figure.Value.TryGetProperty("n", out _) && figure.Value.TryGetProperty("denominator", out _));
        }
        var html = Encoding.UTF8.GetString(ReportHtml.Write(report, "ko"));
        Assert.Contains("<path d=\"M", html, StringComparison.Ordinal);
        Assert.Contains("기준 기간", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
    }

    /// <summary>Small counts of features and of patterns would give away what suppression withholds.</summary>
    [Fact]
    public void Protected_cells_carry_no_other_tables_and_the_report_says_what_is_missing()
    {
        var plan = PlanReader.Read(Plan, "plan.yaml");
        var cells = Figures.Cells(Plan, Log(2));
        Assert.NotEmpty(cells.Sides);
        var hidden = Suppression.Of(cells, 5);
        Assert.Empty(hidden.Sides);
        var report = AuditRun.Of(plan, hidden);
        Assert.Null(report.Section("proxies"));
        Assert.Contains(report.Unseen, r => r.En.Contains("feature/f/g, feature/empty/g, ranking/g, privacy, persons/g", StringComparison.Ordinal));
        Assert.Empty(Noise.Of(Figures.Cells("audit: x\ndata: {decision: y}\ngroups: [g]\nfeatures: [f]\n", Log(2)), 1).Sides);
    }

    [Theory]
    [InlineData("{\"side\":\"persons/g\",\"rows\":1,\"dimensions\":[{\"name\":\"g\",\"role\":\"group\",\"levels\":[\"a\"]},{\"name\":\"p\",\"role\":\"group\",\"levels\":[\"1,2\"]}],\"sums\":[]}\n[0,0,1]\n")]
    [InlineData("{\"side\":\"ranking/g\",\"rows\":1,\"dimensions\":[{\"name\":\"g\",\"role\":\"group\",\"levels\":[\"a\"]},{\"name\":\"rank\",\"role\":\"score\",\"levels\":[\"first\"]}],\"sums\":[\"gain\"]}\n[0,0,1,0]\n")]
    [InlineData("{\"side\":\"privacy\",\"rows\":1,\"dimensions\":[{\"name\":\"size\",\"role\":\"score\",\"levels\":[\"x\"]}],\"sums\":[]}\n[0,1]\n")]
    [InlineData("{\"side\":\"privacy\",\"rows\":7,\"dimensions\":[],\"sums\":[]}\n")]
    [InlineData("{\"side\":3}\n")]
    public void A_table_that_is_not_of_its_form_is_refused(string side)
    {
        const string Text = "audit: x\ndata: {decision: y, person: who}\ngroups: [g]\nranking: {rank: place}\nprivacy: {quasi: [g]}\nreplicates: 5\n";
        var cells = Figures.Cells(Text, Log(2)) with { Sides = [] };
        byte[] changed = [.. CellFile.Write(cells), .. Encoding.UTF8.GetBytes(side)];
        Assert.Throws<AuditRefusedException>(() => AuditRun.Of(PlanReader.Read(Text, "plan.yaml"), CellFile.Read(changed, "cells")));
    }

    [Theory]
    [InlineData("audit: x\ndata: {}\ngroups: [g]\n", "nothing-to-audit")]
    [InlineData("audit: x\ndata: {decision: y}\ngroups: [g]\nclasses: true\n", "classes")]
    [InlineData("audit: x\ndata: {decision: y, person: who, count: n}\ngroups: [g]\n", "person")]
    [InlineData("audit: x\ndata: {decision: y}\ngroups: [{column: g, expected: {a: 0.5}}]\n", "expected")]
    [InlineData("audit: x\ndata: {decision: y}\ngroups: [{column: g, expected: {a: many}}]\n", "wrong-value")]
    [InlineData("audit: x\ndata: {decision: y}\ngroups: [g]\nprivacy: {sensitive: [f]}\n", "missing-key")]
    [InlineData("audit: x\ndata: {decision: y}\ngroups: [g]\nprivacy: {quasi: [f], sensitive: [f]}\n", "privacy")]
    [InlineData("audit: x\ndata: {decision: y}\ngroups: [g]\nranking: {query: q}\n", "missing-key")]
    [InlineData("audit: x\ndata: {decision: y}\ngroups: [g]\nperiod: [a, b]\n", "one-period")]
    [InlineData("audit: x\ndata: {decision: y}\ngroups: [{column: g, number: true}]\n", "unknown-key")]
    public void A_plan_that_contradicts_itself_is_refused_by_name(string plan, string code) =>
        Assert.Contains(code, Assert.Throws<AuditRefusedException>(() => PlanReader.Read(plan, "plan.yaml")).Problems.Select(p => p.Code));

    [Theory]
    [InlineData("0", "rank")]
    [InlineData("first", "rank")]
    [InlineData("1", "relevance")]
    public void A_place_or_relevance_that_is_none_is_refused(string place, string code) =>
        Assert.Equal(code, Assert.Throws<AuditRefusedException>(() => Figures.Cells("audit: x\ndata: {}\ngroups: [g]\nranking: {rank: place, relevance: gain}\n", $"g,place,gain\na,{place},{(code == "rank" ? "1" : "-1")}\n")).Problems[0].Code);

    [Fact]
    public void Distances_do_not_ask_which_came_first_and_are_zero_for_equals()
    {
        var random = new RandomStream(31, 1);
        for (var run = 0; run < 200; run++)
        {
            double[] a = [.. Enumerable.Range(0, 5).Select(_ => 1.0 + random.Binomial(50, .3))], b = [.. Enumerable.Range(0, 5).Select(_ => 1.0 + random.Binomial(50, .4))];
            foreach (var distance in new Func<IReadOnlyList<double>, IReadOnlyList<double>, double>[] { Distances.Stability, Distances.JensenShannon, Distances.Hellinger, Distances.TotalVariation, Distances.KolmogorovSmirnov, Distances.ChiSquaredP })
            {
                Assert.Equal(distance(a, b), distance(b, a), 9);
            }
            Assert.Equal(0, Distances.Stability(a, a), 12);
            Assert.Equal(0, Distances.KullbackLeibler(a, a), 12);
            Assert.True(Distances.Hellinger(a, b) * Distances.Hellinger(a, b) <= Distances.TotalVariation(a, b) + 1e-12);
            List<double[]> table = [a, b];
            List<double[]> turned = [.. Enumerable.Range(0, 5).Select(i => new[] { a[i], b[i] })];
            Assert.Equal(Association.Of(table).CramersV, Association.Of(turned).CramersV, 9);
            Assert.Equal(Association.Of(table).Information, Association.Of(turned).Information, 9);
        }
        Assert.Equal(double.PositiveInfinity, Distances.KullbackLeibler([1, 0], [1, 1]));
    }

    [Fact]
    public void The_common_odds_ratio_turns_over_with_the_groups_and_does_not_ask_for_the_order_of_strata()
    {
        var random = new RandomStream(37, 1);
        for (var run = 0; run < 200; run++)
        {
            List<TwoByTwo> strata = [.. Enumerable.Range(0, 4).Select(_ => new TwoByTwo(1 + random.Binomial(30, .4), 1 + random.Binomial(30, .5), 1 + random.Binomial(30, .3), 1 + random.Binomial(30, .6)))];
            var (one, other) = (MantelHaenszel.Of(strata), MantelHaenszel.Of(strata.Select(s => new TwoByTwo(s.C, s.D, s.A, s.B)).Reverse()));
            Assert.Equal(1, one.OddsRatio * other.OddsRatio, 9);
            Assert.Equal(one.OddsError, other.OddsError, 9);
            Assert.Equal(one.Difference, -other.Difference, 9);
            Assert.Equal(one.AlikeP, other.AlikeP, 6);
            Assert.Equal(one.TestP, other.TestP, 9);
        }
    }

    [Fact]
    public void A_logistic_regression_of_one_group_gives_the_odds_ratio_and_perfect_answers_give_none()
    {
        var fit = LogisticFit.Of([new([0], 20, 50), new([1], 30, 40)], 1);
        Assert.Equal(Math.Log(30.0 / 10 / (20.0 / 30)), fit.Coefficients[1], 9);
        Assert.Equal(Math.Sqrt((1 / 20.0) + (1 / 30.0) + (1 / 30.0) + (1 / 10.0)), fit.Errors[1], 9);
        Assert.False(LogisticFit.Of([new([0], 0, 50), new([1], 40, 40)], 1).Converged);
        // The third covariate is the sum of the others: it has no estimate of its own.
        var determined = LogisticFit.Of([new([0, 0, 0], 20, 50), new([1, 0, 1], 30, 40), new([0, 1, 1], 10, 40)], 3);
        Assert.True(determined.Converged && double.IsNaN(determined.Coefficients[3]));
    }

    /// <summary>Five like cases of each person: an interval that takes them for five persons misses the truth about four times in ten.</summary>
    [Fact]
    public void Intervals_rest_on_persons_when_the_plan_names_them()
    {
        const int Runs = 200;
        var random = new RandomStream(41, 1);
        var (withPersons, without, derived) = (0, 0, 0);
        for (var run = 0; run < Runs; run++)
        {
            var text = new StringBuilder("g,d,y,who\n");
            for (var person = 0; person < 120; person++)
            {
                var (d, y) = (random.Uniform() < .4 ? 1 : 0, random.Uniform() < .5 ? 1 : 0);
                for (var i = 0; i < 5; i++)
                {
                    text.Append(System.Globalization.CultureInfo.InvariantCulture, $"a,{d},{y},p{person}\n");
                }
            }
            var report = Figures.RunText("audit: x\ndata: {decision: d, outcome: y, person: who}\ngroups: [g]\nmetrics: [sel, kappa]\nreplicates: 150\n", text.ToString());
            bool Holds(Estimate e, double truth) => e.Low <= truth && truth <= e.High;
            withPersons += Holds(report.Figure("a", "sel"), .4) ? 1 : 0;
            derived += Holds(report.Figure("a", "kappa"), 0) ? 1 : 0;
            without += Holds(Figures.RunText("audit: x\ndata: {decision: d, outcome: y}\ngroups: [g]\nmetrics: [sel]\nreplicates: 0\n", text.ToString()).Figure("a", "sel"), .4) ? 1 : 0;
        }
        Assert.InRange(withPersons / (double)Runs, .91, .99);
        Assert.InRange(derived / (double)Runs, .88, .99);
        Assert.InRange(without / (double)Runs, .4, .75);
    }

    /// <summary>Evidence of single cases is not changed by telling that each person has one.</summary>
    [Fact]
    public void Persons_with_one_case_each_change_nothing_but_a_hair()
    {
        var log = Log(5);
        var single = string.Join('\n', log.Split('\n').Select((l, i) => i == 0 ? l : l.Replace($",p{(i - 1) / 3},", $",q{i},", StringComparison.Ordinal)));
        var (with, without) = (Figures.RunText("audit: x\ndata: {decision: y, person: who}\ngroups: [g]\nreplicates: 0\n", single).Figure("a", "sel"), Figures.RunText("audit: x\ndata: {decision: y}\ngroups: [g]\nreplicates: 0\n", single).Figure("a", "sel"));
        Assert.Equal(without.Value, with.Value);
        Assert.Equal(without.Low, with.Low, .001);
        Assert.Equal(without.High, with.High, .001);
    }

    [Fact]
    public void Cells_of_two_days_add_up_with_their_places_and_persons()
    {
        const string Text = "audit: x\ndata: {decision: y, person: who}\ngroups: [g]\nranking: {rank: place}\nfeatures: [f]\n";
        var merged = CellDocuments.Merge([Figures.Cells(Text, Log(1)), Figures.Cells(Text, Log(2))]);
        Assert.Equal(800, merged.Table.Rows);
        Assert.Equal(800, merged.Side("ranking/g")!.Rows);
        Assert.Equal(2 * 134, merged.Side("persons/")!.Rows);
        // Bands of one day fit no other day's.
        Assert.Null(merged.Side("feature/f/g"));
    }
}

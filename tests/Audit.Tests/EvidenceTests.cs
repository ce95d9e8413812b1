using System.Text;
using Haechi.Audit.Cells;
using Haechi.Audit.Generating;
using Haechi.Audit.Inference;
using Haechi.Audit.Planning;
using Haechi.Audit.Privacy;
using Haechi.Audit.Reading;
using Haechi.Audit.Reporting;

namespace Haechi.Audit.Tests;

/// <summary>The same plan and data give the same bytes; what was put into a log is found in it; small cells stay hidden.</summary>
public sealed class EvidenceTests
{
    private const string Plan = """
        audit: benefit
        title: {ko: 급여, en: Benefit}
        data: {outcome: need, score: {column: score, at: 0.5}}
        groups: [{column: sex, reference: male}, {column: residence, reference: citizen}, {column: ward, reference: Nuri}]
        intersections: 2
        replicates: 50
        checks:
          - {metric: tpr, compare: difference, to: reference, at_least: -0.05, at_most: 0.05, reason: {ko: 이유, en: reason}}
          - {metric: fpr, compare: ratio, to: extremes, at_least: 0.8}
        """;

    [Fact]
    public void The_same_plan_and_data_give_the_same_bytes_on_one_and_on_two_threads()
    {
        using var log = new Log(60_000);
        byte[] Run(int threads)
        {
            var plan = PlanReader.Read(Plan, "plan.yaml");
            var read = DataFile.Read(log.File, plan.Cells, threads);
            var report = AuditRun.Of(plan, new CellDocument(read.Table, read.Notes), threads);
            return [.. ReportJson.Write(report), .. ReportHtml.Write(report, "ko"), .. Bundle.Write(Plan, "plan.yaml", new CellDocument(read.Table, read.Notes))];
        }
        var first = Run(1);
        Assert.Equal(first, Run(1));
        Assert.Equal(first, Run(2));
    }

    [Fact]
    public void A_bundle_is_verified_byte_for_byte_and_a_change_is_found()
    {
        using var log = new Log(5000);
        var bundle = Bundle.Write(Plan, "plan.yaml", log.Cells(Plan));
        Assert.All(Bundle.Verify(bundle, "b", plan => log.Cells(Plan)), f => Assert.True(f.Holds, f.File));
        using var other = new Log(5001);
        Assert.Equal(["data"], Bundle.Verify(bundle, "b", _ => other.Cells(Plan)).Where(f => !f.Holds).Select(f => f.File));
        using var stream = new MemoryStream();
        stream.Write(bundle);
        using (var zip = new System.IO.Compression.ZipArchive(stream, System.IO.Compression.ZipArchiveMode.Update, leaveOpen: true))
        {
            zip.GetEntry("report.json")!.Delete();
            using var writer = new StreamWriter(zip.CreateEntry("report.json").Open());
            writer.Write("{}");
        }
        Assert.Equal(["report.json"], Bundle.Verify(stream.ToArray(), "b").Where(f => !f.Holds).Select(f => f.File));
        Assert.Throws<AuditRefusedException>(() => Bundle.Verify([1, 2, 3], "b"));
    }

    [Fact]
    public void The_disparities_that_were_put_in_are_found_and_no_others()
    {
        using var log = new Log(200_000);
        var report = AuditRun.Of(PlanReader.Read(Plan, "plan.yaml"), log.Cells(Plan));
        double Of(string level, string metric) => report.Sets.SelectMany(s => s.Groups).Single(g => g.Levels.SequenceEqual([level])).Figures.Single(f => f.Metric == metric).Estimate.Value;
        Assert.Equal(.60, Of("foreign", "tpr"), .03);
        Assert.Equal(.80, Of("citizen", "tpr"), .01);
        Assert.Equal(.25, Of("Hanbit", "fpr"), .01);
        var tpr = report.Checks.Where(c => c.Check.Metric == "tpr" && c.Attributes.Count == 1).ToDictionary(c => c.Attributes[0]);
        Assert.Equal(Verdict.Fail, tpr["residence"].Comparisons.Single(c => c.Levels[0] == "foreign").Verdict);
        Assert.Equal(Verdict.Pass, tpr["sex"].Comparisons.Single(c => c.Levels[0] == "female").Verdict);
        Assert.All(tpr["ward"].Comparisons, c => Assert.Equal(Verdict.Pass, c.Verdict));
        Assert.Equal(Verdict.Fail, report.Checks.Single(c => c.Check.Metric == "fpr" && c.Attributes is ["ward"]).Verdict);
    }

    [Fact]
    public void A_withheld_cell_is_never_alone_in_its_line_and_nothing_small_is_shown()
    {
        using var log = new Log(3000);
        var protectedCells = Suppression.Of(log.Cells(Plan.Replace("score: {column: score, at: 0.5}", "decision: granted", StringComparison.Ordinal)), 10);
        var before = log.Cells(Plan.Replace("score: {column: score, at: 0.5}", "decision: granted", StringComparison.Ordinal)).Table;
        Assert.All(Enumerable.Range(0, protectedCells.Table.Length), c => Assert.True(protectedCells.Table.Count(c) >= 10));
        string Line(CellTable table, int cell, int free) => string.Join('|', table.Dimensions.Select((d, i) => i == free ? "*" : d.Levels[table.Code(cell, i)]));
        for (var free = 0; free < before.Dimensions.Count; free++)
        {
            var all = Enumerable.Range(0, before.Length).GroupBy(c => Line(before, c, free)).ToDictionary(g => g.Key, g => g.Count());
            var shown = Enumerable.Range(0, protectedCells.Table.Length).GroupBy(c => Line(protectedCells.Table, c, free)).ToDictionary(g => g.Key, g => g.Count());
            Assert.All(all.Where(l => l.Value > 1), l => Assert.NotEqual(1, l.Value - shown.GetValueOrDefault(l.Key)));
        }
        Assert.Contains("withheld", protectedCells.Protection, StringComparison.Ordinal);
    }

    /// <summary>Rates over what is left would be wrong: a refused handful that is withheld would look like nobody refused.</summary>
    [Fact]
    public void A_figure_that_needs_a_withheld_cell_is_not_estimated()
    {
        var cells = Suppression.Of(TextCells("g,d,n\na,1,100\na,0,3\nb,1,50\nb,0,50\nc,1,40\nc,0,60\n"), 10);
        var kept = CellFile.Read(CellFile.Write(CellDocuments.Merge([cells, cells])), "cells");
        var report = AuditRun.Of(PlanReader.Read("audit: x\ndata: {decision: d}\ngroups: [g]\n", "plan.yaml"), kept);
        var sel = report.Sets[0].Groups.Select(g => g.Figures.Single(f => f.Metric == "sel").Estimate).ToList();
        Assert.Equal(Metrics.Reasons.Withheld, sel[0].NotEstimable);
        Assert.Equal(Metrics.Reasons.Withheld, report.Sets[0].Everybody.Figures.Single(f => f.Metric == "sel").Estimate.NotEstimable);
        Assert.All(sel.Where(e => e.IsKnown), e => Assert.Contains(e.Value, new[] { .5, .4 }));
    }

    [Fact]
    public void What_changed_by_a_few_since_the_last_release_is_withheld()
    {
        CellDocument Cells(int b) => TextCells($"g,d,n\na,1,100\na,0,100\nb,1,{b}\nb,0,100\nc,1,100\nc,0,100\n");
        var next = Suppression.Of(Cells(103), 10, Suppression.Of(Cells(100), 10));
        Assert.True(next.Table.Length is > 0 and < 6);
        Assert.DoesNotContain(Enumerable.Range(0, next.Table.Length), c => next.Table.Count(c) == 103);
    }

    [Fact]
    public void Noise_has_the_spread_that_its_budget_asks_for_and_touches_empty_cells()
    {
        const int Runs = 20_000;
        var (sum, squares) = (0.0, 0.0);
        for (var run = 0; run < Runs; run++)
        {
            var x = Noise.Laplace(500);
            (sum, squares) = (sum + x, squares + (x * x));
        }
        var a = Math.Exp(-.5);
        var variance = 2 * a / ((1 - a) * (1 - a));
        Assert.InRange(sum / Runs, -6 * Math.Sqrt(variance / Runs), 6 * Math.Sqrt(variance / Runs));
        Assert.InRange(squares / Runs / variance, .9, 1.1);
        var cells = TextCells("g,d,n\na,1,100\nb,0,100\n");
        Assert.Contains(Enumerable.Range(0, 40), _ => Noise.Of(cells, .1).Table.Length > 2);
        Assert.Throws<AuditRefusedException>(() => Noise.Of(cells, 0));
    }

    private static CellDocument TextCells(string text)
    {
        var file = Path.Combine(Path.GetTempPath(), $"audit-{Guid.NewGuid():N}.csv");
        try
        {
            File.WriteAllText(file, text);
            var read = DataFile.Read(file, new CellSpec { Attributes = [new AttributeSpec("g", "g", DimensionRole.Group)], Decision = "d", Count = "n" }, 1);
            return new CellDocument(read.Table, read.Notes);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private sealed class Log : IDisposable
    {
        public Log(long rows)
        {
            using var writer = new StreamWriter(File, append: false, new UTF8Encoding(false));
            new DecisionLog(1, "en").Write(writer, rows);
        }

        public string File { get; } = Path.Combine(Path.GetTempPath(), $"audit-log-{Guid.NewGuid():N}.csv");

        public CellDocument Cells(string plan)
        {
            var read = DataFile.Read(File, PlanReader.Read(plan, "plan.yaml").Cells, 1);
            return new CellDocument(read.Table, read.Notes);
        }

        public void Dispose() => System.IO.File.Delete(File);
    }
}

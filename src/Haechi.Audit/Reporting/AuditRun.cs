using Haechi.Audit.Cells;
using Haechi.Audit.Inference;
using Haechi.Audit.Metrics;
using Haechi.Audit.Planning;
using Haechi.Audit.Sections;

namespace Haechi.Audit.Reporting;

/// <summary>Computes a report. The same plan and cells give the same report, on any number of threads.</summary>
public sealed class AuditRun
{
    private readonly AuditPlan _plan;
    private readonly CellTable _table;
    private readonly PositiveLevels _positive;
    private readonly double _z;
    private readonly int _threads;
    private readonly IReadOnlyList<Metric> _metrics;
    private readonly IReadOnlyList<string> _scores;

    private AuditRun(AuditPlan plan, CellTable table, int threads)
    {
        (_plan, _table, _threads, _z) = (plan, table, threads, Law.TwoSided(plan.Confidence));
        _positive = PositiveLabels.Of(plan, table);
        var (outcome, decision, score) = (table.IndexOf(DimensionRole.Outcome) >= 0, table.IndexOf(DimensionRole.Decision) >= 0, table.IndexOf(DimensionRole.Score) >= 0);
        var binary = !plan.Classes || _positive.Decision.Count > 0;
        bool Allowed(Metric m) => binary && (m.Id == "base_rate" ? outcome : decision && (!m.NeedsOutcome || outcome));
        _metrics = [.. MetricSet.All.Where(m => Allowed(m) && (plan.Metrics.Count == 0 || plan.Metrics.Contains(m.Id)))];
        _scores = [.. ScoreFigures.Ids.Where(m => score && outcome && binary && (plan.Metrics.Count == 0 || plan.Metrics.Contains(m)))];
        var wrong = plan.Checks.Select(c => MetricSet.Find(c.Metric)!).Where(m => !Allowed(m)).Select(m => m.Id).Concat(plan.Metrics.Where(id => _metrics.All(m => m.Id != id) && !_scores.Contains(id))).Distinct().ToList();
        if (wrong.Count > 0)
        {
            throw AuditRefusedException.Because("metric-needs-more", "metrics", $"이 데이터로는 계산할 수 없는 지표입니다: {string.Join(", ", wrong)}. outcome, decision, score 열을 확인하십시오.",
                $"these cannot be computed from this data: {string.Join(", ", wrong)}; check the columns outcome, decision and score");
        }
    }

    /// <summary>The report of a plan over cells.</summary>
    /// <exception cref="AuditRefusedException">The cells lack what the plan asks for.</exception>
    public static AuditReport Of(AuditPlan plan, CellDocument cells, int threads = 0)
    {
        var table = cells.Table;
        foreach (var group in plan.Groups)
        {
            var dimension = table.IndexOf(group.Attribute.Name);
            if (dimension < 0)
            {
                throw AuditRefusedException.Because("missing-dimension", "groups", $"칸 표에 '{group.Attribute.Name}' 차원이 없습니다. 있는 차원: {string.Join(", ", table.Dimensions.Select(d => d.Name))}",
                    $"the cells have no dimension '{group.Attribute.Name}'; they have: {string.Join(", ", table.Dimensions.Select(d => d.Name))}");
            }
            table = group.Declared.Count > 0 ? table.WithLevels(dimension, group.Declared) : table;
            if (group.Reference is { } reference && table.Rows > 0 && table.Dimensions[table.IndexOf(group.Attribute.Name)].IndexOf(reference) < 0)
            {
                throw AuditRefusedException.Because("no-such-group", "reference", $"'{group.Attribute.Name}'에 '{reference}' 집단이 없습니다. 있는 집단: {string.Join(", ", table.Dimensions[dimension].Levels.Take(30))}",
                    $"'{group.Attribute.Name}' has no group '{reference}'; it has: {string.Join(", ", table.Dimensions[dimension].Levels.Take(30))}");
            }
        }
        try
        {
            return new AuditRun(plan, table, threads > 0 ? threads : Environment.ProcessorCount).Report(cells);
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentOutOfRangeException or IndexOutOfRangeException)
        {
            // Tables beside the cells come from a file that anybody may have written.
            throw AuditRefusedException.Because("not-cells", "side", $"칸 표 곁의 표가 제 꼴이 아닙니다: {e.Message} 'haechi audit cells'로 만든 파일을 그대로 주십시오.", $"a table beside the cells is not of its form: {e.Message} Give a file as 'haechi audit cells' wrote it");
        }
    }

    private AuditReport Report(CellDocument cells)
    {
        var sets = GroupingSets.Of(_plan).ToList();
        var groupings = sets.Select(s => Groups.By(_table, _positive, [.. s.Select(g => _table.IndexOf(g.Attribute.Name))])).ToList();
        foreach (var grouping in groupings)
        {
            Persons.Attach(cells, _table, grouping);
        }
        var figures = groupings.Select((g, i) => Figures(g, i, cells)).ToList();
        var checks = new Comparisons(_plan, _z);
        var results = _plan.Checks.SelectMany(c => groupings.Select((g, i) => checks.Of(c, g, sets[i], (ulong)i))).ToList();
        var strata = _table.Dimensions.Where(d => d.Role == DimensionRole.Control).Select(d => d.Name).ToList();
        var conditional = strata.Count == 0 || _table.IndexOf(DimensionRole.Decision) < 0 ? [] : Disparities.Conditional(_plan, _table, _positive);
        return new AuditReport(_plan, cells, CellFile.Hash(CellFile.Write(cells)), figures, results, conditional, strata,
            Remarks.Conflicts(_plan, groupings, _table), Remarks.Unseen(_plan, cells, _table, groupings, figures))
        {
            Sections = ReportSections.Of(new SectionInput(_plan, cells, _table, _positive, groupings)),
        };
    }

    private SetFigures Figures(Grouping grouping, int set, CellDocument cells)
    {
        var persons = Persons.Of(cells, grouping.Attributes);
        var groups = new GroupFigures[grouping.Groups.Count];
        var total = grouping.Everybody.Rows(Tally.All);
        Parallel.For(0, groups.Length, new ParallelOptions { MaxDegreeOfParallelism = _threads }, i =>
        {
            var group = grouping.Groups[i];
            groups[i] = FiguresOf(group.Levels, group.Tally, grouping, total, ((ulong)set << 32) | (uint)(i + 1), persons);
        });
        return new SetFigures(grouping.Attributes, groups, FiguresOf([], grouping.Everybody, grouping, total, (ulong)set << 32, Persons.Of(cells, [])));
    }

    private GroupFigures FiguresOf(IReadOnlyList<string> levels, Tally tally, Grouping grouping, long total, ulong stream, PersonDraws? persons)
    {
        var derived = _metrics.OfType<Derived>().ToList();
        var resampled = _plan.Replicates == 0 || derived.Count == 0 || tally.Rows(Tally.All) == 0 ? null
            : persons?.Of(levels) is { } patterns ? Bootstrap.Of(patterns, tally, grouping.Everybody, derived, _plan.Replicates, _plan.Confidence, _plan.Seed, stream) : Bootstrap.Of(tally, grouping.Everybody, derived, _plan.Replicates, _plan.Confidence, _plan.Seed, stream);
        var figures = _metrics.Select(m => new Figure(m.Id, Sized(m is Rate rate ? WithWilson(rate, tally, grouping.Everybody)
            : WithResampled(m, tally, grouping.Everybody, resampled?[derived.IndexOf((Derived)m)])))).ToList();
        figures.AddRange(Scores(levels, grouping));
        var n = tally.Rows(Tally.All);
        return new GroupFigures(levels, n, total == 0 ? 0 : (double)n / total, figures);
    }

    private IEnumerable<Figure> Scores(IReadOnlyList<string> levels, Grouping grouping)
    {
        if (_scores.Count == 0)
        {
            return [];
        }
        var dimensions = grouping.Attributes.Select(_table.IndexOf).ToArray();
        var codes = levels.Select((l, i) => _table.Dimensions[dimensions[i]].IndexOf(l)).ToArray();
        var scores = ScoreFigures.Of(_table, _positive, cell => !codes.Where((code, i) => _table.Code(cell, dimensions[i]) != code).Any());
        return _scores.Select(id => new Figure(id, Sized(scores.Of(id, _z))));
    }

    private Estimate WithWilson(Rate rate, Tally tally, Tally everybody)
    {
        var estimate = rate.Of(tally, everybody);
        if (!estimate.IsKnown)
        {
            return estimate;
        }
        var interval = Intervals.Wilson(rate.Proportion(tally), _z);
        return estimate with { Low = interval.Low, High = interval.High };
    }

    private static Estimate WithResampled(Metric metric, Tally tally, Tally everybody, Resampled? resampled)
    {
        var estimate = metric.Of(tally, everybody);
        return estimate.IsKnown && resampled is { } r ? estimate with { Low = r.Low, High = r.High } : estimate;
    }

    private Estimate Sized(Estimate estimate) => estimate.Denominator < _plan.Minimum && estimate.IsKnown ? Estimate.None(Reasons.TooFew, estimate.N, estimate.Denominator) : estimate;
}

using System.Globalization;
using Haechi.Audit.Cells;
using Haechi.Audit.Inference;
using Haechi.Audit.Metrics;

namespace Haechi.Audit.Planning;

/// <summary>Reads an audit plan. Everything wrong is named at once, each with its line.</summary>
public sealed class PlanReader
{
    private readonly List<AuditProblem> _problems = [];

    /// <summary>Reads the text of a plan.</summary>
    /// <param name="text">YAML or JSON.</param>
    /// <param name="file">The name that problems are told with.</param>
    /// <exception cref="AuditRefusedException">The plan has an error; all of them are named.</exception>
    public static AuditPlan Read(string text, string file)
    {
        var reader = new PlanReader();
        var plan = reader.Plan(new PlanFields(Yaml.Read(file, text), reader._problems));
        return reader._problems.Count == 0 ? plan : throw new AuditRefusedException(reader._problems);
    }

    private AuditPlan Plan(PlanFields fields)
    {
        var id = fields.Required("audit");
        var title = fields.Local("title");
        var groups = fields.List("groups").Select(n => Group(n, DimensionRole.Group)).ToList();
        if (groups.Count is 0 or > 12)
        {
            fields.Problem("groups", fields.Place, "groups 에 비교할 속성을 1개에서 12개까지 적으십시오.", "name 1 to 12 attributes to compare in 'groups'");
        }
        var controls = fields.List("controls").Select(n => Group(n, DimensionRole.Control)).ToList();
        var periods = fields.List("period").Select(n => Group(n, DimensionRole.Period)).ToList();
        if (periods.Count > 1)
        {
            fields.Problem("one-period", fields.Place, "period 는 열 하나입니다.", "'period' is one column");
        }
        var attributes = groups.Concat(controls).Concat(fields.List("model").Select(n => Group(n, DimensionRole.Model))).Concat(periods).Select(g => g.Attribute).ToList();
        foreach (var twice in attributes.GroupBy(a => a.Name).Where(g => g.Count() > 1))
        {
            fields.Problem("repeated-name", fields.Place, $"속성 이름 '{twice.Key}'이(가) 두 번 있습니다.", $"the attribute '{twice.Key}' stands twice");
        }
        var data = new PlanFields(fields.Take("data") ?? new Fields(fields.Place, []), _problems);
        var plan = Data(data, attributes, new AuditPlan { Id = id, Title = title.En.Length == 0 ? LocalText.Same(id) : title, Groups = groups, Cells = new CellSpec { Attributes = attributes } });
        plan = new MorePlanReader(_problems).Read(fields, data, plan with { Controls = controls, Period = periods.FirstOrDefault() });
        data.Done();
        plan = plan with
        {
            Metrics = fields.Texts("metrics") ?? [],
            Checks = [.. fields.List("checks").Select(Check)],
            Intersections = fields.Whole("intersections", 1, 1, 6),
            Minimum = fields.Whole("minimum", 1, 1, 1_000_000),
            Confidence = fields.Number("confidence", 0.5, 0.9999) ?? 0.95,
            Correct = fields.OneOf("correction", true, ("holm", true), ("none", false)),
            Replicates = fields.Whole("replicates", 1000, 0, 100_000),
            Permutations = fields.Whole("permutations", 999, 0, 100_000),
            Seed = (ulong)(fields.Number("seed", 0, 9007199254740991) ?? 1),
        };
        foreach (var unreferenced in plan.Checks.Any(c => c.To == ComparedTo.Reference) ? groups.Where(g => g.Reference is null) : [])
        {
            fields.Problem("no-reference", fields.Place, $"reference 와 비교하는 판정이 있는데 '{unreferenced.Attribute.Name}'의 reference 가 없습니다.", $"a check compares with the reference, and '{unreferenced.Attribute.Name}' has no 'reference'");
        }
        MorePlanReader.Consistent(fields, plan);
        foreach (var unknown in plan.Metrics.Where(m => MetricSet.Find(m) is null && !ScoreFigures.Ids.Contains(m)))
        {
            fields.Problem("unknown-metric", fields.Place, $"'{unknown}'이라는 지표가 없습니다. 있는 지표: {Ids}", $"there is no metric '{unknown}'; there are: {Ids}");
        }
        fields.Done();
        return plan;
    }

    private static string Ids => string.Join(", ", MetricSet.All.Select(m => m.Id).Concat(ScoreFigures.Ids));

    private AuditPlan Data(PlanFields data, IReadOnlyList<AttributeSpec> attributes, AuditPlan plan)
    {
        var file = data.Text("file");
        var (outcome, positiveOutcome) = Labelled(data, "outcome");
        var (decision, positiveDecision) = Labelled(data, "decision");
        var spec = new CellSpec
        {
            Attributes = attributes,
            Outcome = outcome,
            Decision = decision,
            Weight = data.Text("weight"),
            Count = data.Text("count"),
            Actual = data.Text("actual"),
            Predicted = data.Text("predicted"),
            MissingTokens = data.Texts("missing") ?? [],
            Filters = [.. data.List("where").Select(Filter)],
        };
        spec = Score(data, spec);
        if (spec.Actual is null != spec.Predicted is null)
        {
            data.Problem("regression", data.Place, "actual 과 predicted 는 함께 적으십시오.", "give 'actual' and 'predicted' together");
        }
        if (spec.Decision is not null && spec.At is not null)
        {
            data.Problem("two-decisions", data.Place, "decision 과 score 의 at 가운데 하나만 적으십시오.", "give either 'decision' or 'at' of the score, not both");
        }
        return plan with { File = file, Cells = spec, PositiveOutcome = positiveOutcome, PositiveDecision = positiveDecision };
    }

    private (string? Column, IReadOnlyList<string> Positive) Labelled(PlanFields data, string key)
    {
        switch (data.Take(key))
        {
            case null:
                return (null, []);
            case Scalar column:
                return (column.Text, []);
            case var node:
                var fields = new PlanFields(node, _problems);
                var found = (fields.Required("column"), (IReadOnlyList<string>)[.. (fields.Texts("positive") ?? []).Select(Canonical)]);
                fields.Done();
                return found;
        }
    }

    /// <summary>Labels of the plan are written as labels of the data are: 1.0 is 1.</summary>
    private static string Canonical(string label) => Reading.Levels.Label(label, new CellSpec { Attributes = [] });

    private CellSpec Score(PlanFields data, CellSpec spec)
    {
        if (data.Take("score") is not { } node)
        {
            return spec;
        }
        if (node is Scalar column)
        {
            return spec with { Score = column.Text, KeepScores = true };
        }
        var fields = new PlanFields(node, _problems);
        var name = fields.Required("column");
        var at = fields.Number("at", double.MinValue, double.MaxValue);
        var (from, to) = (fields.Number("from", double.MinValue, double.MaxValue), fields.Number("to", double.MinValue, double.MaxValue));
        var count = fields.Whole("bins", 1024, 2, 4096);
        var keep = fields.OneOf("keep", true, ("true", true), ("false", false));
        if ((from is null) != (to is null) || from >= to)
        {
            fields.Problem("score-range", fields.Place, "from 은 to 보다 작아야 하고 둘 다 있어야 합니다.", "give both 'from' and 'to', with from below to");
        }
        fields.Done();
        return spec with { Score = name, At = at, KeepScores = keep, Bins = from is { } f && to is { } t && f < t ? new ScoreBins(f, t, count) : null };
    }

    private RowFilter Filter(Node node)
    {
        var fields = new PlanFields(node, _problems);
        var filter = new RowFilter(fields.Required("column"), fields.Texts("is"), fields.Texts("not"), fields.Number("from", double.MinValue, double.MaxValue), fields.Number("to", double.MinValue, double.MaxValue));
        if (filter is { Is: null, Not: null, From: null, To: null })
        {
            fields.Problem("empty-filter", fields.Place, "is, not, from, to 가운데 하나는 있어야 합니다.", "give at least one of is, not, from, to");
        }
        fields.Done();
        return filter;
    }

    private GroupPlan Group(Node node, DimensionRole role)
    {
        if (node is Scalar column)
        {
            return new GroupPlan(new AttributeSpec(column.Text, column.Text, role), null, []);
        }
        var fields = new PlanFields(node, _problems);
        var name = fields.Required("column");
        var bands = fields.Texts("bands")?.Select(b => double.TryParse(b, NumberStyles.Float, CultureInfo.InvariantCulture, out var edge) ? edge : double.NaN).ToList();
        if (bands is not null && (bands.Count == 0 || bands.Any(double.IsNaN) || bands.Zip(bands.Skip(1)).Any(p => p.First >= p.Second)))
        {
            fields.Problem("bands", fields.Place, "bands 는 커지는 수의 목록이어야 합니다.", "'bands' should be a list of rising numbers");
            bands = null;
        }
        var group = new GroupPlan(new AttributeSpec(fields.Text("name") ?? name, name, role, bands), fields.Text("reference"), fields.Texts("declared") ?? []);
        group = MorePlanReader.Group(fields, group);
        fields.Done();
        return group;
    }

    private Check Check(Node node)
    {
        var fields = new PlanFields(node, _problems);
        var metric = fields.Required("metric");
        if (MetricSet.Rates.All(r => r.Id != metric))
        {
            fields.Problem("unknown-metric", fields.Place, $"판정은 비율 지표로만 합니다: {string.Join(", ", MetricSet.Rates.Select(r => r.Id))}", $"a check needs one of the rates: {string.Join(", ", MetricSet.Rates.Select(r => r.Id))}");
        }
        var scale = fields.OneOf("compare", Scale.Difference, ("difference", Scale.Difference), ("ratio", Scale.Ratio));
        var to = fields.OneOf("to", ComparedTo.Reference, ("reference", ComparedTo.Reference), ("overall", ComparedTo.Overall), ("highest", ComparedTo.Highest), ("extremes", ComparedTo.Extremes));
        var band = new Band(fields.Number("at_least", -1, double.MaxValue), fields.Number("at_most", -1, double.MaxValue));
        if (band is { AtLeast: null, AtMost: null } || band.AtLeast > band.AtMost)
        {
            fields.Problem("no-limit", fields.Place, "at_least 나 at_most 를 적되 at_least 가 더 작아야 합니다.", "give 'at_least' or 'at_most', at_least being the smaller one");
        }
        var check = new Check(metric, scale, to, band, fields.Local("reason"));
        fields.Done();
        return check;
    }
}

using Haechi.Audit.Cells;
using Haechi.Audit.Inference;
using Haechi.Audit.Metrics;
using Haechi.Audit.Planning;
using Haechi.Audit.Reporting;

namespace Haechi.Audit.Sections;

/// <summary>Outcomes and decisions with more than two labels: each label against all others, and what the whole confusion table says of a group.</summary>
internal static class ClassSection
{
    public static IEnumerable<ReportSection> Of(SectionInput input)
    {
        if (!input.Plan.Classes || !input.Has(DimensionRole.Outcome) || !input.Has(DimensionRole.Decision))
        {
            yield break;
        }
        var labels = Labels(input.Table);
        var (classes, groups) = (new List<SectionRow>(), new List<SectionRow>());
        var gaps = new List<SectionRow>();
        foreach (var plan in input.Plan.Groups)
        {
            var tensors = Tensors(input, plan, labels);
            groups.AddRange(tensors.Select(t => new SectionRow([plan.Attribute.Name, t.Group], [.. Whole(input, t.Table)])));
            foreach (var (label, i) in labels.Select((l, i) => (l, i)))
            {
                classes.AddRange(tensors.Select(t => new SectionRow([plan.Attribute.Name, t.Group, label], [.. OneAgainstRest(input, t.Table, i)])));
            }
            gaps.AddRange(Gaps(input, plan.Attribute.Name, [.. tensors.SkipLast(1)], labels));
        }
        yield return new ReportSection("classes", new("분류별 정확도", "Accuracy over all classes"), new("매크로 평균은 그 집단에 실제로 있는 분류의 평균입니다.", "Macro averages are over the classes that occur in the group."), [SectionInput.Attribute, SectionInput.Group], groups);
        yield return new ReportSection("each_class", new("분류 하나하나", "Each class against the rest"), new("", ""), [SectionInput.Attribute, SectionInput.Group, SectionInput.Label], classes);
        if (gaps.Count > 0)
        {
            yield return new ReportSection("class_gaps", new("분류별 집단 차이", "Gaps between groups by class"), new("*은 분류들의 최대와 평균.", "* is the largest and the mean over the classes."), [SectionInput.Attribute, SectionInput.Label], gaps);
        }
    }

    private static List<string> Labels(CellTable table) =>
        [.. table.Dimensions[table.IndexOf(DimensionRole.Outcome)].Levels.Concat(table.Dimensions[table.IndexOf(DimensionRole.Decision)].Levels).Where(l => l.Length > 0).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Effective counts: outcome by decision. The last one is everybody.</summary>
    private static List<(string Group, Confusion Table)> Tensors(SectionInput input, GroupPlan plan, List<string> labels)
    {
        var table = input.Table;
        var (group, outcome, decision) = (table.IndexOf(plan.Attribute.Name), table.IndexOf(DimensionRole.Outcome), table.IndexOf(DimensionRole.Decision));
        var states = new CellStates(table, input.Positive);
        var all = table.Dimensions[group].Levels.Select(_ => new Confusion(labels.Count)).Append(new Confusion(labels.Count)).ToArray();
        int[] Codes(int dimension) => [.. table.Dimensions[dimension].Levels.Select(l => labels.IndexOf(l))];
        var (outcomes, decisions) = (Codes(outcome), Codes(decision));
        for (var cell = 0; cell < table.Length; cell++)
        {
            foreach (var confusion in new[] { all[table.Code(cell, group)], all[^1] })
            {
                confusion.Add(outcomes[table.Code(cell, outcome)], decisions[table.Code(cell, decision)], states.Weight(cell), states.Squares(cell), table.Count(cell));
            }
        }
        foreach (var withheld in table.Withheld)
        {
            all[table.Dimensions[group].IndexOf(withheld[group])].Withheld = all[^1].Withheld = true;
        }
        return [.. table.Dimensions[group].Levels.Append("*").Select((l, i) => (l, all[i]))];
    }

    private static IEnumerable<Figure> Whole(SectionInput input, Confusion c)
    {
        var labels = Enumerable.Range(0, c.Labels).ToArray();
        var present = labels.Where(i => c.Outcome(i) > 0).ToArray();
        double Macro(Func<int, double> figure) => present.Length == 0 ? double.NaN : present.Average(figure);
        var right = labels.Sum(i => c[i, i]);
        yield return new("class_acc", Share(input, c, right, c.Total));
        yield return new("macro_recall", Plain(input, c, Macro(i => c[i, i] / c.Outcome(i))));
        // A class that is never decided has no precision; its F1 is 0, because nobody of it was found.
        yield return new("macro_precision", Plain(input, c, Macro(i => c.Decision(i) > 0 ? c[i, i] / c.Decision(i) : double.NaN)));
        yield return new("macro_f1", Plain(input, c, Macro(i => 2 * c[i, i] / (c.Outcome(i) + c.Decision(i)))));
        var expected = labels.Sum(i => c.Outcome(i) * c.Decision(i)) / (c.Total * c.Total);
        yield return new("class_kappa", Plain(input, c, expected < 1 ? ((right / c.Total) - expected) / (1 - expected) : double.NaN));
        var (rows, columns) = (labels.Sum(i => c.Outcome(i) * c.Outcome(i)), labels.Sum(i => c.Decision(i) * c.Decision(i)));
        yield return new("class_mcc", Plain(input, c, ((right * c.Total) - labels.Sum(i => c.Outcome(i) * c.Decision(i))) / Math.Sqrt(((c.Total * c.Total) - rows) * ((c.Total * c.Total) - columns))));
    }

    private static IEnumerable<Figure> OneAgainstRest(SectionInput input, Confusion c, int i)
    {
        yield return new("sel", Share(input, c, c.Decision(i), c.Total));
        yield return new("base_rate", Share(input, c, c.Outcome(i), c.Total));
        yield return new("tpr", Share(input, c, c[i, i], c.Outcome(i)));
        yield return new("fpr", Share(input, c, c.Decision(i) - c[i, i], c.Total - c.Outcome(i)));
        yield return new("ppv", Share(input, c, c[i, i], c.Decision(i)));
        yield return new("f1", c.Outcome(i) + c.Decision(i) > 0 ? Plain(input, c, 2 * c[i, i] / (c.Outcome(i) + c.Decision(i))) : Estimate.None(c.Withheld ? Reasons.Withheld : Reasons.NoDenominator, c.Rows, 0));
    }

    /// <summary>For each class the gaps between the extreme groups, then over the classes (holistic AI's "max" and "mean" strategies).</summary>
    private static IEnumerable<SectionRow> Gaps(SectionInput input, string attribute, List<(string Group, Confusion Table)> groups, List<string> labels)
    {
        (string Id, Func<Confusion, int, (double Hits, double Size)> Part)[] kinds =
            [("dp_difference", (c, i) => (c.Decision(i), c.Total)), ("eo_difference", (c, i) => (c[i, i], c.Outcome(i))), ("fpr_difference", (c, i) => (c.Decision(i) - c[i, i], c.Total - c.Outcome(i)))];
        var known = kinds.ToDictionary(k => k.Id, _ => new List<double>());
        var n = groups.Sum(g => g.Table.Rows);
        for (var i = 0; i < labels.Count; i++)
        {
            var figures = new List<Figure>();
            foreach (var (id, part) in kinds)
            {
                var shares = groups.Select(g => (g.Table, Part: part(g.Table, i))).Where(g => !g.Table.Withheld && g.Table.Worth(g.Part.Size) >= Math.Max(1, input.Plan.Minimum)).Select(g => new Proportion(g.Part.Hits / g.Part.Size, g.Table.Worth(g.Part.Size))).ToList();
                if (shares.Count < 2 || groups.Any(g => g.Table.Withheld))
                {
                    figures.Add(new(id, Estimate.None(groups.Any(g => g.Table.Withheld) ? Reasons.Withheld : Reasons.OneGroup, n, 0)));
                    continue;
                }
                var gap = Inference.Gaps.Of(shares, Scale.Difference, input.Plan.Confidence, 0, input.Plan.Seed);
                known[id].Add(gap.Value);
                figures.Add(new(id, new Estimate(gap.Value, gap.Interval.Low, gap.Interval.High, n, (long)shares.Sum(s => s.Size), null)));
            }
            yield return new SectionRow([attribute, labels[i]], figures);
        }
        yield return new SectionRow([attribute, "* max"], [.. kinds.Select(k => new Figure(k.Id, known[k.Id].Count > 0 ? Estimate.Of(known[k.Id].Max(), n, n) : Estimate.None(Reasons.OneGroup, n, 0)))]);
        yield return new SectionRow([attribute, "* mean"], [.. kinds.Select(k => new Figure(k.Id, known[k.Id].Count > 0 ? Estimate.Of(known[k.Id].Average(), n, n) : Estimate.None(Reasons.OneGroup, n, 0)))]);
    }

    private static Estimate Share(SectionInput input, Confusion c, double hits, double size)
    {
        var worth = c.Worth(size);
        if (c.Withheld || size <= 0)
        {
            return Estimate.None(c.Withheld ? Reasons.Withheld : Reasons.NoDenominator, c.Rows, 0);
        }
        var wilson = Intervals.Wilson(new Proportion(hits / size, worth), input.Z);
        return input.Sized(new Estimate(hits / size, wilson.Low, wilson.High, c.Rows, (long)Math.Round(worth), null));
    }

    private static Estimate Plain(SectionInput input, Confusion c, double value) => c.Withheld ? Estimate.None(Reasons.Withheld, c.Rows, c.Rows) : c.Total <= 0 ? Estimate.None(Reasons.NoDenominator, c.Rows, 0) : input.Plain(value, c.Rows, c.Rows);

    private sealed class Confusion(int labels)
    {
        private readonly double[] _weights = new double[labels * labels];
        private double _squares;

        public int Labels => labels;

        public bool Withheld { get; set; }

        public long Rows { get; private set; }

        public double Total { get; private set; }

        public double this[int outcome, int decision] => _weights[(outcome * labels) + decision];

        public void Add(int outcome, int decision, double weight, double squares, long rows)
        {
            if (outcome < 0 || decision < 0)
            {
                return;
            }
            _weights[(outcome * labels) + decision] += weight;
            (Total, _squares, Rows) = (Total + weight, _squares + squares, Rows + rows);
        }

        public double Outcome(int label) => Enumerable.Range(0, labels).Sum(d => this[label, d]);

        public double Decision(int label) => Enumerable.Range(0, labels).Sum(o => this[o, label]);

        /// <summary>Kish's effective number, taken from the group as a whole.</summary>
        public double Worth(double size) => _squares > 0 ? size * Total / _squares : size;
    }
}

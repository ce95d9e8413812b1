using Haechi.Audit.Cells;
using Haechi.Audit.Inference;
using Haechi.Audit.Metrics;
using Haechi.Audit.Reporting;

namespace Haechi.Audit.Sections;

/// <summary>Decisions of a group against its reference (or everybody else) with strata held equal: Simpson's question with an interval.</summary>
internal static class StrataSection
{
    private static readonly string[] Ids = ["or_crude", "or_common", "difference_common", "p_common", "p_alike", "strata"];
    private const int Yes = Tally.TruePositive | Tally.FalsePositive | Tally.SelectedUnknown;
    private const int No = Tally.FalseNegative | Tally.TrueNegative | Tally.RejectedUnknown;

    public static IEnumerable<ReportSection> Of(SectionInput input)
    {
        var controls = input.Plan.Controls.Where(c => !c.Number).Select(c => input.Table.IndexOf(c.Attribute.Name)).Where(d => d >= 0).ToArray();
        if (controls.Length == 0 || !input.Has(DimensionRole.Decision))
        {
            yield break;
        }
        var rows = new List<SectionRow>();
        foreach (var (plan, plain) in input.Attributes)
        {
            var strata = Groups.By(input.Table, input.Positive, [.. controls, input.Table.IndexOf(plan.Attribute.Name)]).Groups
                .GroupBy(g => string.Join('\u001f', g.Levels.SkipLast(1))).Select(s => s.ToDictionary(g => g.Levels[^1], g => g.Tally, StringComparer.Ordinal)).ToList();
            rows.AddRange(plain.Groups.Where(g => g.Levels[0] != plan.Reference).Select(g => new SectionRow([plan.Attribute.Name, g.Levels[0], plan.Reference ?? "*"], [.. Figures(input, g, plain, strata, plan.Reference)])));
        }
        if (rows.Count > 0)
        {
            var names = string.Join(", ", input.Plan.Controls.Where(c => !c.Number).Select(c => c.Attribute.Name));
            yield return new ReportSection("strata", new($"층을 같게 했을 때의 선정: {names}", $"Selection with strata held equal: {names}"),
                new("승산비가 층을 나눈 뒤 1의 반대쪽으로 넘어가면 심슨의 역설입니다. *은 나머지 모두.", "Where the odds ratio crosses 1 once strata are held equal, it is Simpson's paradox. * is everybody else."),
                [SectionInput.Attribute, SectionInput.Group, new("비교", "with")], rows);
        }
    }

    private static IEnumerable<Figure> Figures(SectionInput input, TallyGroup group, Grouping plain, List<Dictionary<string, Tally>> strata, string? reference)
    {
        var others = plain.Groups.Where(g => reference is null ? g != group : g.Levels[0] == reference).ToList();
        var (n, size) = (group.Tally.Rows(Tally.All), group.Tally.Rows(Yes | No));
        if (others.Append(group).Any(g => (g.Tally.Withheld & (Yes | No)) != 0))
        {
            return Ids.Select(id => new Figure(id, Estimate.None(Reasons.Withheld, n, size)));
        }
        var crude = Table(group.Tally, others.Select(o => o.Tally));
        var effect = MantelHaenszel.Of(strata.Select(s => Table(s.GetValueOrDefault(group.Levels[0]) ?? new Tally(), s.Where(x => reference is null ? x.Key != group.Levels[0] : x.Key == reference).Select(x => x.Value))));
        var log = Math.Log(crude.A * crude.D / (crude.B * crude.C));
        return
        [
            new("or_crude", double.IsFinite(log) ? input.Ratio(log, Math.Sqrt((1 / crude.A) + (1 / crude.B) + (1 / crude.C) + (1 / crude.D)), n, size) : input.Plain(Math.Exp(log), n, size)),
            new("or_common", double.IsFinite(effect.OddsError) ? input.Ratio(Math.Log(effect.OddsRatio), effect.OddsError, n, size) : input.Plain(effect.OddsRatio, n, size)),
            new("difference_common", input.Around(effect.Difference, effect.DifferenceError, n, size)),
            new("p_common", input.Plain(effect.TestP, n, size)),
            new("p_alike", input.Plain(effect.AlikeP, n, size)),
            new("strata", input.Plain(effect.Strata, n, size)),
        ];
    }

    private static TwoByTwo Table(Tally group, IEnumerable<Tally> others)
    {
        var all = others.ToList();
        return new TwoByTwo(group.Weight(Yes), group.Weight(No), all.Sum(o => o.Weight(Yes)), all.Sum(o => o.Weight(No)));
    }
}

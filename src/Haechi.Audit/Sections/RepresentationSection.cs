using Haechi.Audit.Inference;
using Haechi.Audit.Metrics;
using Haechi.Audit.Reporting;

namespace Haechi.Audit.Sections;

/// <summary>The share of each group in the data against the share that the plan expects, such as a census.</summary>
internal static class RepresentationSection
{
    private static readonly string[] Ids = ["share", "expected", "share_ratio", "chi2_p"];
    public static IEnumerable<ReportSection> Of(SectionInput input)
    {
        var rows = new List<SectionRow>();
        foreach (var (plan, grouping) in input.Attributes.Where(a => a.Plan.Expected.Count > 0))
        {
            // Whoever is not recorded, or not in the census, stands outside the comparison.
            var known = plan.Expected.Where(e => e.Value > 0).Select(e => (e.Key, e.Value, N: grouping.Groups.FirstOrDefault(g => g.Levels[0] == e.Key)?.Tally.Rows(Tally.All) ?? 0)).ToList();
            var withheld = grouping.Everybody.Withheld != 0;
            var n = known.Sum(k => k.N);
            var p = n == 0 || known.Count < 2 ? double.NaN : Law.ChiSquared(known.Sum(k => (k.N - (n * k.Value)) * (k.N - (n * k.Value)) / (n * k.Value)), known.Count - 1);
            rows.AddRange(known.OrderBy(k => k.Key, StringComparer.Ordinal).Select(k => new SectionRow([plan.Attribute.Name, k.Key], [.. Figures(input, k.N, n, k.Value, p, withheld)])));
        }
        if (rows.Count > 0)
        {
            yield return new ReportSection("representation", new("인구와 견준 비중", "Representation"), new("비가 1보다 작으면 인구보다 적게 들어 있습니다.", "A ratio below 1: fewer in the data than in the population."), [SectionInput.Attribute, SectionInput.Group], rows);
        }
    }

    private static IEnumerable<Figure> Figures(SectionInput input, long hits, long n, double expected, double p, bool withheld)
    {
        if (n == 0 || withheld)
        {
            return Ids.Select(id => new Figure(id, Estimate.None(withheld ? Reasons.Withheld : Reasons.NoDenominator, hits, n)));
        }
        var (share, wilson) = ((double)hits / n, Intervals.Wilson(new Proportion((double)hits / n, n), input.Z));
        return
        [
            new("share", new Estimate(share, wilson.Low, wilson.High, hits, n, null)), new("expected", Estimate.Of(expected, hits, n)),
            new("share_ratio", new Estimate(share / expected, wilson.Low / expected, wilson.High / expected, hits, n, null)), new("chi2_p", input.Plain(p, hits, n)),
        ];
    }
}

using Haechi.Audit.Cells;
using Haechi.Audit.Inference;
using Haechi.Audit.Metrics;
using Haechi.Audit.Reporting;

namespace Haechi.Audit.Sections;

/// <summary>Features that a model may use: how complete they are, for whom they are missing, and what they give away about the groups.</summary>
internal static class FeatureSection
{
    public static IEnumerable<ReportSection> Of(SectionInput input)
    {
        var (quality, proxies, missing) = (new List<SectionRow>(), new List<SectionRow>(), new List<SectionRow>());
        foreach (var feature in input.Plan.Features)
        {
            foreach (var (plan, i) in input.Plan.Groups.Select((g, i) => (g, i)))
            {
                if (input.Document.Side(SideNames.Feature(feature, plan.Attribute.Name)) is not { } table)
                {
                    continue;
                }
                if (i == 0)
                {
                    quality.Add(new SectionRow([feature], [.. Quality(input, table)]));
                }
                proxies.Add(new SectionRow([feature, plan.Attribute.Name], [.. Proxy(input, table)]));
                missing.AddRange(Missing(input, table, feature, plan.Attribute.Name));
            }
        }
        if (quality.Count > 0)
        {
            yield return new ReportSection("features", new("특성의 상태", "State of the features"), new("값은 많으면 열 구간(수)이나 쉰 가지(글)로 묶어 셉니다.", "Many values are counted in ten bands (numbers) or as fifty kinds (words)."), [SectionInput.Column], quality);
            yield return new ReportSection("proxies", new("특성이 집단을 드러내는 정도", "What features give away about groups"),
                new("타일의 U는 특성을 알 때 집단에 대한 불확실성이 줄어드는 몫입니다. 1이면 특성이 집단을 그대로 드러냅니다.", "Theil's U is the share of the uncertainty about the group that the feature takes away; 1 gives the group away."), [SectionInput.Column, SectionInput.Attribute], proxies);
            yield return new ReportSection("missing", new("집단별로 기록되지 않은 비율", "Not recorded, by group"), new("", ""), [SectionInput.Column, SectionInput.Attribute, SectionInput.Group], missing);
        }
    }

    private static double[][] Counts(CellTable table, bool recordedOnly)
    {
        var counts = table.Dimensions[0].Levels.Select(_ => new double[table.Dimensions[1].Levels.Count]).ToArray();
        for (var cell = 0; cell < table.Length; cell++)
        {
            if (!recordedOnly || table.Dimensions[0].Levels[table.Code(cell, 0)].Length > 0)
            {
                counts[table.Code(cell, 0)][table.Code(cell, 1)] += table.Count(cell);
            }
        }
        return counts;
    }

    private static IEnumerable<Figure> Quality(SectionInput input, CellTable table)
    {
        var counts = Counts(table, recordedOnly: false).Select(c => c.Sum()).ToArray();
        var (n, absent) = (table.Rows, table.Dimensions[0].IndexOf(Dimension.Missing));
        yield return new("missing", Share(input, absent < 0 ? 0 : counts[absent], n));
        var recorded = counts.Where((_, i) => i != absent).ToArray();
        yield return new("values", input.Plain(recorded.Count(c => c > 0), n, n));
        var known = recorded.Sum();
        yield return new("most_frequent", known > 0 ? Share(input, recorded.Max(), (long)known) : Estimate.None(Reasons.NoDenominator, n, 0));
        yield return new("entropy", known > 0 ? input.Plain(recorded.Where(c => c > 0).Sum(c => -c / known * Math.Log(c / known)), n, (long)known) : Estimate.None(Reasons.NoDenominator, n, 0));
    }

    /// <summary>"Not recorded" is a value like others here: who leaves a field blank may be what gives the group away.</summary>
    private static IEnumerable<Figure> Proxy(SectionInput input, CellTable table)
    {
        var association = Association.Of(Counts(table, recordedOnly: false));
        Figure One(string id, double value) => new(id, input.Plain(value, table.Rows, table.Rows));
        return [One("cramers_v", association.CramersV), One("cramers_v_corrected", association.Corrected), One("mutual_information", association.Information), One("theil_u", association.Uncertainty), One("lambda", association.Lambda), One("chi2_p", association.P)];
    }

    private static IEnumerable<SectionRow> Missing(SectionInput input, CellTable table, string feature, string attribute)
    {
        var (counts, absent) = (Counts(table, recordedOnly: false), table.Dimensions[0].IndexOf(Dimension.Missing));
        if (absent < 0)
        {
            yield break;
        }
        for (var group = 0; group < table.Dimensions[1].Levels.Count; group++)
        {
            yield return new SectionRow([feature, attribute, table.Dimensions[1].Levels[group]], [new("missing", Share(input, counts[absent][group], (long)counts.Sum(c => c[group])))]);
        }
    }

    private static Estimate Share(SectionInput input, double hits, long n)
    {
        if (n == 0)
        {
            return Estimate.None(Reasons.NoDenominator, 0, 0);
        }
        var wilson = Intervals.Wilson(new Proportion(hits / n, n), input.Z);
        return input.Sized(new Estimate(hits / n, wilson.Low, wilson.High, n, n, null));
    }
}

using System.Globalization;
using Haechi.Audit.Cells;
using Haechi.Audit.Inference;
using Haechi.Audit.Metrics;
using Haechi.Audit.Planning;
using Haechi.Audit.Sections;

namespace Haechi.Audit.Reporting;

/// <summary>What a reader must know beside the figures: which criteria cannot hold together, and what the audit could not see.</summary>
internal static class Remarks
{
    /// <summary>
    /// Where base rates differ, equal predictive values and equal error rates exclude one another (Chouldechova 2017: FPR = p/(1-p) · (1-PPV)/PPV · (1-FNR); Kleinberg et al. 2016).
    /// </summary>
    public static IReadOnlyList<LocalText> Conflicts(AuditPlan plan, IReadOnlyList<Grouping> groupings, CellTable table)
    {
        var found = new List<LocalText>();
        if (table.IndexOf(DimensionRole.Outcome) < 0 || table.IndexOf(DimensionRole.Decision) < 0)
        {
            return found;
        }
        var rate = (Rate)MetricSet.Find("base_rate")!;
        foreach (var grouping in groupings.Where(g => g.Attributes.Count == 1))
        {
            var shares = grouping.Groups.Where(g => (g.Tally.Withheld & rate.Denominator) == 0 && g.Tally.Rows(rate.Denominator) >= plan.Minimum && g.Tally.Weight(rate.Denominator) > 0)
                .Select(g => rate.Proportion(g.Tally)).ToList();
            if (shares.Count >= 2 && Gaps.Of(shares, Scale.Difference, plan.Confidence, 0, plan.Seed) is { Interval.Low: > 0 } gap)
            {
                var (value, low, high) = (Percent(gap.Value), Percent(gap.Interval.Low), Percent(gap.Interval.High));
                found.Add(new LocalText(
                    $"{grouping.Attributes[0]}: 실제 양성 비율이 집단마다 다릅니다(차이 {value}, 구간 {low}~{high}). 이때 양성예측도를 같게 하면 거짓양성률과 거짓음성률을 함께 같게 할 수 없고, 그 반대도 그렇습니다. 어느 기준이 먼저인지는 사람이 정할 일입니다.",
                    $"{grouping.Attributes[0]}: base rates differ between groups (by {value}, interval {low} to {high}). Equal predictive values then exclude equal false positive and false negative rates, and the other way round. Which comes first is for people to decide."));
            }
        }
        return found;
    }

    /// <summary>Rows left out, values missing, figures not estimable, groups too small.</summary>
    public static IReadOnlyList<LocalText> Unseen(AuditPlan plan, CellDocument cells, CellTable table, IReadOnlyList<Grouping> groupings, IReadOnlyList<SetFigures> figures)
    {
        var found = new List<LocalText>();
        void Add(long count, string ko, string en)
        {
            if (count > 0)
            {
                found.Add(new LocalText(string.Format(CultureInfo.InvariantCulture, ko, count), string.Format(CultureInfo.InvariantCulture, en, count)));
            }
        }
        if (table.Rows == 0)
        {
            found.Add(new LocalText("사례가 하나도 없습니다. 아무것도 추정할 수 없습니다.", "there is not a single case; nothing can be estimated"));
        }
        Add(cells.Notes.Malformed, "쓸 수 없는 줄 {0:N0}개는 빠졌습니다.", "{0:N0} malformed rows were left out");
        Add(cells.Notes.Unreadable, "수가 아닌 값 {0:N0}개는 '기록 없음'으로 셌습니다.", "{0:N0} values that are no numbers count as not recorded");
        Add(cells.Notes.Filtered, "계획의 조건에 따라 {0:N0}줄을 뺐습니다.", "{0:N0} rows were left out by the plan's conditions");
        Add(Missing(table, DimensionRole.Outcome), "결과가 기록되지 않은 {0:N0}건은 결과가 필요한 지표에서 빠졌습니다.", "{0:N0} cases without an outcome stand outside the figures that need one");
        Add(Missing(table, DimensionRole.Decision), "결정이 기록되지 않은 {0:N0}건은 결정이 필요한 지표에서 빠졌습니다.", "{0:N0} cases without a decision stand outside the figures that need one");
        foreach (var single in groupings.Where(g => g.Attributes.Count == 1))
        {
            var unknown = single.Groups.FirstOrDefault(g => g.Levels[0].Length == 0)?.Tally.Rows(Tally.All) ?? 0;
            Add(unknown, $"{single.Attributes[0]}이(가) 기록되지 않은 {{0:N0}}건은 따로 한 집단으로 셌습니다.", $"{{0:N0}} cases without {single.Attributes[0]} are a group of their own");
        }
        Add(figures.Sum(s => s.Groups.Sum(g => (long)g.Figures.Count(f => !f.Estimate.IsKnown))), "추정할 수 없는 값이 {0:N0}개 있습니다(이유는 표에).", "{0:N0} figures could not be estimated (the tables say why)");
        if (ReportSections.Absent(plan, cells) is { Count: > 0 } absent)
        {
            found.Add(new LocalText($"계획이 묻는 다음 표가 칸 표에 없어 그 부분은 빠졌습니다(보호했거나, 합쳤거나, 데이터베이스에서 센 경우): {string.Join(", ", absent)}",
                $"the plan asks for these tables, and the cells do not hold them (protected, added up, or counted in a database), so that part is missing: {string.Join(", ", absent)}"));
        }
        if (plan.Person is not null && cells.Side(Cells.SideNames.Persons([])) is { } persons)
        {
            found.Add(new LocalText(string.Create(CultureInfo.InvariantCulture, $"{persons.Rows:N0}명의 사례 {table.Rows:N0}건입니다. 비율의 구간은 사람을 단위로 잡았고, 점수와 조정한 모형의 구간은 사례를 단위로 잡았습니다."),
                string.Create(CultureInfo.InvariantCulture, $"{table.Rows:N0} cases of {persons.Rows:N0} persons; intervals of rates rest on persons, those of scores and of the adjusted model on cases")));
        }
        if (cells.Protection is { } protection)
        {
            found.Add(new LocalText($"작은 칸을 보호한 표입니다: {protection}", $"the counts were protected: {protection}"));
        }
        if (table.Dimensions.FirstOrDefault(d => d.Bins is not null) is { } binned)
        {
            found.Add(new LocalText($"점수는 {binned.Bins!.Count}구간으로 나누어 셌습니다. AUC는 같은 구간에 든 쌍만큼 불확실합니다.", $"scores were counted in {binned.Bins!.Count} bins; the AUC is uncertain by the pairs that share one"));
        }
        return found;
    }

    private static long Missing(CellTable table, DimensionRole role)
    {
        var dimension = table.IndexOf(role);
        var level = dimension < 0 ? -1 : table.Dimensions[dimension].IndexOf(Dimension.Missing);
        return level < 0 ? 0 : Enumerable.Range(0, table.Length).Where(c => table.Code(c, dimension) == level).Sum(table.Count);
    }

    private static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + "%";
}

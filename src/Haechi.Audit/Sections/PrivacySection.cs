using System.Globalization;
using Haechi.Audit.Cells;
using Haechi.Audit.Metrics;
using Haechi.Audit.Reporting;

namespace Haechi.Audit.Sections;

/// <summary>What the rows themselves would give away if they were handed on.</summary>
internal static class PrivacySection
{
    public static IEnumerable<ReportSection> Of(SectionInput input)
    {
        if (input.Plan.Privacy is not { } plan || input.Document.Side(SideNames.Classes) is not { } classes)
        {
            yield break;
        }
        yield return new ReportSection("privacy", new("다시 알아볼 위험", "Risk of re-identification"),
            new($"알려진 열: {string.Join(", ", plan.Quasi)}. k는 가장 작은 모둠의 크기이고, 1/k는 안에 있음을 아는 사람이 알아맞힐 가장 큰 확률입니다.", $"Known columns: {string.Join(", ", plan.Quasi)}. k is the size of the smallest class; 1/k is the best chance of whoever knows that a person is in the data."),
            [SectionInput.Column], [new SectionRow([string.Join(", ", plan.Quasi)], [.. Sizes(classes)])]);
        var rows = plan.Sensitive.Select(c => (Column: c, Table: input.Document.Side(SideNames.Sensitive(c)))).Where(c => c.Table is not null).Select(c => new SectionRow([c.Column], [.. Sensitive(c.Table!)])).ToList();
        if (rows.Count > 0)
        {
            yield return new ReportSection("sensitive", new("민감한 열이 드러나는 정도", "What sensitive columns give away"),
                new("l은 모둠 안 서로 다른 값의 가장 적은 수, t는 모둠의 분포와 전체 분포의 가장 큰 거리.", "l is the least number of different values in a class; t the largest distance of a class's distribution from everybody's."), [SectionInput.Column], rows);
        }
    }

    private static double At(CellTable table, int cell, int dimension) => double.Parse(table.Dimensions[dimension].Levels[table.Code(cell, dimension)], CultureInfo.InvariantCulture);

    private static IEnumerable<Figure> Sizes(CellTable table)
    {
        var classes = Enumerable.Range(0, table.Length).Select(c => (Size: At(table, c, 0), Count: table.Count(c))).ToList();
        var (rows, all) = (classes.Sum(c => c.Size * c.Count), classes.Sum(c => c.Count));
        var n = (long)rows;
        Figure One(string id, Func<double> value) => new(id, n == 0 ? Estimate.None(Reasons.NoDenominator, 0, 0) : Estimate.Of(value(), n, n));
        return
        [
            One("k", () => classes.Min(c => c.Size)), One("unique", () => classes.Where(c => c.Size == 1).Sum(c => c.Count) / rows), One("below_5", () => classes.Where(c => c.Size < 5).Sum(c => c.Size * c.Count) / rows),
            One("classes", () => all), One("risk_highest", () => 1 / classes.Min(c => c.Size)), One("risk_mean", () => all / rows),
        ];
    }

    private static IEnumerable<Figure> Sensitive(CellTable table)
    {
        var classes = Enumerable.Range(0, table.Length).Select(c => (Size: At(table, c, 0), Values: At(table, c, 1), Entropy: At(table, c, 2), Distance: At(table, c, 3), Count: table.Count(c))).ToList();
        var rows = classes.Sum(c => c.Size * c.Count);
        var n = (long)rows;
        Figure One(string id, Func<double> value) => new(id, n == 0 ? Estimate.None(Reasons.NoDenominator, 0, 0) : Estimate.Of(value(), n, n));
        return
        [
            One("l", () => classes.Min(c => c.Values)), One("l_entropy", () => classes.Min(c => c.Entropy)), One("t", () => classes.Max(c => c.Distance)), One("revealed", () => classes.Where(c => c.Values == 1).Sum(c => c.Size * c.Count) / rows),
        ];
    }
}

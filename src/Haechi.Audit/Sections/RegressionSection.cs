using Haechi.Audit.Metrics;
using Haechi.Audit.Planning;
using Haechi.Audit.Reporting;

namespace Haechi.Audit.Sections;

/// <summary>Predicted numbers against the true ones, for each group, from sums alone. Residuals are predicted minus actual: above 0, the group is overestimated.</summary>
internal static class RegressionSection
{
    private static readonly string[] Ids = ["mean_actual", "mean_predicted", "bias", "mae", "rmse", "r2", "correlation"];
    private sealed class Sums
    {
        public long Rows;
        public double W, W2, Y, P, Y2, P2, Yp, Abs;

        /// <summary>Kish's effective number.</summary>
        public double Worth => W2 > 0 ? W * W / W2 : 0;
    }

    public static IEnumerable<ReportSection> Of(SectionInput input)
    {
        if (input.Table.MeasureOf("yp") < 0)
        {
            yield break;
        }
        var (rows, compared) = (new List<SectionRow>(), new List<SectionRow>());
        foreach (var plan in input.Plan.Groups)
        {
            var (groups, everybody) = Groups(input, plan);
            rows.AddRange(groups.Append(("*", everybody)).Select(g => new SectionRow([plan.Attribute.Name, g.Item1], [.. Figures(input, g.Item2)])));
            var withheld = input.Table.Withheld.Count > 0;
            compared.AddRange(Compared(input, plan, groups, withheld));
        }
        yield return new ReportSection("regression", new("예측한 수와 실제 수", "Predicted and actual numbers"),
            new("편차는 예측에서 실제를 뺀 값입니다. 0보다 크면 그 집단을 높게 예측했습니다.", "Bias is predicted minus actual: above 0, the group is overestimated."), [SectionInput.Attribute, SectionInput.Group], rows);
        if (compared.Count > 0)
        {
            yield return new ReportSection("regression_gaps", new("집단 사이 예측 오차", "Prediction errors between groups"),
                new("기준 집단(없으면 * 나머지 모두)과의 차이와 비.", "Difference from, and ratio to, the reference group (without one, everybody else: *)."), [SectionInput.Attribute, SectionInput.Group, new("비교", "with")], compared);
        }
    }

    private static (List<(string, Sums)> Groups, Sums Everybody) Groups(SectionInput input, GroupPlan plan)
    {
        var table = input.Table;
        var dimension = table.IndexOf(plan.Attribute.Name);
        var (w, w2, y) = (table.MeasureOf("w"), table.MeasureOf("w2"), table.MeasureOf("y"));
        var (all, everybody) = (table.Dimensions[dimension].Levels.Select(_ => new Sums()).ToArray(), new Sums());
        for (var cell = 0; cell < table.Length; cell++)
        {
            foreach (var s in new[] { all[table.Code(cell, dimension)], everybody })
            {
                s.Rows += table.Count(cell);
                s.W += w < 0 ? table.Count(cell) : table.Sum(cell, w);
                s.W2 += w < 0 ? table.Count(cell) : table.Sum(cell, w2);
                // Sums stand in the order in which the reader writes them: y, p, y2, p2, yp, abs.
                (s.Y, s.P, s.Y2) = (s.Y + table.Sum(cell, y), s.P + table.Sum(cell, y + 1), s.Y2 + table.Sum(cell, y + 2));
                (s.P2, s.Yp, s.Abs) = (s.P2 + table.Sum(cell, y + 3), s.Yp + table.Sum(cell, y + 4), s.Abs + table.Sum(cell, y + 5));
            }
        }
        return ([.. table.Dimensions[dimension].Levels.Select((l, i) => (l, all[i]))], everybody);
    }

    private static IEnumerable<Figure> Figures(SectionInput input, Sums s)
    {
        if (input.Table.Withheld.Count > 0 || s.W <= 0)
        {
            return Ids.Select(id => new Figure(id, Estimate.None(s.W <= 0 ? Reasons.NoDenominator : Reasons.Withheld, s.Rows, s.Rows)));
        }
        var (mean, predicted) = (s.Y / s.W, s.P / s.W);
        double Variance(double squares, double average) => Math.Max(0, (squares / s.W) - (average * average)) * s.Worth / Math.Max(1, s.Worth - 1);
        var bias = predicted - mean;
        var squared = Squared(s);
        return
        [
            new("mean_actual", Mean(input, mean, Variance(s.Y2, mean), s)),
            new("mean_predicted", Mean(input, predicted, Variance(s.P2, predicted), s)),
            new("bias", Mean(input, bias, Variance(squared * s.W, bias), s)),
            // The square of a size is the square of the residual, so the spread of absolute errors is known, too.
            new("mae", Mean(input, s.Abs / s.W, Variance(squared * s.W, s.Abs / s.W), s)),
            new("rmse", input.Plain(Math.Sqrt(squared), s.Rows, s.Rows)),
            new("r2", input.Plain(Determination(s), s.Rows, s.Rows)),
            new("correlation", Correlation(input, s)),
        ];
    }

    private static Estimate Mean(SectionInput input, double value, double variance, Sums s) => input.Around(value, s.Worth > 1 ? Math.Sqrt(variance / s.Worth) : double.NaN, s.Rows, s.Rows);

    private static double Squared(Sums s) => Math.Max(0, s.P2 - (2 * s.Yp) + s.Y2) / s.W;

    /// <summary>1 − Σ(y−p)²/Σ(y−ȳ)², with the group's own mean; NaN where all actual numbers are equal.</summary>
    private static double Determination(Sums s)
    {
        var total = s.Y2 - (s.Y * s.Y / s.W);
        return total > 1e-12 * Math.Abs(s.Y2) ? 1 - (Squared(s) * s.W / total) : double.NaN;
    }

    /// <summary>Pearson's, with Fisher's interval.</summary>
    private static Estimate Correlation(SectionInput input, Sums s)
    {
        var (vy, vp) = (s.Y2 - (s.Y * s.Y / s.W), s.P2 - (s.P * s.P / s.W));
        if (!(vy > 1e-12 * Math.Abs(s.Y2)) || !(vp > 1e-12 * Math.Abs(s.P2)))
        {
            return Estimate.None(Reasons.Undefined, s.Rows, s.Rows);
        }
        var r = (s.Yp - (s.Y * s.P / s.W)) / Math.Sqrt(vy * vp);
        var estimate = input.Plain(Math.Clamp(r, -1, 1), s.Rows, s.Rows);
        var (fisher, error) = (Math.Atanh(r), 1 / Math.Sqrt(s.Worth - 3));
        return estimate.IsKnown && double.IsFinite(fisher) && s.Worth > 3 ? estimate with { Low = Math.Tanh(fisher - (input.Z * error)), High = Math.Tanh(fisher + (input.Z * error)) } : estimate;
    }

    private static IEnumerable<SectionRow> Compared(SectionInput input, GroupPlan plan, List<(string Level, Sums Sums)> groups, bool withheld)
    {
        var reference = groups.FirstOrDefault(g => g.Level == plan.Reference);
        foreach (var (level, s) in groups.Where(g => g.Level != plan.Reference))
        {
            var other = plan.Reference is null ? Rest(groups, level) : reference.Sums;
            if (other is null || withheld || s.W <= 0 || other.W <= 0)
            {
                continue;
            }
            Estimate Ratio(double a, double b) => b == 0 ? Estimate.None(a == 0 ? Reasons.BothZero : Reasons.Infinite, s.Rows, s.Rows) : input.Plain(a / b, s.Rows, s.Rows);
            Estimate Difference(double a, double va, double b, double vb) => input.Around(a - b, Math.Sqrt((va / s.Worth) + (vb / other.Worth)), s.Rows, s.Rows);
            double Spread(Sums x, double mean, double squares) => Math.Max(0, (squares / x.W) - (mean * mean)) * x.Worth / Math.Max(1, x.Worth - 1);
            var (bias, otherBias) = ((s.P - s.Y) / s.W, (other.P - other.Y) / other.W);
            yield return new SectionRow([plan.Attribute.Name, level, plan.Reference ?? "*"],
            [
                new("prediction_difference", Difference(s.P / s.W, Spread(s, s.P / s.W, s.P2), other.P / other.W, Spread(other, other.P / other.W, other.P2))),
                new("bias_difference", Difference(bias, Spread(s, bias, Squared(s) * s.W), otherBias, Spread(other, otherBias, Squared(other) * other.W))),
                new("mae_ratio", Ratio(s.Abs / s.W, other.Abs / other.W)),
                new("rmse_ratio", Ratio(Math.Sqrt(Squared(s)), Math.Sqrt(Squared(other)))),
            ]);
        }
    }

    private static Sums Rest(List<(string Level, Sums Sums)> groups, string level)
    {
        var rest = new Sums();
        foreach (var (_, s) in groups.Where(g => g.Level != level))
        {
            (rest.Rows, rest.W, rest.W2, rest.Y, rest.P) = (rest.Rows + s.Rows, rest.W + s.W, rest.W2 + s.W2, rest.Y + s.Y, rest.P + s.P);
            (rest.Y2, rest.P2, rest.Yp, rest.Abs) = (rest.Y2 + s.Y2, rest.P2 + s.P2, rest.Yp + s.Yp, rest.Abs + s.Abs);
        }
        return rest;
    }
}

using Haechi.Audit.Cells;
using Haechi.Audit.Metrics;
using Haechi.Audit.Reporting;

namespace Haechi.Audit.Sections;

/// <summary>Scores of a group against those of its reference (or of everybody else): whether they rank alike and mean the same.</summary>
internal static class ScoreSection
{
    public static IEnumerable<ReportSection> Of(SectionInput input)
    {
        if (!input.Has(DimensionRole.Score) || !input.Has(DimensionRole.Outcome) || (input.Plan.Classes && input.Positive.Outcome.Count == 0))
        {
            yield break;
        }
        var rows = new List<SectionRow>();
        foreach (var plan in input.Plan.Groups)
        {
            var dimension = input.Table.IndexOf(plan.Attribute.Name);
            var levels = input.Table.Dimensions[dimension].Levels;
            for (var level = 0; level < levels.Count; level++)
            {
                if (levels[level] == plan.Reference)
                {
                    continue;
                }
                var at = level;
                var reference = plan.Reference is null ? -1 : input.Table.Dimensions[dimension].IndexOf(plan.Reference);
                var own = ScoreFigures.Of(input.Table, input.Positive, c => input.Table.Code(c, dimension) == at);
                var other = ScoreFigures.Of(input.Table, input.Positive, c => reference < 0 ? input.Table.Code(c, dimension) != at : input.Table.Code(c, dimension) == reference);
                rows.Add(new SectionRow([plan.Attribute.Name, levels[level], plan.Reference ?? "*"], [.. Figures(input, own, other)]));
            }
        }
        if (rows.Count > 0)
        {
            yield return new ReportSection("scores", new("점수 견주기", "Scores compared"),
                new("xAUC는 이 집단의 양성이 상대 집단의 음성보다 높은 점수를 받을 확률. ABROCA는 두 ROC 곡선 사이의 넓이. 보정 기울기는 1, 절편은 0일 때 점수가 확률과 같습니다.", "xAUC is the chance that a positive of this group outscores a negative of the other; ABROCA is the area between the ROC curves. With slope 1 and intercept 0 scores mean probabilities."),
                [SectionInput.Attribute, SectionInput.Group, new("비교", "with")], rows);
        }
    }

    private static IEnumerable<Figure> Figures(SectionInput input, ScoreFigures own, ScoreFigures other)
    {
        var (n, withheld) = (own.Rows, own.Withheld || other.Withheld);
        Figure One(string id, Func<double> value) => new(id, withheld ? Estimate.None(Reasons.Withheld, n, n) : n == 0 || other.Rows == 0 ? Estimate.None(Reasons.NoDenominator, n, Math.Min(n, other.Rows)) : input.Plain(value(), n, n));
        var fit = withheld || n == 0 ? null : own.Recalibrated();
        return
        [
            One("abroca", () => ScoreFigures.Abroca(own, other)), One("xauc", () => ScoreFigures.Outscores(own, other)), One("xauc_other", () => ScoreFigures.Outscores(other, own)),
            One("score_ks", () => ScoreFigures.Distance(own, other)), One("score_d", () => ScoreFigures.Effect(own, other)), One("log_loss", own.LogLoss),
            new("calibration_intercept", fit is { Converged: true } ? input.Around(fit.Coefficients[0], fit.Errors[0], n, n) : Estimate.None(withheld ? Reasons.Withheld : Reasons.Undefined, n, n)),
            new("calibration_slope", fit is { Converged: true } ? input.Around(fit.Coefficients[1], fit.Errors[1], n, n) : Estimate.None(withheld ? Reasons.Withheld : Reasons.Undefined, n, n)),
        ];
    }
}

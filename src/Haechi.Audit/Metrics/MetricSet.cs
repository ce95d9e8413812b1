using static Haechi.Audit.Metrics.Tally;

namespace Haechi.Audit.Metrics;

/// <summary>
/// The figures that an audit can compute for each group. One convention for all: a zero denominator gives no figure; weights are summed; rows whose outcome or decision is not recorded
/// stand outside the figures that need it and are counted apart.
/// </summary>
public static class MetricSet
{
    private const int Positive = TruePositive | FalseNegative;
    private const int Negative = FalsePositive | TrueNegative;
    private const int Selected = TruePositive | FalsePositive;
    private const int Rejected = FalseNegative | TrueNegative;
    private const int Known = Positive | Negative;
    private const int AnySelected = Selected | SelectedUnknown;
    private const int Decided = AnySelected | Rejected | RejectedUnknown;
    private const int AnyPositive = Positive | PositiveUndecided;

    /// <summary>Every figure, in the order in which reports show them.</summary>
    public static IReadOnlyList<Metric> All { get; } =
    [
        new Rate("sel", new("선정률", "selection rate"), "(TP+FP)/n", false, AnySelected, Decided),
        new Rate("base_rate", new("실제 양성 비율", "base rate"), "(TP+FN)/n", true, AnyPositive, AnyPositive | Negative | NegativeUndecided),
        new Rate("tpr", new("참양성률", "true positive rate"), "TP/(TP+FN)", true, TruePositive, Positive),
        new Rate("fnr", new("거짓음성률", "false negative rate"), "FN/(TP+FN)", true, FalseNegative, Positive),
        new Rate("fpr", new("거짓양성률", "false positive rate"), "FP/(FP+TN)", true, FalsePositive, Negative),
        new Rate("tnr", new("참음성률", "true negative rate"), "TN/(FP+TN)", true, TrueNegative, Negative),
        new Rate("ppv", new("양성예측도", "positive predictive value"), "TP/(TP+FP)", true, TruePositive, Selected),
        new Rate("fdr", new("거짓발견율", "false discovery rate"), "FP/(TP+FP)", true, FalsePositive, Selected),
        new Rate("npv", new("음성예측도", "negative predictive value"), "TN/(TN+FN)", true, TrueNegative, Rejected),
        new Rate("for", new("거짓누락률", "false omission rate"), "FN/(TN+FN)", true, FalseNegative, Rejected),
        new Rate("acc", new("정확도", "accuracy"), "(TP+TN)/n", true, TruePositive | TrueNegative, Known),
        new Rate("err", new("오류율", "error rate"), "(FP+FN)/n", true, FalsePositive | FalseNegative, Known),
        new Derived("ppr", new("선정된 사람 중 비중", "share of all selected"), "PP/ΣPP", false, Decided, (g, all) => Ratio(g.Weight(AnySelected), all.Weight(AnySelected))),
        new Derived("bacc", new("균형 정확도", "balanced accuracy"), "(TPR+TNR)/2", true, Known, (g, _) => (Tpr(g) + Tnr(g)) / 2),
        new Derived("f1", new("F1", "F1"), "2TP/(2TP+FP+FN)", true, Known, (g, _) => Ratio(2 * g.Weight(TruePositive), (2 * g.Weight(TruePositive)) + g.Weight(FalsePositive | FalseNegative))),
        new Derived("mcc", new("매슈스 상관계수", "Matthews correlation"), "(TP·TN-FP·FN)/√(PP·P·N·PN)", true, Known, (g, _) => Matthews(g)),
        new Derived("kappa", new("카파", "Cohen's kappa"), "(po-pe)/(1-pe)", true, Known, (g, _) => Kappa(g)),
        new Derived("lr_plus", new("양성 우도비", "positive likelihood ratio"), "TPR/FPR", true, Known, (g, _) => Tpr(g) / (1 - Tnr(g))),
        new Derived("lr_minus", new("음성 우도비", "negative likelihood ratio"), "FNR/TNR", true, Known, (g, _) => (1 - Tpr(g)) / Tnr(g)),
        new Derived("treatment", new("처우 비", "treatment equality"), "FN/FP", true, Known, (g, _) => g.Weight(FalseNegative) / g.Weight(FalsePositive)),
        new Derived("gei", new("일반화 엔트로피 지수(α=2)", "generalised entropy index, alpha 2"), "Σ((b/μ)²-1)/2n, b=1+ŷ-y", true, Known, (g, _) => Entropy(g, 2)),
        new Derived("gei1", new("타일 지수(α=1)", "Theil index, alpha 1"), "Σ(b/μ)ln(b/μ)/n, b=1+ŷ-y", true, Known, (g, _) => Entropy(g, 1)),
        new Derived("cv", new("편익의 변동계수", "coefficient of variation of benefits"), "√(2·GEI(2))", true, Known, (g, _) => Math.Sqrt(2 * Entropy(g, 2))),
    ];

    /// <summary>The binomial ones.</summary>
    public static IReadOnlyList<Rate> Rates { get; } = [.. All.OfType<Rate>()];

    /// <summary>A figure by its id, or null.</summary>
    public static Metric? Find(string id) => All.FirstOrDefault(m => m.Id == id);

    private static double Ratio(double above, double below) => below == 0 ? double.NaN : above / below;

    private static double Tpr(Tally g) => Ratio(g.Weight(TruePositive), g.Weight(Positive));

    private static double Tnr(Tally g) => Ratio(g.Weight(TrueNegative), g.Weight(Negative));

    private static double Matthews(Tally g)
    {
        var product = g.Weight(Selected) * g.Weight(Positive) * g.Weight(Negative) * g.Weight(Rejected);
        return Ratio((g.Weight(TruePositive) * g.Weight(TrueNegative)) - (g.Weight(FalsePositive) * g.Weight(FalseNegative)), Math.Sqrt(product));
    }

    private static double Kappa(Tally g)
    {
        var n = g.Weight(Known);
        var observed = g.Weight(TruePositive | TrueNegative) / n;
        var expected = ((g.Weight(Selected) * g.Weight(Positive)) + (g.Weight(Rejected) * g.Weight(Negative))) / (n * n);
        return Ratio(observed - expected, 1 - expected);
    }

    /// <summary>Benefits are 0 (refused in error), 1 (right) and 2 (granted in error). Speicher et al. 2018; the formula itself, not the form found in some libraries.</summary>
    private static double Entropy(Tally g, int alpha)
    {
        double[] weights = [g.Weight(FalseNegative), g.Weight(TruePositive | TrueNegative), g.Weight(FalsePositive)];
        var n = weights.Sum();
        var mean = (weights[1] + (2 * weights[2])) / n;
        if (mean == 0)
        {
            return double.NaN;
        }
        var sum = 0.0;
        for (var b = 0; b < 3; b++)
        {
            var share = b / mean;
            sum += weights[b] * (alpha == 2 ? (share * share) - 1 : share == 0 ? 0 : share * Math.Log(share));
        }
        return alpha == 2 ? sum / (2 * n) : sum / n;
    }
}

using Haechi.Audit.Inference;
using Haechi.Audit.Metrics;
using Haechi.Audit.Planning;
using Haechi.Audit.Sections;

namespace Haechi.Audit.Reporting;

/// <summary>How a report calls things.</summary>
public static class ReportWords
{
    /// <summary>The levels of a group; "not recorded" for the empty one.</summary>
    public static string Group(IReadOnlyList<string> levels, string language) =>
        levels.Count == 0 ? (language == "ko" ? "전체" : "everybody") : string.Join(" × ", levels.Select(l => l.Length > 0 ? l : language == "ko" ? "(기록 없음)" : "(not recorded)"));

    /// <summary>A verdict.</summary>
    public static LocalText Say(Verdict verdict) => verdict switch
    {
        Verdict.Pass => new("통과", "pass"),
        Verdict.Fail => new("기준 벗어남", "fail"),
        _ => new("근거 부족", "insufficient evidence"),
    };

    /// <summary>The name of a figure.</summary>
    public static LocalText Metric(string id) => MetricSet.Find(id)?.Name ?? SectionWords.Name(id) ?? ScoreFigures.Name(id);

    /// <summary>A figure in brackets with its interval, or why there is none.</summary>
    public static string Figure(Estimate estimate, string language) =>
        estimate.NotEstimable is { } reason ? Reasons.Say(reason).In(language)
        : double.IsNaN(estimate.Low) ? Numbers.Shown(estimate.Value) : $"{Numbers.Shown(estimate.Value)} [{Numbers.Shown(estimate.Low)}, {Numbers.Shown(estimate.High)}]";

    /// <summary>A check as a sentence.</summary>
    public static LocalText Say(Check check)
    {
        var metric = Metric(check.Metric);
        var (ko, en) = check.To switch
        {
            ComparedTo.Reference => ("기준 집단과", "with the reference group"),
            ComparedTo.Overall => ("전체와", "with everybody"),
            ComparedTo.Highest => ("가장 높은 집단과", "with the highest group"),
            _ => ("가장 낮은 집단과 가장 높은 집단 사이", "between the lowest and the highest group"),
        };
        var limits = string.Join(", ", new[] { check.Band.AtLeast is { } a ? $"≥ {a:0.###}" : null, check.Band.AtMost is { } b ? $"≤ {b:0.###}" : null }.OfType<string>());
        return check.Scale == Scale.Ratio ? new($"{metric.Ko}: {ko} 비 {limits}", $"{metric.En}: ratio {en} {limits}") : new($"{metric.Ko}: {ko} 차이 {limits}", $"{metric.En}: difference {en} {limits}");
    }
}

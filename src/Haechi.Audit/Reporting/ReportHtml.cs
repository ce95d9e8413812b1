using System.Globalization;
using System.Text;
using Haechi.Audit.Metrics;
using Haechi.Audit.Sections;

namespace Haechi.Audit.Reporting;

/// <summary>A report as one HTML file without script: each chart has a table with the same numbers; colour never carries meaning alone.</summary>
public static class ReportHtml
{
    private const int MostDots = 60;

    /// <summary>The page in a language, <c>ko</c> or <c>en</c>.</summary>
    public static byte[] Write(AuditReport report, string language)
    {
        var html = new StringBuilder();
        string Say(string ko, string en) => language == "ko" ? ko : en;
        var title = report.Plan.Title.In(language);
        html.Append(CultureInfo.InvariantCulture, $"<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>{Safe(title)}</title>\n<style>{Style}</style>\n</head>\n<body>\n<main>\n<h1>{Safe(title)}</h1>\n");
        html.Append(CultureInfo.InvariantCulture, $"<p>{Say("사례", "Cases")}: {Numbers.Count(report.Cells.Table.Rows)} · {Say("신뢰수준", "confidence")}: {report.Plan.Confidence * 100:0.##}% · {Say("칸 표", "cells")}: <code>{report.CellsHash[..16]}</code> · seed {report.Plan.Seed}</p>\n");
        Verdicts(html, report, language);
        Remarks(html, Say("이 감사가 보지 못한 것", "What this audit could not see"), report.Unseen, language);
        Remarks(html, Say("함께 지킬 수 없는 기준", "Criteria that conflict"), report.Conflicts, language);
        foreach (var set in report.Sets)
        {
            Set(html, report, set, language);
        }
        Conditional(html, report, language);
        foreach (var section in report.Sections)
        {
            SectionHtml.Write(html, section, language);
        }
        Definitions(html, report, language);
        html.Append("</main>\n</body>\n</html>\n");
        return Encoding.UTF8.GetBytes(html.ToString());
    }

    private const string Style = "body{font:16px/1.5 Pretendard,'Noto Sans KR',system-ui,sans-serif;color:#0b0c0c;margin:0}main{max-width:70rem;margin:0 auto;padding:1rem}table{border-collapse:collapse;margin:.5rem 0 1.5rem;display:block;overflow-x:auto}"
        + "th,td{border-bottom:1px solid #b1b4b6;padding:.25rem .6rem;text-align:left;vertical-align:top}td.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}.v{font-weight:700;border-left:.4rem solid;padding-left:.4rem}"
        + ".pass{border-color:#00703c}.fail{border-color:#d4351c}.insufficient-evidence{border-color:#505a5f}code{font-size:.9em}caption{text-align:left;font-weight:700}svg{max-width:100%;height:auto}";

    private static void Verdicts(StringBuilder html, AuditReport report, string language)
    {
        string Say(string ko, string en) => language == "ko" ? ko : en;
        html.Append(CultureInfo.InvariantCulture, $"<h2>{Say("판정", "Verdicts")}</h2>\n");
        if (report.Verdict is not { } verdict)
        {
            html.Append(CultureInfo.InvariantCulture, $"<p>{Say("계획에 선언한 판정이 없습니다.", "The plan declares no checks.")}</p>\n");
            return;
        }
        html.Append(CultureInfo.InvariantCulture, $"<p class=\"v {ReportJson.Word(verdict)}\">{ReportWords.Say(verdict).In(language)}</p>\n");
        foreach (var result in report.Checks)
        {
            var reason = result.Check.Reason.In(language);
            html.Append(CultureInfo.InvariantCulture, $"<h3>{Safe(string.Join(" × ", result.Attributes))} — {Safe(ReportWords.Say(result.Check).In(language))}</h3>\n<p><span class=\"v {ReportJson.Word(result.Verdict)}\">{ReportWords.Say(result.Verdict).In(language)}</span> {Safe(reason)}</p>\n");
            html.Append(CultureInfo.InvariantCulture, $"<table>\n<thead><tr><th scope=\"col\">{Say("집단", "group")}</th><th scope=\"col\">{Say("비교", "with")}</th><th scope=\"col\">{Say("값 [구간]", "value [interval]")}</th><th scope=\"col\">p</th><th scope=\"col\">{Say("볼 수 있었던 최소 차이", "smallest difference it could see")}</th><th scope=\"col\">{Say("판정", "verdict")}</th></tr></thead>\n<tbody>\n");
            foreach (var c in result.Comparisons)
            {
                html.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\">{Safe(ReportWords.Group(c.Levels, language))}</th><td>{Safe(ReportWords.Group(c.Other ?? [], language))}</td><td class=\"n\">{Safe(ReportWords.Figure(c.Value, language))}</td><td class=\"n\">{Numbers.Shown(c.P)}</td><td class=\"n\">{Numbers.Shown(c.Detectable)}</td><td><span class=\"v {ReportJson.Word(c.Verdict)}\">{ReportWords.Say(c.Verdict).In(language)}</span></td></tr>\n");
            }
            html.Append("</tbody>\n</table>\n");
        }
    }

    private static void Remarks(StringBuilder html, string title, IReadOnlyList<LocalText> remarks, string language)
    {
        if (remarks.Count > 0)
        {
            html.Append(CultureInfo.InvariantCulture, $"<h2>{title}</h2>\n<ul>\n{string.Concat(remarks.Select(r => $"<li>{Safe(r.In(language))}</li>\n"))}</ul>\n");
        }
    }

    private static void Set(StringBuilder html, AuditReport report, SetFigures set, string language)
    {
        var name = string.Join(" × ", set.Attributes);
        html.Append(CultureInfo.InvariantCulture, $"<h2>{Safe(name)}</h2>\n");
        foreach (var metric in Charted(report, set))
        {
            DotPlot.Write(html, set, metric, language, MostDots);
        }
        var all = set.Groups.Append(set.Everybody).ToList();
        html.Append(CultureInfo.InvariantCulture, $"<table>\n<caption>{Safe(name)}</caption>\n<thead><tr><th scope=\"col\">{(language == "ko" ? "집단" : "group")}</th><th scope=\"col\">n</th>");
        foreach (var figure in set.Everybody.Figures)
        {
            html.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\">{Safe(ReportWords.Metric(figure.Metric).In(language))}</th>");
        }
        html.Append("</tr></thead>\n<tbody>\n");
        foreach (var group in all)
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\">{Safe(ReportWords.Group(group.Levels, language))}</th><td class=\"n\">{Numbers.Count(group.N)}</td>");
            foreach (var figure in group.Figures)
            {
                html.Append(CultureInfo.InvariantCulture, $"<td class=\"n\">{Safe(ReportWords.Figure(figure.Estimate, language))}</td>");
            }
            html.Append("</tr>\n");
        }
        html.Append("</tbody>\n</table>\n");
    }

    /// <summary>What the checks ask for; without checks, the first three rates.</summary>
    private static IEnumerable<string> Charted(AuditReport report, SetFigures set)
    {
        var asked = report.Plan.Checks.Select(c => c.Metric).Distinct().ToList();
        var there = set.Everybody.Figures.Select(f => f.Metric).ToList();
        return asked.Count > 0 ? asked.Where(there.Contains) : there.Where(m => MetricSet.Find(m) is Rate).Take(3);
    }

    private static void Conditional(StringBuilder html, AuditReport report, string language)
    {
        if (report.Conditional.Count == 0)
        {
            return;
        }
        string Say(string ko, string en) => language == "ko" ? ko : en;
        html.Append(CultureInfo.InvariantCulture, $"<h2>{Say("조건을 같게 했을 때", "With strata held equal")}: {Safe(string.Join(", ", report.Strata))}</h2>\n<p>{Say("거절된 사람 중 비중에서 선정된 사람 중 비중을 뺀 값. 부호가 바뀌면 층을 나누어 봐야 합니다.", "A group's share of the refused minus its share of the accepted. Where the sign turns, look at the strata.")}</p>\n<table>\n<thead><tr><th scope=\"col\">{Say("속성", "attribute")}</th><th scope=\"col\">{Say("집단", "group")}</th><th scope=\"col\">{Say("그대로", "as is")}</th><th scope=\"col\">{Say("층 안에서", "within strata")}</th></tr></thead>\n<tbody>\n");
        foreach (var c in report.Conditional)
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr><td>{Safe(c.Attribute)}</td><th scope=\"row\">{Safe(ReportWords.Group([c.Level], language))}</th><td class=\"n\">{Safe(ReportWords.Figure(c.Disparity, language))}</td><td class=\"n\">{Safe(ReportWords.Figure(c.Conditional, language))}</td></tr>\n");
        }
        html.Append("</tbody>\n</table>\n");
    }

    private static void Definitions(StringBuilder html, AuditReport report, string language)
    {
        var shown = report.Sets.SelectMany(s => s.Everybody.Figures.Select(f => f.Metric)).Concat(report.Sections.SelectMany(s => s.Rows[0].Figures.Select(f => f.Metric))).Distinct().ToList();
        html.Append(CultureInfo.InvariantCulture, $"<h2>{(language == "ko" ? "지표의 뜻" : "What the figures mean")}</h2>\n<dl>\n");
        foreach (var metric in shown)
        {
            html.Append(CultureInfo.InvariantCulture, $"<dt>{Safe(ReportWords.Metric(metric).In(language))} (<code>{metric}</code>)</dt><dd>{Safe(MetricSet.Find(metric)?.Formula ?? SectionWords.Formula(metric))}</dd>\n");
        }
        html.Append("</dl>\n");
    }

    internal static string Safe(string? text) => (text ?? "").Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal);
}

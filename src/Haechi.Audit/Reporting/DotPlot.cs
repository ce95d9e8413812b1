using System.Globalization;
using System.Text;

namespace Haechi.Audit.Reporting;

/// <summary>One line per group: a dot for the figure, a line for its interval. The table below says the same in numbers.</summary>
internal static class DotPlot
{
    private const int Left = 220, Width = 640, Row = 24;

    public static void Write(StringBuilder html, SetFigures set, string metric, string language, int most)
    {
        var rows = set.Groups.Append(set.Everybody).Select(g => (g.Levels, g.Figures.Single(f => f.Metric == metric).Estimate)).ToList();
        var shown = rows.Where(r => r.Estimate.IsKnown).OrderByDescending(r => r.Estimate.Value).ToList();
        if (shown.Count < 2)
        {
            return;
        }
        var left = shown.Count > most ? shown.Count - most : 0;
        shown = left > 0 ? [.. shown.Take(most / 2), .. shown.TakeLast(most / 2)] : shown;
        var name = ReportHtml.Safe(ReportWords.Metric(metric).In(language));
        var height = ((shown.Count + 2) * Row).ToString(CultureInfo.InvariantCulture);
        html.Append(CultureInfo.InvariantCulture, $"<figure>\n<figcaption>{name}{(left > 0 ? language == "ko" ? $" (가운데 {left}개 집단은 표에)" : $" ({left} groups in between are in the table)" : "")}</figcaption>\n<svg viewBox=\"0 0 {Left + Width + 20} {height}\" role=\"img\" aria-label=\"{name}\">\n");
        for (var tick = 0; tick <= 10; tick += 2)
        {
            html.Append(CultureInfo.InvariantCulture, $"<line x1=\"{X(tick / 10.0)}\" y1=\"4\" x2=\"{X(tick / 10.0)}\" y2=\"{(shown.Count + 1) * Row}\" stroke=\"#d0d3d5\"/><text x=\"{X(tick / 10.0)}\" y=\"{((shown.Count + 1) * Row) + 16}\" font-size=\"12\" text-anchor=\"middle\">{tick * 10}%</text>\n");
        }
        for (var i = 0; i < shown.Count; i++)
        {
            var (levels, e) = shown[i];
            var y = (i + 1) * Row;
            var label = ReportWords.Group(levels, language);
            html.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 8}\" y=\"{y + 4}\" font-size=\"13\" text-anchor=\"end\"{(levels.Count == 0 ? " font-weight=\"bold\"" : "")}>{ReportHtml.Safe(label.Length > 30 ? label[..29] + "…" : label)}</text>");
            if (double.IsFinite(e.Low))
            {
                html.Append(CultureInfo.InvariantCulture, $"<line x1=\"{X(e.Low)}\" y1=\"{y}\" x2=\"{X(e.High)}\" y2=\"{y}\" stroke=\"#1d70b8\" stroke-width=\"2\"/>");
            }
            html.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{X(e.Value)}\" cy=\"{y}\" r=\"4\" fill=\"#0b0c0c\"/>\n");
        }
        html.Append("</svg>\n</figure>\n");
    }

    private static string X(double share) => (Left + (Math.Clamp(share, 0, 1) * Width)).ToString("0.#", CultureInfo.InvariantCulture);
}

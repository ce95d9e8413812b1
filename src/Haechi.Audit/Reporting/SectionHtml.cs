using System.Globalization;
using System.Text;
using Haechi.Audit.Metrics;
using Haechi.Audit.Sections;

namespace Haechi.Audit.Reporting;

/// <summary>A section as a table, with a line for each group where its rows are periods. The table says the same in numbers.</summary>
public static class SectionHtml
{
    private const int Left = 50, Width = 640, Height = 220, MostLines = 8;
    private static readonly string[] Dashes = ["", "6 3", "2 3", "8 3 2 3", "1 2", "10 4", "4 2 1 2", "12 3"];

    /// <summary>A key as people read it.</summary>
    public static string Key(string key, string language) => key switch
    {
        "" => language == "ko" ? "(기록 없음)" : "(not recorded)",
        _ when MetricSet.Find(key) is { } metric => metric.Name.In(language),
        _ => SectionWords.Name(key)?.In(language) ?? key,
    };

    internal static void Write(StringBuilder html, ReportSection section, string language)
    {
        html.Append(CultureInfo.InvariantCulture, $"<h2>{ReportHtml.Safe(section.Title.In(language))}</h2>\n");
        if (section.Note.In(language) is { Length: > 0 } note)
        {
            html.Append(CultureInfo.InvariantCulture, $"<p>{ReportHtml.Safe(note)}</p>\n");
        }
        if (section.Trend is { } trend)
        {
            foreach (var attribute in section.Rows.GroupBy(r => r.Keys[0]))
            {
                Lines(html, [.. attribute], trend, language);
            }
        }
        html.Append(CultureInfo.InvariantCulture, $"<table>\n<caption>{ReportHtml.Safe(section.Title.In(language))}</caption>\n<thead><tr>");
        foreach (var name in section.KeyNames.Select(k => k.In(language)).Concat(section.Rows[0].Figures.Select(f => ReportWords.Metric(f.Metric).In(language))))
        {
            html.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\">{ReportHtml.Safe(name)}</th>");
        }
        html.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in section.Rows)
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\">{string.Join("</th><th scope=\"row\">", row.Keys.Select(k => ReportHtml.Safe(Key(k, language))))}</th>");
            foreach (var figure in row.Figures)
            {
                html.Append(CultureInfo.InvariantCulture, $"<td class=\"n\">{ReportHtml.Safe(ReportWords.Figure(figure.Estimate, language))}</td>");
            }
            html.Append("</tr>\n");
        }
        html.Append("</tbody>\n</table>\n");
    }

    /// <summary>One line per group; lines differ by dashes and carry their names, so that colour says nothing alone. A period without a figure is a gap.</summary>
    private static void Lines(StringBuilder html, List<SectionRow> rows, string metric, string language)
    {
        var periods = rows.Select(r => r.Keys[^1]).Distinct().Order(StringComparer.Ordinal).ToList();
        var groups = rows.GroupBy(r => r.Keys[1]).ToList();
        if (periods.Count < 2)
        {
            return;
        }
        double X(string period) => Left + (Width * periods.IndexOf(period) / (periods.Count - 1.0));
        static double Y(double share) => 10 + ((1 - Math.Clamp(share, 0, 1)) * Height);
        var name = ReportHtml.Safe($"{ReportWords.Metric(metric).In(language)} — {(rows[0].Keys[0] == "*" ? language == "ko" ? "전체" : "everybody" : rows[0].Keys[0])}");
        var hidden = Math.Max(0, groups.Count - MostLines);
        html.Append(CultureInfo.InvariantCulture, $"<figure>\n<figcaption>{name}{(hidden > 0 ? language == "ko" ? $" (나머지 {hidden}개 집단은 표에)" : $" ({hidden} more groups are in the table)" : "")}</figcaption>\n<svg viewBox=\"0 0 {Left + Width + 180} {Height + 50}\" role=\"img\" aria-label=\"{name}\">\n");
        for (var tick = 0; tick <= 10; tick += 2)
        {
            html.Append(CultureInfo.InvariantCulture, $"<line x1=\"{Left}\" y1=\"{Y(tick / 10.0):0.#}\" x2=\"{Left + Width}\" y2=\"{Y(tick / 10.0):0.#}\" stroke=\"#d0d3d5\"/><text x=\"{Left - 6}\" y=\"{Y(tick / 10.0) + 4:0.#}\" font-size=\"12\" text-anchor=\"end\">{tick * 10}%</text>\n");
        }
        foreach (var period in periods.Where((_, i) => i % ((periods.Count / 8) + 1) == 0))
        {
            html.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(period):0.#}\" y=\"{Height + 30}\" font-size=\"12\" text-anchor=\"middle\">{ReportHtml.Safe(Key(period, language))}</text>\n");
        }
        foreach (var (group, i) in groups.Take(MostLines).Select((g, i) => (g, i)))
        {
            var points = group.OrderBy(r => r.Keys[^1], StringComparer.Ordinal).Select(r => (At: X(r.Keys[^1]), Figure: r.Figures.First(f => f.Metric == metric).Estimate)).ToList();
            Line(html, points, Dashes[i], Y);
            if (points.LastOrDefault(p => p.Figure.IsKnown) is { Figure.IsKnown: true } last && last.At > 0)
            {
                html.Append(CultureInfo.InvariantCulture, $"<text x=\"{last.At + 8:0.#}\" y=\"{Y(last.Figure.Value) + 4:0.#}\" font-size=\"12\">{ReportHtml.Safe(Key(group.Key == "*" ? "" : group.Key, language) is var shown && group.Key == "*" ? language == "ko" ? "전체" : "everybody" : shown)}</text>\n");
            }
        }
        html.Append("</svg>\n</figure>\n");
    }

    private static void Line(StringBuilder html, List<(double At, Estimate Figure)> points, string dashes, Func<double, double> y)
    {
        var path = new StringBuilder();
        var open = false;
        foreach (var (at, figure) in points)
        {
            if (figure.IsKnown)
            {
                path.Append(CultureInfo.InvariantCulture, $"{(open ? 'L' : 'M')}{at:0.#} {y(figure.Value):0.#} ");
                html.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{at:0.#}\" cy=\"{y(figure.Value):0.#}\" r=\"3\" fill=\"#0b0c0c\"/>");
                if (double.IsFinite(figure.Low))
                {
                    html.Append(CultureInfo.InvariantCulture, $"<line x1=\"{at:0.#}\" y1=\"{y(figure.Low):0.#}\" x2=\"{at:0.#}\" y2=\"{y(figure.High):0.#}\" stroke=\"#505a5f\"/>");
                }
            }
            open = figure.IsKnown;
        }
        html.Append(CultureInfo.InvariantCulture, $"<path d=\"{path.ToString().TrimEnd()}\" fill=\"none\" stroke=\"#1d70b8\" stroke-width=\"2\" stroke-dasharray=\"{dashes}\"/>\n");
    }
}

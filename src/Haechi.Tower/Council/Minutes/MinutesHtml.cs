using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Haechi.Tower.Council.Minutes;

/// <summary>Minutes as one page without scripts or anything from elsewhere, readable on a phone and on A4. It is kept as bytes, so its looks stand here and not with the pages of the tower.</summary>
internal static class MinutesHtml
{
    private const string Style = """
        body{font-family:Pretendard,"Noto Sans KR","Malgun Gothic",sans-serif;line-height:1.6;color:#111;background:#fff;max-width:56rem;margin:0 auto;padding:1rem;word-break:keep-all;overflow-wrap:anywhere}
        h1{font-size:1.5rem;line-height:1.3;margin:.5rem 0 1rem}h2{font-size:1.2rem;margin:2rem 0 .5rem;border-bottom:2px solid #111;padding-bottom:.25rem}h3{font-size:1rem;margin:1.2rem 0 .3rem}
        p{margin:.4rem 0;white-space:pre-line}ul{margin:.3rem 0;padding-left:1.3rem}li{white-space:pre-line}.note{border-left:4px solid #444;padding:.3rem .8rem;background:#f4f4f4}
        .scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.92rem;margin:.6rem 0}caption{text-align:left;font-weight:700;padding:.2rem 0}
        th,td{border:1px solid #767676;padding:.35rem .5rem;text-align:left;vertical-align:top;white-space:pre-line;min-width:4rem}th{background:#f0f0f0}:focus{outline:3px solid #111;outline-offset:2px}
        @media print{@page{size:A4;margin:18mm}body{padding:0;max-width:none}h2,h3{break-after:avoid}tr{break-inside:avoid}.scroll{overflow:visible}}
        """;

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>What a content security policy must allow for the page's own style.</summary>
    public static string StyleSource { get; } = $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style.ReplaceLineEndings("\n"))))}'";

    /// <summary>The page: the same bytes for the same parts.</summary>
    public static byte[] Of(IReadOnlyList<MinutesPart> parts, string language)
    {
        var title = E(parts.First(p => p.Kind == "h1").Text);
        var html = new StringBuilder().Append(CultureInfo.InvariantCulture, $"<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n<style>{Style.ReplaceLineEndings("\n")}</style>\n</head>\n<body>\n<main>\n");
        for (var i = 0; i < parts.Count; i++)
        {
            var part = parts[i];
            var (first, last) = (i == 0 || parts[i - 1].Kind != "li", i + 1 == parts.Count || parts[i + 1].Kind != "li");
            _ = part.Kind switch
            {
                "li" => html.Append(first ? "<ul>\n" : "").Append("<li>").Append(E(part.Text)).Append("</li>\n").Append(last ? "</ul>\n" : ""),
                "note" => html.Append("<p class=\"note\">").Append(E(part.Text)).Append("</p>\n"),
                "table" => Table(html, part),
                var tag => html.Append(CultureInfo.InvariantCulture, $"<{tag}>{E(part.Text)}</{tag}>\n"),
            };
        }
        return Encoding.UTF8.GetBytes(html.Append("</main>\n</body>\n</html>\n").ToString());
    }

    private static StringBuilder Table(StringBuilder html, MinutesPart part)
    {
        html.Append(CultureInfo.InvariantCulture, $"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{E(part.Text)}\"><table><caption>{E(part.Text)}</caption>\n<thead><tr>");
        foreach (var cell in part.Rows![0])
        {
            html.Append("<th scope=\"col\">").Append(E(cell)).Append("</th>");
        }
        html.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in part.Rows.Skip(1))
        {
            html.Append("<tr>");
            for (var i = 0; i < row.Count; i++)
            {
                html.Append(i == 0 ? "<th scope=\"row\">" : "<td>").Append(E(row[i])).Append(i == 0 ? "</th>" : "</td>");
            }
            html.Append("</tr>\n");
        }
        return html.Append("</tbody></table></div>\n");
    }

    private static string E(string text) => Encoder.Encode(text);
}

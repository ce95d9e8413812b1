using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Haechi.Rules;

namespace Haechi.Tower.Assessment;

/// <summary>What a page of an assessment shows.</summary>
/// <param name="Body">The body that answers for it.</param>
/// <param name="System">The system's name.</param>
/// <param name="Form">The form.</param>
/// <param name="Answers">The answers.</param>
/// <param name="ApprovedOn">When a second person approved it, or null.</param>
/// <param name="PublishedOn">Since when it is public; null makes the page a preview and says so.</param>
/// <param name="Version">The version's number.</param>
/// <param name="Hash">The hash of its answers.</param>
public sealed record PageContent(
    LocalText Body, LocalText System, AssessmentForm Form, IReadOnlyDictionary<string, Answer> Answers, DateOnly? ApprovedOn, DateOnly? PublishedOn, int Version, string Hash)
{
    internal static PageContent Of(Opened opened, LocalText body) =>
        Of(opened.Row, opened.Version, opened.Form, opened.System, body);

    internal static PageContent Of(ImpactAssessment row, ImpactAssessmentVersion version, AssessmentForm form, SystemToday system, LocalText body)
    {
        var ko = system.Facts.Text("name") ?? row.System;
        return new PageContent(body, LocalText.Of(ko, system.Facts.Text("name_en") ?? ko), form, AnswersJson.Read(version.Content), row.ApprovedOn, row.PublishedOn, version.Number, version.Hash);
    }
}

/// <summary>
/// Writes the page that is published: one file without scripts or anything from elsewhere, readable on a phone and on A4. It is kept as bytes, so it is written here and not by the
/// pages of the tower, whose looks may change.
/// </summary>
public sealed class PageHtml
{
    private const string Style = """
        body{font-family:Pretendard,"Noto Sans KR","Malgun Gothic",sans-serif;line-height:1.6;color:#111;background:#fff;max-width:60rem;margin:0 auto;padding:1rem;word-break:keep-all;overflow-wrap:anywhere}
        h1{font-size:1.6rem;line-height:1.3;margin:.5rem 0}h2{font-size:1.25rem;margin:2rem 0 .5rem;border-bottom:2px solid #111;padding-bottom:.25rem}h3{font-size:1rem;margin:1.2rem 0 .3rem}
        p{margin:.3rem 0;white-space:pre-line}dl{display:grid;grid-template-columns:minmax(6rem,max-content) 1fr;gap:.2rem 1rem;margin:1rem 0}dt{font-weight:700}dd{margin:0}
        .cite{font-size:.85rem;color:#444;font-weight:400}.note{border-left:4px solid #444;padding:.3rem .8rem;background:#f4f4f4}.scroll{overflow-x:auto}
        table{border-collapse:collapse;width:100%;font-size:.92rem}th,td{border:1px solid #767676;padding:.35rem .5rem;text-align:left;vertical-align:top;white-space:pre-line;min-width:5rem}th{background:#f0f0f0}
        footer{margin-top:2rem;border-top:1px solid #767676;padding-top:.5rem;font-size:.85rem;color:#444}:focus{outline:3px solid #111;outline-offset:2px}
        @media print{@page{size:A4;margin:18mm}body{padding:0;max-width:none}h2,h3{break-after:avoid}tr{break-inside:avoid}.scroll{overflow:visible}}
        """;

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);
    private readonly StringBuilder _html = new();
    private readonly PageContent _page;
    private readonly string _language;

    private PageHtml(PageContent page, string language) => (_page, _language) = (page, language);

    /// <summary>What a content security policy must allow for the page's own style: its hash, nothing else.</summary>
    public static string StyleSource { get; } = $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style.ReplaceLineEndings("\n"))))}'";

    /// <summary>The page in a language: the same bytes for the same content.</summary>
    public static byte[] Of(PageContent page, string language) => Encoding.UTF8.GetBytes(new PageHtml(page, language).Write());

    private string Say(string ko, string en) => _language == "ko" ? ko : en;

    private static string E(string text) => Encoder.Encode(text);

    private string Write()
    {
        var title = $"{_page.Form.Title.In(_language)}: {_page.System.In(_language)}";
        _html.Append(CultureInfo.InvariantCulture, $"<!DOCTYPE html>\n<html lang=\"{_language}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{E(title)}</title>\n");
        _html.Append(CultureInfo.InvariantCulture, $"<style>{Style.ReplaceLineEndings("\n")}</style>\n</head>\n<body>\n<header>\n<p>{E(_page.Body.In(_language))}</p>\n<h1>{E(title)}</h1>\n");
        if (_page.PublishedOn is null)
        {
            _html.Append(CultureInfo.InvariantCulture, $"<p class=\"note\">{Say("미리보기입니다. 아직 공개한 결과가 아닙니다.", "A preview. This is not a published result.")}</p>\n");
        }
        if (_language == "en" && _page.Answers.Any(a => KoreanOnly(a.Value)))
        {
            _html.Append("<p class=\"note\">Some answers are given in Korean only. The Korean page is the original.</p>\n");
        }
        Facts();
        _html.Append("</header>\n<main>\n");
        if (_page.Form.Lead.Count > 0)
        {
            _html.Append(CultureInfo.InvariantCulture, $"<section>\n<h2>{Say("요지", "In short")}</h2>\n");
            Items(_page.Form.Lead.Select(l => _page.Form.Find(l)!));
            _html.Append("</section>\n");
        }
        foreach (var section in _page.Form.Sections)
        {
            Section(section);
        }
        _html.Append("</main>\n<footer>\n");
        _html.Append(CultureInfo.InvariantCulture, $"<p>{E(_page.Form.Publishing.In(_language))}</p>\n<p>{Say("내용 확인값", "Hash of the content")} SHA-256 {_page.Hash}</p>\n</footer>\n</body>\n</html>\n");
        return _html.ToString();
    }

    private void Facts()
    {
        _html.Append("<dl>\n");
        Fact(Say("근거", "Provision"), Citation.In(_page.Form.Provision, _language)!);
        Fact(Say("승인일", "Approved on"), _page.ApprovedOn is { } approved ? Day(approved) : Say("승인 전", "not yet"));
        if (_page.PublishedOn is { } published)
        {
            Fact(Say("공개일", "Published on"), Day(published));
        }
        Fact(Say("판", "Version"), _page.Version.ToString(CultureInfo.InvariantCulture));
        _html.Append("</dl>\n");
    }

    private void Fact(string name, string value) => _html.Append(CultureInfo.InvariantCulture, $"<dt>{E(name)}</dt><dd>{E(value)}</dd>\n");

    private void Section(FormSection section)
    {
        _html.Append(CultureInfo.InvariantCulture, $"<section>\n<h2>{E(section.Title.In(_language))}</h2>\n");
        Items(section.Items.Where(i => !_page.Form.Lead.Contains(i.Id, StringComparer.Ordinal)));
        _html.Append("</section>\n");
    }

    private void Items(IEnumerable<FormItem> items)
    {
        foreach (var item in items)
        {
            var answer = _page.Answers.GetValueOrDefault(item.Id) ?? Answer.Blank;
            if (answer.IsBlank && item.Withheld.IsEmpty)
            {
                continue;
            }
            _html.Append(CultureInfo.InvariantCulture, $"<h3>{E(item.Title.In(_language))} <span class=\"cite\">{E(Citation.In(item.Cite, _language)!)} · {E(StateWords.Of(item.Basis).In(_language))}</span></h3>\n");
            if (!item.Withheld.IsEmpty)
            {
                _html.Append(CultureInfo.InvariantCulture, $"<p>{Say("공개하지 않음", "Not published")}: {E(item.Withheld.In(_language))}</p>\n");
            }
            else if (item.Kind == ItemKind.Table)
            {
                Table(item, answer);
            }
            else
            {
                _html.Append(CultureInfo.InvariantCulture, $"<p{Foreign(answer)}>{E(Shown(item, answer))}</p>\n");
            }
        }
    }

    private void Table(FormItem item, Answer answer)
    {
        var columns = item.Columns.Where(c => c.Withheld.IsEmpty).ToList();
        _html.Append(CultureInfo.InvariantCulture, $"<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{E(item.Title.In(_language))}\">\n<table>\n<thead><tr>");
        _html.AppendJoin("", columns.Select(c => $"<th scope=\"col\">{E(c.Title.In(_language))}</th>"));
        _html.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in answer.Rows)
        {
            _html.Append("<tr>").AppendJoin("", columns.Select(c => Cell(c, row.GetValueOrDefault(c.Id) ?? Answer.Blank))).Append("</tr>\n");
        }
        _html.Append("</tbody>\n</table>\n</div>\n");
    }

    private string Cell(FormItem column, Answer cell) => $"<td{Foreign(cell)}>{E(Shown(column, cell))}</td>";

    private string Shown(FormItem item, Answer answer) =>
        item.Kind == ItemKind.Text ? answer.In(_language) : string.Join(", ", answer.Chosen.Select(c => item.OptionTitle(c).In(_language)));

    /// <summary>Says to a screen reader that a text on the English page is Korean.</summary>
    private string Foreign(Answer answer) => _language == "en" && answer.Ko.Length > 0 && answer.En.Length == 0 ? " lang=\"ko\"" : "";

    private static bool KoreanOnly(Answer answer) => (answer.Ko.Length > 0 && answer.En.Length == 0) || answer.Rows.Any(r => r.Values.Any(KoreanOnly));

    private string Day(DateOnly day) => day.ToString(_language == "ko" ? "yyyy. M. d." : "d MMM yyyy", CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Net;
using Haechi.Audit.Explaining.Wording;

namespace Haechi.Verbs;

/// <summary>The findings as one page without scripts or anything loaded from elsewhere: sentences for the person concerned, and a table with bars, whose numbers stand beside them.</summary>
internal static class AuditExplainHtml
{
    private const string Style = "body{font-family:Pretendard,'Noto Sans KR',sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem;line-height:1.6;color:#1a1a1a}"
        + "table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #767676}td.n{text-align:right;font-variant-numeric:tabular-nums}"
        + ".up{fill:#1d5fa8}.down{fill:#a83a1d}.notice{border-left:.4rem solid #a83a1d;padding-left:1rem}";

    public static void Write(Explained made, Language language, TextWriter output)
    {
        var title = made.Reasons is null ? language.Say("모형의 설명", "Explanation of a model") : language.Say("한 결정의 이유", "Reasons of one decision");
        output.WriteLine("<!DOCTYPE html>");
        output.WriteLine($"<html lang=\"{language.Tag}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title><style>{Style}</style></head><body>");
        output.WriteLine($"<h1>{title}</h1>");
        if (made.Reasons is not null)
        {
            Reasons(made, language, output);
        }
        Numbers(made, language, output);
        output.WriteLine("<h2>" + language.Say("어떻게 계산했는가", "How this was calculated") + "</h2><ul>");
        output.WriteLine($"<li>{language.Say("모형", "model")}: {Safe(made.Format)}; {language.Say("방법", "method")}: {Safe(made.Method)}; {language.Say("씨앗", "seed")}: {made.Ask.Seed}</li>");
        foreach (var note in made.Notes)
        {
            output.WriteLine($"<li>{Safe(note.In(language.Tag))}</li>");
        }
        output.WriteLine("</ul></body></html>");
    }

    private static void Reasons(Explained made, Language language, TextWriter output)
    {
        var reasons = made.Reasons!;
        output.WriteLine($"<p>{Safe(reasons.Summary.In(language.Tag))}</p><ol>");
        foreach (var reason in reasons.Reasons)
        {
            output.WriteLine($"<li>{Safe(reason.Sentence.In(language.Tag))}</li>");
        }
        output.WriteLine("</ol>");
        if (reasons.Rest is { } rest)
        {
            output.WriteLine($"<p>{Safe(rest.In(language.Tag))}</p>");
        }
        foreach (var words in AuditExplainTable.SensitiveWords(made))
        {
            output.WriteLine($"<p class=\"notice\">{Safe(words.In(language.Tag))}</p>");
        }
        if (made.Search is not null)
        {
            output.WriteLine($"<h2>{language.Say("무엇을 바꾸면 달라지는가", "What would change it")}</h2><ul>");
            foreach (var words in DecisionReasons.Words(made.Search, made.Wanted!, made.Labels, made.Model.Outputs))
            {
                output.WriteLine($"<li>{Safe(words.In(language.Tag))}</li>");
            }
            output.WriteLine("</ul>");
        }
        output.WriteLine($"<p>{Safe(reasons.Caveat.In(language.Tag))}</p>");
    }

    private static void Numbers(Explained made, Language language, TextWriter output)
    {
        string Name(string feature) => made.Labels.Of(feature).Name.In(language.Tag);
        IReadOnlyList<(string Name, string Value, double Size)> rows = made switch
        {
            { Importance: { } importance } => [.. importance.Select(i => (Name(i.Feature), "± " + Number(i.Deviation), i.Mean))],
            { Effect: { } effect } => [.. effect.Select(p => (made.Labels.Of(made.Ask.Effect!).Say(p.Value).In(language.Tag), p.Rows.ToString("N0", CultureInfo.InvariantCulture), p.Effect))],
            { Reasons: not null } => [.. made.Parts!.Features.Select((f, i) => (Name(f), made.Labels.Of(f).Say(made.Rows!.Row(0)[i]).In(language.Tag), made.Parts.Part(0, made.Ask.Answer, i))).OrderByDescending(r => Math.Abs(r.Item3))],
            _ => [.. AuditExplainOutput.General(made).Select(g => (Name(g.Feature), "", g.Size))],
        };
        var (first, second) = made.Effect is not null ? (Name(made.Ask.Effect!), language.Say("행", "rows")) : (language.Say("특성", "feature"), made.Importance is not null ? language.Say("표준편차", "deviation") : language.Say("값", "value"));
        output.WriteLine($"<h2>{language.Say("숫자로", "In numbers")}</h2><table><thead><tr><th scope=\"col\">{Safe(first)}</th><th scope=\"col\">{second}</th><th scope=\"col\">{language.Say("몫", "part")}</th><th scope=\"col\"></th></tr></thead><tbody>");
        var most = rows.Count == 0 ? 0 : rows.Max(r => Math.Abs(r.Size));
        foreach (var row in rows)
        {
            output.WriteLine($"<tr><th scope=\"row\">{Safe(row.Name)}</th><td>{Safe(row.Value)}</td><td class=\"n\">{Number(row.Size)}</td><td>{Bar(row.Size, most)}</td></tr>");
        }
        output.WriteLine("</tbody></table>");
        if (made.Parts is not null)
        {
            output.WriteLine($"<p>{Safe(AuditExplainOutput.Scale(made, language))}</p>");
        }
    }

    /// <summary>To the right of the middle when it raises, to the left when it lowers; the number beside it says the same.</summary>
    private static string Bar(double size, double most)
    {
        var width = most > 0 ? 60 * Math.Abs(size) / most : 0;
        var from = size < 0 ? 60 - width : 60;
        return string.Create(CultureInfo.InvariantCulture, $"<svg width=\"120\" height=\"14\" aria-hidden=\"true\"><rect class=\"{(size < 0 ? "down" : "up")}\" x=\"{from:0.#}\" y=\"1\" width=\"{width:0.#}\" height=\"12\"/></svg>");
    }

    private static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    private static string Safe(string text) => WebUtility.HtmlEncode(text);
}

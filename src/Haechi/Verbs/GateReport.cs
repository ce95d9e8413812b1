using Haechi.Rules;
using Haechi.Web.Api.Shapes;

namespace Haechi.Verbs;

/// <summary>The answer of the gate as a table, JSON, SARIF or JUnit.</summary>
internal sealed class GateReport(GateShape answer, Uri server, string language)
{
    /// <summary>The answer in a line.</summary>
    public string Verdict
    {
        get
        {
            var what = $"{answer.System?.Number ?? answer.Asked} {answer.System?.Name}".Trim();
            var refusing = answer.Reasons.Count(r => r.Blocks);
            return answer switch
            {
                { BrokenGlass: { } glass } => Say($"배포해도 됨(비상 통과): {what} → {answer.Environment}. {glass.Due}까지 소명하십시오: {Page("/duties/" + glass.Duty)}", $"allowed, glass broken: {what} → {answer.Environment}. Account for it by {glass.Due}: {Page("/duties/" + glass.Duty)}"),
                { Allowed: true } => Say($"배포해도 됨: {what} → {answer.Environment}, 경고 {answer.Reasons.Count}건", $"allowed: {what} → {answer.Environment}, {answer.Reasons.Count} {(answer.Reasons.Count == 1 ? "warning" : "warnings")}"),
                _ => Say($"배포하면 안 됨: {what} → {answer.Environment}, 사유 {refusing}건", $"not allowed: {what} → {answer.Environment}, {refusing} {(refusing == 1 ? "reason" : "reasons")}"),
            };
        }
    }

    public void Write(TextWriter output, string format)
    {
        switch (format)
        {
            case "json":
                JsonOutput.WriteShape(output, answer);
                break;
            case "sarif":
                GateSarif.Write(output, answer, this);
                break;
            case "junit":
                GateJunit.Write(output, answer, this);
                break;
            default:
                Print(output);
                break;
        }
    }

    /// <summary>A page of the server.</summary>
    public string Page(string link) => new Uri(server, link.TrimStart('/')).AbsoluteUri;

    /// <summary>A reason in the language of the report, with what to do next.</summary>
    public string Text(GateReasonShape reason)
    {
        var (what, next) = (reason.Message.In(language).TrimEnd('.'), reason.Next.In(language));
        return $"{what}. {(next.Length > 0 ? char.ToUpperInvariant(next[0]) + next[1..] : "")}".TrimEnd();
    }

    public string Say(string ko, string en) => language == "ko" ? ko : en;

    private void Print(TextWriter output)
    {
        output.WriteLine(TextTable.OneLine(Verdict, 400));
        foreach (var reason in answer.Reasons)
        {
            output.WriteLine($"  {(reason.Blocks ? "x" : "!")} {TextTable.OneLine(Text(reason), 1000)}");
            output.WriteLine($"    {TextTable.OneLine(string.Join(" · ", new[] { reason.Code, Citation.In(reason.Provision, Say("ko", "en")), Page(reason.Link) }.OfType<string>()), 1000)}");
        }
        var pins = answer.Books.Select(b => $"{b.Id}@{b.Version}");
        output.WriteLine(Say($"  판: {answer.System?.Version.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "-"}, 규칙책: {string.Join(", ", pins)}, 시각: {answer.At}", $"  version: {answer.System?.Version.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "-"}, rulebooks: {string.Join(", ", pins)}, at: {answer.At}"));
    }
}

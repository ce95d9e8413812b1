using System.Text;
using System.Text.Json;
using Haechi.Rules.Output;
using Haechi.Tower.Common;
using Haechi.Web.Api.Shapes;

namespace Haechi.Verbs;

/// <summary>The answer as SARIF 2.1.0 (OASIS, errata 01): a result for each reason, an error where it refuses and a warning where not. A refusal that was overridden is shown as suppressed.</summary>
internal static class GateSarif
{
    private const string Schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    public static void Write(TextWriter output, GateShape answer, GateReport report)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, DeterminationJson.Options))
        {
            JsonSerializer.Serialize(json, Log(answer, report));
        }
        output.Write(Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length));
        output.Write('\n');
    }

    private static Dictionary<string, object> Log(GateShape answer, GateReport report)
    {
        List<string> rules = [.. answer.Reasons.Select(RuleOf).Distinct(StringComparer.Ordinal)];
        return new()
        {
            ["$schema"] = Schema, ["version"] = "2.1.0",
            ["runs"] = new[]
            {
                new
                {
                    tool = new { driver = new { name = "Haechi gate", semanticVersion = Version, rules = rules.Select(id => Rule(id, answer.Reasons.First(r => RuleOf(r) == id), report)).ToList() } },
                    invocations = new[] { new { executionSuccessful = true, exitCode = answer.Allowed ? Exit.Fine : Exit.Findings, endTimeUtc = answer.At.ToString() } },
                    results = answer.Reasons.Select(r => Result(r, rules.IndexOf(RuleOf(r)), answer, report)).ToList(),
                    properties = new { allowed = answer.Allowed, environment = answer.Environment, production = answer.Production, asked = answer.Asked, system = answer.System?.Number, version = answer.System?.Version, books = answer.Books.Select(b => $"{b.Id}@{b.Version} {b.Hash}").ToList() },
                },
            },
        };
    }

    private static string Version => typeof(GateSarif).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    /// <summary>The rule of the book where there is one; it is more to the point than the kind of reason.</summary>
    private static string RuleOf(GateReasonShape reason) => reason.Rule is { } rule ? $"{reason.Code}/{rule}" : reason.Code;

    private static object Rule(string id, GateReasonShape reason, GateReport report) => new
    {
        id, shortDescription = new { text = reason.Provision ?? reason.Code }, help = new { text = reason.Next.In(report.Say("ko", "en")) }, defaultConfiguration = new { level = reason.Blocks ? "error" : "warning" },
    };

    private static Dictionary<string, object> Result(GateReasonShape reason, int rule, GateShape answer, GateReport report)
    {
        var (page, name) = (report.Page(reason.Link), answer.System?.Number ?? answer.Asked);
        var result = new Dictionary<string, object>
        {
            ["ruleId"] = RuleOf(reason), ["ruleIndex"] = rule, ["level"] = reason.Blocks ? "error" : "warning", ["message"] = new { text = report.Text(reason) },
            ["locations"] = new[] { new { physicalLocation = new { artifactLocation = new { uri = page } }, logicalLocations = new[] { new { name, fullyQualifiedName = $"{name}/{answer.Environment}", kind = "resource" } } } },
            ["partialFingerprints"] = new Dictionary<string, string> { ["haechiGate/v1"] = Digest.Of($"{answer.System?.Id ?? answer.Asked}\n{answer.Environment}\n{RuleOf(reason)}\n{reason.Duty}") },
            ["hostedViewerUri"] = page, ["properties"] = new { code = reason.Code, provision = reason.Provision, duty = reason.Duty },
        };
        if (reason.Blocks && answer.BrokenGlass is { } glass)
        {
            result["suppressions"] = new[] { new { kind = "external", status = "accepted", justification = "break-glass, duty " + glass.Duty } };
        }
        return result;
    }
}

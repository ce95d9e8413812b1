using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Haechi.Audit.Cells;
using Haechi.Audit.Inference;
using Haechi.Audit.Metrics;
using Haechi.Audit.Sections;

namespace Haechi.Audit.Reporting;

/// <summary>A report as JSON: for each group and figure <c>value, low, high, n, denominator</c> or <c>notEstimable</c>. Infinite ends are left out.</summary>
public static class ReportJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true, NewLine = "\n" };

    /// <summary>The bytes of the report.</summary>
    public static byte[] Write(AuditReport report)
    {
        var buffer = new ArrayBufferWriter<byte>(1 << 16);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            Report(json, report);
        }
        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The word of a verdict in JSON.</summary>
    public static string Word(Verdict verdict) => verdict switch { Verdict.Pass => "pass", Verdict.Fail => "fail", _ => "insufficient-evidence" };

    private static void Report(Utf8JsonWriter json, AuditReport report)
    {
        json.WriteStartObject();
        json.WriteString("format", "haechi-audit-1");
        json.WriteString("audit", report.Plan.Id);
        Local(json, "title", report.Plan.Title);
        json.WriteString("cells", report.CellsHash);
        json.WriteNumber("rows", report.Cells.Table.Rows);
        json.WriteNumber("confidence", report.Plan.Confidence);
        json.WriteString("correction", report.Plan.Correct ? "holm" : "none");
        json.WriteNumber("minimum", report.Plan.Minimum);
        json.WriteNumber("seed", report.Plan.Seed);
        json.WriteNumber("replicates", report.Plan.Replicates);
        json.WriteNumber("permutations", report.Plan.Permutations);
        if (report.Verdict is { } verdict)
        {
            json.WriteString("verdict", Word(verdict));
        }
        CellFile.Notes(json, report.Cells.Notes);
        List(json, "checks", report.Checks, Check);
        List(json, "sets", report.Sets, Set);
        if (report.Conditional.Count > 0)
        {
            Texts(json, "strata", report.Strata);
            List(json, "conditional", report.Conditional, Conditional);
        }
        if (report.Sections.Count > 0)
        {
            List(json, "sections", report.Sections, Section);
        }
        List(json, "conflicts", report.Conflicts, (j, t) => Said(j, t));
        List(json, "unseen", report.Unseen, (j, t) => Said(j, t));
        json.WriteEndObject();
    }

    private static void Check(Utf8JsonWriter json, CheckResult result)
    {
        var check = result.Check;
        json.WriteStartObject();
        json.WriteString("metric", check.Metric);
        json.WriteString("compare", check.Scale == Scale.Ratio ? "ratio" : "difference");
        json.WriteString("to", check.To.ToString().ToLowerInvariant());
        Number(json, "atLeast", check.Band.AtLeast ?? double.NaN);
        Number(json, "atMost", check.Band.AtMost ?? double.NaN);
        Local(json, "reason", check.Reason);
        Texts(json, "attributes", result.Attributes);
        json.WriteString("verdict", Word(result.Verdict));
        List(json, "comparisons", result.Comparisons, (j, c) =>
        {
            j.WriteStartObject();
            Texts(j, "group", c.Levels);
            if (c.Other is { } other)
            {
                Texts(j, "with", other);
            }
            Estimate(j, c.Value);
            Number(j, "p", c.P);
            Number(j, "detectable", c.Detectable);
            j.WriteString("verdict", Word(c.Verdict));
            j.WriteEndObject();
        });
        json.WriteEndObject();
    }

    private static void Set(Utf8JsonWriter json, SetFigures set)
    {
        json.WriteStartObject();
        Texts(json, "attributes", set.Attributes);
        json.WritePropertyName("everybody");
        Group(json, set.Everybody);
        List(json, "groups", set.Groups, Group);
        json.WriteEndObject();
    }

    private static void Group(Utf8JsonWriter json, GroupFigures group)
    {
        json.WriteStartObject();
        Texts(json, "levels", group.Levels);
        json.WriteNumber("n", group.N);
        Number(json, "share", group.Share);
        Figures(json, group.Figures);
        json.WriteEndObject();
    }

    private static void Section(Utf8JsonWriter json, ReportSection section)
    {
        json.WriteStartObject();
        json.WriteString("id", section.Id);
        Local(json, "title", section.Title);
        List(json, "keys", section.KeyNames, (j, k) => Said(j, k));
        List(json, "rows", section.Rows, (j, row) =>
        {
            j.WriteStartObject();
            Texts(j, "keys", row.Keys);
            Figures(j, row.Figures);
            j.WriteEndObject();
        });
        json.WriteEndObject();
    }

    private static void Figures(Utf8JsonWriter json, IReadOnlyList<Figure> figures)
    {
        json.WriteStartObject("metrics");
        foreach (var figure in figures)
        {
            json.WriteStartObject(figure.Metric);
            Estimate(json, figure.Estimate);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void Conditional(Utf8JsonWriter json, ConditionalDisparity disparity)
    {
        json.WriteStartObject();
        json.WriteString("attribute", disparity.Attribute);
        json.WriteString("level", disparity.Level);
        json.WriteStartObject("disparity");
        Estimate(json, disparity.Disparity);
        json.WriteEndObject();
        json.WriteStartObject("conditional");
        Estimate(json, disparity.Conditional);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Estimate(Utf8JsonWriter json, Estimate estimate)
    {
        if (estimate.NotEstimable is { } reason)
        {
            json.WriteString("notEstimable", reason);
        }
        else
        {
            Number(json, "value", estimate.Value);
            Number(json, "low", estimate.Low);
            Number(json, "high", estimate.High);
        }
        json.WriteNumber("n", estimate.N);
        json.WriteNumber("denominator", estimate.Denominator);
    }

    private static void Number(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber(name, Numbers.Rounded(value));
        }
    }

    private static void Texts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts) => List(json, name, texts, (j, t) => j.WriteStringValue(t));

    private static void Local(Utf8JsonWriter json, string name, LocalText text)
    {
        json.WritePropertyName(name);
        Said(json, text);
    }

    private static void Said(Utf8JsonWriter json, LocalText text)
    {
        json.WriteStartObject();
        json.WriteString("ko", text.Ko ?? "");
        json.WriteString("en", text.En ?? "");
        json.WriteEndObject();
    }

    private static void List<T>(Utf8JsonWriter json, string name, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            write(json, item);
        }
        json.WriteEndArray();
    }
}

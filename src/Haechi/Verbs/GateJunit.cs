using System.Globalization;
using System.Xml;
using Haechi.Web.Api.Shapes;

namespace Haechi.Verbs;

/// <summary>The answer as JUnit XML: a case for each reason, failed where it refuses, skipped where glass was broken for it, passed with its words where it only warns.</summary>
internal static class GateJunit
{
    private static readonly XmlWriterSettings Form = new() { Indent = true, OmitXmlDeclaration = false, NewLineChars = "\n", Encoding = new System.Text.UTF8Encoding(false) };

    public static void Write(TextWriter output, GateShape answer, GateReport report)
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, Form))
        {
            var refusing = answer.Reasons.Count(r => r.Blocks);
            var (failures, skipped) = answer.BrokenGlass is null ? (refusing, 0) : (0, refusing);
            var cases = Math.Max(1, answer.Reasons.Count);
            xml.WriteStartElement("testsuites");
            Counts(xml, cases, failures);
            xml.WriteStartElement("testsuite");
            xml.WriteAttributeString("name", Clean($"haechi gate {answer.System?.Number ?? answer.Asked} {answer.Environment}"));
            Counts(xml, cases, failures);
            xml.WriteAttributeString("skipped", skipped.ToString(CultureInfo.InvariantCulture));
            xml.WriteAttributeString("timestamp", answer.At.ToString()[..19]);
            Properties(xml, answer);
            if (answer.Reasons.Count == 0)
            {
                Case(xml, answer, "allowed");
                xml.WriteEndElement();
            }
            foreach (var reason in answer.Reasons)
            {
                One(xml, answer, report, reason);
            }
        }
        output.Write(System.Text.Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length));
        output.Write('\n');
    }

    private static void One(XmlWriter xml, GateShape answer, GateReport report, GateReasonShape reason)
    {
        Case(xml, answer, string.Join(' ', new[] { reason.Code, reason.Rule ?? reason.Provision, reason.Duty }.OfType<string>()));
        var (message, text) = (Clean(reason.Message.In(report.Say("ko", "en"))), Clean(string.Join('\n', new[] { report.Text(reason), reason.Provision, report.Page(reason.Link) }.OfType<string>())));
        if (reason.Blocks && answer.BrokenGlass is { } glass)
        {
            xml.WriteStartElement("skipped");
            xml.WriteAttributeString("message", $"break-glass, duty {glass.Duty}: {message}");
            xml.WriteEndElement();
        }
        else
        {
            xml.WriteStartElement(reason.Blocks ? "failure" : "system-out");
            if (reason.Blocks)
            {
                xml.WriteAttributeString("message", message);
                xml.WriteAttributeString("type", reason.Code);
            }
            xml.WriteString(text);
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    private static void Case(XmlWriter xml, GateShape answer, string name)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", Clean("haechi.gate." + answer.Environment));
        xml.WriteAttributeString("name", Clean(name));
        xml.WriteAttributeString("time", "0");
    }

    private static void Properties(XmlWriter xml, GateShape answer)
    {
        xml.WriteStartElement("properties");
        foreach (var (name, value) in answer.Books.Select(b => ("book", $"{b.Id}@{b.Version} {b.Hash}")).Prepend(("version", answer.System?.Version.ToString(CultureInfo.InvariantCulture) ?? "")).Prepend(("allowed", answer.Allowed ? "true" : "false")))
        {
            xml.WriteStartElement("property");
            xml.WriteAttributeString("name", name);
            xml.WriteAttributeString("value", Clean(value));
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    /// <summary>What the root takes too; readers that check it know no count of skipped cases there.</summary>
    private static void Counts(XmlWriter xml, int cases, int failures)
    {
        foreach (var (name, count) in (ReadOnlySpan<(string, int)>)[("tests", cases), ("failures", failures), ("errors", 0)])
        {
            xml.WriteAttributeString(name, count.ToString(CultureInfo.InvariantCulture));
        }
        xml.WriteAttributeString("time", "0");
    }

    /// <summary>XML 1.0 takes no control characters, and names come from people.</summary>
    private static string Clean(string text) => string.Concat(text.Where((c, i) => XmlConvert.IsXmlChar(c) || (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) || (char.IsLowSurrogate(c) && i > 0 && char.IsHighSurrogate(text[i - 1]))));
}

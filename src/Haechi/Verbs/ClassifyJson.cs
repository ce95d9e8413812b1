using System.Text;
using System.Text.Json;
using Haechi.Rules.Facts;
using Haechi.Rules.Output;

namespace Haechi.Verbs;

/// <summary>Writes a run as one JSON object: <c>file, map, on, books, summary, records</c>. Records are written one by one, so that a large inventory needs little memory.</summary>
internal static class ClassifyJson
{
    public static void Write(ClassifyRun run, TextWriter output)
    {
        output.Write("{");
        output.Write(Fragment(json =>
        {
            json.WriteString("file", run.File);
            json.WriteString("map", run.Map.Id);
            json.WriteString("map_file", run.Map.File);
            json.WriteString("on", run.Day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
            Texts(json, "books", run.Set.Books.Select(b => $"{b.Id}@{b.Version}"));
            json.WritePropertyName("summary");
            ClassifySummaryJson.Write(json, run);
        })[1..^1]);
        output.Write(",\n\"records\":[");
        for (var i = 0; i < run.Systems.Count; i++)
        {
            output.Write(i == 0 ? "\n" : ",\n");
            output.Write(Fragment(json => WriteRecord(json, run, run.Systems[i])));
        }
        output.Write("]}\n");
    }

    /// <summary>A list of texts.</summary>
    public static void Texts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }
        json.WriteEndArray();
    }

    /// <summary>The facts that the map shows beside a system.</summary>
    public static void Show(Utf8JsonWriter json, ClassifyRun run, Classified system)
    {
        json.WriteStartObject("show");
        foreach (var (question, value) in run.Shown(system))
        {
            json.WritePropertyName(question.Id);
            Value(json, value);
        }
        json.WriteEndObject();
    }

    private static string Fragment(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, DeterminationJson.Options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static void WriteRecord(Utf8JsonWriter json, ClassifyRun run, Classified system)
    {
        DeterminationJson.WriteMembers(json, system.Determination);
        json.WriteString("name", system.System.Record.Name);
        json.WriteString("group", system.System.Group);
        json.WriteNumber("line", system.System.Line);
        json.WriteStartObject("declared");
        foreach (var (id, (word, _)) in system.System.Declared)
        {
            json.WriteString(id, word);
        }
        json.WriteEndObject();
        Texts(json, "disagrees", system.Disagrees);
        Show(json, run, system);
        json.WriteStartObject("facts");
        foreach (var (id, fact) in system.System.Record.Facts)
        {
            json.WriteStartObject(id);
            json.WritePropertyName("value");
            Value(json, fact);
            json.WriteString("source", fact.Source);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void Value(Utf8JsonWriter json, FactValue? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case BoolFact fact:
                json.WriteBooleanValue(fact.Value);
                break;
            case NumberFact fact:
                json.WriteNumberValue(fact.Value);
                break;
            case SetFact fact:
                json.WriteStartArray();
                foreach (var member in fact.Values)
                {
                    json.WriteStringValue(member);
                }
                json.WriteEndArray();
                break;
            default:
                json.WriteStringValue(value.Shown);
                break;
        }
    }
}

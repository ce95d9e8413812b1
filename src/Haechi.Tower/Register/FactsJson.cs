using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Haechi.Rules.Facts;

namespace Haechi.Tower.Register;

/// <summary>
/// Facts as text, the same text for the same facts: ids in order, each <c>{"v": value, "s": source, "d": day, "w": who}</c>. The value says its own type: true or false, a number,
/// <c>{"day": "2026-11-22"}</c>, a text, an array of texts (a set), <c>{"list": [{…}]}</c>.
/// </summary>
public static class FactsJson
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>Writes facts.</summary>
    public static string Write(SystemFacts facts)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Plain))
        {
            json.WriteStartObject();
            foreach (var (id, fact) in facts.ById.OrderBy(f => f.Key, StringComparer.Ordinal))
            {
                json.WriteStartObject(id);
                json.WritePropertyName("v");
                WriteValue(json, fact.Value);
                json.WriteString("s", fact.Source);
                if (fact.On is { } day)
                {
                    json.WriteString("d", day.ToString("O", CultureInfo.InvariantCulture));
                }
                json.WriteString("w", fact.Who);
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        return global::System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static SystemFacts Read(string text)
    {
        using var document = JsonDocument.Parse(text);
        var facts = new Dictionary<string, HeldFact>(StringComparer.Ordinal);
        foreach (var property in document.RootElement.EnumerateObject())
        {
            var fact = property.Value;
            facts[property.Name] = new HeldFact(ReadValue(fact.GetProperty("v")), fact.GetProperty("s").GetString()!,
                fact.TryGetProperty("d", out var day) ? Day(day) : null, fact.GetProperty("w").GetString()!);
        }
        return new SystemFacts(facts);
    }

    /// <summary>Reads one value as <see cref="Write"/> wrote it.</summary>
    internal static FactValue Value(string text)
    {
        using var document = JsonDocument.Parse(text);
        return ReadValue(document.RootElement);
    }

    private static void WriteValue(Utf8JsonWriter json, FactValue value)
    {
        switch (value)
        {
            case BoolFact b:
                json.WriteBooleanValue(b.Value);
                break;
            case NumberFact n:
                json.WriteNumberValue(n.Value);
                break;
            case TextFact t:
                json.WriteStringValue(t.Value);
                break;
            case DateFact d:
                json.WriteStartObject();
                json.WriteString("day", d.Value.ToString("O", CultureInfo.InvariantCulture));
                json.WriteEndObject();
                break;
            case SetFact s:
                json.WriteStartArray();
                foreach (var member in s.Values)
                {
                    json.WriteStringValue(member);
                }
                json.WriteEndArray();
                break;
            case ListFact l:
                WriteList(json, l);
                break;
            default:
                throw new InvalidOperationException(value.GetType().Name);
        }
    }

    private static void WriteList(Utf8JsonWriter json, ListFact list)
    {
        json.WriteStartObject();
        json.WriteStartArray("list");
        foreach (var record in list.Records)
        {
            json.WriteStartObject();
            foreach (var (id, value) in record.Facts.OrderBy(f => f.Key, StringComparer.Ordinal))
            {
                json.WritePropertyName(id);
                WriteValue(json, value);
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static FactValue ReadValue(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => new BoolFact(true),
        JsonValueKind.False => new BoolFact(false),
        JsonValueKind.Number => new NumberFact(value.GetDouble()),
        JsonValueKind.String => new TextFact(value.GetString()!),
        JsonValueKind.Array => new SetFact([.. value.EnumerateArray().Select(m => m.GetString()!)]),
        JsonValueKind.Object when value.TryGetProperty("day", out var day) => new DateFact(Day(day)),
        JsonValueKind.Object => new ListFact([.. value.GetProperty("list").EnumerateArray().Select(ReadRecord)]),
        _ => throw new InvalidDataException($"A fact cannot be a JSON {value.ValueKind}."),
    };

    private static FactRecord ReadRecord(JsonElement record, int index) =>
        new(index.ToString(CultureInfo.InvariantCulture), record.EnumerateObject().ToDictionary(p => p.Name, p => ReadValue(p.Value), StringComparer.Ordinal));

    private static DateOnly Day(JsonElement day) => DateOnly.ParseExact(day.GetString()!, "O", CultureInfo.InvariantCulture);
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Haechi.Rules;
using Haechi.Rules.Facts;

namespace Haechi.Web.Api;

/// <summary>How the API and the command write JSON: names in snake_case, words for kinds, days as 2026-11-22, instants as RFC 3339 in UTC, unknown as null.</summary>
public static class ApiJson
{
    /// <summary>Deeper JSON than this is refused.</summary>
    public const int Deepest = 24;

    /// <summary>For writing.</summary>
    public static JsonSerializerOptions Options { get; } = Make();

    /// <summary>For reading: names that nobody knows, missing members, null where a value must stand and a name that comes twice are refused.</summary>
    public static JsonSerializerOptions Strict { get; } = Make(o =>
    {
        (o.UnmappedMemberHandling, o.RespectNullableAnnotations, o.RespectRequiredConstructorParameters) = (JsonUnmappedMemberHandling.Disallow, true, true);
        (o.AllowDuplicateProperties, o.MaxDepth) = (false, Deepest);
    });

    private static JsonSerializerOptions Make(Action<JsonSerializerOptions>? more = null)
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters = { new LocalTextJson(), new InstantJson(), new FactValueJson(), new DayJson(), new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
            TypeInfoResolver = new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver(),
        };
        more?.Invoke(options);
        options.MakeReadOnly();
        return options;
    }
}

/// <summary>A point in time, in UTC microseconds; written as RFC 3339.</summary>
public readonly record struct Instant(long Micros)
{
    /// <summary>The instant, or null for null.</summary>
    public static Instant? Of(long? micros) => micros is { } at ? new Instant(at) : null;

    /// <inheritdoc />
    public override string ToString() => new DateTime(DateTime.UnixEpoch.Ticks + (Micros * TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc).ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", System.Globalization.CultureInfo.InvariantCulture);
}

internal sealed class InstantJson : JsonConverter<Instant>
{
    public override Instant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && ApiTimes.Instant(reader.GetString()) is { } micros ? new Instant(micros) : throw new JsonException("an instant is written as 2026-11-22T09:00:00Z");

    public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

internal sealed class DayJson : JsonConverter<DateOnly>
{
    public override DateOnly Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && ApiTimes.Day(reader.GetString()) is { } day ? day : throw new JsonException("a day is written as 2026-11-22, from 1900 to 2200");

    public override void Write(Utf8JsonWriter writer, DateOnly value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
}

/// <summary>A text in its languages, as an object with a member for each.</summary>
internal sealed class LocalTextJson : JsonConverter<LocalText>
{
    public override LocalText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(JsonSerializer.Deserialize<Dictionary<string, string>>(ref reader, options) ?? []);

    public override void Write(Utf8JsonWriter writer, LocalText value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (language, text) in value.All)
        {
            writer.WriteString(language, text);
        }
        writer.WriteEndObject();
    }
}

/// <summary>The value of a fact as JSON has it: true, a number, a text (a day too), an array of texts for a set, an array of objects for a list. Only written: what comes in is read against its question.</summary>
internal sealed class FactValueJson : JsonConverter<FactValue>
{
    public override bool CanConvert(Type typeToConvert) => typeof(FactValue).IsAssignableFrom(typeToConvert);

    public override FactValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException("A fact is read against its question.");

    public override void Write(Utf8JsonWriter writer, FactValue value, JsonSerializerOptions options)
    {
        switch (value)
        {
            case BoolFact b:
                writer.WriteBooleanValue(b.Value);
                break;
            case NumberFact n:
                writer.WriteNumberValue(n.Value);
                break;
            case SetFact set:
                JsonSerializer.Serialize(writer, set.Values, options);
                break;
            case ListFact list:
                JsonSerializer.Serialize(writer, list.Records.Select(r => r.Facts), options);
                break;
            default:
                writer.WriteStringValue(value.Shown);
                break;
        }
    }
}

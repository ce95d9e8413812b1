using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Haechi.Tower.Webhooks;

/// <summary>The thing that an event is about, with where it is found.</summary>
/// <param name="Subject">As <c>kind:id</c>.</param>
/// <param name="Page">Its page, from the tower's root.</param>
/// <param name="Api">Its address in the API, from the tower's root, or null.</param>
internal sealed record EventThing(string Subject, string Page, string? Api)
{
    // Where the things of each kind are found. A kind that is not here is not named to outsiders.
    private static readonly Dictionary<string, (string Page, string? Api)> Places = new(StringComparer.Ordinal)
    {
        ["system"] = ("/systems/{0}", "/api/v1/systems/{0}"), ["duty"] = ("/duties/{0}", "/api/v1/duties/{0}"), ["assessment"] = ("/assessments/{0}", "/api/v1/assessments/{0}"),
        ["import"] = ("/imports/{0}", "/api/v1/imports/{0}"), ["erasure"] = ("/erasure/{0}", null),
    };

    /// <summary>The thing with this subject, or null when it is none that outsiders are told of.</summary>
    public static EventThing? Of(string subject) => subject.Split(':', 2) is [var kind, { Length: > 0 } id] && Places.TryGetValue(kind, out var place)
        ? new EventThing(subject, place.Page.Replace("{0}", Uri.EscapeDataString(id), StringComparison.Ordinal), place.Api?.Replace("{0}", Uri.EscapeDataString(id), StringComparison.Ordinal)) : null;
}

/// <summary>An event in the structured JSON form of CloudEvents 1.0. Its data are thin: ids, counts, words and links; whoever wants more asks the API, which knows who may see what.</summary>
internal sealed record CloudEvent(string Id, string Type, long At, EventThing? Thing, IReadOnlyDictionary<string, object> Data)
{
    /// <summary>The media type (CloudEvents JSON format, section 3).</summary>
    public const string MediaType = "application/cloudevents+json";

    /// <summary>The source where the tower has no address of its own in the settings (CloudEvents, <c>source</c>: a URI reference that is not empty).</summary>
    public const string NoAddress = "urn:haechi:tower";

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>The body. <paramref name="address"/> is the tower's own address, or null; links are whole addresses when it is there.</summary>
    public string Write(string? address)
    {
        var root = address?.TrimEnd('/');
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Plain))
        {
            json.WriteStartObject();
            json.WriteString("specversion", "1.0");
            json.WriteString("id", Id);
            json.WriteString("source", root is null ? NoAddress : root + "/");
            json.WriteString("type", Type);
            if (Thing is not null)
            {
                json.WriteString("subject", Thing.Subject);
            }
            json.WriteString("time", DateTime.UnixEpoch.AddTicks(At * TimeSpan.TicksPerMicrosecond).ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", System.Globalization.CultureInfo.InvariantCulture));
            json.WriteString("datacontenttype", "application/json");
            WriteData(json, root);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private void WriteData(Utf8JsonWriter json, string? root)
    {
        json.WriteStartObject("data");
        if (Thing?.Subject.Split(':', 2) is [var kind, var id])
        {
            json.WriteString("kind", kind);
            json.WriteString("id", id);
        }
        foreach (var (name, value) in Data)
        {
            json.WritePropertyName(name);
            JsonSerializer.Serialize(json, value);
        }
        if (Thing is not null)
        {
            json.WriteString("page", root + Thing.Page);
            if (Thing.Api is { } api)
            {
                json.WriteString("api", root + api);
            }
        }
        json.WriteEndObject();
    }
}

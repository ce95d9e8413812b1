using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Haechi.Verbs;

/// <summary>Brings an answer of the API into one language, and its links to the server.</summary>
internal static class McpAnswer
{
    private static readonly JsonSerializerOptions Form = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(JsonNode answer, string language, Func<string, string> link) => (In(answer, language, link) ?? new JsonObject()).ToJsonString(Form);

    private static JsonNode? In(JsonNode? node, string language, Func<string, string> link)
    {
        switch (node)
        {
            case JsonObject text when text.Count > 0 && text.All(p => p.Key is "ko" or "en" && p.Value is JsonValue):
                return (string?)(text[language] ?? text.First().Value);
            case JsonObject thing:
                var shown = new JsonObject();
                foreach (var (name, value) in thing)
                {
                    shown[name] = name == "link" && value is JsonValue v && v.TryGetValue<string>(out var page) && page.StartsWith('/') ? link(page) : In(value, language, link);
                }
                return shown;
            case JsonArray list:
                return new JsonArray([.. list.Select(i => In(i, language, link))]);
            default:
                return node?.DeepClone();
        }
    }
}

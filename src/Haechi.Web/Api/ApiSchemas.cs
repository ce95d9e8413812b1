using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using Haechi.Rules;
using Haechi.Rules.Facts;

namespace Haechi.Web.Api;

/// <summary>Gathers the schemas of what is sent and answered, each under a name of its own.</summary>
internal sealed class ApiSchemas
{
    private readonly Dictionary<string, JsonNode> _all = new(StringComparer.Ordinal);

    /// <summary>All of them, by name.</summary>
    public JsonObject All => new(_all.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => KeyValuePair.Create(s.Key, (JsonNode?)s.Value.DeepClone())));

    /// <summary>The schema of an answer.</summary>
    public JsonObject Answer(Type type) => Put(NameOf(type), () => Export(type, ApiJson.Options, answered: true));

    /// <summary>The schema of a body without the members that come from elsewhere, and whether one must be sent.</summary>
    public (JsonObject Schema, bool Required) Body(Type type, string id, IReadOnlyList<string> bound)
    {
        var schema = (JsonObject)Export(type, ApiJson.Strict, answered: false);
        var (properties, required) = (schema["properties"] as JsonObject ?? [], schema["required"] as JsonArray ?? []);
        foreach (var name in bound)
        {
            properties.Remove(name);
            required.Where(r => (string?)r == name).ToList().ForEach(r => required.Remove(r));
        }
        if (required.Count == 0)
        {
            schema.Remove("required");
        }
        // Named after the act: two acts may share a type and not what comes from the address.
        return (Put(id + "_body", () => schema), required.Count > 0);
    }

    private JsonObject Put(string name, Func<JsonNode> make)
    {
        if (!_all.ContainsKey(name))
        {
            _all[name] = Moved(make(), name);
        }
        return new JsonObject { ["$ref"] = "#/components/schemas/" + name };
    }

    private static JsonNode Export(Type type, JsonSerializerOptions options, bool answered) =>
        options.GetJsonSchemaAsNode(type, new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = (context, node) => Known(context, node, answered) });

    private static JsonNode Known(JsonSchemaExporterContext context, JsonNode node, bool answered)
    {
        var (type, nullable) = (context.TypeInfo.Type, context.PropertyInfo is { } p && (answered ? p.IsGetNullable : p.IsSetNullable));
        if ((Nullable.GetUnderlyingType(type) ?? type) is var bare && bare == typeof(Instant))
        {
            return Text("date-time", nullable || bare != type);
        }
        if (bare == typeof(DateOnly))
        {
            return Text("date", nullable || bare != type);
        }
        if (type == typeof(LocalText))
        {
            return new JsonObject
            {
                ["type"] = nullable ? new JsonArray("object", "null") : "object", ["properties"] = new JsonObject { ["ko"] = new JsonObject { ["type"] = "string" }, ["en"] = new JsonObject { ["type"] = "string" } },
                ["additionalProperties"] = new JsonObject { ["type"] = "string" },
            };
        }
        if (typeof(FactValue).IsAssignableFrom(type) || type == typeof(JsonElement))
        {
            return new JsonObject { ["description"] = "The value of a fact: true or false, a number, a text or day, an array of texts, an array of objects; null is unknown." };
        }
        if (answered && node is JsonObject { } shape && shape["properties"] is JsonObject { Count: > 0 } properties)
        {
            // Every member is there; those that may be left out say so by their condition.
            shape["required"] = new JsonArray([.. context.TypeInfo.Properties.Where(m => properties.ContainsKey(m.Name) && m.ShouldSerialize is null).Select(m => (JsonNode)m.Name)]);
        }
        return node;
    }

    private static JsonObject Text(string format, bool nullable) => new() { ["type"] = nullable ? new JsonArray("string", "null") : "string", ["format"] = format };

    /// <summary>References within a schema begin at the document's root once it stands there.</summary>
    private static JsonNode Moved(JsonNode node, string name)
    {
        foreach (var child in Children(node).ToList())
        {
            if (child is JsonObject { } inner && inner["$ref"] is JsonValue reference && reference.GetValue<string>() is ['#', .. var rest] && !rest.StartsWith("/components", StringComparison.Ordinal))
            {
                inner["$ref"] = "#/components/schemas/" + name + rest;
            }
            Moved(child, name);
        }
        return node;
    }

    private static IEnumerable<JsonNode> Children(JsonNode node) => node switch
    {
        JsonObject o => o.Select(m => m.Value).OfType<JsonNode>(),
        JsonArray a => a.OfType<JsonNode>(),
        _ => [],
    };

    private static string NameOf(Type type) => type.IsGenericType
        ? string.Join("_", type.GetGenericArguments().Select(NameOf)) + "_" + (type.Name.StartsWith("Listed", StringComparison.Ordinal) ? "page" : "list")
        : JsonNamingPolicy.SnakeCaseLower.ConvertName(type.Name.EndsWith("Shape", StringComparison.Ordinal) ? type.Name[..^5] : type.Name);
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Haechi.Rules;

namespace Haechi.Tower.Register.Profiles;

/// <summary>Walks a record along its schema.</summary>
internal sealed class SchemaWalk(JsonNode root)
{
    private const int Deepest = 64;

    public void Check(JsonNode? schema, JsonNode? value, string path, List<SchemaViolation> found, int depth)
    {
        if (schema is JsonValue always && always.GetValueKind() == JsonValueKind.False)
        {
            found.Add(new SchemaViolation(path, "false", LocalText.Of("여기에는 아무 값도 쓸 수 없습니다.", "nothing is allowed here")));
        }
        if (schema is not JsonObject map)
        {
            return;
        }
        if (depth > Deepest)
        {
            found.Add(new SchemaViolation(path, "$ref", LocalText.Of("스키마가 끝없이 자신을 가리킵니다.", "the schema refers to itself without end")));
            return;
        }
        if (map["$ref"] is { } reference)
        {
            // In draft 7 the other keywords beside $ref do not count.
            Check(Resolve(root, reference), value, path, found, depth + 1);
            return;
        }
        SchemaValues.Check(map, value, path, found);
        Parts(map, value, path, found, depth);
        Combinations(map, value, path, found, depth);
    }

    /// <summary>The part of the schema that a local reference means, or null.</summary>
    public static JsonNode? Resolve(JsonNode root, JsonNode? reference)
    {
        if (reference is not JsonValue value || !value.TryGetValue<string>(out var pointer) || !pointer.StartsWith('#'))
        {
            return null;
        }
        JsonNode? node = root;
        foreach (var step in pointer[1..].Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var key = Uri.UnescapeDataString(step).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            node = node switch
            {
                JsonObject map => map[key],
                JsonArray list when int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var i) && i < list.Count => list[i],
                _ => null,
            };
        }
        return node;
    }

    private void Parts(JsonObject schema, JsonNode? value, string path, List<SchemaViolation> found, int depth)
    {
        if (value is JsonObject record)
        {
            Properties(schema, record, path, found, depth);
        }
        if (value is not JsonArray list)
        {
            return;
        }
        for (var i = 0; i < list.Count; i++)
        {
            var item = schema["items"] is JsonArray tuple ? i < tuple.Count ? tuple[i] : schema["additionalItems"] : schema["items"];
            Check(item, list[i], $"{path}/{i.ToString(CultureInfo.InvariantCulture)}", found, depth + 1);
        }
        if (schema["contains"] is { } some && !list.Any(i => Holds(some, i, depth)))
        {
            found.Add(new SchemaViolation(path, "contains", LocalText.Of("필요한 항목이 목록에 없습니다.", "the list lacks an item that it must contain")));
        }
    }

    private void Properties(JsonObject schema, JsonObject record, string path, List<SchemaViolation> found, int depth)
    {
        foreach (var (key, value) in record)
        {
            var at = $"{path}/{key.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
            var known = false;
            if (schema["properties"] is JsonObject properties && properties.TryGetPropertyValue(key, out var own))
            {
                known = true;
                Check(own, value, at, found, depth + 1);
            }
            foreach (var (pattern, other) in schema["patternProperties"] as JsonObject ?? [])
            {
                if (SchemaValues.Matches(key, pattern))
                {
                    known = true;
                    Check(other, value, at, found, depth + 1);
                }
            }
            if (!known && schema["additionalProperties"] is JsonValue no && no.GetValueKind() == JsonValueKind.False)
            {
                found.Add(new SchemaViolation(at, "additionalProperties", LocalText.Of($"'{key}'은(는) 이 표준에 없는 항목입니다.", $"'{key}' is not part of the standard")));
            }
            else if (!known)
            {
                Check(schema["additionalProperties"], value, at, found, depth + 1);
            }
        }
    }

    private void Combinations(JsonObject schema, JsonNode? value, string path, List<SchemaViolation> found, int depth)
    {
        foreach (var part in schema["allOf"] as JsonArray ?? [])
        {
            Check(part, value, path, found, depth + 1);
        }
        if (schema["anyOf"] is JsonArray any && !any.Any(p => Holds(p, value, depth)))
        {
            found.Add(new SchemaViolation(path, "anyOf", LocalText.Of("허용된 여러 꼴 가운데 어느 것에도 맞지 않습니다.", "it fits none of the forms that are allowed")));
        }
        if (schema["oneOf"] is JsonArray one && one.Count(p => Holds(p, value, depth)) is var fits and not 1)
        {
            found.Add(new SchemaViolation(path, "oneOf", LocalText.Of($"허용된 꼴 가운데 꼭 하나에 맞아야 하는데 {fits}개에 맞습니다.", $"it must fit exactly one of the forms that are allowed and fits {fits}")));
        }
        if (schema["not"] is { } not && Holds(not, value, depth))
        {
            found.Add(new SchemaViolation(path, "not", LocalText.Of("허용되지 않는 꼴입니다.", "this form is not allowed")));
        }
        if (schema["if"] is { } condition)
        {
            Check(Holds(condition, value, depth) ? schema["then"] : schema["else"], value, path, found, depth + 1);
        }
    }

    private bool Holds(JsonNode? schema, JsonNode? value, int depth)
    {
        var found = new List<SchemaViolation>();
        Check(schema, value, "", found, depth + 1);
        return found.Count == 0;
    }
}

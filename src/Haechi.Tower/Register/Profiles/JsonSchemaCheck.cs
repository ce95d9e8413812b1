using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Haechi.Rules;
using Haechi.Tower.Common;

namespace Haechi.Tower.Register.Profiles;

/// <summary>What a schema says against a record.</summary>
/// <param name="Path">Where in the record, as a JSON pointer; empty for the whole record.</param>
/// <param name="Keyword">The keyword of the schema that does not hold.</param>
/// <param name="Message">For people.</param>
public sealed record SchemaViolation(string Path, string Keyword, LocalText Message);

/// <summary>
/// Checks records against a JSON Schema (draft 7) that is read at run time. Known keywords: type, enum, const, required, properties, patternProperties, additionalProperties,
/// minProperties, maxProperties, items, additionalItems, contains, minItems, maxItems, uniqueItems, minLength, maxLength, pattern, format (uri, email, date, date-time),
/// minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf, allOf, anyOf, oneOf, not, if/then/else and local <c>$ref</c>. A schema that uses another keyword that
/// constrains is refused when it is loaded: nothing is taken for valid unseen.
/// </summary>
public sealed class JsonSchemaCheck
{
    private readonly JsonNode _root;

    private JsonSchemaCheck(JsonNode root) => _root = root;

    /// <summary>Loads a schema file.</summary>
    public static Result<JsonSchemaCheck> Load(string file)
    {
        if (!File.Exists(file))
        {
            return Refusal.Because("no-file", "이 스키마 파일이 없습니다.", "there is no such schema", file);
        }
        return Parse(File.ReadAllText(file), file);
    }

    /// <summary>Reads a schema from its text; the file name serves as place only.</summary>
    public static Result<JsonSchemaCheck> Parse(string text, string file)
    {
        JsonNode? root;
        try
        {
            root = JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { MaxDepth = 64 });
        }
        catch (JsonException e)
        {
            return Refusal.Because("not-json", $"스키마를 JSON으로 읽을 수 없습니다: {e.Message}", $"the schema is not JSON: {e.Message}", file);
        }
        if (root is not JsonObject and not JsonValue || (root is JsonValue v && v.GetValueKind() is not (JsonValueKind.True or JsonValueKind.False)))
        {
            return Refusal.Because("not-schema", "JSON 스키마는 객체이거나 참·거짓이어야 합니다.", "a JSON schema is an object, true or false", file);
        }
        List<string> problems;
        try
        {
            problems = SchemaKeywords.Check(root!, root!);
        }
        catch (ArgumentException e)
        {
            return Refusal.Because("not-json", $"스키마에 같은 항목이 두 번 있습니다: {e.Message}", $"a key of the schema is there twice: {e.Message}", file);
        }
        return problems.Count == 0 ? new JsonSchemaCheck(root!)
            : Refused.Because<JsonSchemaCheck>([.. problems.Select(p => Refusal.Because("unknown-keyword", $"이 검사기가 모르는 스키마 항목입니다: {p}", $"the schema uses what this check does not know: {p}", file))]);
    }

    /// <summary>Everything that the schema says against a record; empty when it is valid.</summary>
    public IReadOnlyList<SchemaViolation> Check(JsonNode? record)
    {
        var violations = new List<SchemaViolation>();
        new SchemaWalk(_root).Check(_root, record, "", violations, 0);
        return violations;
    }
}

/// <summary>The keywords that the check knows.</summary>
internal static class SchemaKeywords
{
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "type", "enum", "const", "required", "properties", "patternProperties", "additionalProperties", "minProperties", "maxProperties", "items", "additionalItems", "contains", "minItems",
        "maxItems", "uniqueItems", "minLength", "maxLength", "pattern", "format", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "allOf", "anyOf", "oneOf", "not",
        "if", "then", "else", "$ref", "definitions", "$defs",
    };

    /// <summary>Keywords of the vocabulary that constrain and are not known; anything else is an annotation.</summary>
    private static readonly HashSet<string> Unknown = new(StringComparer.Ordinal)
    {
        "dependencies", "dependentRequired", "dependentSchemas", "propertyNames", "unevaluatedItems", "unevaluatedProperties", "prefixItems", "minContains", "maxContains", "$dynamicRef", "$recursiveRef",
    };

    public static List<string> Check(JsonNode root, JsonNode schema)
    {
        var problems = new List<string>();
        Walk(root, schema, problems, 0);
        return problems;
    }

    private static bool HasForm(string key, JsonNode? value) => key switch
    {
        "type" => IsText(value) || (value is JsonArray types && types.All(IsText)),
        "required" => value is JsonArray names && names.All(IsText),
        "pattern" or "format" or "$ref" => IsText(value),
        "enum" or "allOf" or "anyOf" or "oneOf" => value is JsonArray,
        _ => true,
    };

    private static bool IsText(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String;

    private static void Walk(JsonNode root, JsonNode? schema, List<string> problems, int depth)
    {
        if (schema is not JsonObject map || depth > 64)
        {
            return;
        }
        foreach (var (key, value) in map)
        {
            if (Unknown.Contains(key) || !HasForm(key, value))
            {
                problems.Add(key);
            }
            else if (key == "$ref" && SchemaWalk.Resolve(root, value) is null)
            {
                problems.Add(string.Create(CultureInfo.InvariantCulture, $"$ref {value}"));
            }
            else if (key is "properties" or "patternProperties" or "definitions" or "$defs" && value is JsonObject named)
            {
                named.ToList().ForEach(n => Walk(root, n.Value, problems, depth + 1));
            }
            else if (Known.Contains(key) && key is not ("enum" or "const"))
            {
                (value as JsonArray)?.ToList().ForEach(n => Walk(root, n, problems, depth + 1));
                Walk(root, value, problems, depth + 1);
            }
        }
    }
}

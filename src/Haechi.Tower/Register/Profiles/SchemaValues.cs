using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Haechi.Rules;

namespace Haechi.Tower.Register.Profiles;

/// <summary>The keywords of a schema that look at one value.</summary>
internal static class SchemaValues
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    public static void Check(JsonObject schema, JsonNode? value, string path, List<SchemaViolation> found)
    {
        void Add(string keyword, string ko, string en) => found.Add(new SchemaViolation(path, keyword, LocalText.Of(ko, en)));
        var types = schema["type"] switch { JsonArray list => list.Select(t => t!.GetValue<string>()).ToList(), JsonValue one => [one.GetValue<string>()], _ => [] };
        if (types.Count > 0 && !types.Any(t => IsA(value, t)))
        {
            var all = string.Join(", ", types);
            Add("type", $"값의 종류가 {all}이어야 합니다.", $"it should be of the type {all}");
        }
        if (schema["enum"] is JsonArray allowed && !allowed.Any(a => JsonNode.DeepEquals(a, value)))
        {
            var all = string.Join(", ", allowed.Select(a => a?.ToString() ?? "null"));
            Add("enum", $"'{Shown(value)}'은(는) 쓸 수 없는 값입니다. 쓸 수 있는 값: {all}.", $"'{Shown(value)}' is not allowed; expected one of {all}");
        }
        if (schema.TryGetPropertyValue("const", out var only) && !JsonNode.DeepEquals(only, value))
        {
            Add("const", $"'{only}'이어야 합니다.", $"it should be '{only}'");
        }
        switch (value)
        {
            case JsonValue text when text.GetValueKind() == JsonValueKind.String:
                Text(schema, text.GetValue<string>(), Add);
                break;
            case JsonValue number when number.GetValueKind() == JsonValueKind.Number:
                Number(schema, Amount(number)!.Value, Add);
                break;
            case JsonArray list:
                Count(schema, "Items", list.Count, Add);
                Unique(schema, list, Add);
                break;
            case JsonObject record:
                Required(schema, record, Add);
                Count(schema, "Properties", record.Count, Add);
                break;
        }
    }

    public static bool Matches(string text, string pattern)
    {
        try
        {
            // ECMAScript semantics: \d and \w are ASCII; a pattern that cannot be compiled or takes too long matches nothing.
            return Regex.IsMatch(text, pattern, RegexOptions.ECMAScript, Longest);
        }
        catch (Exception e) when (e is ArgumentException or RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static void Required(JsonObject schema, JsonObject record, Action<string, string, string> add)
    {
        foreach (var name in (schema["required"] as JsonArray ?? []).Select(n => n!.GetValue<string>()).Where(n => !record.ContainsKey(n)))
        {
            add("required", $"필수 항목 '{name}'이(가) 없습니다.", $"'{name}' is required and missing");
        }
    }

    private static void Text(JsonObject schema, string text, Action<string, string, string> add)
    {
        var length = CellText.Length(text);
        if (Amount(schema["maxLength"]) is { } max && length > max)
        {
            add("maxLength", $"{length}자로, {max}자를 넘습니다.", $"it has {length} characters; {max} are allowed");
        }
        if (Amount(schema["minLength"]) is { } min && length < min)
        {
            add("minLength", $"{length}자로, {min}자보다 짧습니다.", $"it has {length} characters; {min} are needed");
        }
        if (schema["pattern"] is JsonValue pattern && !Matches(text, pattern.GetValue<string>()))
        {
            add("pattern", $"'{text}'은(는) 정해진 꼴({pattern})이 아닙니다.", $"'{text}' does not have the form {pattern}");
        }
        if (schema["format"] is JsonValue format && !HasFormat(text, format.GetValue<string>()))
        {
            add("format", $"'{text}'은(는) {format} 형식이 아닙니다.", $"'{text}' is no {format}");
        }
    }

    private static bool HasFormat(string text, string format) => format switch
    {
        "uri" => Uri.TryCreate(text, UriKind.Absolute, out var uri) && text.Contains(':', StringComparison.Ordinal) && !text.Any(char.IsWhiteSpace) && uri.Scheme.Length > 0,
        "email" => Regex.IsMatch(text, @"^[^@\s]+@[^@\s]+$", RegexOptions.None, Longest),
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "date-time" => text.Length >= 20 && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out _),
        _ => true,
    };

    private static void Number(JsonObject schema, double number, Action<string, string, string> add)
    {
        foreach (var (keyword, fails) in new (string, Func<double, bool>)[]
        {
            ("minimum", limit => number < limit), ("maximum", limit => number > limit), ("exclusiveMinimum", limit => number <= limit), ("exclusiveMaximum", limit => number >= limit),
            ("multipleOf", unit => unit > 0 && Math.Abs((number / unit) - Math.Round(number / unit)) > 1e-9),
        })
        {
            if (Amount(schema[keyword]) is { } limit && fails(limit))
            {
                add(keyword, $"{number}은(는) {keyword} {limit}에 맞지 않습니다.", $"{number} does not meet {keyword} {limit}");
            }
        }
    }

    private static void Count(JsonObject schema, string what, int count, Action<string, string, string> add)
    {
        if (Amount(schema["min" + what]) is { } min && count < min)
        {
            add("min" + what, $"{count}개로, {min}개보다 적습니다.", $"there are {count}; at least {min} are needed");
        }
        if (Amount(schema["max" + what]) is { } max && count > max)
        {
            add("max" + what, $"{count}개로, {max}개를 넘습니다.", $"there are {count}; at most {max} are allowed");
        }
    }

    private static void Unique(JsonObject schema, JsonArray list, Action<string, string, string> add)
    {
        if (schema["uniqueItems"] is JsonValue unique && unique.GetValueKind() == JsonValueKind.True && list.Where((a, i) => list.Take(i).Any(b => JsonNode.DeepEquals(a, b))).Any())
        {
            add("uniqueItems", "같은 항목이 두 번 있습니다.", "an item is there twice");
        }
    }

    private static bool IsA(JsonNode? value, string type) => (type, value?.GetValueKind() ?? JsonValueKind.Null) switch
    {
        ("string", JsonValueKind.String) or ("number", JsonValueKind.Number) or ("array", JsonValueKind.Array) or ("object", JsonValueKind.Object) or ("null", JsonValueKind.Null) => true,
        ("boolean", JsonValueKind.True or JsonValueKind.False) => true,
        ("integer", JsonValueKind.Number) => Amount(value) is { } number && number == Math.Floor(number),
        _ => false,
    };

    /// <summary>A number whatever type of .NET holds it.</summary>
    private static double? Amount(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.Number && double.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Shown(JsonNode? value) => value is null ? "null" : value.ToString() is { Length: > 60 } text ? text[..60] + "…" : value.ToString();
}

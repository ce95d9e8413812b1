using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Haechi.Rules;

namespace Haechi.Verbs;

/// <summary>An argument of a tool.</summary>
internal sealed record McpArgument(string Name, LocalText Text, bool Required = false, IReadOnlyList<string>? Words = null)
{
    /// <summary>The longest argument, in characters.</summary>
    public const int Longest = 300;

    public static McpArgument Of(string name, string ko, string en, bool required = false, IReadOnlyList<string>? words = null) => new(name, LocalText.Of(ko, en), required, words);
}

/// <summary>The arguments of one call, checked.</summary>
internal sealed class McpCall(IReadOnlyDictionary<string, string> given, IRegisterReads reads, CancellationToken stop)
{
    public string? this[string name] => given.GetValueOrDefault(name);

    /// <summary>Reads an address; what is between braces is escaped, and a query part whose value is null is left out.</summary>
    public async Task<JsonNode> Get(FormattableString path, params (string Name, string? Value)[] query)
    {
        var address = string.Format(CultureInfo.InvariantCulture, path.Format, [.. path.GetArguments().Select(a => (object)Uri.EscapeDataString(a!.ToString()!))]);
        var more = string.Join('&', query.Where(q => q.Value is not null).Select(q => q.Name + "=" + Uri.EscapeDataString(q.Value!)));
        return JsonNode.Parse((await reads.Get(more.Length > 0 ? address + "?" + more : address, stop)).GetRawText())!;
    }
}

/// <summary>One tool of the server: what it takes, and what it reads.</summary>
internal sealed record McpTool(string Name, LocalText Title, LocalText Description, IReadOnlyList<McpArgument> Arguments, Func<McpCall, Task<JsonNode>> Run)
{
    private static readonly McpArgument Language = McpArgument.Of("language", "답의 언어", "language of the answer", words: ["ko", "en"]);

    /// <summary>All arguments, with the language that every tool takes.</summary>
    public IEnumerable<McpArgument> All => Arguments.Append(Language);

    /// <summary>The arguments as JSON Schema.</summary>
    public JsonElement Schema(string language)
    {
        var properties = new JsonObject();
        foreach (var argument in All)
        {
            var property = new JsonObject { ["type"] = "string", ["description"] = argument.Text.In(language), ["maxLength"] = McpArgument.Longest };
            if (argument.Words is { } words)
            {
                property["enum"] = new JsonArray([.. words.Select(w => (JsonNode)w)]);
            }
            properties[argument.Name] = property;
        }
        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties, ["required"] = new JsonArray([.. Arguments.Where(a => a.Required).Select(a => (JsonNode)a.Name)]), ["additionalProperties"] = false };
        return JsonSerializer.SerializeToElement(schema);
    }

    /// <summary>Checks what a client sent. Clients are programs that other people's texts can steer, so nothing is taken on trust.</summary>
    /// <exception cref="RefusedException">Something does not fit.</exception>
    public IReadOnlyDictionary<string, string> Check(IDictionary<string, JsonElement>? given)
    {
        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in given ?? new Dictionary<string, JsonElement>())
        {
            if (All.FirstOrDefault(a => a.Name == name) is not { } argument)
            {
                throw Wrong(name, $"모르는 인자입니다. 쓸 수 있는 것: {string.Join(", ", All.Select(a => a.Name))}", $"no such argument; known are {string.Join(", ", All.Select(a => a.Name))}");
            }
            if (value.ValueKind == JsonValueKind.Null)
            {
                continue;
            }
            if (value.ValueKind != JsonValueKind.String || value.GetString() is not { Length: > 0 and <= McpArgument.Longest } text || text.Any(char.IsControl) || text.Trim('.').Length == 0 || (argument.Words is { } words && !words.Contains(text)))
            {
                throw Wrong(name, $"글이어야 하며 {McpArgument.Longest}자를 넘지 않고 제어 문자가 없어야 합니다{Among(argument)}", $"expected a text of at most {McpArgument.Longest} letters without control characters{Among(argument)}");
            }
            read[name] = text;
        }
        return Arguments.FirstOrDefault(a => a.Required && !read.ContainsKey(a.Name)) is { } missing ? throw Wrong(missing.Name, "있어야 합니다", "is needed") : read;
    }

    private static string Among(McpArgument argument) => argument.Words is { } words ? ": " + string.Join(", ", words) : "";

    private static RefusedException Wrong(string name, string ko, string en) => RefusedException.Because("wrong-argument", new Place(name.Length > 80 ? name[..80] : name, 0, 0), ko, en);
}

using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Haechi.Rules;
using Haechi.Tower.Common;

namespace Haechi.Web.Api;

/// <summary>Reads what is sent to a command: UTF-8 JSON of a bounded size and depth, every member known, every place of a mistake told.</summary>
internal static class ApiBody
{
    /// <summary>The largest body in bytes; files are streamed and have limits of their own.</summary>
    public const int Largest = 1024 * 1024;

    /// <summary>The longest text in characters.</summary>
    public const int LongestText = 50_000;

    /// <summary>The bytes of a body; empty when there is none.</summary>
    public static async Task<Result<byte[]>> Bytes(ApiCall call)
    {
        var request = call.Http.Request;
        if (request.ContentLength > Largest)
        {
            return TooLarge;
        }
        using var memory = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (int read; (read = await request.Body.ReadAsync(buffer, call.Stop)) > 0;)
        {
            if (memory.Length + read > Largest)
            {
                return TooLarge;
            }
            memory.Write(buffer, 0, read);
        }
        return memory.Length > 0 && !IsJson(request.ContentType)
            ? Refusal.Because("wrong-type", "Content-Type: application/json 으로 보내십시오.", "send it with Content-Type: application/json", "Content-Type") : memory.ToArray();
    }

    /// <summary>Reads a body. <paramref name="bound"/> are members that come from elsewhere and may not stand in it.</summary>
    public static Result<T> Read<T>(byte[] bytes, IReadOnlyDictionary<string, JsonNode?> bound)
    {
        var given = bytes.AsSpan().TrimStart(" \t\r\n"u8).IsEmpty ? "{}"u8.ToArray() : bytes;
        if (Check(given, ApiJson.Strict.GetTypeInfo(typeof(T)), bound) is { Count: > 0 } wrong)
        {
            return Refused.Because<T>(wrong);
        }
        try
        {
            return JsonSerializer.Deserialize<T>(With(given, bound), ApiJson.Strict) is { } read ? Refused.Not(read) : Wrong("JSON", 0, 0);
        }
        catch (JsonException at)
        {
            return Wrong(at.Path ?? "$", (at.LineNumber ?? 0) + 1, (at.BytePositionInLine ?? 0) + 1);
        }
        catch (Exception unreadable) when (unreadable is InvalidOperationException or NotSupportedException or ArgumentException or OverflowException)
        {
            return Wrong("$", 0, 0);
        }
    }

    private static bool IsJson(string? type) => type?.Split(';')[0].Trim().ToLowerInvariant() is "application/json";

    /// <summary>Walks through once, before anything is made of it.</summary>
    private static List<Refusal> Check(byte[] bytes, JsonTypeInfo type, IReadOnlyDictionary<string, JsonNode?> bound)
    {
        if (!Utf8.IsValid(bytes))
        {
            return [Refusal.Because("wrong-json", "UTF-8로 된 글이 아닙니다. UTF-8로 보내십시오.", "this is not UTF-8; send UTF-8", "$")];
        }
        var (refusals, seen, inList) = (new List<Refusal>(), new HashSet<string>(StringComparer.Ordinal), new Stack<bool>());
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = ApiJson.Deepest });
        try
        {
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.StartArray or JsonTokenType.StartObject:
                        inList.Push(reader.TokenType == JsonTokenType.StartArray);
                        break;
                    case JsonTokenType.EndArray or JsonTokenType.EndObject:
                        inList.Pop();
                        break;
                    case JsonTokenType.Null when inList.TryPeek(out var list) && list:
                        // No list has unknown items, and the serializer does not look at nullability within lists.
                        return [Nothing(Place(bytes, (int)reader.TokenStartIndex))];
                }
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && Text(ref reader, bytes) is { } unreadable)
                {
                    return [unreadable];
                }
                if (reader.CurrentDepth == 0 && reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.EndObject))
                {
                    return [Refusal.Because("wrong-json", "JSON 객체 { … } 를 보내십시오.", "send a JSON object { … }", "$")];
                }
                if (reader is { CurrentDepth: 1, TokenType: JsonTokenType.PropertyName } && reader.GetString() is { } name && seen.Add(name) && (bound.ContainsKey(name) || type.Properties.All(p => p.Name != name)))
                {
                    refusals.Add(Unknown(name, Place(bytes, (int)reader.TokenStartIndex), type, bound));
                }
            }
        }
        catch (JsonException at)
        {
            return [Broken((at.LineNumber ?? 0) + 1, (at.BytePositionInLine ?? 0) + 1)];
        }
        refusals.AddRange(type.Properties.Where(p => p.IsRequired && !bound.ContainsKey(p.Name) && !seen.Contains(p.Name)).Select(p => Refusal.Because("missing", $"'{p.Name}'이(가) 있어야 합니다.", $"'{p.Name}' is needed", "$." + p.Name)));
        return refusals;
    }

    /// <summary>A text that no table takes: an escape of half a character, a NUL, or one that is too long.</summary>
    private static Refusal? Text(ref Utf8JsonReader reader, byte[] bytes)
    {
        try
        {
            var text = reader.GetString()!;
            var (line, column) = Place(bytes, (int)reader.TokenStartIndex);
            return text.Length > LongestText ? Refusal.Because("too-long", $"{line}줄 {column}번째 바이트의 글이 {LongestText:N0}자를 넘습니다.", $"the text at line {line}, byte {column} has more than {LongestText:N0} characters", $"line {line}")
                : ApiRun.Strange(text) ? Refusal.Because("wrong-json", $"{line}줄 {column}번째 바이트의 글에 제어 문자나 깨진 글자가 있습니다.", $"the text at line {line}, byte {column} holds control or broken characters", $"line {line}") : null;
        }
        catch (InvalidOperationException)
        {
            var (line, column) = Place(bytes, (int)reader.TokenStartIndex);
            return Broken(line, column);
        }
    }

    private static (long Line, long Column) Place(byte[] bytes, int at)
    {
        var before = bytes.AsSpan(0, at);
        return (before.Count((byte)'\n') + 1, at - before.LastIndexOf((byte)'\n'));
    }

    /// <summary>The body with the members that come from elsewhere, put in at its end so that the places in it stay as they are.</summary>
    private static byte[] With(byte[] bytes, IReadOnlyDictionary<string, JsonNode?> bound)
    {
        if (bound.Count == 0)
        {
            return bytes;
        }
        var end = bytes.AsSpan().LastIndexOf((byte)'}');
        var comma = bytes.AsSpan(0, end).TrimEnd(" \t\r\n"u8) is [.., not (byte)'{'] ? "," : "";
        var more = comma + string.Join(',', bound.Select(b => $"{JsonSerializer.Serialize(b.Key)}:{b.Value?.ToJsonString() ?? "null"}"));
        return [.. bytes.AsSpan(0, end), .. Encoding.UTF8.GetBytes(more), (byte)'}'];
    }

    private static Refusal Unknown(string name, (long Line, long Column) place, JsonTypeInfo type, IReadOnlyDictionary<string, JsonNode?> bound)
    {
        var known = string.Join(", ", type.Properties.Select(p => p.Name).Where(n => !bound.ContainsKey(n)));
        var shown = name.Length > 80 ? name[..80] : name;
        return new Refusal("unknown-name", LocalText.Of($"{place.Line}줄: '{shown}'은(는) 모르는 항목입니다.", $"line {place.Line}: '{shown}' is not known here"), "$." + shown,
            known.Length == 0 ? LocalText.Of("항목 없이 {} 를 보내십시오.", "send {} without members.") : LocalText.Of($"쓸 수 있는 항목: {known}.", $"known are: {known}."));
    }

    private static Refusal Wrong(string path, long line, long column) => new("wrong-json",
        line == 0 ? LocalText.Of("보낸 값의 꼴이 맞지 않습니다.", "a value has the wrong form") : LocalText.Of($"{line}줄 {column}번째 바이트({path})의 값이 맞지 않습니다.", $"the value at line {line}, byte {column} ({path}) has the wrong type or form"), path,
        LocalText.Of("/api/v1/openapi.json에 적힌 꼴로 보내십시오.", "send it in the form that /api/v1/openapi.json gives."));

    private static Refusal Nothing((long Line, long Column) place) =>
        Refusal.Because("wrong-json", $"{place.Line}줄 {place.Column}번째 바이트: 목록 안에는 null이 올 수 없습니다. 그 항목을 빼십시오.", $"line {place.Line}, byte {place.Column}: a list may not hold null; leave the item out", $"line {place.Line}");

    private static Refusal Broken(long line, long column) => Refusal.Because("wrong-json", $"{line}줄 {column}번째 바이트에서 JSON이 깨졌거나 너무 깊습니다.", $"the JSON is broken or too deep at line {line}, byte {column}", $"line {line}");

    private static Refusal TooLarge { get; } = Refusal.Because("too-large", $"보낸 것이 {Largest / 1024} KB를 넘습니다. 나누어 보내십시오.", $"the body has more than {Largest / 1024} KB; split it");
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Haechi.Web.Api;

namespace Haechi.House.Tests.Api;

/// <summary>A request that nobody should send.</summary>
/// <param name="Type">The media type of the body, or null for none.</param>
/// <param name="Chunked">True: the body goes without its length.</param>
internal sealed record HostileRequest(string Method, string Path, IReadOnlyList<(string Name, string Value)> Headers, byte[]? Body, string? Type, bool Chunked);

/// <summary>
/// Makes requests that nobody should send: broken, doubled, cut, deep and huge JSON, wrong types, huge numbers, bad UTF-8, odd headers, media types, paths, queries, cursors, tags and keys. What answers
/// tell (cursors, tags) is used again, whole or spoiled. The same seed makes the same choices.
/// </summary>
internal sealed partial class HostileRequests(int seed, IReadOnlyList<string> ids)
{
    private const int MostLearnt = 60;
    private static readonly string[] Bits = ["0", "-1", "1e999", "-1e-999", "99999999999999999999", "0.1", "null", "true", "[]", "{}", "\"\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\ud83d\\ude00\"", "\"2026-13-45\"", "\"9999-12-31\"", "\"0001-01-01\"", "\"2026-11-22T09:00:00+99:00\"", "NaN", "Infinity", "'x'", "\u202e", "ㅂㅈ", "%", "\"가\"", "[[[[", "}}", ",", ":", "\"a\":1", "//", "/* */", "\ufeff{}", "[null]", "[[],[{}]]", "{\"\":{\"\":null}}"];
    private static readonly string[] Texts = ["", " ", "x", "-1", "0", "1", "2147483648", "999999999999999999999", "none", "unknown", "null", "true", "..", "../../etc/passwd", "..\\..\\x", "%00", "%2e%2e", "%ff", "%c0%af", "가나다", "각", "ㅂ", "a'b\"c", "1;drop table system", "' OR 1=1 --", "<script>", "${jndi:x}", "{{7*7}}", "*", "%25", "2026-02-30", "2026-11-22", "9999-12-31", "0001-01-01", "2026-11-22T09:00:00Z", "2026-11-22T99:00:00+99:00", "eyJzIjox", "%F0%9F%98%80", "%ED%A0%80", "\"3\"", "W/\"1\"", "AI-1", "AI-99999999999", "system:x", "tile/x000/../../x"];
    private static readonly string[] Types = ["application/json", "application/json; charset=utf-16", "application/json; charset=nonsense", "APPLICATION/JSON", "application/problem+json", "text/plain", "text/csv", "multipart/form-data; boundary=x", "multipart/form-data", "application/x-www-form-urlencoded", "application/octet-stream", "application/", ";;", "x"];
    private readonly Random _random = new(seed);
    private readonly List<string> _cursors = [];
    private readonly List<string> _tags = ["\"1\""];

    /// <summary>Looks for what can be used again in an answer.</summary>
    public void Learn(string answer, string? tag)
    {
        if (CursorIn().Match(answer) is { Success: true } found && _cursors.Count < MostLearnt)
        {
            _cursors.Add(found.Groups[1].Value);
        }
        if (tag is not null && _tags.Count < MostLearnt)
        {
            _tags.Add(tag);
        }
    }

    /// <summary>The next request.</summary>
    public HostileRequest Next()
    {
        var endpoint = ApiTable.All[_random.Next(ApiTable.All.Count)];
        var method = _random.Next(20) == 0 ? Pick("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE", "PROPFIND", "get") : endpoint.Method;
        var body = method is "GET" or "OPTIONS" or "HEAD" or "TRACE" && _random.Next(8) > 0 ? null : Body(endpoint);
        return new HostileRequest(method, Path(endpoint), Headers(), method == "TRACE" ? null : body, _random.Next(12) == 0 ? Pick([.. Types, null!]) : endpoint.Upload ? "text/csv" : "application/json", _random.Next(10) == 0);
    }

    private string Path(ApiEndpoint endpoint)
    {
        var path = "/api/v1" + string.Join('/', endpoint.Path.Split('/').Select(p => p.StartsWith('{') ? _random.Next(2) == 0 ? ids[_random.Next(ids.Count)] : Odd() : _random.Next(60) == 0 ? Odd() : p)) + (_random.Next(80) == 0 ? Pick("/", "//", ";x=1", ".csv", ".jsonl", ".xml", "%2f") : "");
        var query = new List<string>();
        foreach (var q in endpoint.Query.Where(_ => _random.Next(3) == 0))
        {
            query.Add(q.Name + "=" + (q.Name == "cursor" ? Cursor() : q.Words is { Count: > 0 } words && _random.Next(2) == 0 ? words[_random.Next(words.Count)] : Odd()));
        }
        if (_random.Next(10) == 0)
        {
            query.Add(Odd() + "=" + Odd());
        }
        if (_random.Next(25) == 0 && query.Count > 0)
        {
            query.Add(query[0]);
        }
        return query.Count == 0 ? path : path + "?" + string.Join('&', query);
    }

    /// <summary>One that was given, the same spoiled, or one that is written as ours are and says nonsense.</summary>
    private string Cursor() => _random.Next(4) switch
    {
        0 => Odd(),
        1 => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{{\"skip\":{Pick("0", "-1", "99999999", "1e9", "null")},\"after\":{Pick(Bits)},\"on\":{Pick("null", "\"2026-02-30\"", "\"2026-11-22\"")},\"as_of\":{Pick("null", "-1", "9223372036854775807")},\"question\":\"{Pick(Texts).Replace("\"", "", StringComparison.Ordinal)}\"}}")).TrimEnd('=').Replace('+', '-').Replace('/', '_'),
        _ when _cursors.Count == 0 => "x",
        2 => _cursors[_random.Next(_cursors.Count)],
        _ => Spoiled(_cursors[_random.Next(_cursors.Count)]),
    };

    private string Spoiled(string text) => text.Length == 0 ? text : string.Concat(text.AsSpan(0, _random.Next(text.Length)), Pick("", "A", "_", "=", "%00"), text.AsSpan(_random.Next(text.Length)));

    private string Odd() => _random.Next(12) == 0 ? new string((char)('a' + _random.Next(26)), _random.Next(2000)) : Uri.EscapeDataString(Pick(Texts)).Replace("%25", "%", StringComparison.Ordinal);

    private List<(string, string)> Headers()
    {
        var headers = new List<(string, string)>();
        foreach (var name in new[] { "If-Match", "If-None-Match", "Idempotency-Key", "Accept", "Accept-Language", "Accept-Encoding", "Range", "Cookie", "X-Forwarded-For", "X-HTTP-Method-Override", "X-Odd" })
        {
            if (_random.Next(name.StartsWith("If", StringComparison.Ordinal) || name.StartsWith("Id", StringComparison.Ordinal) ? 4 : 12) == 0)
            {
                headers.Add((name, _random.Next(3) == 0 ? _tags[_random.Next(_tags.Count)] : Pick("", "*", "\"1\"", "1", "W/\"2\"", "\"9999999999999\"", "\"-1\"", "\"", "\"1\", \"2\"", "text/csv", "application/jsonl", "application/json;q=2", ";;;", "ko", "en;q=x", "bytes=9-1", "a,b,,", "haechi=x; =; ;", new string('z', 300), "k" + _random.Next(50))));
            }
        }
        return headers;
    }

    private byte[] Body(ApiEndpoint endpoint)
    {
        var text = _random.Next(600) == 0 ? "{\"name\":\"" + new string('x', 1_200_000) + "\"}" : _random.Next(9) switch
        {
            0 => Pick(Bits), 1 => new string('[', _random.Next(4000)), 2 => "{\"facts\":" + string.Concat(Enumerable.Repeat("{\"a\":", _random.Next(200))) + "1" + new string('}', _random.Next(200)),
            3 when _random.Next(6) == 0 => "{\"name\":\"" + new string('가', _random.Next(60_000)) + "\"}",
            3 => Cut(Object(endpoint)), 4 => Doubled(Object(endpoint)),
            _ => Object(endpoint),
        };
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var i = _random.Next(8) == 0 ? _random.Next(5) : 0; i > 0 && bytes.Length > 0; i--)
        {
            bytes[_random.Next(bytes.Length)] = (byte)_random.Next(256);
        }
        return bytes;
    }

    private string Cut(string text) => text[.._random.Next(text.Length)];

    /// <summary>The first member twice.</summary>
    private static string Doubled(string text) => text.IndexOf(',', StringComparison.Ordinal) is > 0 and var end ? text[..end] + "," + text[1..] : text;

    /// <summary>The members that the body has, with values that may or may not fit.</summary>
    private string Object(ApiEndpoint endpoint)
    {
        var members = endpoint.Body is { } body ? ApiJson.Strict.GetTypeInfo(body).Properties.Select(p => (p.Name, p.PropertyType)).Where(_ => _random.Next(5) > 0) : [("x", typeof(string))];
        return "{" + string.Join(',', members.Select(m => JsonSerializer.Serialize(m.Name) + ":" + (_random.Next(3) == 0 ? Pick(Bits) : Fitting(m.PropertyType)))) + "}";
    }

    private string Fitting(Type type) => type == typeof(string) ? JsonSerializer.Serialize(_random.Next(3) == 0 ? ids[_random.Next(ids.Count)] : Pick(Texts)) : type == typeof(bool) ? "true" : type == typeof(DateOnly) || type == typeof(DateOnly?) ? "\"2026-11-" + (10 + _random.Next(20)) + "\""
        : type == typeof(int) || type == typeof(int?) ? _random.Next(-5, 50).ToString(CultureInfo.InvariantCulture)
        : typeof(IEnumerable<string>).IsAssignableFrom(type) ? JsonSerializer.Serialize(Enumerable.Range(0, _random.Next(4)).Select(_ => _random.Next(2) == 0 ? ids[_random.Next(ids.Count)] : Pick(Texts)))
        : "{\"name\":" + JsonSerializer.Serialize(Pick(Texts)) + ",\"purpose\":" + Pick(Bits) + "}";

    private string Pick(params string[] of) => of[_random.Next(of.Length)];

    [GeneratedRegex("cursor=([A-Za-z0-9_-]+)")]
    private static partial Regex CursorIn();
}

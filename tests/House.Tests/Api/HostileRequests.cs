using System.Text;
using System.Text.Json;
using Haechi.Web.Api;

namespace Haechi.House.Tests.Api;

/// <summary>Makes requests that nobody should send: broken JSON, wrong types, huge numbers, bad UTF-8, deep nesting, odd headers, weird paths, queries, cursors and tags. The same seed makes the same requests.</summary>
internal sealed class HostileRequests(int seed, IReadOnlyList<string> ids)
{
    private static readonly string[] Bits = ["0", "-1", "1e999", "99999999999999999999", "null", "true", "[]", "{}", "\"\"", "\"\\u0000\"", "\"\\ud800\"", "\"2026-13-45\"", "\"9999-12-31\"", "\"0001-01-01\"", "NaN", "'x'", "\u202e", "ㅂㅈ", "%", "\"가\"", "[[[[", "}}", ",", ":", "\"a\":1"];
    private static readonly string[] Texts = ["", "x", "-1", "0", "1", "2147483648", "999999999999999999999", "none", "unknown", "null", "true", "..", "../../etc/passwd", "%00", "%2e%2e", "%ff", "가나다", "ㅂ", "a'b\"c", "1;drop table system", "*", "%25", "2026-02-30", "2026-11-22", "9999-12-31", "0001-01-01", "2026-11-22T09:00:00Z", "2026-11-22T99:00:00+99:00", "eyJzIjox", "%F0%9F%98%80", "%ED%A0%80", "\"3\"", "W/\"1\"", "AI-1", "AI-99999999999"];
    private readonly Random _random = new(seed);

    /// <summary>The next request: method, path, headers and body.</summary>
    public (string Method, string Path, List<(string Name, string Value)> Headers, byte[]? Body) Next()
    {
        var endpoint = ApiTable.All[_random.Next(ApiTable.All.Count)];
        var method = _random.Next(20) == 0 ? Pick("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS") : endpoint.Method;
        return (method, Path(endpoint), Headers(), method is "GET" or "OPTIONS" && _random.Next(8) > 0 ? null : Body(endpoint));
    }

    private string Path(ApiEndpoint endpoint)
    {
        var path = "/api/v1" + string.Join('/', endpoint.Path.Split('/').Select(p => p.StartsWith('{') ? _random.Next(2) == 0 ? ids[_random.Next(ids.Count)] : Odd() : _random.Next(60) == 0 ? Odd() : p));
        var query = new List<string>();
        foreach (var q in endpoint.Query.Where(_ => _random.Next(3) == 0))
        {
            query.Add(q.Name + "=" + (q.Words is { Count: > 0 } words && _random.Next(2) == 0 ? words[_random.Next(words.Count)] : Odd()));
        }
        if (_random.Next(10) == 0)
        {
            query.Add(Odd() + "=" + Odd());
        }
        return query.Count == 0 ? path : path + "?" + string.Join('&', query);
    }

    private string Odd() => _random.Next(12) == 0 ? new string((char)('a' + _random.Next(26)), _random.Next(2000)) : Uri.EscapeDataString(Pick(Texts)).Replace("%25", "%", StringComparison.Ordinal);

    private List<(string, string)> Headers()
    {
        var headers = new List<(string, string)>();
        foreach (var name in new[] { "If-Match", "If-None-Match", "Idempotency-Key", "Accept", "Accept-Language", "X-Odd" })
        {
            if (_random.Next(4) == 0)
            {
                headers.Add((name, Pick("", "*", "\"1\"", "1", "W/\"2\"", "text/csv", "application/jsonl", "application/json;q=2", ";;;", "ko", "en;q=x", "a,b,,", new string('z', 300), "k" + _random.Next(50))));
            }
        }
        return headers;
    }

    private byte[] Body(ApiEndpoint endpoint)
    {
        var text = _random.Next(6) switch
        {
            0 => Pick(Bits), 1 => new string('[', _random.Next(4000)), 2 => "{\"facts\":" + string.Concat(Enumerable.Repeat("{\"a\":", _random.Next(200))) + "1" + new string('}', _random.Next(200)),
            _ => Object(endpoint),
        };
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var i = _random.Next(8) == 0 ? _random.Next(5) : 0; i > 0 && bytes.Length > 0; i--)
        {
            bytes[_random.Next(bytes.Length)] = (byte)_random.Next(256);
        }
        return bytes;
    }

    /// <summary>The members that the body has, with values that may or may not fit.</summary>
    private string Object(ApiEndpoint endpoint)
    {
        var members = endpoint.Body is { } body ? ApiJson.Strict.GetTypeInfo(body).Properties.Select(p => (p.Name, p.PropertyType)).Where(_ => _random.Next(5) > 0) : [("x", typeof(string))];
        return "{" + string.Join(',', members.Select(m => JsonSerializer.Serialize(m.Name) + ":" + (_random.Next(3) == 0 ? Pick(Bits) : Fitting(m.PropertyType)))) + "}";
    }

    private string Fitting(Type type) => type == typeof(string) ? JsonSerializer.Serialize(_random.Next(3) == 0 ? ids[_random.Next(ids.Count)] : Pick(Texts)) : type == typeof(bool) ? "true" : type == typeof(DateOnly) || type == typeof(DateOnly?) ? "\"2026-11-" + (10 + _random.Next(20)) + "\""
        : type == typeof(int) || type == typeof(int?) ? _random.Next(-5, 50).ToString(System.Globalization.CultureInfo.InvariantCulture)
        : typeof(IEnumerable<string>).IsAssignableFrom(type) ? JsonSerializer.Serialize(Enumerable.Range(0, _random.Next(4)).Select(_ => _random.Next(2) == 0 ? ids[_random.Next(ids.Count)] : Pick(Texts)))
        : "{\"name\":" + JsonSerializer.Serialize(Pick(Texts)) + ",\"purpose\":" + Pick(Bits) + "}";

    private string Pick(params string[] of) => of[_random.Next(of.Length)];
}

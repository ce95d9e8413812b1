using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Haechi.House.Tests.Api;

/// <summary>
/// Requests that no library would send, as bytes on a connection: lines that are no HTTP, lengths that lie, chunks that are none, headers without end, bodies that break off. The same seed makes the
/// same bytes.
/// </summary>
internal sealed class HostileBytes(int seed, string token)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Random _random = new(seed);

    /// <summary>The next one.</summary>
    public byte[] Next()
    {
        var (line, body) = (Line(), Pick("{\"name\": \"x\"}", "{", "", "x", new string('[', 300)));
        var length = Encoding.UTF8.GetByteCount(body);
        List<string> headers = ["Host: 127.0.0.1", "Authorization: Bearer " + token, "Content-Type: application/json"];
        switch (_random.Next(12))
        {
            case 0: headers.Add("Content-Length: " + Pick("-1", "99999999999999999999", "x", "", "1, 2", "0x10", "100")); break;
            case 1: headers.AddRange(["Content-Length: 5", "Content-Length: 6"]); break;
            case 2: headers.AddRange(["Content-Length: 3", "Transfer-Encoding: chunked"]); break;
            case 3: headers.Add("Transfer-Encoding: chunked"); body = Pick("zz\r\n", "5\r\nab\r\n0\r\n\r\n", "FFFFFFFFFFFFFFFFF\r\n", "-1\r\n\r\n", "5;x=" + new string('y', 9000) + "\r\n", "2\r\n{}\r\n0\r\nTrailer: x\r\n\r\n", "2\r\n{}\r\n"); break;
            case 4: headers.Add("Transfer-Encoding: " + Pick("gzip", "chunked, chunked", "identity", "x", "chunked;q=1")); break;
            case 5: headers.AddRange(Enumerable.Range(0, _random.Next(50, 300)).Select(i => string.Create(CultureInfo.InvariantCulture, $"X-{i}: y"))); break;
            case 6: headers.Add("X-Long: " + new string('z', _random.Next(60_000))); break;
            case 7: headers.Add(Pick("no colon", ": no name", "X-Nul: a\0b", "X Y: z", " folded: x", "X-Bad: \u00ff\u00fe", "Host: other", "Expect: 100-continue", "Connection: upgrade\r\nUpgrade: h2c", "Idempotency-Key: a\r\nIdempotency-Key: b", "If-Match: \"1\"\r\nIf-Match: \"2\"", "Authorization: Bearer x")); goto default;
            case 8: headers.RemoveAt(0); goto default;
            case 9: headers.Add(string.Create(CultureInfo.InvariantCulture, $"Content-Length: {length + _random.Next(1, 500)}")); break;
            case 10: body += "\r\n" + Line() + "\r\n\r\n"; goto default;
            default: headers.Add(string.Create(CultureInfo.InvariantCulture, $"Content-Length: {length}")); break;
        }
        var bytes = Encoding.Latin1.GetBytes(line + "\r\n" + string.Join("\r\n", headers) + "\r\n\r\n" + body);
        for (var i = _random.Next(6) == 0 ? _random.Next(1, 8) : 0; i > 0; i--)
        {
            bytes[_random.Next(bytes.Length)] = (byte)_random.Next(256);
        }
        return _random.Next(10) == 0 ? bytes[.._random.Next(1, bytes.Length)] : bytes;
    }

    /// <summary>Sends bytes on a connection of their own; the status of the first answer, or 0 when the connection was closed without one.</summary>
    /// <param name="hangUp">True: says at once that nothing more will come, so that whoever waits for more gives up.</param>
    /// <exception cref="TimeoutException">Neither came.</exception>
    public static async Task<int> Send(Uri site, byte[] bytes, bool hangUp = true)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var connection = new TcpClient();
        try
        {
            await connection.ConnectAsync(site.Host, site.Port, limit.Token);
            var stream = connection.GetStream();
            var reading = First(stream, limit.Token);
            await stream.WriteAsync(bytes, limit.Token);
            if (hangUp)
            {
                connection.Client.Shutdown(SocketShutdown.Send);
            }
            return await reading;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            throw new TimeoutException();
        }
        catch (Exception closed) when (closed is IOException or SocketException)
        {
            return 0;
        }
    }

    /// <summary>Reads to the end, so that a connection that stays open is noticed.</summary>
    private static async Task<int> First(NetworkStream stream, CancellationToken stop)
    {
        var (start, buffer) = (new List<byte>(), new byte[4096]);
        for (int read; (read = await stream.ReadAsync(buffer, stop)) > 0;)
        {
            if (start.Count < 12)
            {
                start.AddRange(buffer.AsSpan(0, Math.Min(read, 12)));
            }
        }
        return start.Count >= 12 && int.TryParse(Encoding.ASCII.GetString([.. start], 9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var status) ? status : 0;
    }

    private string Line() => _random.Next(8) switch
    {
        0 => Pick("", " ", "GET", "GET /api/v1/me", "GET /api/v1/me HTTP/9.9", "GET /api/v1/me HTTP/1.0", "GET  /api/v1/me HTTP/1.1", "get /api/v1/me HTTP/1.1", "G\0T / HTTP/1.1", "\u0016\u0003\u0001 HTTP/1.1", new string('A', 9000) + " / HTTP/1.1"),
        1 => "GET /api/v1/" + Pick("%", "%zz", "%00", "\0", "\u00ff", "a b", "../..", "//", "?a=%", "#x", new string('p', 20_000), "systems?cursor=\u00e9", "systems?q=%ff%fe") + " HTTP/1.1",
        2 => Pick("OPTIONS * HTTP/1.1", "CONNECT 127.0.0.1:80 HTTP/1.1", "GET http://other/api/v1/me HTTP/1.1", "GET ftp://x HTTP/1.1", "PRI * HTTP/2.0"),
        _ => Pick("POST", "POST", "GET", "PUT", "XYZ") + " /api/v1/" + Pick("departments", "systems", "me", "files", "imports", "systems/x/facts", "duties/x/note", "journal", "") + " HTTP/1.1",
    };

    private string Pick(params string[] of) => of[_random.Next(of.Length)];
}

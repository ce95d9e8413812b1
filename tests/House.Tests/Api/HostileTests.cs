using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using Haechi.House.Tests.Support;
using Haechi.Tower.Access;
using Haechi.Tower.Access.Tokens;
using Haechi.Tower.Common;
using Haechi.Tower.Rulebooks;
using Microsoft.EntityFrameworkCore;

namespace Haechi.House.Tests.Api;

/// <summary>Requests that nobody should send are refused, and that is all: no fault of the server, no request that hangs, no memory that is kept. 5,000 of them; 100,000 with HAECHI_LONG=1.</summary>
public sealed class HostileTests
{
    private const int Clients = 4;
    private const int Parts = 5;
    private const long MostGrown = 48L << 20;
    private static readonly int All = Environment.GetEnvironmentVariable("HAECHI_LONG") is { Length: > 0 } ? 100_000 : 5_000;
    private readonly ConcurrentBag<string> _faults = [];
    private readonly ConcurrentBag<string> _slow = [];
    private readonly ConcurrentDictionary<string, int> _statuses = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_request_however_broken_is_a_fault_of_the_server()
    {
        await using var site = await TestSite.Open();
        Assert.True((await site.Do<InstallBooks, LoadedBooks>(TestTower.Officer, new InstallBooks(["kr/ai-basic-act", "kr/public-ai-act"]))).Done);
        await site.Enter(Roles.Administrator | Roles.Officer | Roles.Owner | Roles.Verifier | Roles.Reader);
        var person = (await site.Store.Read(c => c.Set<Account>().FirstAsync(Stop))).ToActor();
        var token = (await site.Do<MakeToken, NewToken>(person, new MakeToken("all", ["write", "access:write"]))).Value!;
        using var first = new ApiClient(site.NewVisitor(), token.Secret, person);
        List<string> ids = [await first.System("시스템 하나"), await first.System("시스템 둘"), (await first.Post("departments", """{"name": "복지과"}""")).Json.GetProperty("id").GetString()!];
        await site.Do<DetermineSystems, RunResult>(Actor.Program, new DetermineSystems());
        ids.AddRange((await first.Get("duties?limit=3")).Json.GetProperty("items").EnumerateArray().Select(d => d.GetProperty("id").GetString()!));
        var callers = Enumerable.Range(0, Clients).Select(c => (Requests: new HostileRequests(17 + c, ids), Bytes: new HostileBytes(170 + c, token.Secret), Random: new Random(1700 + c))).ToList();
        var kept = new List<long>();
        for (var part = 0; part < Parts; part++)
        {
            await Task.WhenAll(callers.Select(c => Task.Run(() => Call(new Uri(site.App.Urls.First()), token.Secret, c.Requests, c.Bytes, c.Random), Stop)));
            kept.Add(GC.GetTotalMemory(forceFullCollection: true));
        }
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{All:N0} requests: {string.Join(", ", _statuses.OrderBy(s => s.Key).Select(s => $"{s.Key} x {s.Value}"))}; kept after each fifth {string.Join(", ", kept.Select(k => (k >> 20) + " MB"))}; working set {Environment.WorkingSet >> 20} MB"));
        Assert.Empty(_faults.Take(10));
        Assert.Empty(_slow.Take(10));
        // What the first fifth left warm stays; what comes after must not pile up.
        Assert.True(kept[^1] - kept[0] < MostGrown, $"{(kept[^1] - kept[0]) >> 20} MB more are kept after {All} requests than after the first fifth");
        // Both sides of the door were tried: refusals, what was well formed after all, and what was no HTTP.
        foreach (var (status, share) in new[] { ("200", 50), ("400", 20), ("404", 50), ("422", 200), ("raw 400", 100) })
        {
            Assert.True(_statuses.GetValueOrDefault(status) > All / share, status + ": " + string.Join(", ", _statuses));
        }
        Assert.Equal(200, (await first.Get("systems")).Status);
    }

    [Theory]
    [InlineData("/api/v1/departments", "application/json")]
    [InlineData("/api/v1/files", "text/csv")]
    [InlineData("/sign-in", "application/x-www-form-urlencoded")]
    public async Task A_chunk_of_more_bytes_than_there_are_numbers_is_a_broken_request(string path, string type)
    {
        await using var site = await TestSite.Open();
        using var api = await ApiClient.Of(site, Roles.Officer);
        var text = $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {api.Token}\r\nContent-Type: {type}\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n";
        Assert.InRange(await HostileBytes.Send(new Uri(site.App.Urls.First()), System.Text.Encoding.ASCII.GetBytes(text), hangUp: false), 400, 499);
        Assert.Equal(200, (await api.Get("systems")).Status);
    }

    private async Task Call(Uri site, string token, HostileRequests requests, HostileBytes raw, Random random)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = site, Timeout = TimeSpan.FromSeconds(60) };
        for (var i = 0; i < All / Clients / Parts; i++)
        {
            await (random.Next(8) == 0 ? Raw(site, raw.Next()) : One(http, requests, token));
        }
    }

    private async Task One(HttpClient http, HostileRequests requests, string token)
    {
        var hostile = requests.Next();
        using var request = Request(hostile, token);
        try
        {
            using var answer = await http.SendAsync(request, Stop);
            var text = await answer.Content.ReadAsStringAsync(Stop);
            Count(((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture));
            requests.Learn(text, answer.Headers.ETag?.ToString());
            if ((int)answer.StatusCode >= 500)
            {
                _faults.Add($"{hostile.Method} {hostile.Path} {System.Text.Encoding.UTF8.GetString(hostile.Body ?? [])}: {(int)answer.StatusCode} {text}");
            }
        }
        catch (TaskCanceledException)
        {
            _slow.Add($"{hostile.Method} {hostile.Path}");
        }
        catch (HttpRequestException broken) when (broken.HttpRequestError is HttpRequestError.ResponseEnded or HttpRequestError.Unknown or HttpRequestError.InvalidResponse)
        {
            // The server may close the door on a body that nobody reads to its end.
            Count("closed");
            if (hostile.Body is not { Length: > 1_000_000 })
            {
                _faults.Add($"{hostile.Method} {hostile.Path}: {broken.Message} {broken.InnerException?.Message}");
            }
        }
    }

    private async Task Raw(Uri site, byte[] bytes)
    {
        try
        {
            var status = await HostileBytes.Send(site, bytes);
            Count("raw " + (status == 0 ? "closed" : status.ToString(CultureInfo.InvariantCulture)));
            // 505 is the right answer to a version of HTTP that there is not (RFC 9110, section 15.6.6).
            if (status is >= 500 and not 505)
            {
                _faults.Add($"{status}: {System.Text.Encoding.Latin1.GetString(bytes)}");
            }
        }
        catch (TimeoutException)
        {
            _slow.Add(System.Text.Encoding.Latin1.GetString(bytes));
        }
    }

    private void Count(string status) => _statuses.AddOrUpdate(status, 1, (_, n) => n + 1);

    private static HttpRequestMessage Request(HostileRequest hostile, string token)
    {
        var request = new HttpRequestMessage(new HttpMethod(hostile.Method), new Uri(hostile.Path, UriKind.Relative)) { Content = hostile.Body is null ? null : new ByteArrayContent(hostile.Body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.TransferEncodingChunked = hostile is { Chunked: true, Body: not null };
        if (hostile.Type is not null)
        {
            request.Content?.Headers.TryAddWithoutValidation("Content-Type", hostile.Type);
        }
        foreach (var (name, value) in hostile.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
        return request;
    }
}

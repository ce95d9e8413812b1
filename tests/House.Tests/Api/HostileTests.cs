using System.Net.Http.Headers;
using Haechi.House.Tests.Support;
using Haechi.Tower.Access;
using Haechi.Tower.Access.Tokens;
using Haechi.Tower.Common;
using Haechi.Tower.Rulebooks;
using Microsoft.EntityFrameworkCore;

namespace Haechi.House.Tests.Api;

/// <summary>Requests that nobody should send are refused, and that is all: no fault of the server, no request that hangs, no memory that is kept.</summary>
public sealed class HostileTests
{
    private const int Clients = 4;
    private const long MostKept = 150L << 20;

    [Fact]
    public async Task No_request_however_broken_is_a_fault_of_the_server()
    {
        var all = Environment.GetEnvironmentVariable("HAECHI_LONG") is { Length: > 0 } ? 100_000 : 5_000;
        await using var site = await TestSite.Open();
        Assert.True((await site.Do<InstallBooks, LoadedBooks>(TestTower.Officer, new InstallBooks(["kr/ai-basic-act", "kr/public-ai-act"]))).Done);
        await site.Enter(Roles.Administrator | Roles.Officer | Roles.Owner | Roles.Verifier | Roles.Reader);
        var person = (await site.Store.Read(c => c.Set<Account>().FirstAsync(TestContext.Current.CancellationToken))).ToActor();
        var token = (await site.Do<MakeToken, NewToken>(person, new MakeToken("all", ["write", "access:write"]))).Value!;
        using var first = new ApiClient(site.NewVisitor(), token.Secret, person);
        List<string> ids = [await first.System("시스템 하나"), await first.System("시스템 둘"), (await first.Post("departments", """{"name": "복지과"}""")).Json.GetProperty("id").GetString()!];
        await site.Do<DetermineSystems, RunResult>(Actor.Program, new DetermineSystems());
        ids.AddRange((await first.Get("duties?limit=3")).Json.GetProperty("items").EnumerateArray().Select(d => d.GetProperty("id").GetString()!));
        var (faults, slow, statuses) = (new System.Collections.Concurrent.ConcurrentBag<string>(), new System.Collections.Concurrent.ConcurrentBag<string>(), new System.Collections.Concurrent.ConcurrentDictionary<int, int>());
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async client =>
        {
            var requests = new HostileRequests(17 + client, ids);
            using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = new Uri(site.App.Urls.First()), Timeout = TimeSpan.FromSeconds(60) };
            for (var i = 0; i < all / Clients; i++)
            {
                var (method, path, headers, body) = requests.Next();
                using var request = Request(method, path, headers, body, token.Secret);
                try
                {
                    using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
                    var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                    statuses.AddOrUpdate((int)answer.StatusCode, 1, (_, n) => n + 1);
                    if ((int)answer.StatusCode >= 500)
                    {
                        faults.Add($"{method} {path} {System.Text.Encoding.UTF8.GetString(body ?? [])}: {(int)answer.StatusCode} {text}");
                    }
                }
                catch (TaskCanceledException)
                {
                    slow.Add($"{method} {path}");
                }
            }
        }));
        var kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        TestContext.Current.TestOutputHelper?.WriteLine($"{all} requests: {string.Join(", ", statuses.OrderBy(s => s.Key).Select(s => $"{s.Key} x {s.Value}"))}; {kept >> 20} MB kept");
        Assert.Empty(faults.Take(10));
        Assert.Empty(slow);
        Assert.True(kept < MostKept, $"{kept >> 20} MB are kept after {all} requests");
        // Both sides of the door were tried: refusals, and what was well formed after all.
        Assert.True(statuses.GetValueOrDefault(200) > all / 50 && statuses.GetValueOrDefault(400) > all / 20 && statuses.GetValueOrDefault(404) > all / 50, string.Join(", ", statuses));
        Assert.Equal(200, (await first.Get("systems")).Status);
    }

    private static HttpRequestMessage Request(string method, string path, List<(string Name, string Value)> headers, byte[]? body, string token)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative)) { Content = body is null ? null : new ByteArrayContent(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Content?.Headers.TryAddWithoutValidation("Content-Type", body!.Length % 37 == 0 ? "text/plain" : "application/json");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
        return request;
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Haechi.Bench.Faults;

/// <summary>
/// A program that asks for one change after the other over the API. What got no answer it asks for again, with the same key and at whichever node, until it has one; that is all that a program has
/// to do to lose nothing.
/// </summary>
internal sealed class Caller(int number, string prefix, Ground ground, Tally tally, int seed) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private readonly Random _random = new(seed);
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { Timeout = TimeSpan.FromMinutes(2) };
    private readonly List<(string System, string Tag)> _systems = [];
    private Stopwatch? _waits;
    private Change? _last;
    private int _count;

    /// <summary>For how long it has been without the answer to its present request.</summary>
    public TimeSpan Waits => Volatile.Read(ref _waits)?.Elapsed ?? TimeSpan.Zero;

    /// <summary>Goes on until told to stop; then nothing of it is unanswered.</summary>
    public async Task Run(CancellationToken over)
    {
        try
        {
            while (!over.IsCancellationRequested)
            {
                await (_last is not null && _random.Next(12) == 0 ? AskAgain(_last) : Carry(await Next()));
            }
        }
        catch (GaveUpException gaveUp)
        {
            tally.Wrong(gaveUp.Message);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<Change> Next()
    {
        var mark = string.Create(CultureInfo.InvariantCulture, $"{prefix}-{number}-{_count++}");
        return _random.Next(40) switch
        {
            < 12 when _systems.Count > 0 && _random.Next(_systems.Count) is var one => new Change(Kind.Facts, mark, $"systems/{_systems[one].System}/facts",
                JsonSerializer.Serialize(new { facts = new { purpose = $"{mark} 을(를) 위해" }, note = mark }), _systems[one].Tag),
            < 28 => new Change(Kind.System, mark, "systems", JsonSerializer.Serialize(new { facts = new { name = mark, agency_determination = "high_impact", stage = "deployed" } })),
            < 33 => new Change(Kind.Product, mark, "products", JsonSerializer.Serialize(new { name = mark, supplier = "가상 공급사" })),
            < 37 => new Change(Kind.View, mark, "views", JsonSerializer.Serialize(new { name = mark, page = "/systems", query = "q=" + mark })),
            < 39 => new Change(Kind.Department, mark, "departments", JsonSerializer.Serialize(new { name = mark })),
            _ => new Change(Kind.Import, mark, "imports", JsonSerializer.Serialize(new
            {
                file = await Upload(mark), name = mark + ".csv", columns = new Dictionary<string, string> { ["name"] = "name", ["purpose"] = "purpose" },
            })),
        };
    }

    /// <summary>The file of an import; sent again it is the same file. Gives its hash.</summary>
    private async Task<string> Upload(string mark)
    {
        var lines = "name,purpose\n" + string.Concat(Enumerable.Range(0, Change.Imported).Select(i => $"{Change.Row(mark, i)},찾기\n"));
        var (answer, _) = await Sure("files", () => new StringContent(lines, Encoding.UTF8, "text/csv"), null, null);
        return JsonDocument.Parse(answer.Text).RootElement.GetProperty("sha256").GetString()!;
    }

    private async Task Carry(Change change)
    {
        var (answer, cut) = await Sure(change.Path, () => Json(change.Body), change.Mark, change.Tag);
        change.Answer = answer.Text;
        change.Thing = change.Kind.Subject + ":" + JsonDocument.Parse(answer.Text).RootElement.GetProperty(change.Kind.Member).GetString();
        if (answer.Replayed)
        {
            tally.WasKept();
            if (!cut)
            {
                tally.Wrong($"{change.Mark}: the first answer says that it is a repetition");
            }
        }
        Remember(change, answer.Tag);
        tally.Acknowledged.Enqueue(change);
        _last = change;
    }

    /// <summary>What was acknowledged is done once, however often it is asked for: the answer is the first one.</summary>
    private async Task AskAgain(Change change)
    {
        var (answer, _) = await Sure(change.Path, () => Json(change.Body), change.Mark, change.Tag);
        tally.Again();
        if (!answer.Replayed || answer.Text != change.Answer)
        {
            tally.Wrong($"{change.Mark}: asked for once more, the answer was another: {answer.Text}, first {change.Answer}");
        }
    }

    private void Remember(Change change, string? tag)
    {
        if (change.Kind.Subject == "system" && change.Thing?["system:".Length..] is { } system)
        {
            _systems.RemoveAll(s => s.System == system);
            _systems.Add((system, tag ?? throw new GaveUpException($"{change.Mark}: an answer without ETag")));
            if (_systems.Count > 40)
            {
                _systems.RemoveAt(0);
            }
        }
    }

    /// <summary>Sends a request until it is answered well. True beside it: it was cut off before.</summary>
    private async Task<(Answer Answer, bool Cut)> Sure(string path, Func<HttpContent> body, string? key, string? tag)
    {
        var (cut, since) = (false, Stopwatch.StartNew());
        Volatile.Write(ref _waits, since);
        for (var tried = 0; ; tried++)
        {
            if (since.Elapsed > Patience)
            {
                throw new GaveUpException($"{key} {path}: no retry cured it in {Patience.TotalMinutes:0} minutes");
            }
            try
            {
                var answer = await Send(ground.Ports[(number + tried) % ground.Ports.Count], path, body(), key, tag);
                if (answer.Status == 200)
                {
                    Volatile.Write(ref _waits, null);
                    return (answer, cut);
                }
                if (answer.Status is not (409 or 429 or >= 500))
                {
                    throw new GaveUpException($"{key} {path}: {answer.Status} {answer.Text}");
                }
                tally.TryAgain();
                await Task.Delay(answer.Status == 429 ? 1000 : 100);
            }
            catch (HttpRequestException unreached) when (unreached.HttpRequestError == HttpRequestError.ConnectionError)
            {
                // Nobody listens: nothing was sent.
                await Task.Delay(20);
                continue;
            }
            catch (Exception broken) when (broken is HttpRequestException or IOException or TaskCanceledException)
            {
                if (!cut && key is not null)
                {
                    tally.CutOff();
                }
                cut = true;
            }
            if (key is not null)
            {
                tally.SentAgain();
            }
        }
    }

    private async Task<Answer> Send(int port, string path, HttpContent body, string? key, string? tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{port}/api/v1/{path}") { Content = body };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ground.Token);
        foreach (var (name, value) in new[] { ("Idempotency-Key", key), ("If-Match", tag) })
        {
            if (value is not null)
            {
                request.Headers.Add(name, value);
            }
        }
        using var answer = await _http.SendAsync(request);
        return new Answer((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers.ETag?.ToString(), answer.Headers.Contains("Idempotency-Replayed"));
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private sealed record Answer(int Status, string Text, string? Tag, bool Replayed);

    /// <summary>An answer that no retry cures.</summary>
    private sealed class GaveUpException(string message) : Exception(message);
}

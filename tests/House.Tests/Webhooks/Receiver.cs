using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Haechi.House.Tests.Webhooks;

/// <summary>A message as it came in.</summary>
internal sealed record Received(string Message, long Seconds, string Signature, string? Type, string Body)
{
    public JsonElement Event { get; } = JsonDocument.Parse(Body).RootElement;

    public string Kind => Event.GetProperty("type").GetString()!;

    public string? Subject => Event.TryGetProperty("subject", out var subject) ? subject.GetString() : null;

    /// <summary>The signatures that hold with a secret, reckoned by the specification and not by the program's own code.</summary>
    public int Holding(string secret)
    {
        var wanted = Convert.ToBase64String(new HMACSHA256(Convert.FromBase64String(secret["whsec_".Length..])).ComputeHash(Encoding.UTF8.GetBytes($"{Message}.{Seconds}.{Body}")));
        return Signature.Split(' ').Count(s => s == "v1," + wanted);
    }
}

/// <summary>A server that takes messages, answers as the test wants, and can go down and come back under the same address.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<Received> _all = [];
    private WebApplication? _app;

    public int Port { get; private set; }

    public string Url => $"http://127.0.0.1:{Port}/hook?key=geheim";

    /// <summary>What it answers; by default 200.</summary>
    public Func<HttpContext, Received, Task> Answer { get; set; } = (_, _) => Task.CompletedTask;

    public IReadOnlyList<Received> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _all];
            }
        }
    }

    public static async Task<Receiver> Open()
    {
        var receiver = new Receiver();
        await receiver.Up();
        return receiver;
    }

    public Receiver Says(int status, Action<HttpResponse>? more = null)
    {
        Answer = (http, _) =>
        {
            http.Response.StatusCode = status;
            more?.Invoke(http.Response);
            return Task.CompletedTask;
        };
        return this;
    }

    public async Task Up()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(o => o.Listen(IPAddress.Loopback, Port));
        var app = builder.Build();
        app.Run(Take);
        await app.StartAsync(TestContext.Current.CancellationToken);
        (_app, Port) = (app, new Uri(app.Urls.First()).Port);
    }

    public async Task Down()
    {
        if (_app is { } app)
        {
            _app = null;
            await app.StopAsync(CancellationToken.None);
            await app.DisposeAsync();
        }
    }

    /// <summary>Waits for so many messages.</summary>
    public async Task<IReadOnlyList<Received>> Wait(int count, int seconds = 60)
    {
        for (var i = 0; i < seconds * 20 && All.Count < count; i++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
        Assert.True(All.Count >= count, $"{All.Count} of {count} messages came in");
        return All;
    }

    public async ValueTask DisposeAsync() => await Down();

    private async Task Take(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        var headers = http.Request.Headers;
        var received = new Received(headers["webhook-id"].ToString(), long.Parse(headers["webhook-timestamp"].ToString(), System.Globalization.CultureInfo.InvariantCulture), headers["webhook-signature"].ToString(), http.Request.ContentType, await reader.ReadToEndAsync());
        lock (_lock)
        {
            _all.Add(received);
        }
        await Answer(http, received);
    }
}

using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace Haechi.Tower.Webhooks;

/// <summary>What can go wrong with a message, as stable words.</summary>
public static class DeliveryFailure
{
    /// <summary>No answer in time.</summary>
    public const string Timeout = "timeout";

    /// <summary>The name has no address.</summary>
    public const string NoName = "no-name";

    /// <summary>The name leads where nothing may be sent.</summary>
    public const string Blocked = "blocked-address";

    /// <summary>Nobody listens there, or the way is cut.</summary>
    public const string NoConnection = "no-connection";

    /// <summary>The certificate does not hold, or no common version.</summary>
    public const string Tls = "tls";

    /// <summary>What came is no HTTP.</summary>
    public const string NotHttp = "not-http";

    /// <summary>The receiver sends elsewhere; nobody follows.</summary>
    public const string Redirect = "redirect";

    /// <summary>The receiver said no.</summary>
    public const string Status = "status";

    /// <summary>The secret cannot be opened: the keys of the installation are others.</summary>
    public const string NoSecret = "no-secret";
}

/// <summary>What became of one try.</summary>
/// <param name="Status">The status of the answer, or null.</param>
/// <param name="Failure">A word of <see cref="DeliveryFailure"/>; null when the receiver took it.</param>
/// <param name="Wait">How long the receiver asks to wait, or null.</param>
internal sealed record SendResult(int? Status, string? Failure, TimeSpan? Wait = null);

/// <summary>The name leads to an address where nothing may be sent.</summary>
internal sealed class BlockedAddressException(string host) : IOException($"'{host}' leads to no address that messages may be sent to");

/// <summary>
/// Sends one message. Each sending asks for the addresses of the name anew and connects to one of those that were judged, never to the name: an address that changes between the judging and the
/// connecting (DNS rebinding) reaches nothing. No proxy, no cookies, no redirects; of the answer only its status counts.
/// </summary>
internal sealed class WebhookSender : IDisposable
{
    private const int MostRead = 4096;
    private readonly Doors _doors;
    private readonly IAddressBook _book;
    private readonly HttpClient _client;

    public WebhookSender(Doors doors, IAddressBook book)
    {
        (_doors, _book) = (doors, book);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false, UseCookies = false, UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(5), MaxResponseHeadersLength = 16, ConnectCallback = Connect,
            // A connection serves one message, so that every one is judged by what its name says now.
            PooledConnectionLifetime = TimeSpan.Zero, ActivityHeadersPropagator = null,
        };
        _client = new HttpClient(handler) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("Haechi-Webhooks", "1"));
    }

    /// <summary>How long a message may take as a whole.</summary>
    internal TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Sends the message, signed for now.</summary>
    public async Task<SendResult> Send(string url, string message, string body, IReadOnlyList<string> secrets, DateTimeOffset now)
    {
        if (_doors.Refuses(url) is not null)
        {
            return new SendResult(null, DeliveryFailure.Blocked);
        }
        // A conversation that was begun is ended, also by a node that is told to stop: broken off, nobody would know whether the message arrived.
        using var late = new CancellationTokenSource(Patience);
        using var request = Request(url, message, body, secrets, now.ToUnixTimeSeconds());
        try
        {
            using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, late.Token);
            await Drain(answer, late.Token);
            return Judge(answer, now);
        }
        catch (Exception fault) when (WordFor(fault) is not null)
        {
            return new SendResult(null, WordFor(fault));
        }
    }

    /// <summary>Null when a message could be sent to the address now; else the word for why not.</summary>
    public async Task<string?> Reach(Uri url, CancellationToken stop)
    {
        try
        {
            await Judged(url.IdnHost, url.Port, stop);
            return null;
        }
        catch (Exception fault) when (WordFor(fault) is not null && !stop.IsCancellationRequested)
        {
            return WordFor(fault);
        }
    }

    public void Dispose() => _client.Dispose();

    private static HttpRequestMessage Request(string url, string message, string body, IReadOnlyList<string> secrets, long seconds)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(CloudEvent.MediaType, "utf-8");
        request.Headers.Add("webhook-id", message);
        request.Headers.Add("webhook-timestamp", seconds.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", WebhookSigning.Sign(message, seconds, body, secrets));
        return request;
    }

    /// <summary>Reads a little of the answer, so that the receiver can end it in peace, and keeps nothing of it.</summary>
    private static async Task Drain(HttpResponseMessage answer, CancellationToken stop)
    {
        try
        {
            await using var stream = await answer.Content.ReadAsStreamAsync(stop);
            var (buffer, read) = (new byte[1024], 0);
            while (read < MostRead && await stream.ReadAsync(buffer, stop) is > 0 and var more)
            {
                read += more;
            }
        }
        catch (Exception fault) when (fault is IOException or HttpRequestException or OperationCanceledException)
        {
            // The status has come, and only that counts.
        }
    }

    private static SendResult Judge(HttpResponseMessage answer, DateTimeOffset now)
    {
        var status = (int)answer.StatusCode;
        var wait = answer.Headers.RetryAfter is { } after ? after.Delta ?? (after.Date - now) : null;
        return new SendResult(status, answer.IsSuccessStatusCode ? null : status is >= 300 and < 400 ? DeliveryFailure.Redirect : DeliveryFailure.Status, wait);
    }

    private async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken stop)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        Exception? last = null;
        foreach (var address in await Judged(host, port, stop))
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, port), stop);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (Exception fault)
            {
                socket.Dispose();
                if (fault is not SocketException)
                {
                    throw;
                }
                last = fault;
            }
        }
        throw last!;
    }

    /// <summary>The addresses of a name that messages may be sent to, at least one.</summary>
    private async Task<IReadOnlyList<IPAddress>> Judged(string host, int port, CancellationToken stop)
    {
        var all = IPAddress.TryParse(host, out var literal) ? [literal] : await _book.Find(host, stop);
        List<IPAddress> let = [.. all.Where(a => _doors.Let(host, port, a))];
        return let.Count > 0 ? let : throw (all.Length == 0 ? new SocketException((int)SocketError.HostNotFound) : new BlockedAddressException(host));
    }

    private static string? WordFor(Exception fault)
    {
        for (var e = fault; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case BlockedAddressException: return DeliveryFailure.Blocked;
                case AuthenticationException: return DeliveryFailure.Tls;
                case TimeoutException or OperationCanceledException: return DeliveryFailure.Timeout;
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.NoRecovery }: return DeliveryFailure.NoName;
                case SocketException: return DeliveryFailure.NoConnection;
            }
        }
        return fault is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } ? DeliveryFailure.Tls
            : fault is HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded } ? DeliveryFailure.NotHttp
            : fault is HttpRequestException or IOException ? DeliveryFailure.NoConnection : null;
    }
}

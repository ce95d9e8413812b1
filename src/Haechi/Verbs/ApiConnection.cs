using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Haechi.Rules;
using Haechi.Web.Api;

namespace Haechi.Verbs;

/// <summary>Calls the API of a server by a token. Whatever keeps it from an answer is a refusal that says which: no server, no such token, no right.</summary>
internal sealed class ApiConnection : IDisposable
{
    private const int Tries = 3;
    private const int LargestAnswer = 16 * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly HttpClient _http;

    public ApiConnection(Uri server, string token)
    {
        // A redirect could lead the token elsewhere.
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(10) }) { Timeout = Patience, MaxResponseContentBufferSize = LargestAnswer };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("haechi");
        Server = server;
    }

    /// <summary>The root of the server, with a slash at its end.</summary>
    public Uri Server { get; }

    /// <summary>Reads something below <c>/api/v1</c>.</summary>
    /// <exception cref="RefusedException">It was not answered.</exception>
    public Task<T> Get<T>(string path, CancellationToken stop) => Send<T>(HttpMethod.Get, path, null, stop);

    /// <summary>Acts once, however often the network makes it ask.</summary>
    /// <exception cref="RefusedException">It was not answered.</exception>
    public Task<T> Post<T>(string path, object body, CancellationToken stop) => Send<T>(HttpMethod.Post, path, JsonSerializer.Serialize(body), stop);

    public void Dispose() => _http.Dispose();

    private async Task<T> Send<T>(HttpMethod method, string path, string? body, CancellationToken stop)
    {
        var key = Guid.NewGuid().ToString("N");
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var request = new HttpRequestMessage(method, new Uri(Server, "api/v1/" + path));
                if (body is not null)
                {
                    request.Content = new StringContent(body, Encoding.UTF8, "application/json");
                    request.Headers.Add("Idempotency-Key", key);
                }
                using var answer = await _http.SendAsync(request, stop);
                if (attempt >= Tries || answer.StatusCode is not (HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout or HttpStatusCode.TooManyRequests))
                {
                    return await Read<T>(answer, stop);
                }
            }
            catch (Exception fault) when (fault is HttpRequestException or IOException || (fault is TaskCanceledException && !stop.IsCancellationRequested))
            {
                if (attempt >= Tries)
                {
                    throw Because("unreachable", $"서버에 닿지 못했습니다: {fault.Message} 주소와 네트워크를 확인하십시오.", $"the server could not be reached: {fault.Message} Check its address and the network.");
                }
            }
            await Task.Delay(TimeSpan.FromMilliseconds(250 << attempt), stop);
        }
    }

    private async Task<T> Read<T>(HttpResponseMessage answer, CancellationToken stop)
    {
        var bytes = await answer.Content.ReadAsByteArrayAsync(stop);
        var problem = answer.Content.Headers.ContentType?.MediaType == "application/problem+json";
        try
        {
            if (answer.IsSuccessStatusCode && JsonSerializer.Deserialize<T>(bytes, ApiJson.Options) is { } read)
            {
                return read;
            }
            if (problem && JsonSerializer.Deserialize<Problem>(bytes, ApiJson.Options) is { Reasons: { Count: > 0 } reasons })
            {
                var (what, why) = answer.StatusCode == HttpStatusCode.Unauthorized ? ("토큰이 맞지 않습니다: ", "the token is not accepted: ") : ("", "");
                throw new RefusedException([.. reasons.Select(r => new Finding(Severity.Error, r.Code, new Place(r.Where ?? Server.Host, 0, 0), LocalText.Of(what + Line(r, "ko"), why + Line(r, "en"))))]);
            }
        }
        catch (JsonException)
        {
            // It is no Haechi that answers; said below.
        }
        throw Because("no-haechi", $"이 주소에서 해치가 답하지 않습니다(HTTP {(int)answer.StatusCode}). --server 를 확인하십시오.", $"no Haechi answers at this address (HTTP {(int)answer.StatusCode}); check --server");
    }

    private static string Line(ProblemReason reason, string language) => reason.Message.In(language) + (reason.Next is { } next ? " " + next.In(language) : "");

    private RefusedException Because(string code, string ko, string en) => RefusedException.Because(code, new Place(Server.ToString(), 0, 0), ko, en);
}

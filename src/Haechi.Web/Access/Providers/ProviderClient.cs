using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Haechi.Rules;
using Haechi.Tower.Access;
using Haechi.Tower.Access.Providers;
using Haechi.Tower.Common;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Haechi.Web.Access.Providers;

/// <summary>
/// Talks to the sign-in service: finds its addresses and keys, exchanges a code, asks for claims. Only over https (or on this machine), without following redirects, for ten seconds and 256 KB at
/// most: a slow or broken service must not hold the tower up.
/// </summary>
internal sealed class ProviderClient(ISecretBox box) : IDisposable
{
    private const int LongestAnswer = 256 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(10) }) { Timeout = Patience, MaxResponseContentBufferSize = LongestAnswer };
    private (string Issuer, ConfigurationManager<OpenIdConnectConfiguration> Manager)? _known;

    /// <summary>The addresses and keys, from memory while they are fresh; <paramref name="anew"/> asks again, for a key that is not known yet.</summary>
    public async Task<Result<OpenIdConnectConfiguration>> Configuration(ProviderSetting provider, bool anew, CancellationToken stop)
    {
        // The manager renews in the background, which is too late for a token whose key is not known yet: a new one asks at once.
        if (_known is not { } known || known.Issuer != provider.Issuer || anew)
        {
            var issuer = new Uri(provider.Issuer);
            var retriever = new HttpDocumentRetriever(_http) { RequireHttps = !issuer.IsLoopback };
            known = (provider.Issuer, new ConfigurationManager<OpenIdConnectConfiguration>(provider.Issuer.TrimEnd('/') + "/.well-known/openid-configuration", new OpenIdConnectConfigurationRetriever(), retriever));
            _known = known;
        }
        try
        {
            var found = await known.Manager.GetConfigurationAsync(stop);
            return found.Issuer != provider.Issuer ? Refusal.Because("provider-wrong", $"로그인 서비스가 스스로를 다른 발급자라고 합니다({found.Issuer}). 설정의 발급자를 그대로 적었는지 확인하십시오.",
                    $"the sign-in service calls itself another issuer ({found.Issuer}); check that the issuer in the settings is written exactly as the service does")
                : new[] { found.AuthorizationEndpoint, found.TokenEndpoint }.All(a => Uri.TryCreate(a, UriKind.Absolute, out var address) && ProviderSetting.MayAsk(address)) ? found : Down;
        }
        catch (Exception fault) when (fault is InvalidOperationException or IOException or HttpRequestException or TaskCanceledException or ArgumentException && !stop.IsCancellationRequested)
        {
            return Down;
        }
    }

    /// <summary>Exchanges the code for tokens (RFC 6749, section 4.1.3; RFC 7636, section 4.5).</summary>
    public async Task<Result<Tokens>> Exchange(ProviderSetting provider, OpenIdConnectConfiguration configuration, string code, string verifier, string back, CancellationToken stop)
    {
        var fields = new Dictionary<string, string> { ["grant_type"] = "authorization_code", ["code"] = code, ["redirect_uri"] = back, ["code_verifier"] = verifier, ["client_id"] = provider.ClientId };
        using var request = new HttpRequestMessage(HttpMethod.Post, configuration.TokenEndpoint);
        if (provider.Secret is { } closed)
        {
            if (box.Open(closed) is not { } secret)
            {
                return Refusal.Because("provider-secret", "로그인 서비스의 비밀 값을 열 수 없습니다. 관리자가 설정에서 다시 적어야 합니다.", "the secret for the sign-in service cannot be opened; an administrator must enter it again in the settings");
            }
            // Both parts are form-encoded before they are joined (RFC 6749, section 2.3.1).
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.EscapeDataString(provider.ClientId) + ":" + Uri.EscapeDataString(secret))));
        }
        request.Content = new FormUrlEncodedContent(fields);
        var answer = await Ask(request, stop);
        if (!answer.Done)
        {
            return Refused.Because<Tokens>(answer.Refusals);
        }
        var id = Text(answer.Value, "id_token");
        return id is null ? CodeRefused : new Tokens(id, Text(answer.Value, "access_token"));
    }

    /// <summary>More claims about the person (OpenID Connect Core, section 5.3); an empty object when the service gives none.</summary>
    public async Task<JsonElement> Claims(OpenIdConnectConfiguration configuration, string? accessToken, CancellationToken stop)
    {
        if (accessToken is null || !Uri.TryCreate(configuration.UserInfoEndpoint, UriKind.Absolute, out var address) || !ProviderSetting.MayAsk(address))
        {
            return default;
        }
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        var answer = await Ask(request, stop);
        return answer.Done ? answer.Value : default;
    }

    /// <summary>A text of a JSON object, or null.</summary>
    public static string? Text(JsonElement json, string name) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>The challenge of a verifier (RFC 7636, section 4.2).</summary>
    public static string Challenge(string verifier) => WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));

    private async Task<Result<JsonElement>> Ask(HttpRequestMessage request, CancellationToken stop)
    {
        try
        {
            using var answer = await _http.SendAsync(request, stop);
            var text = await answer.Content.ReadAsStringAsync(stop);
            return answer.IsSuccessStatusCode ? JsonDocument.Parse(text).RootElement.Clone() : (int)answer.StatusCode >= 500 ? Down : CodeRefused;
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException or JsonException && !stop.IsCancellationRequested)
        {
            return Down;
        }
    }

    public void Dispose() => _http.Dispose();

    public static Refusal Down { get; } = new("provider-down", LocalText.Of("로그인 서비스가 답하지 않거나 알 수 없는 답을 했습니다.", "the sign-in service does not answer, or not in a way that can be understood"), null,
        LocalText.Of("잠시 뒤에 다시 하거나, 비밀번호가 있으면 비밀번호로 로그인하십시오.", "try again in a while, or sign in with your password if you have one."));

    private static Refusal CodeRefused { get; } = new("provider-refused", LocalText.Of("로그인 서비스가 이 로그인을 받아 주지 않았습니다. 이미 썼거나 오래된 요청일 수 있습니다.", "the sign-in service did not accept this sign-in; it may have been used already, or be too old"), null,
        LocalText.Of("로그인을 처음부터 다시 하십시오.", "begin the sign-in again."));
}

/// <summary>What the service gave for a code.</summary>
internal sealed record Tokens(string Id, string? Access);

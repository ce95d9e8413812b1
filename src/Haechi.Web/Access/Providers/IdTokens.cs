using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Haechi.Rules;
using Haechi.Tower.Access.Providers;
using Haechi.Tower.Common;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Haechi.Web.Access.Providers;

/// <summary>Checks an ID token as OpenID Connect Core, section 3.1.3.7, lays down: signature, issuer, audience, authorised party, time and nonce. Symmetric and absent signatures are refused.</summary>
internal sealed class IdTokens(ProviderClient client, TowerClock clock)
{
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(2);
    private static readonly string[] Algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];
    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };

    /// <summary>Who the token names.</summary>
    public async Task<Result<ProviderIdentity>> Check(ProviderSetting provider, OpenIdConnectConfiguration configuration, Tokens tokens, string nonce, CancellationToken stop)
    {
        var result = await Validate(provider, configuration, tokens.Id);
        if (result.Exception is SecurityTokenInvalidSignatureException)
        {
            // The service may have changed its keys since they were read; the limit on knocks at this door is the limit of such asking.
            var again = await client.Configuration(provider, anew: true, stop);
            result = again.Done ? await Validate(provider, again.Value, tokens.Id) : result;
        }
        if (!result.IsValid || result.SecurityToken is not JsonWebToken token)
        {
            return Untrusted(result.Exception is SecurityTokenInvalidLifetimeException or SecurityTokenExpiredException or SecurityTokenNotYetValidException ? "time" : result.Exception is SecurityTokenInvalidAudienceException ? "audience" : result.Exception is SecurityTokenInvalidIssuerException ? "issuer" : "signature");
        }
        if (token.Subject is not { Length: > 0 and <= 255 })
        {
            return Untrusted("subject");
        }
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Claim(token, "nonce") ?? ""), Encoding.UTF8.GetBytes(nonce)))
        {
            return Untrusted("nonce");
        }
        if (Claim(token, "azp") is { } party ? party != provider.ClientId : token.Audiences.Count() > 1)
        {
            return Untrusted("party");
        }
        return await Identity(configuration, token, tokens, stop);
    }

    private Task<TokenValidationResult> Validate(ProviderSetting provider, OpenIdConnectConfiguration configuration, string token) => _handler.ValidateTokenAsync(token, new TokenValidationParameters
    {
        ValidIssuer = provider.Issuer, ValidAudience = provider.ClientId, IssuerSigningKeys = configuration.SigningKeys, ValidAlgorithms = Algorithms, RequireSignedTokens = true, RequireExpirationTime = true,
        // Time is the tower's.
        LifetimeValidator = (from, until, _, _) => until is { } end && clock.Now.UtcDateTime - Skew < end && (from is not { } begin || clock.Now.UtcDateTime + Skew > begin),
    });

    private async Task<Result<ProviderIdentity>> Identity(OpenIdConnectConfiguration configuration, JsonWebToken token, Tokens tokens, CancellationToken stop)
    {
        var more = Claim(token, "email") is null || Claim(token, "preferred_username") is null ? await client.Claims(configuration, tokens.Access, stop) : default;
        // Claims about somebody else are no claims about this person (section 5.3.2).
        more = ProviderClient.Text(more, "sub") == token.Subject ? more : default;
        string? Any(string name) => Claim(token, name) ?? ProviderClient.Text(more, name);
        var verified = Claim(token, "email") is not null ? token.TryGetPayloadValue<bool>("email_verified", out var inToken) && inToken
            : more.ValueKind == JsonValueKind.Object && more.TryGetProperty("email_verified", out var outside) && outside.ValueKind == JsonValueKind.True;
        return new ProviderIdentity(token.Issuer, token.Subject, verified ? Any("email") : null, Any("preferred_username"), Any("name"));
    }

    private static string? Claim(JsonWebToken token, string name) => token.TryGetPayloadValue<string>(name, out var value) ? value : null;

    private static Refusal Untrusted(string what) => new("provider-untrusted",
        what == "time" ? LocalText.Of("로그인 서비스의 확인서가 기한이 지났습니다. 두 컴퓨터의 시각이 맞는지 확인하십시오.", "what the sign-in service sent has expired; check that both clocks are right")
            : LocalText.Of($"로그인 서비스의 확인서를 믿을 수 없습니다({Word(what)}).", $"what the sign-in service sent cannot be trusted ({what})"), null,
        LocalText.Of("로그인을 처음부터 다시 하고, 되풀이되면 관리자에게 알리십시오.", "begin the sign-in again, and tell the administrator if it happens again."));

    private static string Word(string what) => what switch { "audience" => "받는 곳", "issuer" => "발급자", "nonce" => "일회용 값", "subject" => "대상", "party" => "허가된 곳", _ => "서명" };
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Haechi.Rules;
using Haechi.Tower.Access;
using Haechi.Tower.Access.Providers;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Web.Access.Providers;

/// <summary>Signing in through another service: the way there and the way back (authorization code flow with PKCE).</summary>
internal sealed class ProviderPages : IPages
{
    public const string Back = "/sign-in/provider/back";
    private const string CookieName = "haechi-provider";
    private static readonly TimeSpan Waits = TimeSpan.FromMinutes(10);

    public void Map(IEndpointRouteBuilder routes)
    {
        // A link and no form: browsers hold the redirect of a form to form-action too, and that names this server alone.
        routes.Page("/sign-in/provider", Begin, roles: null).WithMetadata(new Door());
        routes.Page(Back, Return, roles: null).WithMetadata(new Door());
    }

    private static async Task<IResult> Begin(HttpContext http, TowerStore store, ProviderClient client, IDataProtectionProvider protection, string? to)
    {
        // A page elsewhere must not sign people in behind their backs: they come from our own sign-in page, or typed the address.
        if (http.Request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site")
        {
            return Results.LocalRedirect("/sign-in?to=" + Uri.EscapeDataString(Session.Local(to)));
        }
        if (await store.Read(ProviderSetting.Of) is not { On: true } provider)
        {
            return Results.LocalRedirect("/sign-in");
        }
        var configuration = await client.Configuration(provider, anew: false, http.RequestAborted);
        if (!configuration.Done)
        {
            return Failed(http, configuration.Refusals);
        }
        var journey = new Journey(Chance(), Chance(), Chance(), Session.Local(to), provider.Issuer, store.Clock.Micros);
        var cookie = Session.Cookie(http);
        cookie.MaxAge = Waits;
        http.Response.Cookies.Append(Name(http), Protector(protection).Protect(JsonSerializer.Serialize(journey)), cookie);
        return Results.Redirect(QueryHelpers.AddQueryString(configuration.Value.AuthorizationEndpoint, new Dictionary<string, string?>
        {
            ["response_type"] = "code", ["client_id"] = provider.ClientId, ["redirect_uri"] = Address(http), ["scope"] = "openid profile email", ["state"] = journey.State, ["nonce"] = journey.Nonce,
            ["code_challenge"] = ProviderClient.Challenge(journey.Verifier), ["code_challenge_method"] = "S256", ["ui_locales"] = http.RequestServices.GetRequiredService<Visit>().Language,
        }));
    }

    private static async Task<IResult> Return(HttpContext http, TowerStore store, IDataProtectionProvider protection, IHandle<EnterThroughProvider, SignedIn> handler, string? code, string? state, string? iss, string? error)
    {
        if ((code, state, error) is (null, null, null))
        {
            return Results.LocalRedirect("/sign-in");
        }
        var journey = Read(http, protection, store.Clock.Micros);
        // The way back is walked once, whatever comes of it.
        http.Response.Cookies.Delete(Name(http), Session.Cookie(http));
        if (journey is null || state is null || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(state), Encoding.UTF8.GetBytes(journey.State)))
        {
            return Failed(http, [WrongState]);
        }
        if (await store.Read(ProviderSetting.Of) is not { On: true } provider || provider.Issuer != journey.Issuer)
        {
            return Routes.Refused([NoProvider]);
        }
        if (iss is not null && iss != provider.Issuer)
        {
            return Failed(http, [WrongState]);
        }
        if (code is null)
        {
            return Failed(http, [error == "access_denied" ? Declined : ProviderClient.Down]);
        }
        var identity = await Identify(http, provider, journey, code);
        if (!identity.Done)
        {
            return Failed(http, identity.Refusals);
        }
        var entered = await handler.Handle(Actor.Program, new EnterThroughProvider(identity.Value), http.RequestAborted);
        return entered.Done ? await Session.Enter(http, entered.Value, "provider", journey.To, proven: true) : Failed(http, entered.Refusals);
    }

    private static async Task<Result<ProviderIdentity>> Identify(HttpContext http, ProviderSetting provider, Journey journey, string code)
    {
        var (client, tokens, stop) = (http.RequestServices.GetRequiredService<ProviderClient>(), http.RequestServices.GetRequiredService<IdTokens>(), http.RequestAborted);
        var configuration = await client.Configuration(provider, anew: false, stop);
        if (!configuration.Done)
        {
            return Refused.Because<ProviderIdentity>(configuration.Refusals);
        }
        var exchanged = await client.Exchange(provider, configuration.Value, code, journey.Verifier, Address(http), stop);
        return exchanged.Done ? await tokens.Check(provider, configuration.Value, exchanged.Value, journey.Nonce, stop) : Refused.Because<ProviderIdentity>(exchanged.Refusals);
    }

    private static Journey? Read(HttpContext http, IDataProtectionProvider protection, long now)
    {
        try
        {
            return http.Request.Cookies[Name(http)] is { } closed && JsonSerializer.Deserialize<Journey>(Protector(protection).Unprotect(closed)) is { } journey
                && now - journey.At is >= 0 and var age && age <= Waits.TotalMicroseconds ? journey : null;
        }
        catch (Exception fault) when (fault is CryptographicException or JsonException)
        {
            return null;
        }
    }

    private static RazorComponentResult<ProviderFailedPage> Failed(HttpContext http, IReadOnlyList<Refusal> refusals)
    {
        SecurityLog.SignInRefused(http, refusals[0].Code);
        return Routes.Render<ProviderFailedPage>(new { Refusals = refusals }, refusals[0].Code switch { "provider-down" => StatusCodes.Status502BadGateway, "no-account" => StatusCodes.Status403Forbidden, _ => StatusCodes.Status422UnprocessableEntity });
    }

    private static string Address(HttpContext http) => $"{http.Request.Scheme}://{http.Request.Host}{Back}";

    private static string Name(HttpContext http) => http.Request.IsHttps ? "__Host-" + CookieName : CookieName;

    private static IDataProtector Protector(IDataProtectionProvider protection) => protection.CreateProtector("haechi.provider");

    // 256 bits; a verifier has 43 to 128 characters (RFC 7636, section 4.1).
    private static string Chance() => WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));

    private static Refusal NoProvider { get; } = Refusal.Because("not-found", "이 시스템은 다른 로그인 서비스를 쓰지 않습니다.", "this tower uses no other sign-in service");

    private static Refusal WrongState { get; } = new("wrong-state", LocalText.Of("이 로그인은 이 브라우저에서 시작하지 않았거나, 10분이 지났거나, 이미 끝났습니다.", "this sign-in did not begin in this browser, or more than ten minutes ago, or it is over already"), null,
        LocalText.Of("로그인을 처음부터 다시 하십시오.", "begin the sign-in again."));

    private static Refusal Declined { get; } = Refusal.Because("provider-declined", "로그인 서비스에서 로그인을 그만두었습니다.", "the sign-in was broken off at the sign-in service");

    /// <summary>What this server must still know when the person comes back; closed in a cookie of that browser alone.</summary>
    private sealed record Journey(string State, string Nonce, string Verifier, string To, string Issuer, long At);
}

internal sealed class ProviderWeb : IWebModule
{
    public void Add(IServiceCollection services) => services.AddSingleton<ProviderClient>().AddSingleton<IdTokens>();
}

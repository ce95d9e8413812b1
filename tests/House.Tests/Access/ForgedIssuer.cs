using System.Security.Cryptography;
using System.Text.Json;
using Haechi.Tower.Access;
using Haechi.Tower.Access.Providers;
using Haechi.Tower.Common;
using Haechi.House.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Haechi.House.Tests.Access;

/// <summary>A sign-in service that says whatever a test wants it to say: what a broken or hostile one could send.</summary>
internal sealed class ForgedIssuer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ForgedIssuer(WebApplication app) => _app = app;

    public string Issuer => _app.Urls.First();

    public RsaSecurityKey Key { get; private set; } = NewKey("one");

    /// <summary>Makes the token from the nonce that the tower sent.</summary>
    public Func<string, string> Token { get; set; } = _ => "";

    /// <summary>What the claims endpoint says.</summary>
    public object Claims { get; set; } = new { };

    public static async Task<ForgedIssuer> Open()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        var app = builder.Build();
        var forged = new ForgedIssuer(app);
        app.MapGet("/.well-known/openid-configuration", () => Results.Json(new
        {
            issuer = forged.Issuer, authorization_endpoint = forged.Issuer + "/auth", token_endpoint = forged.Issuer + "/token", userinfo_endpoint = forged.Issuer + "/me", jwks_uri = forged.Issuer + "/keys",
        }));
        app.MapGet("/keys", () => Results.Content(JsonSerializer.Serialize(new { keys = new[] { Public(forged.Key) } }), "application/json"));
        app.MapPost("/token", async (HttpContext http) =>
        {
            var form = await http.Request.ReadFormAsync();
            return Results.Json(new { access_token = "a", token_type = "Bearer", id_token = forged.Token(form["code"].ToString()) });
        });
        app.MapGet("/me", () => Results.Json(forged.Claims));
        await app.StartAsync(TestContext.Current.CancellationToken);
        return forged;
    }

    /// <summary>A token as it should be, with claims changed.</summary>
    public string Sign(string nonce, Action<Dictionary<string, object>>? change = null, SecurityKey? key = null, string algorithm = SecurityAlgorithms.RsaSha256, DateTimeOffset? now = null)
    {
        var at = now ?? new DateTimeOffset(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);
        var claims = new Dictionary<string, object>
        {
            ["iss"] = Issuer, ["aud"] = "haechi", ["sub"] = "subject-1", ["nonce"] = nonce, ["iat"] = at.ToUnixTimeSeconds(), ["exp"] = at.AddMinutes(5).ToUnixTimeSeconds(), ["email"] = "kim@haneul.example", ["email_verified"] = true,
            ["preferred_username"] = "kim",
        };
        change?.Invoke(claims);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(JsonSerializer.Serialize(claims), new SigningCredentials(key ?? Key, algorithm));
    }

    /// <summary>A token without any signature.</summary>
    public string Unsigned(string nonce) =>
        string.Concat(WebEncoders.Base64UrlEncode("""{"alg":"none"}"""u8.ToArray()), ".", Sign(nonce).Split('.')[1], ".");

    /// <summary>The service changes its key.</summary>
    public void ChangeKey() => Key = NewKey("two");

    /// <summary>A tower that trusts this service, with one linked account.</summary>
    public async Task<TestSite> Tower()
    {
        var site = await TestSite.Open(demo: false);
        var made = await site.Do<MakeAccount, OneTimeAddress>(Actor.Program, new MakeAccount("kim", new AccountDetails("김하늘", null, null, Roles.Owner, null)));
        Assert.True((await site.Do<ChooseProvider, Done>(Actor.Program, new ChooseProvider(new ProviderSetting(Issuer, "haechi", null, "통합 로그인"), "secret"))).Done);
        Assert.True((await site.Do<LinkProvider, Done>(Actor.Program, new LinkProvider(made.Value!.Account, "kim@haneul.example"))).Done);
        return site;
    }

    /// <summary>Walks there and back; the code carries the nonce, so that the token can be made from it.</summary>
    public static async Task<HttpResponseMessage> Walk(TestSite site, HttpClient visitor)
    {
        using var begun = await site.Send("/sign-in/provider", visitor);
        var query = QueryHelpers.ParseQuery(begun.Headers.Location!.Query);
        return await site.Send($"/sign-in/provider/back?state={query["state"]}&code={query["nonce"]}", visitor);
    }

    public static RsaSecurityKey NewKey(string id) => new(RSA.Create(2048)) { KeyId = id };

    private static object Public(RsaSecurityKey key)
    {
        var parameters = key.Rsa.ExportParameters(false);
        return new { kty = "RSA", use = "sig", kid = key.KeyId, n = WebEncoders.Base64UrlEncode(parameters.Modulus!), e = WebEncoders.Base64UrlEncode(parameters.Exponent!) };
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }
}

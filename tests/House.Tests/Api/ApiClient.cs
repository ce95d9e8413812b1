using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Haechi.House.Tests.Support;
using Haechi.Tower.Access;
using Haechi.Tower.Access.Tokens;
using Haechi.Tower.Common;

namespace Haechi.House.Tests.Api;

/// <summary>An answer of the API, read to its end.</summary>
internal sealed record ApiAnswer(int Status, string? Tag, string Type, string Text, HttpResponseHeaders Headers)
{
    public JsonElement Json { get; } = Type.Contains("json", StringComparison.Ordinal) && Type != "application/jsonl" ? JsonDocument.Parse(Text).RootElement : default;

    public string? Code => Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty("code", out var code) ? code.GetString() : null;
}

/// <summary>A program that calls the API of a test site by a token.</summary>
internal sealed class ApiClient(HttpClient http, string token, Actor owner) : IDisposable
{
    public string Token => token;

    public Actor Owner => owner;

    /// <summary>A service account with these roles, and a client with its token.</summary>
    public static async Task<ApiClient> Of(TestSite site, Roles roles, string? department = null, params string[] scopes)
    {
        var admin = new Actor("admin-1", "관리자", Roles.Administrator);
        var account = await site.Do<MakeServiceAccount, string>(admin, new MakeServiceAccount("s" + NewId.Next(), new AccountDetails("자동 처리", null, null, roles, department)));
        var made = await site.Do<MakeToken, NewToken>(admin, new MakeToken("test", scopes.Length == 0 ? ["write", "access:write"] : scopes, Account: account.Value));
        Assert.True(made.Done, made.Done ? "" : made.Refusals[0].ToLine("en"));
        return new ApiClient(new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = new Uri(site.App.Urls.First()) }, made.Value.Secret, new Actor(account.Value!, "자동 처리", roles, department));
    }

    public Task<ApiAnswer> Get(string path, params (string Name, string Value)[] headers) => Send(HttpMethod.Get, path, null, headers);

    public Task<ApiAnswer> Post(string path, string? json, params (string Name, string Value)[] headers) => Send(HttpMethod.Post, path, json is null ? null : new StringContent(json, Encoding.UTF8, "application/json"), headers);

    public async Task<ApiAnswer> Send(HttpMethod method, string path, HttpContent? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(path.StartsWith('/') ? path : "/api/v1/" + path, UriKind.Relative)) { Content = body };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return new ApiAnswer((int)answer.StatusCode, answer.Headers.ETag?.ToString(), answer.Content.Headers.ContentType?.MediaType ?? "", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), answer.Headers);
    }

    /// <summary>Registers a system; its id.</summary>
    public async Task<string> System(string name, string more = "")
    {
        var made = await Post("systems", "{\"facts\": {\"name\": \"" + name + "\"" + more + "}}");
        Assert.True(made.Status == 200, made.Text);
        return made.Json.GetProperty("system").GetString()!;
    }

    public void Dispose() => http.Dispose();
}

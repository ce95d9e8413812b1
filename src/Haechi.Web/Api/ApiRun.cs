using Haechi.Rules;
using Haechi.Tower.Access;
using Haechi.Tower.Access.Tokens;
using Haechi.Tower.Common;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Haechi.Web.Api;

/// <summary>The way of every request to the API: who is it, may they, can it be read; then the endpoint answers. Whatever goes wrong is answered as a problem.</summary>
internal sealed partial class ApiRun(TokenDesk tokens, ILogger<ApiRun> log)
{
    public async Task Run(HttpContext http, ApiEndpoint endpoint)
    {
        var visit = http.RequestServices.GetRequiredService<Visit>();
        try
        {
            var refusals = Readable(http) is { } unreadable ? [unreadable] : await Enter(http, endpoint, visit) is { } kept ? [kept] : Asked(http, endpoint);
            await (refusals.Count > 0 ? ApiProblem.Write(http, refusals) : endpoint.Run(new ApiCall(http, endpoint, visit)));
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller left.
        }
        catch (BadHttpRequestException bad) when (!http.Response.HasStarted)
        {
            await ApiProblem.Write(http, [bad.StatusCode == StatusCodes.Status413PayloadTooLarge ? TooLarge : Broken], bad.StatusCode);
        }
        catch (Exception size) when (!http.Response.HasStarted && BrokenChunk.Is(http, size))
        {
            await ApiProblem.Write(http, [Broken], StatusCodes.Status400BadRequest);
        }
    }

    /// <summary>Answers where no endpoint is: another method, or nothing at all.</summary>
    public static Task NoSuch(HttpContext http)
    {
        var methods = ApiTable.All.Where(e => ApiPaths.Fits(e.Path, http.Request.Path.Value!["/api/v1".Length..])).Select(e => e.Method).Distinct().ToList();
        if (methods.Count > 0)
        {
            http.Response.Headers.Allow = string.Join(", ", methods);
            return ApiProblem.Write(http, [Refusal.Because("wrong-method", $"이 주소에는 {string.Join(", ", methods)} 요청만 보냅니다.", $"this address takes {string.Join(", ", methods)} only")]);
        }
        return ApiProblem.Write(http, [new Refusal("not-found", LocalText.Of("API에 이런 주소가 없습니다.", "the API has no such address"), null, LocalText.Of("/api/v1/openapi.json에서 주소를 확인하십시오.", "see /api/v1/openapi.json for the addresses."))]);
    }

    /// <summary>No database takes a NUL in a text, and nobody types control characters.</summary>
    private static Refusal? Readable(HttpContext http) =>
        Strange(http.Request.Path.Value) || http.Request.Query.Any(q => Strange(q.Key) || q.Value.Any(Strange)) || http.Request.RouteValues.Values.Any(v => v is string { Length: > 300 })
            ? Refusal.Because("wrong-text", "주소에 제어 문자나 깨진 글자가 있거나 너무 깁니다.", "the address holds control characters, broken characters or too much") : null;

    internal static bool Strange(string? text) => text is not null && (text.AsSpan().IndexOfAnyInRange('\0', '\u0008') >= 0 || text.Any(char.IsSurrogate) && !Whole(text));

    private static bool Whole(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[++i])))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>A token says who it is by itself: cookies that come with it are not looked at. A cookie alone may read; acting takes a token, so that no page elsewhere can act through a browser.</summary>
    private async Task<Refusal?> Enter(HttpContext http, ApiEndpoint endpoint, Visit visit)
    {
        if (http.Request.Headers.Authorization is { Count: > 0 } given)
        {
            visit.Account = null;
            var found = given.Count == 1 && given[0]!.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? await tokens.Find(given[0]![7..].Trim(), http.RequestAborted) : NoBearer;
            if (!found.Done)
            {
                return found.Refusals[0];
            }
            visit.Become(found.Value.Account, found.Value.Actor);
            if (!TokenScopes.Allow(found.Value.Token.Scopes, endpoint.Area, write: endpoint.Acts))
            {
                return OutOfScope(endpoint);
            }
            await Note(found.Value, http.RequestAborted);
        }
        else if (endpoint.Acts)
        {
            return visit.Account is null ? SignIn : ByToken;
        }
        return endpoint.Roles is not { } roles ? null : visit.Account is null ? SignIn : Permissions.Need(visit.Actor, roles);
    }

    /// <summary>That a day of use could not be noted keeps nobody from reading, for instance while the disk is full.</summary>
    private async Task Note(UsedToken used, CancellationToken stop)
    {
#pragma warning disable CA1031
        try
        {
            await tokens.Note(used, stop);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            NotNoted(log, fault);
        }
#pragma warning restore CA1031
    }

    internal static List<Refusal> Asked(HttpContext http, ApiEndpoint endpoint)
    {
        var query = http.Request.Query;
        List<Refusal> refusals = [.. query.Keys.Where(k => endpoint.Query.All(q => q.Name != k)).Select(k => Unknown(k, endpoint))];
        refusals.AddRange(endpoint.Query.Select(q => q.Check(query[q.Name])).OfType<Refusal>());
        return refusals;
    }

    private static Refusal Unknown(string name, ApiEndpoint endpoint)
    {
        var all = string.Join(", ", endpoint.Query.Select(q => q.Name));
        return new Refusal("unknown-parameter", LocalText.Of("이 주소가 모르는 매개변수입니다.", "this address knows no such parameter"), name.Length > 80 ? name[..80] : name,
            all.Length == 0 ? LocalText.Of("매개변수 없이 보내십시오.", "send it without parameters.") : LocalText.Of($"쓸 수 있는 것: {all}.", $"it knows: {all}."));
    }

    private static Refusal SignIn { get; } = new("signed-out", LocalText.Of("API 토큰이 필요합니다.", "an API token is needed"), null,
        LocalText.Of("내 계정 화면(/me/tokens)에서 토큰을 만들어 Authorization: Bearer 머리글로 보내십시오.", "make one on the page of your account (/me/tokens) and send it in the header Authorization: Bearer."));

    private static Refusal ByToken { get; } = new("bearer-needed", LocalText.Of("API로 바꾸는 일은 토큰으로만 합니다. 브라우저의 로그인으로는 읽기만 됩니다.", "the API acts for tokens only; the sign-in of a browser may read"), null,
        LocalText.Of("내 계정 화면(/me/tokens)에서 토큰을 만들어 Authorization: Bearer 머리글로 보내십시오.", "make one on the page of your account (/me/tokens) and send it in the header Authorization: Bearer."));

    private static Refusal NoBearer { get; } = Refusal.Because("wrong-token", "Authorization 머리글은 Bearer haechi_… 꼴이어야 합니다.", "the header Authorization has the form Bearer haechi_…", "Authorization");

    private static Refusal OutOfScope(ApiEndpoint endpoint)
    {
        var need = endpoint.Area + (endpoint.Acts ? ":write" : ":read");
        return new Refusal("token-scope", LocalText.Of($"이 토큰의 범위 밖입니다. {need} 범위가 필요합니다.", $"this lies outside the token's scopes; it needs {need}"), need, LocalText.Of("그 범위로 토큰을 새로 만드십시오.", "make a token with that scope."));
    }

    private static Refusal TooLarge { get; } = Refusal.Because("too-large", "보낸 것이 너무 큽니다.", "what was sent is too large");

    private static Refusal Broken { get; } = Refusal.Because("broken-form", "요청이 중간에 끊겼거나 깨졌습니다. 다시 보내 주십시오.", "the request broke off or is damaged; send it again");

    /// <summary>What a fault is told as; what happened stands in the log under the number.</summary>
    internal static Refusal Fault(string number) => new("fault", LocalText.Of("프로그램 안에서 오류가 났습니다. 바꾸던 것은 저장하지 않았습니다.", "the program failed; what you were changing was not kept"), number,
        LocalText.Of("다시 해 보시고, 되풀이되면 관리자에게 이 번호를 알려 주십시오.", "try again; if it happens again, tell the administrator this number."));

    [LoggerMessage(Level = LogLevel.Warning, Message = "That a token was used today could not be noted.")]
    private static partial void NotNoted(ILogger log, Exception fault);
}

/// <summary>Compares addresses with the patterns of the table.</summary>
internal static class ApiPaths
{
    public static bool Fits(string pattern, string path)
    {
        var (known, given) = (pattern.Split('/'), path.TrimEnd('/').Split('/'));
        return known.Length == given.Length && known.Zip(given).All(p => p.First.StartsWith('{') || string.Equals(p.First, p.Second, StringComparison.OrdinalIgnoreCase));
    }
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Haechi.Tower.Access.Tokens;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.AspNetCore.Http;

namespace Haechi.Web.Api;

/// <summary>What a command is, for the run of a request.</summary>
/// <param name="Show">What is answered.</param>
/// <param name="Tag">The version that the answer tells, or null.</param>
/// <param name="Version">The present version of the thing that If-Match speaks of, where the command itself does not ask for it; or null.</param>
internal sealed record ActKind<TResult, TAnswer>(Func<TResult, TAnswer> Show, Func<TResult, long?>? Tag = null, Func<ApiCall, TowerContext, Task<long?>>? Version = null);

/// <summary>Carries out a command: reads it, acts at most once for each key, answers.</summary>
internal static class ApiAct
{
    /// <summary>Members of the command that stand in the address or in If-Match.</summary>
    public static IReadOnlyDictionary<string, JsonNode?> Bound(ApiCall call, int? expected)
    {
        var bound = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var name in call.Endpoint.Bound)
        {
            bound[name] = name == "expected" ? expected is { } version ? JsonValue.Create(version) : null
                : name == "row" ? JsonValue.Create(call.RouteNumber(name) ?? -1) : name == "version" ? JsonValue.Create(call.RouteNumber(name) ?? -1) : JsonValue.Create(call.Route(name));
        }
        return bound;
    }

    public static async Task Run<TCommand, TResult, TAnswer>(ApiCall call, Func<byte[], int?, Task<Result<TCommand>>> read, ActKind<TResult, TAnswer> kind)
    {
        var expected = Expected(call);
        var bytes = expected.Done ? await ApiBody.Bytes(call) : Refused.Because<byte[]>(expected.Refusals);
        if (!bytes.Done)
        {
            await call.Refuse(bytes.Refusals);
            return;
        }
        await Once(call, RequestOf(call, bytes.Value), expected.Value, () => read(bytes.Value, expected.Value), kind);
    }

    /// <summary>The version of If-Match, which changes of what has versions must give (RFC 6585, section 3).</summary>
    public static Result<int?> Expected(ApiCall call)
    {
        if (!call.Endpoint.Locked && !call.Endpoint.Lockable)
        {
            return Refused.Not<int?>(null);
        }
        if (call.Endpoint.Locked && call.Http.Request.Headers.IfMatch.Count == 0)
        {
            return new Refusal("no-version-given", Rules.LocalText.Of("어느 판을 고치는지 If-Match로 알려야 합니다.", "If-Match must say which version is changed"), "If-Match",
                Rules.LocalText.Of("먼저 읽어 답의 ETag를 If-Match에 그대로 적어 보내십시오.", "read it first, and repeat the ETag of the answer in If-Match."));
        }
        return ApiTags.Expected(call.Http.Request);
    }

    /// <summary>A print of the whole request, by which a key used for another one is found out.</summary>
    public static string RequestOf(ApiCall call, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var request = call.Http.Request;
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}{request.QueryString}\n{request.Headers.IfMatch}\n"));
        hash.AppendData(body);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public static async Task Once<TCommand, TResult, TAnswer>(ApiCall call, string request, int? expected, Func<Task<Result<TCommand>>> read, ActKind<TResult, TAnswer> kind)
    {
        var key = ApiKeys.Of(call);
        if (!key.Done)
        {
            await call.Refuse(key.Refusals);
            return;
        }
        using var taken = key.Value is { } name ? call.Get<ApiKeys>().Take(call.Actor.Token!, name) : null;
        if (key.Value is not null && (taken is null || await ApiKeys.Answered(call, key.Value, request)))
        {
            await (taken is null ? call.Refuse(ApiKeys.InUse) : Task.CompletedTask);
            return;
        }
        var command = await read();
        if (!command.Done)
        {
            await call.Refuse(command.Refusals);
            return;
        }
        var errand = new ApiErrand<TResult, TAnswer>(call, key.Value, request, kind, expected);
        var result = await call.Get<IHandle<TCommand, TResult>>().Handle(call.Actor with { Errand = errand }, command.Value, call.Stop);
        if (!result.Done)
        {
            // Whoever said which version they looked at gets the answer that belongs to it.
            await call.Refuse(result.Refusals, result.Refusals[0].Code == "changed-meanwhile" && call.Http.Request.Headers.IfMatch.Count > 0 ? StatusCodes.Status412PreconditionFailed : null);
            return;
        }
        call.Tag = kind.Tag?.Invoke(result.Value) is { } version ? ApiTags.Of(version) : null;
        await call.Json(kind.Show(result.Value));
    }
}

/// <summary>In the transaction of an act: the version that must hold, and the receipt.</summary>
internal sealed class ApiErrand<TResult, TAnswer>(ApiCall call, string? key, string request, ActKind<TResult, TAnswer> kind, int? expected) : IErrand
{
    public async Task<Refusal?> Before(WriteScope scope) => expected is { } version && kind.Version is { } read && await read(call, scope.Context) is { } present && present != version
        ? Refusal.Because("other-version", $"{version}판을 보는 동안 {present}판이 되었습니다. 새로 읽어 확인한 뒤 다시 하십시오.", $"you looked at version {version} and it is version {present} now; read it again, check, and do it again", "If-Match") : null;

    public async Task<Refusal?> After(WriteScope scope, object? result)
    {
        if (key is null || result is not TResult done)
        {
            return null;
        }
        var receipt = new ApiReceipt
        {
            Token = scope.Actor.Token!, Key = key, Request = request, Status = StatusCodes.Status200OK, At = scope.Now, Tag = kind.Tag?.Invoke(done) is { } version ? ApiTags.Of(version) : null,
            Answer = call.Endpoint.Secret ? null : JsonSerializer.Serialize(kind.Show(done), ApiJson.Options),
        };
        return await Receipts.Keep(scope, receipt) ? null : ApiKeys.InUse;
    }
}

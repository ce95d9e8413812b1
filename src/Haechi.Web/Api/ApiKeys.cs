using System.Collections.Concurrent;
using Haechi.Rules;
using Haechi.Tower.Access.Tokens;
using Haechi.Tower.Common;
using Microsoft.AspNetCore.Http;

namespace Haechi.Web.Api;

/// <summary>
/// Keys by which a caller may ask for an act again without acting twice (<c>Idempotency-Key</c>). While an act runs, its key is taken within this process; the receipt in the act's own transaction
/// (<see cref="Receipts"/>) is what counts across processes and after a crash. What was refused changed nothing and leaves no receipt.
/// </summary>
internal sealed class ApiKeys
{
    private readonly ConcurrentDictionary<(string Token, string Key), byte> _running = new();

    public static Refusal InUse { get; } = new("key-in-use", LocalText.Of("같은 Idempotency-Key의 요청을 지금 처리하고 있습니다.", "a request with this Idempotency-Key is under way"), "Idempotency-Key",
        LocalText.Of("잠시 뒤에 그대로 다시 보내면 그 답을 받습니다.", "send it again as it is in a moment to get its answer."));

    /// <summary>The key of a request, or null when it has none.</summary>
    public static Result<string?> Of(ApiCall call) => call.Http.Request.Headers["Idempotency-Key"] is var given && given.Count == 0 ? Refused.Not<string?>(null)
        : given.Count == 1 && given[0] is { Length: > 0 and <= 200 } key && key.All(c => c is > ' ' and < '\u007f') ? Refused.Not<string?>(key)
        : Refusal.Because("wrong-header", "Idempotency-Key는 1~200자의 영문자, 숫자, 기호입니다.", "an Idempotency-Key has 1 to 200 letters, digits or signs", "Idempotency-Key");

    /// <summary>Takes a key while its act runs; null when it is taken.</summary>
    public IDisposable? Take(string token, string key) => _running.TryAdd((token, key), 0) ? new Taken(this, token, key) : null;

    /// <summary>Answers as the first time when the act was done already.</summary>
    public static async Task<bool> Answered(ApiCall call, string key, string request)
    {
        if (await call.Get<Receipts>().Find(call.Actor.Token!, key, call.Stop) is not { } receipt)
        {
            return false;
        }
        if (receipt.Request != request)
        {
            await call.Refuse(new Refusal("key-reused", LocalText.Of("이 Idempotency-Key는 다른 요청에 썼습니다.", "this Idempotency-Key was used for another request"), "Idempotency-Key", LocalText.Of("새 키를 쓰십시오.", "use a new key.")));
        }
        else if (receipt.Answer is null)
        {
            await call.Refuse(new Refusal("shown-once", LocalText.Of("이미 한 일이며, 그 답의 비밀 값은 한 번만 보였습니다.", "this was done already, and the secret in its answer was shown once"), "Idempotency-Key",
                LocalText.Of("새로 만드십시오.", "make a new one.")));
        }
        else
        {
            var response = call.Http.Response;
            (response.StatusCode, response.ContentType) = (receipt.Status, "application/json");
            response.Headers["Idempotency-Replayed"] = "true";
            response.Headers.ETag = receipt.Tag;
            await response.WriteAsync(receipt.Answer, call.Stop);
        }
        return true;
    }

    private sealed class Taken(ApiKeys keys, string token, string key) : IDisposable
    {
        public void Dispose() => keys._running.TryRemove((token, key), out _);
    }
}

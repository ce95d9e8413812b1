using Haechi.Rules;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Access.Tokens;

/// <summary>A token that is used: as whom, and what it may.</summary>
/// <param name="Token">Its row.</param>
/// <param name="Account">The account as it is now.</param>
/// <param name="Actor">Who acts: the account's present roles, bounded by the token.</param>
public sealed record UsedToken(ApiToken Token, Account Account, Actor Actor);

/// <summary>Looks tokens up.</summary>
public sealed class TokenDesk(TowerStore store)
{
    /// <summary>Who a secret lets in. A token follows its account: other roles hold at once, a closed account is dead.</summary>
    public async Task<Result<UsedToken>> Find(string secret, CancellationToken stop = default)
    {
        if (!TokenSecret.HasForm(secret))
        {
            return Wrong;
        }
        var (hash, now) = (Secrets.HashOf(secret), store.Clock.Micros);
        await using var context = store.Open();
        var token = await context.Set<ApiToken>().FirstOrDefaultAsync(t => t.Hash == hash, stop);
        if (token is null || token.RevokedAt is not null || token.ExpiresAt <= now || await context.Set<Account>().FirstOrDefaultAsync(a => a.Id == token.Account && !a.Closed, stop) is not { } account)
        {
            return Wrong;
        }
        var bound = await Bound(context, account, token);
        return bound.Done ? new UsedToken(token, account, account.ToActor() with { Department = bound.Value, Token = token.Id, ReadOnly = TokenScopes.OnlyRead(token.Scopes) }) : Refused.Because<UsedToken>(bound.Refusals);
    }

    /// <summary>Notes the day on which a token was used, the first time on that day.</summary>
    public async Task Note(UsedToken used, CancellationToken stop = default)
    {
        if (used.Token.LastUsed == store.Clock.Today)
        {
            return;
        }
        await store.Write<Done>(used.Account.ToActor() with { Token = used.Token.Id }, async scope =>
        {
            await scope.Context.Set<ApiToken>().Where(t => t.Id == used.Token.Id).ExecuteUpdateAsync(u => u.SetProperty(t => t.LastUsed, scope.Today), stop);
            scope.Record("access.token-used", "token:" + used.Token.Id, new { day = scope.Today });
            return Done.Well;
        }, stop);
    }

    /// <summary>The tokens of an account, newest first; of everybody when null.</summary>
    public Task<List<ApiToken>> Of(string? account, CancellationToken stop = default) =>
        store.Read(c => c.Set<ApiToken>().Where(t => account == null || t.Account == account).OrderByDescending(t => t.CreatedAt).ThenBy(t => t.Id).ToListAsync(stop));

    /// <summary>The tokens of an account that work at an instant.</summary>
    public static IQueryable<ApiToken> Alive(TowerContext context, string account, long at) => context.Set<ApiToken>().Where(t => t.Account == account && t.RevokedAt == null && t.ExpiresAt > at);

    /// <summary>The narrower one of the account's department and the token's. When the account moved elsewhere since, the token reaches nothing.</summary>
    private static async Task<Result<string?>> Bound(TowerContext context, Account account, ApiToken token)
    {
        if (token.Department is not { } bound)
        {
            return Refused.Not(account.Department);
        }
        return await Permissions.NeedScope(context, account.ToActor(), bound) is null ? Refused.Not<string?>(bound)
            : account.Department is { } present && await Permissions.NeedScope(context, account.ToActor() with { Department = bound }, present) is null ? Refused.Not<string?>(present)
            : Wrong;
    }

    private static Refusal Wrong { get; } = new("wrong-token", LocalText.Of("이 토큰은 없거나, 기한이 지났거나, 없앤 것입니다.", "there is no such token, or it expired or was revoked"), null,
        LocalText.Of("내 계정 화면(/me/tokens)에서 새로 만드십시오.", "make a new one on the page of your account (/me/tokens)."));
}

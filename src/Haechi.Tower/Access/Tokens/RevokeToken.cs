using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Access.Tokens;

/// <summary>Ends a token at once: one's own, or anybody's for an administrator. A token may end itself.</summary>
public sealed record RevokeToken(string Token);

/// <summary>Carries out <see cref="RevokeToken"/>.</summary>
internal sealed class RevokeTokenHandler(TowerStore store) : IHandle<RevokeToken, Done>
{
    public Task<Result<Done>> Handle(Actor actor, RevokeToken command, CancellationToken stop) => store.Write<Done>(actor, async scope =>
    {
        var token = await scope.Context.Set<ApiToken>().FirstOrDefaultAsync(t => t.Id == command.Token, stop);
        if (token is null || (token.Account != actor.Account && !actor.Is(Roles.Administrator)))
        {
            return Refusal.NotFound("토큰", "token", command.Token);
        }
        if (token.RevokedAt is not null)
        {
            return Refusal.Because("already-done", "이미 없앤 토큰입니다.", "the token was revoked already", command.Token);
        }
        token.RevokedAt = scope.Now;
        scope.Record("access.revoke-token", "token:" + token.Id, new { account = token.Account });
        return Done.Well;
    }, stop);
}

using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Access.Sessions;

/// <summary>Ends sessions of an account: one's own, or anybody's by an administrator in whose scope the account lies.</summary>
/// <param name="Account">The account.</param>
/// <param name="Session">The session, or null for all.</param>
/// <param name="Keep">With all: the one that stays, or null.</param>
public sealed record EndSessions(string Account, string? Session, string? Keep = null);

/// <summary>Carries out <see cref="EndSessions"/>; gives how many were ended.</summary>
internal sealed class EndSessionsHandler(TowerStore store) : IHandle<EndSessions, int>
{
    public Task<Result<int>> Handle(Actor actor, EndSessions command, CancellationToken stop) => store.Write<int>(actor, async scope =>
    {
        if (actor.Account != command.Account && Permissions.Need(actor, Roles.Administrator) is { } role)
        {
            return role;
        }
        if (await scope.Context.Set<Account>().AsNoTracking().FirstOrDefaultAsync(a => a.Id == command.Account, stop) is not { } account)
        {
            return Refusal.NotFound("계정", "account", command.Account);
        }
        if (actor.Account != command.Account && await Permissions.NeedScope(scope.Context, actor, account.Department) is { } outside)
        {
            return outside;
        }
        var found = await scope.Context.Set<UserSession>().Where(s => s.Account == account.Id && (command.Session == null || s.Id == command.Session) && s.Id != command.Keep).ToListAsync(stop);
        if (found.Count == 0 && command.Session is { } missing)
        {
            return Refusal.NotFound("열린 세션", "open session", missing);
        }
        scope.Context.RemoveRange(found);
        scope.Record("access.end-session", "account:" + account.Id, new { ended = found.Count, one = command.Session });
        return found.Count;
    }, stop);
}

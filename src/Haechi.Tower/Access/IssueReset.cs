using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Access;

/// <summary>Makes a new one-time address at which the person of an account sets a password. The old password works until then; an older address stops working.</summary>
public sealed record IssueReset(string Account);

/// <summary>Carries out <see cref="IssueReset"/>.</summary>
internal sealed class IssueResetHandler(TowerStore store) : IHandle<IssueReset, OneTimeAddress>
{
    public Task<Result<OneTimeAddress>> Handle(Actor actor, IssueReset command, CancellationToken stop) => store.Write<OneTimeAddress>(actor, async scope =>
    {
        if (Permissions.Need(actor, Roles.Administrator) is { } role)
        {
            return role;
        }
        if (await scope.Context.Set<Account>().FirstOrDefaultAsync(a => a.Id == command.Account && !a.Closed && !a.Service, stop) is not { } account)
        {
            return Refusal.NotFound("열린 계정", "open account", command.Account);
        }
        if (await Permissions.NeedScope(scope.Context, actor, account.Department) is { } outside)
        {
            return outside;
        }
        var address = MakeAccountHandler.Reset(account, scope.Now);
        scope.Record("access.issue-reset", "account:" + account.Id, new { until = address.Until });
        return address;
    }, stop);
}

using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Access;

/// <summary>Changes an account: the person's details, or whether it is closed. A change of roles, scope or closing ends its sessions.</summary>
public sealed record ChangeAccount(string Account, AccountDetails Details, bool Closed = false);

/// <summary>Carries out <see cref="ChangeAccount"/>.</summary>
internal sealed class ChangeAccountHandler(TowerStore store) : IHandle<ChangeAccount, Done>
{
    public Task<Result<Done>> Handle(Actor actor, ChangeAccount command, CancellationToken stop) => store.Write<Done>(actor, async scope =>
    {
        if (Permissions.Need(actor, Roles.Officer) is { } role)
        {
            return role;
        }
        if (await scope.Context.Set<Account>().FirstOrDefaultAsync(a => a.Id == command.Account, stop) is not { } account)
        {
            return Refusal.NotFound("계정", "account", command.Account);
        }
        if (await AccountChecks.Details(scope.Context, command.Details) is { Count: > 0 } wrong)
        {
            return Refused.Because<Done>(wrong);
        }
        var staysOfficer = !command.Closed && command.Details.Roles.HasFlag(Roles.Officer) && MakeAccountHandler.Blank(command.Details.Department) is null;
        if (!staysOfficer && await IsLastOfficer(scope.Context, account, stop))
        {
            return new Refusal("last-officer", Rules.LocalText.Of("기관 전체를 맡은 마지막 총괄 담당관입니다. 이 계정을 닫거나 역할·범위를 줄이면 아무도 계정을 관리할 수 없습니다.",
                "this is the last officer for the whole body; without it nobody could manage accounts"), "roles", Rules.LocalText.Of("먼저 다른 사람을 총괄 담당관으로 지정하십시오.", "make somebody else an officer first."));
        }
        var changed = Apply(account, command);
        scope.Record("access.change-account", "account:" + account.Id, new { changed, roles = account.Roles.ToString(), department = account.Department, closed = account.Closed });
        return Done.Well;
    }, stop);

    private static async Task<bool> IsLastOfficer(TowerContext context, Account account, CancellationToken stop) =>
        account is { Closed: false, Department: null } && account.Roles.HasFlag(Roles.Officer)
        && !await context.Set<Account>().AnyAsync(a => a.Id != account.Id && !a.Closed && a.Department == null && (a.Roles & Roles.Officer) != 0, stop);

    private static List<string> Apply(Account account, ChangeAccount command)
    {
        var (name, position, email, department) = (command.Details.Name.Trim(), MakeAccountHandler.Blank(command.Details.Position), MakeAccountHandler.Blank(command.Details.Email), MakeAccountHandler.Blank(command.Details.Department));
        List<string> changed = [.. new[]
        {
            (account.Name != name, "name"), (account.Position != position, "position"), (account.Email != email, "email"),
            (account.Roles != command.Details.Roles, "roles"), (account.Department != department, "department"), (account.Closed != command.Closed, "closed"),
        }.Where(c => c.Item1).Select(c => c.Item2)];
        (account.Name, account.Position, account.Email, account.Department) = (name, position, email, department);
        (account.Roles, account.Closed) = (command.Details.Roles, command.Closed);
        if (changed.Intersect(["roles", "department", "closed"]).Any())
        {
            account.Stamp = Secrets.Next();
        }
        return changed;
    }
}

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
        if (Permissions.Need(actor, Roles.Administrator) is { } role)
        {
            return role;
        }
        if (await scope.Context.Set<Account>().FirstOrDefaultAsync(a => a.Id == command.Account, stop) is not { } account)
        {
            return Refusal.NotFound("계정", "account", command.Account);
        }
        // Both where the account was and where it is to be must lie in the administrator's scope; else a narrow one could widen itself.
        if (await Permissions.NeedScope(scope.Context, actor, account.Department) is { } outside)
        {
            return outside;
        }
        if (await Permissions.NeedScope(scope.Context, actor, MakeAccountHandler.Blank(command.Details.Department)) is { } wider)
        {
            return wider;
        }
        if (await AccountChecks.Details(scope.Context, command.Details) is { Count: > 0 } wrong)
        {
            return Refused.Because<Done>(wrong);
        }
        if (RaisesItself(actor, account, command.Details) || await LeavesNobody(scope.Context, account, command, stop))
        {
            return RaisesItself(actor, account, command.Details) ? NotYourOwn : LastOne;
        }
        var before = account.Roles;
        var changed = Apply(account, command);
        scope.Record("access.change-account", "account:" + account.Id, new { changed, before = before.ToString(), roles = account.Roles.ToString(), department = account.Department, closed = account.Closed });
        return Done.Well;
    }, stop);

    /// <summary>Nobody gives themselves a role: else one person could both do a thing and check it, unseen by a second. Giving roles up is free.</summary>
    private static bool RaisesItself(Actor actor, Account account, AccountDetails details) => actor.Account == account.Id && (details.Roles & ~account.Roles) != 0;

    private static async Task<bool> LeavesNobody(TowerContext context, Account account, ChangeAccount command, CancellationToken stop)
    {
        var stays = !command.Closed && command.Details.Roles.HasFlag(Roles.Administrator) && MakeAccountHandler.Blank(command.Details.Department) is null;
        return !stays && account is { Closed: false, Department: null } && account.Roles.HasFlag(Roles.Administrator)
            && !await context.Set<Account>().AnyAsync(a => a.Id != account.Id && !a.Closed && a.Department == null && (a.Roles & Roles.Administrator) != 0, stop);
    }

    private static Refusal LastOne { get; } = new("last-administrator", Rules.LocalText.Of("기관 전체를 맡은 마지막 관리자입니다. 이 계정을 닫거나 역할·범위를 줄이면 아무도 계정을 관리할 수 없습니다.",
        "this is the last administrator for the whole body; without it nobody could manage accounts"), "roles", Rules.LocalText.Of("먼저 다른 사람을 관리자로 지정하십시오.", "make somebody else an administrator first."));

    private static Refusal NotYourOwn { get; } = new("own-roles", Rules.LocalText.Of("자기 계정에는 역할을 더할 수 없습니다. 한 사람이 일하고 스스로 확인하는 것을 막기 위한 것입니다.",
        "nobody adds a role to their own account, so that no one person both does a thing and checks it"), "roles", Rules.LocalText.Of("다른 관리자에게 요청하십시오.", "ask another administrator."));

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

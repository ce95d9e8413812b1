using Haechi.Tower.Common;
using Haechi.Tower.Storage;

namespace Haechi.Tower.Access.Tokens;

/// <summary>Makes an account for a program. Nobody signs in as it; it acts by tokens that an administrator makes.</summary>
public sealed record MakeServiceAccount(string Login, AccountDetails Details);

/// <summary>Carries out <see cref="MakeServiceAccount"/>; gives the id.</summary>
internal sealed class MakeServiceAccountHandler(TowerStore store) : IHandle<MakeServiceAccount, string>
{
    public Task<Result<string>> Handle(Actor actor, MakeServiceAccount command, CancellationToken stop) => store.Write<string>(actor, async scope =>
    {
        if ((Permissions.Need(actor, Roles.Administrator) ?? TokenRules.ByPerson(actor)) is { } refused)
        {
            return refused;
        }
        var login = MakeAccountHandler.Fold(command.Login);
        List<Refusal> wrong = [.. await AccountChecks.Login(scope.Context, login), .. await AccountChecks.Details(scope.Context, command.Details)];
        // A program that runs accounts could let itself in anywhere.
        if (command.Details.Roles.HasFlag(Roles.Administrator))
        {
            wrong.Add(Refusal.Because("forbidden", "서비스 계정은 관리자가 될 수 없습니다.", "a service account cannot be an administrator", "roles"));
        }
        if (wrong.Count > 0)
        {
            return Refused.Because<string>(wrong);
        }
        var (d, department) = (command.Details, MakeAccountHandler.Blank(command.Details.Department));
        var account = new Account
        {
            Id = NewId.Next(), Login = login, Name = d.Name.Trim(), Position = MakeAccountHandler.Blank(d.Position), Roles = d.Roles, Department = department, Stamp = Secrets.Next(), CreatedAt = scope.Now, Service = true,
        };
        scope.Context.Add(account);
        scope.Record("access.make-account", "account:" + account.Id, new { roles = account.Roles.ToString(), department, service = true });
        return account.Id;
    }, stop);
}

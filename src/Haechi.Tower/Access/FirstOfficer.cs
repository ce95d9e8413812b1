using Haechi.Tower.Common;
using Haechi.Tower.Storage;

namespace Haechi.Tower.Access;

/// <summary>Makes the first account of an empty tower: administrator and officer for the whole body, with a password. Works as long as there is no administrator.</summary>
public sealed record FirstOfficer(string Login, string Name, string? Position, string Password);

/// <summary>Carries out <see cref="FirstOfficer"/>.</summary>
internal sealed class FirstOfficerHandler(TowerStore store, IPasswords passwords) : IHandle<FirstOfficer, SignedIn>
{
    public Task<Result<SignedIn>> Handle(Actor actor, FirstOfficer command, CancellationToken stop) => store.Write<SignedIn>(Actor.Program, async scope =>
    {
        if (!await AccountQueries.NeedsFirstOfficer(scope.Context))
        {
            return Refusal.Because("already-done", "관리자가 이미 있습니다. 로그인하십시오.", "there is an administrator already; sign in");
        }
        var login = MakeAccountHandler.Fold(command.Login);
        var details = new AccountDetails(command.Name, command.Position, null, Roles.Administrator | Roles.Officer | Roles.Owner | Roles.Verifier | Roles.Reader, null);
        List<Refusal> wrong = [.. await AccountChecks.Login(scope.Context, login), .. await AccountChecks.Details(scope.Context, details)];
        if (PasswordRule.Check(command.Password, login) is { } weak)
        {
            wrong.Add(weak);
        }
        if (wrong.Count > 0)
        {
            return Refused.Because<SignedIn>(wrong);
        }
        var account = MakeAccountHandler.New(login, details, scope.Now);
        account.PasswordHash = passwords.Hash(command.Password);
        scope.Context.Add(account);
        scope.Record("access.first-officer", "account:" + account.Id, new { roles = account.Roles.ToString() });
        return new SignedIn(account.Id, account.Stamp);
    }, stop);
}

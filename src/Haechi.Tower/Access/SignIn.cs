using Haechi.Tower.Access.Factors;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Access;

/// <summary>Signs a person in with login and password.</summary>
public sealed record SignIn(string Login, string Password);

/// <summary>Who is signed in now.</summary>
/// <param name="Account">The account's id.</param>
/// <param name="Stamp">Ends the session when it changes.</param>
public sealed record SignedIn(string Account, string Stamp);

/// <summary>Carries out <see cref="SignIn"/>. A wrong password, an unknown login and a closed account get the same answer after the same work.</summary>
internal sealed class SignInHandler(TowerStore store, IPasswords passwords, Lockout lockout) : IHandle<SignIn, SignedIn>
{
    private readonly Lazy<string> _nobody = new(() => passwords.Hash(Secrets.Next()));

    public async Task<Result<SignedIn>> Handle(Actor actor, SignIn command, CancellationToken stop)
    {
        var login = MakeAccountHandler.Fold(command.Login);
        var account = await store.Read(c => c.Set<Account>().FirstOrDefaultAsync(a => a.Login == login && !a.Closed, stop));
        var now = store.Clock.Micros;
        var until = account?.LockedUntil ?? lockout.UnknownUntil(login);
        if (until > now)
        {
            return Wait(until - now);
        }
        // The slow part, outside the transaction; for an unknown login against a hash that nothing fits.
        var check = command.Password.Length > PasswordRule.Longest ? PasswordCheck.Wrong : passwords.Check(account?.PasswordHash ?? _nobody.Value, command.Password);
        if (account?.PasswordHash is null)
        {
            lockout.FailUnknown(login, now);
            return Wrong;
        }
        var kept = await store.Write<Account>(account.ToActor(), scope => Keep(scope, account.Id, check, command.Password, stop), stop);
        return !kept.Done ? Refused.Because<SignedIn>(kept.Refusals) : check == PasswordCheck.Wrong ? Wrong : new SignedIn(account.Id, kept.Value.Stamp);
    }

    private async Task<Result<Account>> Keep(WriteScope scope, string id, PasswordCheck check, string password, CancellationToken stop)
    {
        var account = await scope.Context.Set<Account>().FirstAsync(a => a.Id == id, stop);
        if (check == PasswordCheck.Wrong)
        {
            account.Failures++;
            account.LockedUntil = Lockout.Delay(account.Failures) is > 0 and var delay ? scope.Now + delay : 0;
            scope.Record("access.sign-in-failed", "account:" + id, new { failures = account.Failures }, outcome: "failed");
            return account;
        }
        if (check == PasswordCheck.RightButOld)
        {
            account.PasswordHash = passwords.Hash(password);
        }
        if (await FactorQueries.Has(scope.Context, id))
        {
            // Failures stay counted until the code is right too: else whoever knows the password could try codes without end.
            scope.Record("access.password-right", "account:" + id, new { });
            return account;
        }
        (account.Failures, account.LockedUntil) = (0, 0);
        scope.Record("access.sign-in", "account:" + id, new { method = "password" });
        return account;
    }

    private static Refusal Wrong { get; } =
        Refusal.Because("wrong-sign-in", "아이디 또는 비밀번호가 맞지 않습니다. 확인하고 다시 입력하십시오.", "the login or the password is not right; check them and try again");

    internal static Refusal Wait(long micros)
    {
        var seconds = Math.Max(1, (micros + 999_999) / 1_000_000);
        var (ko, en) = seconds < 90 ? ($"{seconds}초", $"{seconds} seconds") : ($"{(seconds + 59) / 60}분", $"{(seconds + 59) / 60} minutes");
        return Refusal.Because("locked", $"여러 번 틀려 잠시 막아 두었습니다. {ko} 뒤에 다시 하십시오. 비밀번호를 잊었으면 관리자에게 새로 정하는 주소를 요청하십시오.",
            $"too many wrong tries; try again in {en}; if you forgot the password, ask an administrator for an address to set a new one");
    }
}

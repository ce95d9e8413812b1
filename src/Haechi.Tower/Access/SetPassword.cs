using Haechi.Tower.Access.Tokens;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Access;

/// <summary>
/// Sets a password at a one-time address, signs the person in, and ends all other sessions and all API tokens of the account: whoever needs such an address has lost the old password, perhaps to
/// somebody who made a token with it.
/// </summary>
public sealed record SetPassword(string Secret, string Password);

/// <summary>Changes one's own password, and ends all other sessions. Tokens live on: programs that run do not stop because their owner keeps a rule about passwords.</summary>
public sealed record ChangeOwnPassword(string Old, string New);

/// <summary>Carries out <see cref="SetPassword"/> and <see cref="ChangeOwnPassword"/>.</summary>
internal sealed class SetPasswordHandler(TowerStore store, IPasswords passwords) : IHandle<SetPassword, SignedIn>, IHandle<ChangeOwnPassword, SignedIn>
{
    public Task<Result<SignedIn>> Handle(Actor actor, SetPassword command, CancellationToken stop) => store.Write<SignedIn>(actor, async scope =>
        await AccountQueries.OfOneTimeAddress(scope.Context, command.Secret, scope.Now) is not { } account ? Gone
        : PasswordRule.Check(command.Password, account.Login) is { } weak ? weak
        : Keep(scope, account, command.Password, "access.set-password", await EndTokens(scope, account, stop)), stop);

    public async Task<Result<SignedIn>> Handle(Actor actor, ChangeOwnPassword command, CancellationToken stop)
    {
        var account = await store.Read(c => c.Set<Account>().FirstAsync(a => a.Id == actor.Account, stop));
        if (account.PasswordHash is not { } hash || passwords.Check(hash, command.Old) == PasswordCheck.Wrong)
        {
            return Refusal.Because("wrong-password", "지금 비밀번호가 맞지 않습니다.", "the present password is not right", "old");
        }
        return await store.Write<SignedIn>(actor, async scope =>
            PasswordRule.Check(command.New, account.Login) is { } weak ? weak
            : Keep(scope, await scope.Context.Set<Account>().FirstAsync(a => a.Id == actor.Account, stop), command.New, "access.change-password", ended: 0), stop);
    }

    /// <summary>Each token that ends leaves an entry of its own, as when it is revoked by hand; how many were ended.</summary>
    private static async Task<int> EndTokens(WriteScope scope, Account account, CancellationToken stop)
    {
        var alive = await TokenDesk.Alive(scope.Context, account.Id, scope.Now).AsTracking().ToListAsync(stop);
        foreach (var token in alive)
        {
            token.RevokedAt = scope.Now;
            scope.Record("access.revoke-token", "token:" + token.Id, new { account = account.Id, reset = true });
        }
        return alive.Count;
    }

    private SignedIn Keep(WriteScope scope, Account account, string password, string act, int ended)
    {
        (account.PasswordHash, account.Stamp) = (passwords.Hash(password), Secrets.Next());
        (account.ResetHash, account.ResetUntil, account.Failures, account.LockedUntil) = (null, 0, 0, 0);
        scope.Record(act, "account:" + account.Id, new { tokens_ended = ended });
        return new SignedIn(account.Id, account.Stamp);
    }

    private static Refusal Gone { get; } = new("not-found", Rules.LocalText.Of("이 주소는 이미 썼거나 기간이 지났습니다.", "this address was used already or is too old"), null,
        Rules.LocalText.Of("관리자에게 새 주소를 요청하십시오.", "ask an administrator for a new one."));
}

using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Access.Factors;

/// <summary>Takes the authenticator app off one's own account. All other sessions end.</summary>
public sealed record RemoveFactor(string Password);

/// <summary>Takes it off somebody else's account, when phone and paper are lost. All their sessions end; with the rule of second factors they set up a new one at the next sign-in.</summary>
public sealed record ResetFactor(string Account);

/// <summary>Carries out <see cref="RemoveFactor"/> and <see cref="ResetFactor"/>.</summary>
internal sealed class RemoveFactorHandler(TowerStore store, IPasswords passwords) : IHandle<RemoveFactor, SignedIn>, IHandle<ResetFactor, Done>
{
    public async Task<Result<SignedIn>> Handle(Actor actor, RemoveFactor command, CancellationToken stop) =>
        await PresentPassword.Check(store, passwords, actor.Account, command.Password) is { } wrong ? wrong
        : await store.Write<SignedIn>(actor, async scope =>
        {
            var account = await scope.Context.Set<Account>().FirstAsync(a => a.Id == actor.Account, stop);
            if ((await SignInRules.Of(scope.Context)).Demands(account.Roles))
            {
                return new Refusal("factor-needed", Rules.LocalText.Of("관리자와 총괄 담당관은 인증 앱을 써야 합니다.", "administrators and officers must have an authenticator app"), null,
                    Rules.LocalText.Of("다른 휴대전화로 바꾸려면 새 앱을 등록하십시오.", "to move to another phone, set up the new app."));
            }
            await Remove(scope, account, "access.second-factor-off", stop);
            return new SignedIn(account.Id, account.Stamp);
        }, stop);

    public Task<Result<Done>> Handle(Actor actor, ResetFactor command, CancellationToken stop) => store.Write<Done>(actor, async scope =>
    {
        if (Permissions.Need(actor, Roles.Administrator) is { } role)
        {
            return role;
        }
        if (await scope.Context.Set<Account>().FirstOrDefaultAsync(a => a.Id == command.Account, stop) is not { } account)
        {
            return Refusal.NotFound("계정", "account", command.Account);
        }
        if (await Permissions.NeedScope(scope.Context, actor, account.Department) is { } outside)
        {
            return outside;
        }
        if (account.Id == actor.Account)
        {
            return Refusal.Because("own-factor", "자기 인증 앱은 ‘내 계정’에서 비밀번호를 적고 바꾸십시오.", "change your own authenticator app under “My account”, with your password");
        }
        await Remove(scope, account, "access.second-factor-reset", stop);
        return Done.Well;
    }, stop);

    private static async Task Remove(WriteScope scope, Account account, string act, CancellationToken stop)
    {
        scope.Context.RemoveRange(await scope.Context.Set<FactorRow>().Where(f => f.Account == account.Id).ToListAsync(stop));
        scope.Context.RemoveRange(await scope.Context.Set<RecoveryCode>().Where(r => r.Account == account.Id).ToListAsync(stop));
        account.Stamp = Secrets.Next();
        scope.Record(act, "account:" + account.Id, new { });
    }
}

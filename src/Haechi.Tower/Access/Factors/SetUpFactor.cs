using System.Security.Cryptography;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Access.Factors;

/// <summary>Begins to set up an authenticator app on one's own account. The old one, if any, works until the new one has shown a right code.</summary>
public sealed record StartFactor(string Password);

/// <summary>Takes the app into use with its first right code. All other sessions end.</summary>
public sealed record ConfirmFactor(string Code);

/// <summary>Makes new codes for paper; the old ones stop working.</summary>
public sealed record RenewRecoveryCodes(string Password);

/// <summary>Codes for paper, shown once; with the session to go on with when the others ended.</summary>
public sealed record RecoveryCodes(IReadOnlyList<string> Codes, SignedIn? Who = null);

/// <summary>Carries out <see cref="StartFactor"/>, <see cref="ConfirmFactor"/> and <see cref="RenewRecoveryCodes"/>.</summary>
internal sealed class SetUpFactorHandler(TowerStore store, IPasswords passwords, ISecretBox box) : IHandle<StartFactor, Done>, IHandle<ConfirmFactor, RecoveryCodes>, IHandle<RenewRecoveryCodes, RecoveryCodes>
{
    private const long Waits = 30L * 60 * 1_000_000;
    private const int Codes = 10;
    private const string Letters = "23456789bcdfghjkmnpqrstvwxyz";

    public async Task<Result<Done>> Handle(Actor actor, StartFactor command, CancellationToken stop) =>
        await PresentPassword.Check(store, passwords, actor.Account, command.Password) is { } wrong ? wrong
        : await store.Write<Done>(actor, async scope =>
        {
            var row = await scope.Context.Set<FactorRow>().FirstOrDefaultAsync(f => f.Account == actor.Account, stop);
            if (row is null)
            {
                scope.Context.Add(row = new FactorRow { Account = actor.Account });
            }
            (row.Pending, row.PendingUntil) = (box.Close(Convert.ToHexStringLower(Totp.NewSecret())), scope.Now + Waits);
            scope.Record("access.second-factor-begun", "account:" + actor.Account, new { });
            return Done.Well;
        }, stop);

    public async Task<Result<RecoveryCodes>> Handle(Actor actor, ConfirmFactor command, CancellationToken stop)
    {
        // The slow part stands outside the transaction.
        var (codes, hashes) = NewCodes();
        return await store.Write<RecoveryCodes>(actor, async scope =>
        {
            var row = await scope.Context.Set<FactorRow>().FirstOrDefaultAsync(f => f.Account == actor.Account && f.Pending != null && f.PendingUntil > scope.Now, stop);
            if (row is null || box.Open(row.Pending!) is not { } secret)
            {
                return Refusal.Because("nothing-pending", "등록하던 앱이 없거나 30분이 지났습니다. 처음부터 다시 하십시오.", "no app is being set up, or 30 minutes have passed; begin again");
            }
            if (Totp.Match(Convert.FromHexString(secret), EnterCodeHandler.Digits(command.Code), scope.Now, 0) is not { } step)
            {
                return Refusal.Because("wrong-code", "번호가 맞지 않습니다. 앱에 지금 보이는 여섯 자리를 적고, 휴대전화의 시각이 자동으로 맞춰지는지 확인하십시오.",
                    "the code is not right; type the six digits that the app shows now, and check that the phone sets its clock by itself", "code");
            }
            (row.Closed, row.LastStep, row.Pending, row.PendingUntil) = (row.Pending, step, null, 0);
            var account = await scope.Context.Set<Account>().FirstAsync(a => a.Id == actor.Account, stop);
            account.Stamp = Secrets.Next();
            await Keep(scope, hashes, stop);
            scope.Record("access.second-factor-on", "account:" + actor.Account, new { codes = codes.Count });
            return new RecoveryCodes(codes, new SignedIn(account.Id, account.Stamp));
        }, stop);
    }

    public async Task<Result<RecoveryCodes>> Handle(Actor actor, RenewRecoveryCodes command, CancellationToken stop)
    {
        if (await PresentPassword.Check(store, passwords, actor.Account, command.Password) is { } wrong)
        {
            return wrong;
        }
        var (codes, hashes) = NewCodes();
        return await store.Write<RecoveryCodes>(actor, async scope =>
        {
            if (!await FactorQueries.Has(scope.Context, actor.Account))
            {
                return Refusal.Because("no-factor", "먼저 인증 앱을 등록하십시오.", "set up an authenticator app first");
            }
            await Keep(scope, hashes, stop);
            scope.Record("access.recovery-codes", "account:" + actor.Account, new { codes = codes.Count });
            return new RecoveryCodes(codes);
        }, stop);
    }

    private (IReadOnlyList<string> Codes, IReadOnlyList<string> Hashes) NewCodes()
    {
        var codes = Enumerable.Range(0, Codes).Select(i => $"{i}{RandomNumberGenerator.GetString(Letters, 4)}-{RandomNumberGenerator.GetString(Letters, 5)}-{RandomNumberGenerator.GetString(Letters, 5)}").ToList();
        return (codes, [.. codes.AsParallel().AsOrdered().Select(c => passwords.Hash(EnterCodeHandler.Plain(c)))]);
    }

    private static async Task Keep(WriteScope scope, IReadOnlyList<string> hashes, CancellationToken stop)
    {
        var known = await scope.Context.Set<RecoveryCode>().Where(r => r.Account == scope.Actor.Account).ToDictionaryAsync(r => r.Slot, stop);
        for (var slot = 0; slot < hashes.Count; slot++)
        {
            if (known.TryGetValue(slot, out var row))
            {
                (row.Hash, row.UsedAt) = (hashes[slot], 0);
            }
            else
            {
                scope.Context.Add(new RecoveryCode { Account = scope.Actor.Account, Slot = slot, Hash = hashes[slot] });
            }
        }
    }
}

using Haechi.Tower.Access.Sessions;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Access.Factors;

/// <summary>The second step of a sign-in: the code of the app, or one from paper.</summary>
/// <param name="Session">The id of the session that waits for it.</param>
/// <param name="Code">As typed.</param>
public sealed record EnterCode(string Session, string Code);

/// <summary>What a right code came to.</summary>
/// <param name="Who">Who is signed in.</param>
/// <param name="Method"><c>code</c> or <c>recovery</c>.</param>
public sealed record CodeEntered(SignedIn Who, string Method);

/// <summary>Carries out <see cref="EnterCode"/>. Wrong codes count like wrong passwords, and close the door in the same way.</summary>
internal sealed class EnterCodeHandler(TowerStore store, IPasswords passwords, ISecretBox box) : IHandle<EnterCode, CodeEntered>
{
    public async Task<Result<CodeEntered>> Handle(Actor actor, EnterCode command, CancellationToken stop)
    {
        var account = await store.Read(c => (from s in c.Set<UserSession>() join a in c.Set<Account>() on s.Account equals a.Id
                                             where s.Id == command.Session && s.Step == SessionStep.Code && s.Stamp == a.Stamp && !a.Closed select a).FirstOrDefaultAsync(stop));
        if (account is null)
        {
            return Refusal.Because("signed-out", "로그인을 처음부터 다시 하십시오.", "begin the sign-in again");
        }
        var slot = await Paper(account.Id, Plain(command.Code), stop);
        var result = await store.Write<CodeEntered?>(account.ToActor(), scope => Try(scope, account.Id, Digits(command.Code), slot, stop), stop);
        return !result.Done ? Refused.Because<CodeEntered>(result.Refusals) : result.Value is { } entered ? entered : Wrong;
    }

    private async Task<Result<CodeEntered?>> Try(WriteScope scope, string id, string code, int? slot, CancellationToken stop)
    {
        var account = await scope.Context.Set<Account>().FirstAsync(a => a.Id == id, stop);
        if (account.LockedUntil > scope.Now)
        {
            return SignInHandler.Wait(account.LockedUntil - scope.Now);
        }
        var method = await App(scope, id, code, stop) ?? await Use(scope, id, slot, stop);
        if (method is null)
        {
            account.Failures++;
            account.LockedUntil = Lockout.Delay(account.Failures) is > 0 and var delay ? scope.Now + delay : 0;
            scope.Record("access.code-failed", "account:" + id, new { failures = account.Failures });
            return Refused.Not<CodeEntered?>(null);
        }
        (account.Failures, account.LockedUntil) = (0, 0);
        scope.Record("access.sign-in", "account:" + id, new { method });
        return new CodeEntered(new SignedIn(account.Id, account.Stamp), method);
    }

    private async Task<string?> App(WriteScope scope, string id, string code, CancellationToken stop)
    {
        var row = await scope.Context.Set<FactorRow>().FirstOrDefaultAsync(f => f.Account == id, stop);
        if (row?.Closed is not { } closed || box.Open(closed) is not { } secret || Totp.Match(Convert.FromHexString(secret), code, scope.Now, row.LastStep) is not { } step)
        {
            return null;
        }
        row.LastStep = step;
        return "code";
    }

    private static async Task<string?> Use(WriteScope scope, string id, int? slot, CancellationToken stop)
    {
        if (slot is not { } number || await scope.Context.Set<RecoveryCode>().FirstOrDefaultAsync(r => r.Account == id && r.Slot == number && r.UsedAt == 0, stop) is not { } row)
        {
            return null;
        }
        row.UsedAt = scope.Now;
        return "recovery";
    }

    /// <summary>The slot of the code on paper that this is, or null. The hash is slow on purpose, so this stands outside the transaction; that it is unused is asked again inside.</summary>
    private async Task<int?> Paper(string account, string code, CancellationToken stop)
    {
        if (code.Length != 15 || !char.IsAsciiDigit(code[0]))
        {
            return null;
        }
        var slot = code[0] - '0';
        var hash = await store.Read(c => c.Set<RecoveryCode>().Where(r => r.Account == account && r.Slot == slot && r.UsedAt == 0).Select(r => r.Hash).FirstOrDefaultAsync(stop));
        return hash is not null && passwords.Check(hash, code) != PasswordCheck.Wrong ? slot : null;
    }

    /// <summary>The digits of what was typed; apps show them in two groups.</summary>
    internal static string Digits(string code) => string.Concat(code.Normalize(System.Text.NormalizationForm.FormKC).Where(c => !char.IsWhiteSpace(c)));

    /// <summary>A code from paper without its dashes, without regard to case.</summary>
    internal static string Plain(string code) => string.Concat(Digits(code).Where(c => c != '-')).ToLowerInvariant();

    private static Refusal Wrong { get; } = Refusal.Because("wrong-code", "번호가 맞지 않거나 이미 쓴 번호입니다. 앱에 새로 나온 번호를 적으십시오.", "the code is not right, or it was used already; type the one that the app shows next", "code");
}

using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Access.Factors;

/// <summary>What an app needs to make codes.</summary>
/// <param name="Secret">In base 32, for typing.</param>
/// <param name="Address">For the QR code.</param>
public sealed record FactorOffer(string Secret, string Address);

/// <summary>Questions about second factors.</summary>
public static class FactorQueries
{
    /// <summary>True when the account has an app in use.</summary>
    public static Task<bool> Has(TowerContext context, string account) => context.Set<FactorRow>().AnyAsync(f => f.Account == account && f.Closed != null);

    /// <summary>Which of these accounts have an app in use.</summary>
    public static async Task<IReadOnlySet<string>> Having(TowerContext context) => (await context.Set<FactorRow>().Where(f => f.Closed != null).Select(f => f.Account).ToListAsync()).ToHashSet(StringComparer.Ordinal);

    /// <summary>How many codes on paper are left.</summary>
    public static Task<int> CodesLeft(TowerContext context, string account) => context.Set<RecoveryCode>().CountAsync(r => r.Account == account && r.UsedAt == 0);

    /// <summary>The app that waits for its first code, or null.</summary>
    public static async Task<FactorOffer?> Pending(TowerContext context, ISecretBox box, Account account, long now)
    {
        var closed = await context.Set<FactorRow>().Where(f => f.Account == account.Id && f.PendingUntil > now).Select(f => f.Pending).FirstOrDefaultAsync();
        if (closed is null || box.Open(closed) is not { } opened)
        {
            return null;
        }
        var secret = Convert.FromHexString(opened);
        return new FactorOffer(Totp.Spell(secret), Totp.Address("Haechi " + (await BodyName.Of(context)).In("ko"), account.Login, secret));
    }
}

/// <summary>Checks the present password before something that outlasts the session is changed.</summary>
internal static class PresentPassword
{
    /// <summary>Null when it is right, or when the account has none because it comes in through another service.</summary>
    public static async Task<Refusal?> Check(TowerStore store, IPasswords passwords, string account, string password)
    {
        var hash = await store.Read(c => c.Set<Account>().Where(a => a.Id == account).Select(a => a.PasswordHash).FirstAsync());
        return hash is null || (password.Length <= PasswordRule.Longest && passwords.Check(hash, password) != PasswordCheck.Wrong) ? null
            : Refusal.Because("wrong-password", "지금 비밀번호가 맞지 않습니다.", "the present password is not right", "old");
    }
}

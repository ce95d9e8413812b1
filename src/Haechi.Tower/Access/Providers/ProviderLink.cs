using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Access.Providers;

/// <summary>Which person at the sign-in service an account belongs to. First an administrator says whom to expect; the first sign-in fixes the service's own lasting name of that person.</summary>
public sealed class ProviderLink
{
    /// <summary>The account.</summary>
    public required string Account { get; init; }

    /// <summary>The issuer of the service.</summary>
    public required string Issuer { get; set; }

    /// <summary>The value of the chosen claim that is expected, folded; null once the person has come.</summary>
    public string? Expected { get; set; }

    /// <summary>The subject: what the service calls the person for good; null until they come.</summary>
    public string? Subject { get; set; }
}

/// <summary>Lets an account come in through the sign-in service.</summary>
/// <param name="Account">The account.</param>
/// <param name="Expected">What the service's claim will say of the person: a mail address, a login, or its subject.</param>
public sealed record LinkProvider(string Account, string Expected);

/// <summary>Takes that away again.</summary>
public sealed record UnlinkProvider(string Account);

/// <summary>Carries out <see cref="LinkProvider"/> and <see cref="UnlinkProvider"/>. All sessions of the account end.</summary>
internal sealed class LinkProviderHandler(TowerStore store) : IHandle<LinkProvider, Done>, IHandle<UnlinkProvider, Done>
{
    public Task<Result<Done>> Handle(Actor actor, LinkProvider command, CancellationToken stop) => store.Write<Done>(actor, async scope =>
    {
        var found = await Find(scope, command.Account, stop);
        if (!found.Done)
        {
            return Refused.Because<Done>(found.Refusals);
        }
        if (await ProviderSetting.Of(scope.Context) is not { } provider)
        {
            return Refusal.Because("no-provider", "먼저 설정의 ‘로그인 서비스’에서 서비스를 정하십시오.", "choose the sign-in service under settings first");
        }
        var expected = Fold(provider, command.Expected);
        if (expected.Length is 0 or > 255)
        {
            return Refusal.Because("wrong-value", "그 서비스에서 이 사람을 알아볼 값을 적으십시오.", "give the value by which the service knows this person", "expected");
        }
        if (await scope.Context.Set<ProviderLink>().AnyAsync(l => l.Account != command.Account && l.Issuer == provider.Issuer && (l.Expected == expected || l.Subject == expected), stop))
        {
            return Refusal.Because("link-taken", "그 값은 다른 계정과 이어져 있습니다.", "another account is linked to that value", "expected");
        }
        await Remove(scope, command.Account, stop);
        scope.Context.Add(new ProviderLink { Account = command.Account, Issuer = provider.Issuer, Expected = expected });
        found.Value.Stamp = Secrets.Next();
        scope.Record("access.link-provider", "account:" + command.Account, new { provider.Issuer });
        return Done.Well;
    }, stop);

    public Task<Result<Done>> Handle(Actor actor, UnlinkProvider command, CancellationToken stop) => store.Write<Done>(actor, async scope =>
    {
        var found = await Find(scope, command.Account, stop);
        if (!found.Done)
        {
            return Refused.Because<Done>(found.Refusals);
        }
        await Remove(scope, command.Account, stop);
        found.Value.Stamp = Secrets.Next();
        scope.Record("access.unlink-provider", "account:" + command.Account, new { });
        return Done.Well;
    }, stop);

    /// <summary>A value as it is compared. A subject is compared as it stands, letter by letter (OpenID Connect Core, section 2).</summary>
    internal static string Fold(ProviderSetting provider, string value) => provider.Claim == "sub" ? value.Trim() : MakeAccountHandler.Fold(value);

    private static async Task<Result<Account>> Find(WriteScope scope, string id, CancellationToken stop)
    {
        if (Permissions.Need(scope.Actor, Roles.Administrator) is { } role)
        {
            return role;
        }
        if (await scope.Context.Set<Account>().FirstOrDefaultAsync(a => a.Id == id && !a.Closed && !a.Persona, stop) is not { } account)
        {
            return Refusal.NotFound("열린 계정", "open account", id);
        }
        return await Permissions.NeedScope(scope.Context, scope.Actor, account.Department) is { } outside ? outside : account;
    }

    private static async Task Remove(WriteScope scope, string account, CancellationToken stop)
    {
        // Saved at once: the key may come again in the same act.
        await scope.Context.Set<ProviderLink>().Where(l => l.Account == account).ExecuteDeleteAsync(stop);
    }
}

using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Access.Providers;

/// <summary>What the sign-in service says of a person, after its signature, audience, time and nonce have been checked.</summary>
/// <param name="Issuer">The issuer.</param>
/// <param name="Subject">Its lasting name of the person.</param>
/// <param name="Email">The mail address, only when the service says that it has been verified.</param>
/// <param name="Login">The preferred user name, or null.</param>
/// <param name="Name">The name, or null.</param>
public sealed record ProviderIdentity(string Issuer, string Subject, string? Email, string? Login, string? Name);

/// <summary>Signs in whom the service has vouched for. Only whoever checked that asks for it.</summary>
public sealed record EnterThroughProvider(ProviderIdentity Identity);

/// <summary>Carries out <see cref="EnterThroughProvider"/>.</summary>
internal sealed class EnterThroughProviderHandler(TowerStore store) : IHandle<EnterThroughProvider, SignedIn>
{
    public Task<Result<SignedIn>> Handle(Actor actor, EnterThroughProvider command, CancellationToken stop) => store.Write<SignedIn>(Actor.Program, async scope =>
    {
        var identity = command.Identity;
        if (await ProviderSetting.Of(scope.Context) is not { On: true } provider || provider.Issuer != identity.Issuer)
        {
            return Refusal.Because("no-provider", "이 로그인 서비스는 쓰지 않습니다.", "this sign-in service is not in use");
        }
        var account = await Linked(scope, provider, identity, stop);
        if (account is null && provider.MakeReaders)
        {
            var made = await MakeReader(scope, provider, identity, stop);
            if (!made.Done)
            {
                return Refused.Because<SignedIn>(made.Refusals);
            }
            account = made.Value;
        }
        if (account is null || account.Closed)
        {
            return Unknown;
        }
        (account.Failures, account.LockedUntil) = (0, 0);
        scope.Record("access.sign-in", "account:" + account.Id, new { method = "provider" });
        return new SignedIn(account.Id, account.Stamp);
    }, stop);

    private static async Task<Account?> Linked(WriteScope scope, ProviderSetting provider, ProviderIdentity identity, CancellationToken stop)
    {
        var links = scope.Context.Set<ProviderLink>();
        var link = await links.FirstOrDefaultAsync(l => l.Issuer == identity.Issuer && l.Subject == identity.Subject, stop);
        if (link is null && Value(provider, identity) is { } value)
        {
            var expected = LinkProviderHandler.Fold(provider, value);
            // Only a link that nobody has used yet: a mail address that was given to somebody else opens no account of the one before.
            link = await links.FirstOrDefaultAsync(l => l.Issuer == identity.Issuer && l.Subject == null && l.Expected == expected, stop);
            if (link is not null)
            {
                (link.Subject, link.Expected) = (identity.Subject, null);
            }
        }
        return link is null ? null : await scope.Context.Set<Account>().FirstOrDefaultAsync(a => a.Id == link.Account, stop);
    }

    private static async Task<Result<Account>> MakeReader(WriteScope scope, ProviderSetting provider, ProviderIdentity identity, CancellationToken stop)
    {
        if (await scope.Context.Set<ProviderLink>().AnyAsync(l => l.Issuer == identity.Issuer && l.Subject == identity.Subject, stop) || Value(provider, identity) is not { } value)
        {
            return Unknown;
        }
        var login = MakeAccountHandler.Fold(value);
        if (await AccountChecks.Login(scope.Context, login) is { Count: > 0 })
        {
            // Somebody has that login already; whether it is the same person only an administrator can say.
            return Unknown;
        }
        var account = MakeAccountHandler.New(login, new AccountDetails(identity.Name is { Length: > 0 and <= 80 } name ? name : login, null, identity.Email, Roles.Reader, null), scope.Now);
        scope.Context.Add(account);
        scope.Context.Add(new ProviderLink { Account = account.Id, Issuer = identity.Issuer, Subject = identity.Subject });
        scope.Record("access.make-account", "account:" + account.Id, new { roles = account.Roles.ToString(), from = "provider" });
        return account;
    }

    private static string? Value(ProviderSetting provider, ProviderIdentity identity) => provider.Claim switch { "email" => identity.Email, "preferred_username" => identity.Login, _ => identity.Subject };

    private static Refusal Unknown { get; } = new("no-account", Rules.LocalText.Of("로그인 서비스는 확인했지만 이 시스템에는 이어진 계정이 없습니다.", "the sign-in service knows you, but no account here is linked to you"), null,
        Rules.LocalText.Of("관리자에게 계정을 만들거나 이어 달라고 요청하십시오.", "ask an administrator to make or link an account."));
}

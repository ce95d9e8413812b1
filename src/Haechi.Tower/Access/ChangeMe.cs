using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Access;

/// <summary>Changes what everybody may change of their own account: mail address and language.</summary>
public sealed record ChangeMe(string? Email, string Language);

/// <summary>Makes a new secret address for one's calendar feed; the old one stops working.</summary>
public sealed record RenewFeed;

/// <summary>The secret part of a feed's address; shown once, never kept.</summary>
public sealed record FeedSecret(string Secret);

/// <summary>Carries out <see cref="ChangeMe"/> and <see cref="RenewFeed"/>.</summary>
internal sealed class ChangeMeHandler(TowerStore store) : IHandle<ChangeMe, Done>, IHandle<RenewFeed, FeedSecret>
{
    public Task<Result<Done>> Handle(Actor actor, ChangeMe command, CancellationToken stop) => store.Write<Done>(actor, async scope =>
    {
        var account = await scope.Context.Set<Account>().FirstAsync(a => a.Id == actor.Account, stop);
        if (command.Language is not ("ko" or "en"))
        {
            return Refusal.Because("wrong-language", "언어는 한국어(ko)나 영어(en) 가운데 고르십시오.", "choose Korean (ko) or English (en)", "language");
        }
        var details = new AccountDetails(account.Name, account.Position, command.Email, account.Roles, null);
        if (await AccountChecks.Details(scope.Context, details) is { Count: > 0 } wrong)
        {
            return Refused.Because<Done>(wrong);
        }
        (account.Email, account.Language) = (MakeAccountHandler.Blank(command.Email), command.Language);
        scope.Record("access.change-me", "account:" + account.Id, new { account.Language });
        return Done.Well;
    }, stop);

    public Task<Result<FeedSecret>> Handle(Actor actor, RenewFeed command, CancellationToken stop) => store.Write<FeedSecret>(actor, async scope =>
    {
        var account = await scope.Context.Set<Account>().FirstAsync(a => a.Id == actor.Account, stop);
        var secret = Secrets.Next();
        account.FeedHash = Secrets.HashOf(secret);
        scope.Record("access.renew-feed", "account:" + account.Id, new { });
        return new FeedSecret(secret);
    }, stop);
}

using Haechi.Tower.Common;
using Haechi.Tower.Journal;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Webhooks;

/// <summary>Makes a subscription. It is told of what happens from now on.</summary>
/// <param name="Name">What it is for.</param>
/// <param name="Url">The address.</param>
/// <param name="Events">The types of events (<see cref="EventCatalogue"/>), or <c>*</c>.</param>
/// <param name="Department">A department that bounds it, or null.</param>
public sealed record MakeWebhook(string Name, string Url, IReadOnlyList<string> Events, string? Department = null);

/// <summary>A secret that was made.</summary>
/// <param name="Webhook">The subscription.</param>
/// <param name="Secret">The secret; shown once.</param>
/// <param name="OldUntil">Until when the secret before signs along, in UTC microseconds, or null.</param>
public sealed record NewWebhookSecret(string Webhook, string Secret, long? OldUntil = null);

internal sealed class MakeWebhookHandler(TowerStore store, WebhookRules rules) : IHandle<MakeWebhook, NewWebhookSecret>
{
    private const int Most = 50;

    public async Task<Result<NewWebhookSecret>> Handle(Actor actor, MakeWebhook command, CancellationToken stop)
    {
        var url = command.Url.Trim();
        // Who may not make one learns nothing of the network either.
        var address = actor.Department is null && actor.Is(Roles.Administrator) ? await rules.Address(url, stop) : null;
        return await store.Write<NewWebhookSecret>(actor, async scope =>
        {
            if (await WebhookRules.May(scope) is { } refusal)
            {
                return refusal;
            }
            var wrong = await WebhookRules.Wrong(scope, command.Name, command.Events, command.Department, stop);
            if (address is not null)
            {
                wrong.Add(address);
            }
            if (await scope.Context.Set<WebhookSubscription>().CountAsync(stop) >= Most)
            {
                wrong.Add(Refusal.Because("too-many", $"웹훅은 {Most}개까지 둘 수 있습니다. 쓰지 않는 것을 먼저 지우십시오.", $"there can be {Most} webhooks; delete one that is not used first"));
            }
            if (wrong.Count > 0)
            {
                return Refused.Because<NewWebhookSecret>(wrong);
            }
            var secret = WebhookSigning.NewSecret();
            if (rules.Close(secret) is not { } closed)
            {
                return WebhookRules.NoKeys;
            }
            var row = new WebhookSubscription
            {
                Id = NewId.Next(), Name = command.Name.Trim(), Url = url, Events = WebhookRules.Kept(command.Events), Department = WebhookRules.Blank(command.Department), Secret = closed, MadeAt = scope.Now, StateSince = scope.Now,
                Cursor = await Head(scope.Context, stop), OverdueDay = scope.Today,
            };
            scope.Context.Add(row);
            scope.Record("webhooks.make", "webhook:" + row.Id, WebhookRules.Told(row));
            return new NewWebhookSecret(row.Id, secret);
        }, stop);
    }

    /// <summary>The last entry of the journal.</summary>
    internal static async Task<long> Head(TowerContext context, CancellationToken stop) => await context.Set<JournalEntry>().MaxAsync(j => (long?)j.Seq, stop) ?? 0;
}

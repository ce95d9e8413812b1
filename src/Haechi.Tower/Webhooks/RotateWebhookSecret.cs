using Haechi.Tower.Common;
using Haechi.Tower.Storage;

namespace Haechi.Tower.Webhooks;

/// <summary>Gives a subscription a new secret. The old one signs along for a day, so that the receiver can change over; or, when others may know it, no more at once.</summary>
public sealed record RotateWebhookSecret(string Webhook, bool AtOnce = false);

internal sealed class RotateWebhookSecretHandler(TowerStore store, WebhookRules rules) : IHandle<RotateWebhookSecret, NewWebhookSecret>
{
    private const long Overlap = 24L * 3600 * 1_000_000;

    public Task<Result<NewWebhookSecret>> Handle(Actor actor, RotateWebhookSecret command, CancellationToken stop) => store.Write<NewWebhookSecret>(actor, async scope =>
    {
        var found = await WebhookRules.Find(scope, command.Webhook, stop);
        if (!found.Done)
        {
            return Refused.Because<NewWebhookSecret>(found.Refusals);
        }
        var (row, secret) = (found.Value, WebhookSigning.NewSecret());
        if (rules.Close(secret) is not { } closed)
        {
            return WebhookRules.NoKeys;
        }
        row.OldSecret = command.AtOnce ? null : row.Secret;
        row.OldUntil = command.AtOnce ? null : scope.Now + Overlap;
        row.Secret = closed;
        scope.Record("webhooks.rotate", "webhook:" + row.Id, new { at_once = command.AtOnce, old_until = row.OldUntil });
        return new NewWebhookSecret(row.Id, secret, row.OldUntil);
    }, stop);
}

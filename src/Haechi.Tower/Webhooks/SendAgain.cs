using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Duties;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Webhooks;

/// <summary>Sends a test event, once, also to a subscription that is stopped.</summary>
public sealed record SendTestEvent(string Webhook);

/// <summary>Sends a message again, with the same id; the others do not wait for it.</summary>
/// <param name="Webhook">The subscription.</param>
/// <param name="Message">The message, by its <c>webhook-id</c>.</param>
public sealed record RedeliverMessage(string Webhook, string Message);

/// <summary>The message that is on its way.</summary>
public sealed record SentMessage(string Message);

internal sealed class SendAgainHandler(TowerStore store) : IHandle<SendTestEvent, SentMessage>, IHandle<RedeliverMessage, SentMessage>
{
    private const int MostTests = 20;

    public Task<Result<SentMessage>> Handle(Actor actor, SendTestEvent command, CancellationToken stop) => store.Write<SentMessage>(actor, async scope =>
    {
        var found = await WebhookRules.Find(scope, command.Webhook, stop);
        if (!found.Done)
        {
            return Refused.Because<SentMessage>(found.Refusals);
        }
        if (await scope.Context.Set<WebhookDelivery>().CountAsync(d => d.Webhook == command.Webhook && d.Type == EventCatalogue.Test && d.State == DeliveryState.Waiting, stop) >= MostTests)
        {
            return Refusal.Because("too-many", "기다리는 시험이 많습니다. 먼저 보낸 것을 기다리십시오.", "many tests wait already; wait for those");
        }
        var happened = new CloudEvent(NewId.Next(), EventCatalogue.Test, scope.Now, null, new Dictionary<string, object>());
        var address = (await Choices.Read<MailSettings>(scope.Context, MailSettings.Key))?.Address;
        var row = WebhookPlanner.Delivery(scope, command.Webhook, WebhookPlanner.MessageOf(command.Webhook, happened.Id), happened, address);
        row.Aside = true;
        scope.Context.Add(row);
        scope.Record("webhooks.test", "webhook:" + command.Webhook, new { message = row.Message });
        return new SentMessage(row.Message);
    }, stop);

    public Task<Result<SentMessage>> Handle(Actor actor, RedeliverMessage command, CancellationToken stop) => store.Write<SentMessage>(actor, async scope =>
    {
        var found = await WebhookRules.Find(scope, command.Webhook, stop);
        if (!found.Done)
        {
            return Refused.Because<SentMessage>(found.Refusals);
        }
        var row = await scope.Context.Set<WebhookDelivery>().FirstOrDefaultAsync(d => d.Webhook == command.Webhook && d.Message == command.Message, stop);
        if (row is null)
        {
            return new Refusal("not-found", Rules.LocalText.Of("이 메시지를 찾지 못했습니다.", "there is no such message"), command.Message,
                Rules.LocalText.Of($"보낸 뒤 {PruneDeliveries.KeptDays}일이 지나면 지웁니다. 지금의 내용은 API에서 읽으십시오.", $"messages are deleted {PruneDeliveries.KeptDays} days after they were sent; read the present contents by the API."));
        }
        if (found.Value.State != WebhookState.Active && row.Type != EventCatalogue.Test)
        {
            return new Refusal("not-active", Rules.LocalText.Of("멈춘 웹훅입니다.", "the webhook is not active"), "webhook", Rules.LocalText.Of("먼저 다시 시작하십시오. 기다리던 것도 함께 나갑니다.", "resume it first; what waited is sent then too."));
        }
        if (row.State == DeliveryState.Waiting && row.Tries == 0)
        {
            return Refusal.Because("already-done", "아직 보내지 않은 메시지이고, 곧 나갑니다.", "the message was not sent yet, and soon will be", command.Message);
        }
        // One that the others wait for stays in its place, and is only tried now.
        row.Aside |= row.State != DeliveryState.Waiting;
        (row.State, row.Tries, row.NextTry, row.SettledAt) = (DeliveryState.Waiting, 0, scope.Now, null);
        scope.Record("webhooks.redeliver", "webhook:" + command.Webhook, new { message = row.Message });
        return new SentMessage(row.Message);
    }, stop);
}

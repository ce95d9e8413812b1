using System.Globalization;
using Haechi.Tower.Access.Tokens;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Haechi.Tower.Webhooks;
using Haechi.Web.Api.Shapes;

namespace Haechi.Web.Api;

/// <summary>Webhooks. They belong to the scope that the short ones leave out: whoever may make one decides who outside is told of things.</summary>
internal sealed class WebhooksApi : IApi
{
    private const Roles Viewers = Roles.Administrator | Roles.Officer | Roles.Auditor;

    public string Area => TokenScopes.Access;

    public void Add(ApiTable api)
    {
        api.List<WebhookShape>("/webhooks", "list_webhooks", "웹훅 목록", "Webhooks", Viewers, async (call, slice) =>
            Part<WebhookShape>.ByKey((await call.Get<TowerStore>().Read(c => WebhookQueries.All(c, call.Stop))).Select(w => WebhookShape.Of(w, call.Actor, call.Clock.Micros)), w => w.Id, slice));
        api.Read("/webhooks/events", "list_event_types", "알릴 수 있는 사건의 종류", "The types of events that there are", call => Task.FromResult(Refused.Not<IReadOnlyList<EventTypeShape>>([.. EventCatalogue.Types.Select(t => new EventTypeShape(t.Name, t.Title))])));
        api.Read("/webhooks/{webhook}", "get_webhook", "웹훅 하나", "One webhook", Viewers, One);
        api.List<WebhookMessageShape>("/webhooks/{webhook}/messages", "list_webhook_messages", "웹훅의 메시지, 새것부터. 보낸 지 30일이 지나면 지움", "The messages of a webhook, newest first; deleted 30 days after they were settled", Viewers, Messages);
        api.Act<MakeWebhook, NewWebhookSecret, WebhookSecretShape>("/webhooks", "make_webhook", "웹훅을 만듦. 답의 비밀로 서명을 확인함", "Makes a webhook; with the secret of the answer its receiver verifies signatures", Roles.Administrator,
            new ActKind<NewWebhookSecret, WebhookSecretShape>(WebhookSecretShape.Of), e => e with { Secret = true });
        api.Act<ChangeWebhook>("/webhooks/{webhook}", "change_webhook", "웹훅을 고침", "Changes a webhook", Roles.Administrator);
        api.Act<RotateWebhookSecret, NewWebhookSecret, WebhookSecretShape>("/webhooks/{webhook}/rotate", "rotate_webhook_secret", "새 비밀을 만듦. 옛 비밀도 하루 동안 함께 서명함(원하면 바로 끝남)",
            "Makes a new secret; the old one signs along for a day, or no more, if asked", Roles.Administrator, new ActKind<NewWebhookSecret, WebhookSecretShape>(WebhookSecretShape.Of), e => e with { Secret = true });
        api.Act<PauseWebhook>("/webhooks/{webhook}/pause", "pause_webhook", "보내기를 멈춤. 그동안의 사건은 기다림", "Stops sending; what happens meanwhile waits", Roles.Administrator);
        api.Act<ResumeWebhook>("/webhooks/{webhook}/resume", "resume_webhook", "다시 보냄. skip이면 기다리던 것은 보내지 않음", "Goes on sending; with skip, without what waited", Roles.Administrator);
        api.Act<DeleteWebhook>("/webhooks/{webhook}/delete", "delete_webhook", "웹훅을 지움", "Deletes a webhook", Roles.Administrator);
        api.Act<SendTestEvent, SentMessage>("/webhooks/{webhook}/test", "test_webhook", "시험 사건을 한 번 보냄", "Sends a test event, once", Roles.Administrator);
        api.Act<RedeliverMessage, SentMessage>("/webhooks/{webhook}/messages/{message}/redeliver", "redeliver_message", "메시지를 같은 번호로 다시 보냄", "Sends a message again, with the same id", Roles.Administrator);
    }

    private static async Task<Result<WebhookShape>> One(ApiCall call)
    {
        var id = call.Route("webhook");
        return (await call.Get<TowerStore>().Read(c => WebhookQueries.All(c, call.Stop))).FirstOrDefault(w => w.Webhook.Id == id) is { } found ? WebhookShape.Of(found, call.Actor, call.Clock.Micros) : Refusal.NotFound("웹훅", "webhook", id);
    }

    private static async Task<Result<Part<WebhookMessageShape>>> Messages(ApiCall call, Slice slice)
    {
        var before = long.TryParse(slice.After, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : long.MaxValue;
        var rows = await call.Get<TowerStore>().Read(c => WebhookQueries.Messages(c, call.Route("webhook"), before, slice.Take + 1, call.Stop));
        List<WebhookDelivery> shown = [.. rows.Take(slice.Take)];
        return new Part<WebhookMessageShape>([.. shown.Select(WebhookMessageShape.Of)], null, shown.Count > 0 ? shown[^1].Id.ToString(CultureInfo.InvariantCulture) : null, rows.Count > slice.Take);
    }
}

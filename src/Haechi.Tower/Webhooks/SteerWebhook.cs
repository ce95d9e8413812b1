using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Webhooks;

/// <summary>Stops sending. What happens meanwhile waits.</summary>
public sealed record PauseWebhook(string Webhook);

/// <summary>Goes on sending, with what waited and what had failed, in the order in which it happened.</summary>
/// <param name="Webhook">The subscription.</param>
/// <param name="Skip">True: what waited is not sent; it begins with what happens from now on.</param>
public sealed record ResumeWebhook(string Webhook, bool Skip = false);

/// <summary>Ends a subscription and forgets its messages.</summary>
public sealed record DeleteWebhook(string Webhook);

internal sealed class SteerWebhookHandler(TowerStore store) : IHandle<PauseWebhook, Done>, IHandle<ResumeWebhook, Done>, IHandle<DeleteWebhook, Done>
{
    public Task<Result<Done>> Handle(Actor actor, PauseWebhook command, CancellationToken stop) => Steer(actor, command.Webhook, (scope, row) =>
    {
        if (row.State == WebhookState.Paused)
        {
            return Task.FromResult<Refusal?>(Refusal.Because("already-done", "이미 멈춘 웹훅입니다.", "the webhook is paused already", row.Id));
        }
        (row.State, row.StateSince) = (WebhookState.Paused, scope.Now);
        scope.Record("webhooks.pause", "webhook:" + row.Id, new { });
        return Task.FromResult<Refusal?>(null);
    }, stop);

    public Task<Result<Done>> Handle(Actor actor, ResumeWebhook command, CancellationToken stop) => Steer(actor, command.Webhook, async (scope, row) =>
    {
        if (row.State == WebhookState.Active)
        {
            return Refusal.Because("already-done", "이미 보내고 있는 웹훅입니다.", "the webhook is active already", row.Id);
        }
        var open = scope.Context.Set<WebhookDelivery>().Where(d => d.Webhook == row.Id && d.Type != EventCatalogue.Test && (d.State == DeliveryState.Waiting || d.State == DeliveryState.Failed));
        var messages = command.Skip
            ? await open.ExecuteUpdateAsync(u => u.SetProperty(d => d.State, DeliveryState.Skipped).SetProperty(d => d.SettledAt, scope.Now), stop)
            : await open.ExecuteUpdateAsync(u => u.SetProperty(d => d.State, DeliveryState.Waiting).SetProperty(d => d.Aside, false).SetProperty(d => d.Tries, 0).SetProperty(d => d.NextTry, scope.Now).SetProperty(d => d.SettledAt, (long?)null), stop);
        if (command.Skip)
        {
            (row.Cursor, row.OverdueDay) = (await MakeWebhookHandler.Head(scope.Context, stop), scope.Today);
        }
        (row.State, row.StateSince) = (WebhookState.Active, scope.Now);
        scope.Record("webhooks.resume", "webhook:" + row.Id, new { command.Skip, messages });
        return null;
    }, stop);

    public Task<Result<Done>> Handle(Actor actor, DeleteWebhook command, CancellationToken stop) => Steer(actor, command.Webhook, async (scope, row) =>
    {
        var messages = await scope.Context.Set<WebhookDelivery>().Where(d => d.Webhook == row.Id).ExecuteDeleteAsync(stop);
        scope.Context.Remove(row);
        scope.Record("webhooks.delete", "webhook:" + row.Id, new { messages });
        return null;
    }, stop);

    private Task<Result<Done>> Steer(Actor actor, string id, Func<WriteScope, WebhookSubscription, Task<Refusal?>> act, CancellationToken stop) => store.Write<Done>(actor, async scope =>
    {
        var found = await WebhookRules.Find(scope, id, stop);
        return !found.Done ? Refused.Because<Done>(found.Refusals) : await act(scope, found.Value) is { } refusal ? refusal : Done.Well;
    }, stop);
}

using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Webhooks;

/// <summary>A subscription, and how it goes.</summary>
/// <param name="Webhook">The subscription. Its secrets are closed.</param>
/// <param name="Waiting">Messages that wait as rows.</param>
/// <param name="Failure">What went wrong with the first message in line, as a word of <see cref="DeliveryFailure"/>, or null.</param>
/// <param name="NextTry">When the first message in line is tried again, in UTC microseconds, or null.</param>
public sealed record WebhookStanding(WebhookSubscription Webhook, int Waiting, string? Failure, long? NextTry);

/// <summary>Reads subscriptions and their messages.</summary>
public static class WebhookQueries
{
    /// <summary>All subscriptions, by name.</summary>
    public static async Task<IReadOnlyList<WebhookStanding>> All(TowerContext context, CancellationToken stop = default)
    {
        var rows = await context.Set<WebhookSubscription>().ToListAsync(stop);
        var open = await context.Set<WebhookDelivery>().Where(d => d.Type != EventCatalogue.Test && (d.State == DeliveryState.Waiting || d.State == DeliveryState.Failed)).GroupBy(d => d.Webhook)
            .Select(g => new { g.Key, Waiting = g.Count(d => d.State == DeliveryState.Waiting), First = g.Min(d => d.Id) }).ToListAsync(stop);
        long[] firsts = [.. open.Select(o => o.First)];
        var first = await context.Set<WebhookDelivery>().Where(d => firsts.Contains(d.Id)).Select(d => new { d.Webhook, d.Failure, d.NextTry, d.Tries, d.State }).ToDictionaryAsync(d => d.Webhook, stop);
        var waiting = open.ToDictionary(o => o.Key, o => o.Waiting);
        return [.. rows.OrderBy(r => r.Name, StringComparer.Ordinal).ThenBy(r => r.Id, StringComparer.Ordinal).Select(r => new WebhookStanding(r, waiting.GetValueOrDefault(r.Id),
            first.GetValueOrDefault(r.Id)?.Failure, first.GetValueOrDefault(r.Id) is { Tries: > 0, State: DeliveryState.Waiting } f ? f.NextTry : null))];
    }

    /// <summary>The newest messages of a subscription, before a position.</summary>
    public static Task<List<WebhookDelivery>> Messages(TowerContext context, string webhook, long before, int most, CancellationToken stop = default) =>
        context.Set<WebhookDelivery>().Where(d => d.Webhook == webhook && d.Id < before).OrderByDescending(d => d.Id).Take(most).ToListAsync(stop);
}

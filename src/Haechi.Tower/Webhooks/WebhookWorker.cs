using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Webhooks;

/// <summary>
/// Sends what is planned: one node at a time, one message of a subscription after the other, all subscriptions beside one another, so that a slow receiver delays nobody else. A try is booked
/// before it is made. Whoever is killed in the midst of it leaves a message that is due again by the schedule: it may come twice, with the same id, and is never lost.
/// </summary>
internal sealed class WebhookWorker(TowerStore store, Claims claims, WebhookPlanner planner, WebhookSender sender, IEnumerable<ISecretBox> boxes) : IJob
{
    internal const string Claim = "webhooks";
    private const int MostLanes = 16;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    // The receiver understood the message and will not have this one: the next may be another matter.
    private static readonly int[] OfThisMessage = [400, 413, 415, 422];

    public string Name => Claim;

    public TimeSpan Every => TimeSpan.FromSeconds(5);

    public bool WakesOnCommit => true;

    public async Task Run(CancellationToken stop)
    {
        if (!await HasWork(stop))
        {
            return;
        }
        try
        {
            await claims.TryRun(Claim, Round, false, stop);
        }
        catch (ClaimLostException)
        {
            // Another node goes on.
        }
    }

    private async Task<bool> HasWork(CancellationToken stop)
    {
        await using var context = store.Open();
        var now = store.Clock.Micros;
        var active = await context.Set<WebhookSubscription>().Where(w => w.State == WebhookState.Active).ToListAsync(stop);
        return await Due(context, now).AnyAsync(stop) || await planner.HasWork(context, active, stop);
    }

    private static IQueryable<WebhookDelivery> Due(TowerContext context, long now) =>
        from d in context.Set<WebhookDelivery>() join w in context.Set<WebhookSubscription>() on d.Webhook equals w.Id
        where d.State == DeliveryState.Waiting && d.NextTry <= now && (w.State == WebhookState.Active || d.Type == EventCatalogue.Test) select d;

    /// <summary>Plans and sends until nothing is due.</summary>
    private async Task<bool> Round(CancellationToken stop)
    {
        var lanes = new Dictionary<string, Task>(StringComparer.Ordinal);
        try
        {
            do
            {
                foreach (var id in await store.Read(c => c.Set<WebhookSubscription>().Where(w => w.State == WebhookState.Active).Select(w => w.Id).ToListAsync(stop)))
                {
                    while (await planner.Plan(id, stop))
                    {
                        stop.ThrowIfCancellationRequested();
                    }
                }
                foreach (var id in (await store.Read(c => Due(c, store.Clock.Micros).Select(d => d.Webhook).Distinct().ToListAsync(stop))).Where(w => !lanes.ContainsKey(w)).Take(MostLanes - lanes.Count))
                {
                    lanes[id] = Lane(id, stop);
                }
                await Task.WhenAny([.. lanes.Values, Task.Delay(Look, stop)]);
                foreach (var (id, lane) in lanes.Where(l => l.Value.IsCompleted).ToList())
                {
                    lanes.Remove(id);
                    await lane;
                }
            }
            while (lanes.Count > 0 && !stop.IsCancellationRequested);
        }
        finally
        {
            // What was begun is ended and noted, also when another lane failed.
            await Task.WhenAll(lanes.Values).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
        return true;
    }

    /// <summary>The due messages of one subscription, one after the other; ends when the next is not due yet. A receiver that can't be reached holds the line up, so that what comes after stays behind it.</summary>
    private async Task Lane(string id, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested && (await store.Derive<Parcel>(s => Book(s, id, stop), stop)) is { Done: true, Value: var parcel })
        {
            await Note(parcel, await Send(parcel));
        }
    }

    /// <summary>A message that is about to be tried.</summary>
    private sealed record Parcel(long Id, string Webhook, string Message, string Type, int Tries, string Url, string Body, IReadOnlyList<string> Closed);

    private static async Task<Result<Parcel>> Book(WriteScope scope, string id, CancellationToken stop)
    {
        var subscription = await scope.Context.Set<WebhookSubscription>().FirstOrDefaultAsync(w => w.Id == id, stop);
        var waiting = scope.Context.Set<WebhookDelivery>().Where(d => d.Webhook == id && d.State == DeliveryState.Waiting);
        waiting = subscription?.State == WebhookState.Active ? waiting : waiting.Where(d => d.Type == EventCatalogue.Test);
        var first = await waiting.Where(d => !d.Aside).OrderBy(d => d.Id).FirstOrDefaultAsync(stop);
        var next = first?.NextTry <= scope.Now ? first : await waiting.Where(d => d.Aside && d.NextTry <= scope.Now).OrderBy(d => d.Id).FirstOrDefaultAsync(stop);
        if (subscription is null || next is null)
        {
            return Refusal.NotFound("보낼 것", "message to send", id);
        }
        next.Tries++;
        (next.LastTry, next.NextTry) = (scope.Now, scope.Now + RetrySchedule.After(next.Tries));
        IReadOnlyList<string> closed = subscription.OldSecret is { } old && subscription.OldUntil > scope.Now ? [subscription.Secret, old] : [subscription.Secret];
        return new Parcel(next.Id, id, next.Message, next.Type, next.Tries, subscription.Url, next.Body, closed);
    }

    private async Task<SendResult> Send(Parcel parcel)
    {
        var secrets = parcel.Closed.Select(c => boxes.FirstOrDefault()?.Open(c)).OfType<string>().ToList();
        return secrets.Count == 0 ? new SendResult(null, DeliveryFailure.NoSecret) : await sender.Send(parcel.Url, parcel.Message, parcel.Body, secrets, store.Clock.OfMachine);
    }

    private async Task Note(Parcel parcel, SendResult came)
    {
        var last = parcel.Tries >= RetrySchedule.MostTries;
        var ends = came.Failure is null ? null : parcel.Type == EventCatalogue.Test ? null : came.Status == 410 ? (WebhookState?)WebhookState.Gone : last ? WebhookState.Failing : null;
        if (ends is { } state)
        {
            await store.Write<Done>(Actor.Program, async scope =>
            {
                await Settle(scope, parcel, came, last);
                await scope.Context.Set<WebhookSubscription>().Where(w => w.Id == parcel.Webhook && w.State == WebhookState.Active).ExecuteUpdateAsync(u => u.SetProperty(w => w.State, state).SetProperty(w => w.StateSince, scope.Now));
                scope.Record(state == WebhookState.Gone ? "webhooks.gone" : "webhooks.failing", "webhook:" + parcel.Webhook, new { parcel.Message, parcel.Tries, status = came.Status, failure = came.Failure });
                return Done.Well;
            }, CancellationToken.None);
            return;
        }
        await store.Derive<Done>(async scope =>
        {
            await Settle(scope, parcel, came, last);
            return Done.Well;
        }, CancellationToken.None);
    }

    private static async Task Settle(WriteScope scope, Parcel parcel, SendResult came, bool last)
    {
        var well = came.Failure is null;
        // Sent again by hand or skipped meanwhile: then what came of this try is history.
        if (await scope.Context.Set<WebhookDelivery>().FirstOrDefaultAsync(d => d.Id == parcel.Id && d.State == DeliveryState.Waiting && d.Tries == parcel.Tries) is not { } row)
        {
            return;
        }
        (row.LastStatus, row.Failure) = (came.Status, came.Failure);
        // A test shows what is so now; trying it again would not.
        var over = last || parcel.Type == EventCatalogue.Test;
        row.State = well ? DeliveryState.Delivered : over ? DeliveryState.Failed : DeliveryState.Waiting;
        row.SettledAt = well || over ? scope.Now : null;
        row.NextTry = row.State == DeliveryState.Waiting ? scope.Now + RetrySchedule.After(parcel.Tries, came.Wait) : row.NextTry;
        row.Aside |= came.Status is { } status && OfThisMessage.Contains(status);
        if (well)
        {
            await scope.Context.Set<WebhookSubscription>().Where(w => w.Id == parcel.Webhook).ExecuteUpdateAsync(u => u.SetProperty(w => w.LastDelivered, scope.Now));
        }
    }
}

/// <summary>Lets go of messages thirty days after they were settled: nobody needs to know for longer who was told what.</summary>
internal sealed class PruneDeliveries(TowerStore store) : IJob
{
    internal const int KeptDays = 30;
    private const long DayMicros = 86_400_000_000;

    public string Name => "webhook-prune";

    public TimeSpan Every => TimeSpan.FromHours(1);

    public async Task Run(CancellationToken stop)
    {
        var before = store.Clock.Micros - (KeptDays * DayMicros);
        if (await store.Read(c => Old(c, before).AnyAsync(stop)))
        {
            await store.Derive<Done>(async scope =>
            {
                await Old(scope.Context, before).ExecuteDeleteAsync(stop);
                return Done.Well;
            }, stop);
        }
    }

    // What failed stays while it can still be sent: resuming its subscription takes it up again.
    private static IQueryable<WebhookDelivery> Old(TowerContext context, long before) => context.Set<WebhookDelivery>().Where(d => d.SettledAt != null && d.SettledAt <= before
        && (d.State != DeliveryState.Failed || d.Type == EventCatalogue.Test || !context.Set<WebhookSubscription>().Any(w => w.Id == d.Webhook && w.State == WebhookState.Failing)));
}

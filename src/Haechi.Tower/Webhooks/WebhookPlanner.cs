using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Duties;
using Haechi.Tower.Journal;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Webhooks;

/// <summary>
/// Makes messages of what was recorded since a subscription was last looked at. The journal itself is the queue: an entry is written in the transaction of its act, and by one writer at a time on
/// both stores, so a position that was read is never followed by an earlier one that comes late. Nothing is lost while the program is down, and an act knows nothing of those who are told of it.
/// </summary>
internal sealed class WebhookPlanner(TowerStore store)
{
    /// <summary>So many messages of a subscription wait as rows; what is beyond waits in the journal.</summary>
    internal const int MostWaiting = 500;

    // So far a position may lag behind when nothing was of interest: moving it costs a transaction.
    private const long LooseEnd = 2000;
    private const int Portion = 200;

    private static readonly string[] Acts = [.. EventCatalogue.Types.SelectMany(t => t.Acts).Distinct()];

    /// <summary>True when there is something to plan for one of the subscriptions.</summary>
    public async Task<bool> HasWork(TowerContext context, IReadOnlyList<WebhookSubscription> active, CancellationToken stop)
    {
        var today = store.Clock.Today;
        if (active.Any(s => s.OverdueDay < today && s.Wants(EventCatalogue.Overdue)))
        {
            return true;
        }
        if (active.Count == 0)
        {
            return false;
        }
        var from = active.Min(s => s.Cursor);
        return await context.Set<JournalEntry>().AnyAsync(j => j.Seq > from && Acts.Contains(j.Act), stop);
    }

    /// <summary>Plans what there is for a subscription, a portion at a time; false when there was nothing, or no room.</summary>
    public async Task<bool> Plan(string id, CancellationToken stop)
    {
        await using var context = store.Open();
        if (await context.Set<WebhookSubscription>().FirstOrDefaultAsync(w => w.Id == id && w.State == WebhookState.Active, stop) is not { } subscription)
        {
            return false;
        }
        var room = MostWaiting - await context.Set<WebhookDelivery>().CountAsync(d => d.Webhook == id && d.State == DeliveryState.Waiting, stop);
        if (room < Portion)
        {
            return false;
        }
        var address = (await Choices.Read<MailSettings>(context, MailSettings.Key))?.Address;
        return await Entries(context, subscription, address, stop) || await Overdue(context, subscription, address, room, stop);
    }

    private async Task<bool> Entries(TowerContext context, WebhookSubscription subscription, string? address, CancellationToken stop)
    {
        var cursor = subscription.Cursor;
        var head = await context.Set<JournalEntry>().MaxAsync(j => (long?)j.Seq, stop) ?? 0;
        var entries = await context.Set<JournalEntry>().Where(j => j.Seq > cursor && j.Seq <= head && Acts.Contains(j.Act)).OrderBy(j => j.Seq).Take(Portion).ToListAsync(stop);
        var reached = entries.Count == Portion ? entries[^1].Seq : head;
        if (entries.Count == 0 && reached - cursor < LooseEnd)
        {
            return false;
        }
        var wanted = (await EventReader.Of(context, entries, stop)).Where(e => subscription.Wants(e.Event.Type)).ToList();
        await Keep(subscription, await Bounded(context, subscription, wanted, stop), address, s => s.Cursor = reached, stop);
        return entries.Count == Portion;
    }

    private async Task<bool> Overdue(TowerContext context, WebhookSubscription subscription, string? address, int room, CancellationToken stop)
    {
        var today = store.Clock.Today;
        if (subscription.OverdueDay >= today)
        {
            return false;
        }
        var late = subscription.Wants(EventCatalogue.Overdue) ? await EventReader.Overdue(context, subscription.Department, subscription.OverdueDay, today, stop) : [];
        var told = (await context.Set<WebhookDelivery>().Where(d => d.Webhook == subscription.Id && d.Type == EventCatalogue.Overdue).Select(d => d.Message).ToListAsync(stop)).ToHashSet(StringComparer.Ordinal);
        var news = late.Where(e => !told.Contains(MessageOf(subscription.Id, e.Event.Id))).ToList();
        List<ReadEvent> now = [.. news.Take(Math.Min(room, Portion))];
        // The day is over only when all of it is planned; until then the next round goes on where this one ended.
        await Keep(subscription, now, address, s => s.OverdueDay = now.Count == news.Count ? today : s.OverdueDay, stop);
        return now.Count < news.Count;
    }

    /// <summary>What lies in the subscription's department. An event without a department concerns the whole body, and goes to those who asked for all of it.</summary>
    private static async Task<List<ReadEvent>> Bounded(TowerContext context, WebhookSubscription subscription, List<ReadEvent> events, CancellationToken stop)
    {
        if (subscription.Department is not { } department || events.Count == 0)
        {
            return events;
        }
        stop.ThrowIfCancellationRequested();
        var below = await DutyQuery.Below(context, department);
        return [.. events.Where(e => e.Department is { } d && below.Contains(d))];
    }

    private async Task Keep(WebhookSubscription read, List<ReadEvent> events, string? address, Action<WebhookSubscription> move, CancellationToken stop)
    {
        if ((await store.Derive<Done>(scope => Insert(scope, read, events, address, move, stop), stop)).Done)
        {
            move(read);
        }
    }

    private static async Task<Result<Done>> Insert(WriteScope scope, WebhookSubscription read, List<ReadEvent> events, string? address, Action<WebhookSubscription> move, CancellationToken stop)
    {
        // Changed since it was read: the next round sees it as it is now.
        if (await scope.Context.Set<WebhookSubscription>().FirstOrDefaultAsync(w => w.Id == read.Id && w.State == WebhookState.Active && w.Cursor == read.Cursor && w.OverdueDay == read.OverdueDay, stop) is not { } row)
        {
            return Refusal.NotFound("웹훅", "webhook", read.Id);
        }
        move(row);
        string[] messages = [.. events.Select(e => MessageOf(row.Id, e.Event.Id))];
        var known = await scope.Context.Set<WebhookDelivery>().Where(d => d.Webhook == row.Id && messages.Contains(d.Message)).Select(d => d.Message).ToListAsync(stop);
        foreach (var (happened, message) in events.Select(e => e.Event).Zip(messages).Where(p => !known.Contains(p.Second)))
        {
            scope.Context.Add(Delivery(scope, row.Id, message, happened, address));
        }
        return Done.Well;
    }

    internal static WebhookDelivery Delivery(WriteScope scope, string webhook, string message, CloudEvent happened, string? address) => new()
    {
        Webhook = webhook, Message = message, Type = happened.Type, Subject = happened.Thing?.Subject, Body = happened.Write(address), PlannedAt = scope.Now, NextTry = scope.Now,
    };

    /// <summary>The id of an event's message to a subscription: always the same.</summary>
    internal static string MessageOf(string webhook, string happened) => "msg_" + Digest.Of(webhook + ":" + happened)[..32];
}

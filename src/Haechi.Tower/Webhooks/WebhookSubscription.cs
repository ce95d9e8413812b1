using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Webhooks;

/// <summary>How a subscription is.</summary>
public enum WebhookState
{
    /// <summary>Events are sent.</summary>
    Active = 0,

    /// <summary>Somebody stopped it, or it came from a backup; what happens meanwhile waits.</summary>
    Paused = 1,

    /// <summary>A message was tried to the end of the schedule; nothing is sent until somebody looks.</summary>
    Failing = 2,

    /// <summary>The receiver said that the address is gone for good (410).</summary>
    Gone = 3,
}

/// <summary>An address that is told of events. Whoever keeps it gets ids and links, never the contents of the register.</summary>
public sealed class WebhookSubscription
{
    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>What it is for, in the person's words.</summary>
    public required string Name { get; set; }

    /// <summary>The address.</summary>
    public required string Url { get; set; }

    /// <summary>The wanted types of events (<see cref="EventCatalogue"/>), separated by spaces; <c>*</c> for all.</summary>
    public required string Events { get; set; }

    /// <summary>A department: only events of it and of those below it; null for all.</summary>
    public string? Department { get; set; }

    /// <summary>How it is.</summary>
    public WebhookState State { get; set; }

    /// <summary>Since when, in UTC microseconds.</summary>
    public long StateSince { get; set; }

    /// <summary>The secret that signs, as <see cref="Access.ISecretBox"/> closed it.</summary>
    public required string Secret { get; set; }

    /// <summary>The secret before, which signs along until <see cref="OldUntil"/>; or null.</summary>
    public string? OldSecret { get; set; }

    /// <summary>Until when the old secret signs along, in UTC microseconds, or null.</summary>
    public long? OldUntil { get; set; }

    /// <summary>The last entry of the journal that was looked at.</summary>
    public long Cursor { get; set; }

    /// <summary>The last day whose overdue duties were told.</summary>
    public DateOnly OverdueDay { get; set; }

    /// <summary>When it was made, in UTC microseconds.</summary>
    public long MadeAt { get; init; }

    /// <summary>When a message last arrived, in UTC microseconds, or null.</summary>
    public long? LastDelivered { get; set; }

    /// <summary>True when events of this type are wanted.</summary>
    public bool Wants(string type) => Events == EventCatalogue.All || Events.Split(' ').Contains(type);
}

/// <summary>How a message is.</summary>
public enum DeliveryState
{
    /// <summary>It is to be sent, for the first time or again.</summary>
    Waiting = 0,

    /// <summary>The receiver took it (2xx).</summary>
    Delivered = 1,

    /// <summary>It was tried to the end of the schedule.</summary>
    Failed = 2,

    /// <summary>Somebody resumed the subscription without what had waited.</summary>
    Skipped = 3,
}

/// <summary>A message to one receiver. Deleted thirty days after it was settled.</summary>
public sealed class WebhookDelivery
{
    /// <summary>Position: messages of a subscription go out in this order.</summary>
    public long Id { get; init; }

    /// <summary>The subscription.</summary>
    public required string Webhook { get; init; }

    /// <summary>What <c>webhook-id</c> says: the same for every try, by which receivers know a message again.</summary>
    public required string Message { get; init; }

    /// <summary>The type of the event.</summary>
    public required string Type { get; init; }

    /// <summary>The thing, as <c>kind:id</c>, or null.</summary>
    public string? Subject { get; init; }

    /// <summary>What is sent, to the letter.</summary>
    public required string Body { get; init; }

    /// <summary>When it was planned, in UTC microseconds.</summary>
    public long PlannedAt { get; init; }

    /// <summary>How it is.</summary>
    public DeliveryState State { get; set; }

    /// <summary>True: the others do not wait for it. A test, a message sent again by hand, or one that the receiver refused as such.</summary>
    public bool Aside { get; set; }

    /// <summary>How often it was tried.</summary>
    public int Tries { get; set; }

    /// <summary>Not before this instant, in UTC microseconds.</summary>
    public long NextTry { get; set; }

    /// <summary>When it was last tried, in UTC microseconds, or null.</summary>
    public long? LastTry { get; set; }

    /// <summary>The status of the last answer, or null when there was none.</summary>
    public int? LastStatus { get; set; }

    /// <summary>What went wrong last, as a word of <see cref="DeliveryFailure"/>; null when nothing did.</summary>
    public string? Failure { get; set; }

    /// <summary>When it was delivered, failed for good or was skipped, in UTC microseconds, or null.</summary>
    public long? SettledAt { get; set; }
}

internal sealed class WebhookModel : IModelPart
{
    public void Build(ModelBuilder model)
    {
        model.Entity<WebhookSubscription>(e => e.ToTable("webhook").HasKey(w => w.Id));
        model.Entity<WebhookDelivery>(e =>
        {
            e.ToTable("webhook_delivery").HasKey(d => d.Id);
            e.Property(d => d.Id).ValueGeneratedOnAdd();
            e.HasIndex(d => new { d.Webhook, d.Message }).IsUnique();
            e.HasIndex(d => new { d.Webhook, d.State, d.Id });
            e.HasIndex(d => d.SettledAt);
        });
    }
}

using Haechi.Rules;
using Haechi.Tower.Common;
using Haechi.Tower.Webhooks;

namespace Haechi.Web.Api.Shapes;

/// <summary>An address that is told of events.</summary>
/// <param name="Id">The id.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Url">The address; for others than administrators its beginning only, because some receivers hide a secret in the rest.</param>
/// <param name="Events">The wanted types of events; <c>*</c> for all.</param>
/// <param name="Department">The department that bounds it, or null.</param>
/// <param name="State">How it is.</param>
/// <param name="StateSince">Since when.</param>
/// <param name="Waiting">How many messages wait.</param>
/// <param name="Failure">What went wrong with the first in line, or null.</param>
/// <param name="NextTry">When the first in line is tried again, or null.</param>
/// <param name="LastDelivered">When a message last arrived, or null.</param>
/// <param name="OldSecretUntil">Until when the secret before signs along, or null.</param>
public sealed record WebhookShape(
    string Id, string Name, string Url, IReadOnlyList<string> Events, string? Department, WebhookState State, Instant StateSince, int Waiting, string? Failure, Instant? NextTry, Instant? LastDelivered, Instant? OldSecretUntil)
{
    internal static WebhookShape Of(WebhookStanding s, Actor actor, long now) => new(
        s.Webhook.Id, s.Webhook.Name, Shown(s.Webhook.Url, actor), s.Webhook.Events.Split(' '), s.Webhook.Department, s.Webhook.State, new Instant(s.Webhook.StateSince), s.Waiting, s.Failure, Instant.Of(s.NextTry),
        Instant.Of(s.Webhook.LastDelivered), Instant.Of(s.Webhook.OldUntil > now ? s.Webhook.OldUntil : null));

    /// <summary>The address, as far as the actor may see it.</summary>
    internal static string Shown(string url, Actor actor) => actor.Is(Roles.Administrator) ? url : new Uri(url).GetLeftPart(UriPartial.Authority) + "/…";
}

/// <summary>A message to one receiver.</summary>
/// <param name="Message">What <c>webhook-id</c> says.</param>
/// <param name="Type">The type of the event.</param>
/// <param name="Subject">The thing, as <c>kind:id</c>, or null.</param>
/// <param name="State">How it is.</param>
/// <param name="Tries">How often it was tried.</param>
/// <param name="PlannedAt">When it was planned.</param>
/// <param name="LastTry">When it was last tried, or null.</param>
/// <param name="LastStatus">The status of the last answer, or null.</param>
/// <param name="Failure">What went wrong last, or null.</param>
/// <param name="NextTry">When it is tried again, or null.</param>
/// <param name="SettledAt">When it was delivered, failed for good or was skipped, or null.</param>
public sealed record WebhookMessageShape(string Message, string Type, string? Subject, DeliveryState State, int Tries, Instant PlannedAt, Instant? LastTry, int? LastStatus, string? Failure, Instant? NextTry, Instant? SettledAt)
{
    internal static WebhookMessageShape Of(WebhookDelivery d) => new(d.Message, d.Type, d.Subject, d.State, d.Tries, new Instant(d.PlannedAt), Instant.Of(d.LastTry), d.LastStatus, d.Failure, d.State == DeliveryState.Waiting ? new Instant(d.NextTry) : null, Instant.Of(d.SettledAt));
}

/// <summary>A type of event.</summary>
public sealed record EventTypeShape(string Name, LocalText Title);

/// <summary>A secret, shown once.</summary>
/// <param name="Webhook">The subscription.</param>
/// <param name="Secret">The secret.</param>
/// <param name="OldUntil">Until when the secret before signs along, or null.</param>
public sealed record WebhookSecretShape(string Webhook, string Secret, Instant? OldUntil)
{
    internal static WebhookSecretShape Of(NewWebhookSecret made) => new(made.Webhook, made.Secret, Instant.Of(made.OldUntil));
}

using Haechi.Tower.Common;
using Haechi.Tower.Storage;

namespace Haechi.Tower.Webhooks;

/// <summary>Changes a subscription. What waits already is sent to the new address.</summary>
public sealed record ChangeWebhook(string Webhook, string Name, string Url, IReadOnlyList<string> Events, string? Department = null);

internal sealed class ChangeWebhookHandler(TowerStore store, WebhookRules rules) : IHandle<ChangeWebhook, Done>
{
    public async Task<Result<Done>> Handle(Actor actor, ChangeWebhook command, CancellationToken stop)
    {
        var url = command.Url.Trim();
        var address = actor.Department is null && actor.Is(Roles.Administrator) ? await rules.Address(url, stop) : null;
        return await store.Write<Done>(actor, async scope =>
        {
            var found = await WebhookRules.Find(scope, command.Webhook, stop);
            if (!found.Done)
            {
                return Refused.Because<Done>(found.Refusals);
            }
            var wrong = await WebhookRules.Wrong(scope, command.Name, command.Events, command.Department, stop);
            if (address is not null)
            {
                wrong.Add(address);
            }
            if (wrong.Count > 0)
            {
                return Refused.Because<Done>(wrong);
            }
            var row = found.Value;
            (row.Name, row.Url, row.Events, row.Department) = (command.Name.Trim(), url, WebhookRules.Kept(command.Events), WebhookRules.Blank(command.Department));
            scope.Record("webhooks.change", "webhook:" + row.Id, WebhookRules.Told(row));
            return Done.Well;
        }, stop);
    }
}

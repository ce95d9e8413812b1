using Haechi.Rules;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Webhooks;

/// <summary>What every act on a subscription has in common: who may, and what may be chosen.</summary>
internal sealed class WebhookRules(Doors doors, WebhookSender sender, IEnumerable<ISecretBox> boxes)
{
    public const int LongestName = 80;

    /// <summary>Closes a secret; null when this process has no keys, as a verb at the command line.</summary>
    public string? Close(string secret) => boxes.FirstOrDefault()?.Close(secret);

    public static Refusal NoKeys { get; } = Refusal.Because("no-keys", "비밀을 보관할 열쇠가 없습니다. 관제탑의 화면이나 API에서 하십시오.", "there are no keys to keep a secret with; do it on the pages or by the API of the running tower");

    /// <summary>Null for an administrator of the whole body: what goes out is told of all departments.</summary>
    public static async Task<Refusal?> May(WriteScope scope) => Permissions.Need(scope.Actor, Roles.Administrator) ?? await Permissions.NeedScope(scope.Context, scope.Actor, null);

    /// <summary>The subscription, for somebody who may change it.</summary>
    public static async Task<Result<WebhookSubscription>> Find(WriteScope scope, string id, CancellationToken stop) =>
        await May(scope) is { } refusal ? refusal
        : await scope.Context.Set<WebhookSubscription>().FirstOrDefaultAsync(w => w.Id == id, stop) is { } found ? found : Refusal.NotFound("웹훅", "webhook", id);

    /// <summary>What is wrong with the address: as it is written, and where its name leads now. Asked before the transaction, because it asks the network.</summary>
    public async Task<Refusal?> Address(string url, CancellationToken stop) => doors.Refuses(url) is { } refusal ? refusal : await sender.Reach(new Uri(url), stop) switch
    {
        null => null,
        DeliveryFailure.Blocked => new Refusal("blocked-address", LocalText.Of("이 이름은 이 컴퓨터나 내부망의 주소로 이어져 보낼 수 없습니다.", "this name leads to this machine or to a private network, where nothing is sent"), "url",
            LocalText.Of("공개된 주소를 쓰거나, 운영자에게 haechi serve --webhook-to 로 그 이름이나 주소 범위를 허용해 달라고 하십시오.", "use a public address, or ask the operator to allow the name or range with haechi serve --webhook-to.")),
        var word => new Refusal("wrong-url", LocalText.Of($"이 이름의 주소를 찾지 못했습니다({word}).", $"no address was found for this name ({word})"), "url", LocalText.Of("이름을 확인하고 다시 하십시오.", "check the name, and try again.")),
    };

    /// <summary>What is wrong with the other choices.</summary>
    public static async Task<List<Refusal>> Wrong(WriteScope scope, string name, IReadOnlyList<string> events, string? department, CancellationToken stop)
    {
        var wrong = new List<Refusal>();
        if (name.Trim() is not { Length: > 0 and <= LongestName })
        {
            wrong.Add(Refusal.Because("wrong-name", $"어디에 쓰는지 {LongestName}자까지 적으십시오. 예: 업무 관리 시스템", $"say in at most {LongestName} characters what it is for, such as ticket system", "name"));
        }
        if (events.Count == 0 || events.Any(e => !EventCatalogue.Knows(e)))
        {
            wrong.Add(new Refusal("wrong-events", LocalText.Of("알릴 사건을 하나 이상 고르십시오.", "choose at least one type of event"), "events", events.Count == 0 ? null : LocalText.Same(string.Join(", ", EventCatalogue.Types.Select(t => t.Name).Prepend(EventCatalogue.All)))));
        }
        if (Blank(department) is { } id && !await scope.Context.Set<Department>().AnyAsync(d => d.Id == id && !d.Closed, stop))
        {
            wrong.Add(Refusal.NotFound("열린 부서", "open department", id) with { Where = "department" });
        }
        return wrong;
    }

    /// <summary>The types as they are kept: each once, in the order of the catalogue.</summary>
    public static string Kept(IReadOnlyList<string> events) => events.Contains(EventCatalogue.All) ? EventCatalogue.All : string.Join(' ', EventCatalogue.Types.Select(t => t.Name).Where(events.Contains));

    public static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    /// <summary>What the journal says of a subscription: where it leads, not the whole address, in which some receivers hide a secret.</summary>
    public static object Told(WebhookSubscription row) => new { host = new Uri(row.Url).Authority, url = Digest.Of(row.Url), events = row.Events, department = row.Department };
}

using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Webhooks;

/// <summary>Says in <c>haechi doctor</c> which subscriptions send nothing any more.</summary>
internal sealed class WebhookCheckUp(TowerStore store) : ICheckUp
{
    private const string Name = "webhooks";

    public async Task<IReadOnlyList<CheckResult>> Look(CancellationToken stop)
    {
        var states = await store.Read(c => c.Set<WebhookSubscription>().Select(w => w.State).ToListAsync(stop));
        int Of(WebhookState state) => states.Count(s => s == state);
        var (stuck, paused) = (Of(WebhookState.Failing) + Of(WebhookState.Gone), Of(WebhookState.Paused));
        return
        [
            stuck > 0 ? CheckResult.Wrong(Name, $"웹훅 {states.Count}개 가운데 {stuck}개가 전달에 실패하여 멈췄습니다.", $"{stuck} of {states.Count} webhooks stopped because nothing arrived", "웹훅 화면(/webhooks)에서 까닭을 보고 다시 시작하십시오.", "see why on the page of webhooks (/webhooks), and resume them.")
            : paused > 0 ? CheckResult.Note(Name, $"웹훅 {states.Count}개 가운데 {paused}개를 멈춰 두었습니다.", $"{paused} of {states.Count} webhooks are paused", "되돌린 뒤라면 웹훅 화면에서 다시 시작하십시오.", "after a restore, resume them on the page of webhooks.")
            : CheckResult.Fine(Name, $"웹훅 {states.Count}개", $"{states.Count} webhooks"),
        ];
    }
}

/// <summary>A restored tower may be a rehearsal, or stand beside the real one: it must not tell the world of things. Its subscriptions wait until somebody says that it is the real one.</summary>
internal sealed class WebhooksAfterRestore : IAfterRestore
{
    public Refusal? Refuses(string? erasures) => null;

    public async Task<Result<Done>> Run(TowerStore store, string folder, string? erasures, CancellationToken stop)
    {
        if (!await store.Read(c => c.Set<WebhookSubscription>().AnyAsync(w => w.State == WebhookState.Active, stop)))
        {
            return Done.Well;
        }
        return await store.Write<Done>(Actor.Terminal, async scope =>
        {
            var paused = await scope.Context.Set<WebhookSubscription>().Where(w => w.State == WebhookState.Active).ExecuteUpdateAsync(u => u.SetProperty(w => w.State, WebhookState.Paused).SetProperty(w => w.StateSince, scope.Now), stop);
            scope.Record("webhooks.pause-restored", "webhooks", new { webhooks = paused });
            return Done.Well;
        }, stop);
    }
}

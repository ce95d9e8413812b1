using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Tower.Webhooks;

internal sealed class WebhooksModule : ITowerModule
{
    public void Add(IServiceCollection services) => services.AddSingleton(Opened).AddSingleton<IAddressBook, DnsAddressBook>().AddSingleton<WebhookSender>().AddSingleton<WebhookRules>().AddSingleton<WebhookPlanner>()
        .AddSingleton<WebhookWorker>().AddSingleton<IJob>(s => s.GetRequiredService<WebhookWorker>()).AddSingleton<PruneDeliveries>().AddSingleton<IJob>(s => s.GetRequiredService<PruneDeliveries>())
        .AddSingleton<ICheckUp, WebhookCheckUp>().AddSingleton<IAfterRestore, WebhooksAfterRestore>();

    // The verb that serves has checked them already and refused in words.
    private static Doors Opened(IServiceProvider services) => Doors.Read(services.GetRequiredService<TowerOptions>().WebhookTargets) is { Done: true } read ? read.Value
        : throw new ArgumentException("The options name a webhook target that is no name, address or range.");
}

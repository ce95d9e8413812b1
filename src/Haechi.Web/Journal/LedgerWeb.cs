using Haechi.Tower.Journal;
using Haechi.Web.Demo;
using Haechi.Web.Frame;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Haechi.Web.Journal;

internal sealed class LedgerWeb : IWebModule
{
    public void Add(IServiceCollection services) => services.AddHostedService<LedgerHost>();
}

/// <summary>Keeps the ledger up with the journal for as long as the pages are served.</summary>
internal sealed class LedgerHost(LedgerWorker worker, ServeOptions serve, DemoReady ready) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // A demonstration's database comes whole when it is filled; a log begun before that would be another's.
        await ready.Filled.WaitAsync(stoppingToken);
        if (serve.Ledger)
        {
            await worker.Loop(stoppingToken);
        }
    }
}

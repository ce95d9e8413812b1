using Haechi.Tower.Journal;
using Haechi.Web.Frame;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Haechi.Web.Journal;

internal sealed class LedgerWeb : IWebModule
{
    public void Add(IServiceCollection services) => services.AddHostedService<LedgerHost>();
}

/// <summary>Keeps the ledger up with the journal for as long as the pages are served.</summary>
internal sealed class LedgerHost(LedgerWorker worker, ServeOptions serve) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => serve.Ledger ? worker.Loop(stoppingToken) : Task.CompletedTask;
}

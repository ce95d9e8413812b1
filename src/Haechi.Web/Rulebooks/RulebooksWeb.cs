using Haechi.Tower.Rulebooks;
using Haechi.Web.Frame;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Haechi.Web.Rulebooks;

internal sealed class RulebooksWeb : IWebModule
{
    public void Add(IServiceCollection services) => services.AddSingleton<Haechi.Web.Register.ISystemPanel, WhyPanelSlot>().AddScoped<RulebooksModel>().AddScoped<WhyModel>().AddHostedService<DeterminationHost>();
}

/// <summary>Runs the worker that keeps determinations and duties up to date for as long as the pages are served.</summary>
internal sealed class DeterminationHost(DeterminationWorker worker) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => worker.Loop(stoppingToken);
}

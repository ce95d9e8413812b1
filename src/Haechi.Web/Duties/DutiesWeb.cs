using Haechi.Tower.Duties;
using Haechi.Web.Frame;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Haechi.Web.Duties;

internal sealed class DutiesWeb : IWebModule
{
    public void Add(IServiceCollection services) => services.AddSingleton<Haechi.Web.Register.ISystemPanel, DutiesPanelSlot>().AddScoped<Haechi.Web.Home.IHome, PortfolioHome>().AddScoped<GapsModel>().AddScoped<DutyModel>()
        .AddHostedService<ReminderHost>();
}

/// <summary>Sends the reminders of each day for as long as the pages are served.</summary>
internal sealed class ReminderHost(ReminderWorker worker) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => worker.Loop(stoppingToken);
}

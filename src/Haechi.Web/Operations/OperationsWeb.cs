using Haechi.Web.Frame;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Web.Operations;

internal sealed class OperationsWeb : IWebModule
{
    public void Add(IServiceCollection services) => services.AddSingleton<Readiness>().AddSingleton<TowerMeter>().AddSingleton<Prometheus>().AddHostedService<TelemetryHost>();
}

using Haechi.Tower.Common;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Tower.Demo;

internal sealed class DemoModule : ITowerModule
{
    public void Add(IServiceCollection services) => services.AddSingleton<IDemoCity, DemoCity>();
}

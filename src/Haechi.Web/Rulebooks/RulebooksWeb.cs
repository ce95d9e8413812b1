using Haechi.Web.Frame;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Web.Rulebooks;

internal sealed class RulebooksWeb : IWebModule
{
    public void Add(IServiceCollection services) => services.AddSingleton<Haechi.Web.Register.ISystemPanel, WhyPanelSlot>().AddScoped<RulebooksModel>().AddScoped<WhyModel>();
}

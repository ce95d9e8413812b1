using Haechi.Web.Frame;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Web.Duties;

internal sealed class DutiesWeb : IWebModule
{
    public void Add(IServiceCollection services) => services.AddSingleton<Haechi.Web.Register.ISystemPanel, DutiesPanelSlot>().AddScoped<Haechi.Web.Home.IHome, PortfolioHome>().AddScoped<GapsModel>().AddScoped<DutyModel>();
}

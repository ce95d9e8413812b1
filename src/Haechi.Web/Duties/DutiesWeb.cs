using Haechi.Web.Frame;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Web.Duties;

internal sealed class DutiesWeb : IWebModule
{
    public void Add(IServiceCollection services) => services.AddScoped<GapsModel>().AddScoped<DutyModel>();
}

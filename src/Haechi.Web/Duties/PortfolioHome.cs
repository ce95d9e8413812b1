using Haechi.Tower.Common;
using Haechi.Tower.Duties;
using Haechi.Web.Frame;
using Haechi.Web.Home;
using Microsoft.AspNetCore.Http;

namespace Haechi.Web.Duties;

/// <summary>The first page: the whole body at a glance, now or as recorded by a day.</summary>
internal sealed class PortfolioHome(CityPortfolio portfolio) : IHome
{
    public async Task<IResult> Show(HttpContext http)
    {
        var asOf = AskedMoment.Day(http.Request.Query["as-of"]);
        return Routes.Render<PortfolioPage>(new { View = await portfolio.Read(asOf is { } at ? new Moment(at, TowerClock.EndOf(at)) : null, http.RequestAborted), AsOf = asOf });
    }
}

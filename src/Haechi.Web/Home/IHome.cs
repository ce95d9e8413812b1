using Microsoft.AspNetCore.Http;

namespace Haechi.Web.Home;

/// <summary>Shows the first page once the tower is set up; the plain overview stands in when nobody does.</summary>
public interface IHome
{
    /// <summary>The page for this visitor.</summary>
    public Task<IResult> Show(HttpContext http);
}

using Haechi.Web.Frame;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Web.Api;

/// <summary>Maps the table of the API to routes.</summary>
internal sealed class ApiPages : IPages
{
    public const string Root = "/api/v1";

    public void Map(IEndpointRouteBuilder routes)
    {
        var run = routes.ServiceProvider.GetRequiredService<ApiRun>();
        foreach (var endpoint in ApiTable.All)
        {
            routes.MapMethods(Root + endpoint.Path, [endpoint.Method], http => run.Run(http, endpoint)).WithMetadata(new RouteAccess(endpoint.Roles), endpoint).DisableAntiforgery();
        }
        routes.MapGet(Root + "/openapi.json", () => Results.Text(ApiDocument.Document.ToJsonString(ApiJson.Options), "application/json")).WithMetadata(new RouteAccess(null));
        routes.Page("/api", () => Routes.Render<ApiPage>(), null);
        routes.MapFallback(Root + "/{**rest}", ApiRun.NoSuch).WithMetadata(new RouteAccess(null)).DisableAntiforgery();
    }
}

internal sealed class ApiWeb : IWebModule
{
    public void Add(IServiceCollection services) => services.AddSingleton<ApiRun>().AddSingleton<ApiKeys>();
}

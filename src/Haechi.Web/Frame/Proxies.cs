using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;

namespace Haechi.Web.Frame;

/// <summary>
/// A proxy in front ends https and says in headers who asked. Anybody can write such headers, so they are believed from the addresses alone that the one who starts the tower has named; by
/// default from nobody.
/// </summary>
internal static class Proxies
{
    public static void Use(WebApplication app, ServeOptions serve)
    {
        if (serve.Proxies.Count == 0)
        {
            return;
        }
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
        // The framework trusts this machine unless told otherwise.
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in serve.Proxies)
        {
            options.KnownProxies.Add(proxy);
        }
        app.UseForwardedHeaders(options);
    }
}

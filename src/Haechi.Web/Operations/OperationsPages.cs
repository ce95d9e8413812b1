using System.Net;
using System.Security.Cryptography;
using System.Text;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Haechi.Web.Operations;

/// <summary>Addresses for machines: is it alive, is it ready, and its figures. They answer with words and numbers only, nothing of the register.</summary>
internal sealed class OperationsPages : IPages
{
    /// <summary>The environment variable whose value a collector on another machine sends as a bearer token.</summary>
    public const string TokenVariable = "HAECHI_METRICS_TOKEN";

    // They are answered before anything else: nobody is looked up in the database for them, which may be what is away.
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => Live).WithMetadata(new RouteAccess(null)).ShortCircuit();
        routes.MapGet("/health/ready", Ready).WithMetadata(new RouteAccess(null)).ShortCircuit();
        routes.MapGet("/metrics", Metrics).WithMetadata(new RouteAccess(null)).ShortCircuit();
    }

    private static IResult Live(HttpContext http)
    {
        SecurityHeaders.Set(http);
        return Results.Text("live\n");
    }

    private static async Task<IResult> Ready(Readiness readiness, HttpContext http)
    {
        SecurityHeaders.Set(http);
        var wrong = await readiness.Look(http.RequestAborted);
        return wrong.Count == 0 ? Results.Text(readiness.LedgerStands ? "ready\nledger-lag\n" : "ready\n") : Results.Text(string.Join('\n', wrong) + "\n", statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    private static IResult Metrics(Prometheus prometheus, HttpContext http)
    {
        SecurityHeaders.Set(http);
        return MayRead(http) ? Results.Text(prometheus.Write(), "text/plain; version=0.0.4; charset=utf-8") : Results.Text($"metrics are for this machine, or for whoever sends the token of {TokenVariable}\n", statusCode: StatusCodes.Status403Forbidden);
    }

    /// <summary>This machine itself, asking by a name of its own; a proxy on this machine hands on the names and marks of others. Or whoever has the token.</summary>
    private static bool MayRead(HttpContext http)
    {
        if (Environment.GetEnvironmentVariable(TokenVariable) is { Length: > 0 } token && http.Request.Headers.Authorization.ToString() is { } sent && sent.StartsWith("Bearer ", StringComparison.Ordinal))
        {
            return CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(sent["Bearer ".Length..])), SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        }
        string[] handed = ["X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Forwarded", "Via"];
        var host = http.Request.Host.Host;
        return http.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from) && !handed.Any(http.Request.Headers.ContainsKey)
            && (host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var name) && IPAddress.IsLoopback(name)));
    }
}

using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Haechi.Web.Operations;

/// <summary>Gives every answer its number, and notes each request by its route. No address, no account, no search.</summary>
internal sealed partial class RequestLog(RequestDelegate next, ILogger<RequestLog> log)
{
    public const string Category = "Haechi.Web.Operations.RequestLog";

    public async Task InvokeAsync(HttpContext http)
    {
        var began = Stopwatch.GetTimestamp();
        http.Response.OnStarting(() =>
        {
            http.Response.Headers["X-Request-Id"] = http.TraceIdentifier;
            return Task.CompletedTask;
        });
        try
        {
            await next(http);
        }
        finally
        {
            if (log.IsEnabled(LogLevel.Information))
            {
                var (route, taken) = ((http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "-", (long)Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                Served(log, http.TraceIdentifier, http.Request.Method, route, http.Response.StatusCode, taken);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Request {Id} {Method} {Route} {Status} {Milliseconds} ms")]
    private static partial void Served(ILogger log, string id, string method, string route, int status, long milliseconds);
}

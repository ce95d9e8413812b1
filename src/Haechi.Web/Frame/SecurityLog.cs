using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Haechi.Web.Frame;

/// <summary>
/// What a guard wants to know in the server's log and what is no act for the journal: doors that were tried and stayed shut. Accounts by id and routes by their pattern; never a login, an address
/// or anything that was typed, which is often a password in the wrong field.
/// </summary>
internal static partial class SecurityLog
{
    public static void Refused(HttpContext http, string account, string code) => Refused(Log(http), account, http.Request.Method, Route(http), code);

    public static void StaleForm(HttpContext http) => Stale(Log(http), Route(http));

    public static void TooMany(HttpContext http) => TooOften(Log(http), Route(http));

    public static void SignInRefused(HttpContext http, string code) => NotSignedIn(Log(http), code);

    private static ILogger Log(HttpContext http) => http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Haechi.Security");

    private static string Route(HttpContext http) => (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "?";

    [LoggerMessage(Level = LogLevel.Warning, Message = "Account {Account} was refused {Method} {Route}: {Code}")]
    private static partial void Refused(ILogger log, string account, string method, string route, string code);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A form without its token was refused at {Route}")]
    private static partial void Stale(ILogger log, string route);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Too many requests at {Route}")]
    private static partial void TooOften(ILogger log, string route);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A sign-in was refused: {Code}")]
    private static partial void NotSignedIn(ILogger log, string code);
}

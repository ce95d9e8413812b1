using System.Net;
using Haechi.Tower.Common;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.Http;

namespace Haechi.Web.Demo;

/// <summary>
/// Lets people into the demonstration without a password: only when the program was started for it, only over the loopback address, only under a name of this machine (else a page from
/// elsewhere could reach it through a name that is made to point here), and never through a proxy, behind which everybody looks local.
/// </summary>
internal static class DemoGate
{
    public static Refusal? Refuses(HttpContext http, ServeOptions serve) =>
        !serve.Demo ? Refusal.Because("not-found", "이 서버는 시연용이 아닙니다.", "this server is no demonstration")
        : IsHere(http) ? null
        : Refusal.Because("forbidden", "시연 인물로는 이 컴퓨터에서만 들어갈 수 있습니다. http://127.0.0.1 주소로 여십시오.", "personas may be used on this machine only; open the address http://127.0.0.1");

    private static bool IsHere(HttpContext http) =>
        http.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from)
        && (http.Request.Host.Host is "localhost" || (IPAddress.TryParse(http.Request.Host.Host.Trim('[', ']'), out var host) && IPAddress.IsLoopback(host)))
        && !http.Request.Headers.ContainsKey("X-Forwarded-For") && !http.Request.Headers.ContainsKey("Forwarded");
}

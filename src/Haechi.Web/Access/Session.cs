using System.Security.Claims;
using Haechi.Tower.Access;
using Haechi.Tower.Access.Sessions;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Web.Access;

/// <summary>Begins and ends sessions in the browser, and says where to go then.</summary>
internal static class Session
{
    private const string Name = "haechi-session";

    /// <summary>The name of the cookie. Over https the prefix binds it to this host, this path and https (RFC 6265bis, section 4.1.3.2).</summary>
    public static string CookieName(bool https) => https ? "__Host-" + Name : Name;

    /// <summary>How a cookie of this server is set: never readable by script, only over https where there is https, not sent along from elsewhere.</summary>
    public static CookieOptions Cookie(HttpContext http, SameSiteMode site = SameSiteMode.Lax) => new() { HttpOnly = true, Secure = http.Request.IsHttps, SameSite = site, Path = "/", IsEssential = true };

    /// <summary>Begins a session and leads on: to <paramref name="to"/>, or to the step that is still missing. The cookie holds a random secret that changes with every step.</summary>
    public static async Task<IResult> Enter(HttpContext http, SignedIn who, string method, string? to, bool proven = false)
    {
        var begun = await Begin(http, who, method, proven);
        return !begun.Done ? Routes.Refused(begun.Refusals) : Results.LocalRedirect(begun.Value switch
        {
            SessionStep.Code => "/sign-in/code?to=" + Uri.EscapeDataString(Local(to)),
            SessionStep.Enrol => "/me/second-factor",
            _ => Local(to),
        });
    }

    /// <summary>Begins a session in place of the present one.</summary>
    public static async Task<Result<SessionStep>> Begin(HttpContext http, SignedIn who, string method, bool proven = false)
    {
        var (visit, handler) = (http.RequestServices.GetRequiredService<Visit>(), http.RequestServices.GetRequiredService<IHandle<BeginSession, SessionBegun>>());
        var begun = await handler.Handle(Actor.Program, new BeginSession(who, method, AgentFamily.Of(http.Request.Headers.UserAgent), visit.Session?.Id, proven), http.RequestAborted);
        if (!begun.Done)
        {
            return Refused.Because<SessionStep>(begun.Refusals);
        }
        http.Response.Cookies.Append(CookieName(http.Request.IsHttps), begun.Value.Secret, Cookie(http));
        return begun.Value.Step;
    }

    /// <summary>Ends the present session.</summary>
    public static async Task End(HttpContext http)
    {
        var visit = http.RequestServices.GetRequiredService<Visit>();
        if (visit.Session is { } session && visit.Person is { } person)
        {
            await http.RequestServices.GetRequiredService<IHandle<EndSessions, int>>().Handle(person.ToActor(), new EndSessions(person.Id, session.Id), http.RequestAborted);
        }
        http.Response.Cookies.Delete(CookieName(http.Request.IsHttps), Cookie(http));
    }

    /// <summary>Finds out whose session the cookie is. Only a whole sign-in makes a visitor an account; who lacks a step is known, and comes in nowhere else.</summary>
    public static async Task Know(HttpContext http, Visit visit, TowerContext context)
    {
        if (http.Request.Cookies[CookieName(http.Request.IsHttps)] is not { Length: > 0 and <= 100 } secret || await LiveSessions.Find(context, secret, visit.Clock.Micros) is not { } found)
        {
            return;
        }
        (visit.Session, visit.Person) = found;
        var open = http.GetEndpoint()?.Metadata.GetMetadata<OpenBeforeSecondFactor>() is not null;
        if (found.Session.Step == SessionStep.Full || (found.Session.Step == SessionStep.Enrol && open))
        {
            visit.Account = found.Account;
            // The form token is bound to the account, so that one from before the sign-in is worth nothing after it.
            http.User = new ClaimsPrincipal(new ClaimsIdentity([new global::System.Security.Claims.Claim(ClaimTypes.NameIdentifier, found.Account.Id)], Name));
            await LiveSessions.Seen(context, found.Session, visit.Clock.Micros);
        }
    }

    /// <summary>The address when it leads into this server; else the first page. Two slashes, or a slash and a backslash, lead elsewhere.</summary>
    public static string Local(string? to) =>
        to is ['/', ..] and not ['/', '/' or '\\', ..] && !to.Any(char.IsControl) ? to : "/";
}

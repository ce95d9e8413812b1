using System.Security.Claims;
using Haechi.Tower.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;

namespace Haechi.Web.Access;

/// <summary>Begins sessions and says where to go then.</summary>
internal static class Session
{
    public const string Stamp = "stamp";

    /// <summary>Begins a session. The cookie holds the account's id and the stamp that ends it.</summary>
    public static Task Begin(HttpContext http, SignedIn who) => http.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, new ClaimsPrincipal(new ClaimsIdentity(
        [new Claim(ClaimTypes.NameIdentifier, who.Account), new Claim(Stamp, who.Stamp)], CookieAuthenticationDefaults.AuthenticationScheme)));

    public static Task End(HttpContext http) => http.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);

    /// <summary>The address when it leads into this server; else the first page. Two slashes, or a slash and a backslash, lead elsewhere.</summary>
    public static string Local(string? to) =>
        to is ['/', ..] and not ['/', '/' or '\\', ..] && !to.Any(char.IsControl) ? to : "/";
}

using Haechi.Tower.Access;
using Haechi.Tower.Storage;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using System.Security.Claims;

namespace Haechi.Web.Frame;

/// <summary>Finds out who visits, in which language, and sets the headers that every answer carries.</summary>
internal sealed class VisitMiddleware(RequestDelegate next, TowerStore store, IAntiforgery antiforgery, ServeOptions serve)
{
    public const string LanguageCookie = "haechi-language";

    // No script at all: nothing to allow. Forms go to this server only.
    private const string Policy = "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    public async Task InvokeAsync(HttpContext http, Visit visit)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers.Vary = "Cookie, Accept-Language";
        if (!http.Request.Path.StartsWithSegments("/assets", StringComparison.Ordinal))
        {
            await Know(http, visit);
            headers.CacheControl = "no-store";
        }
        await next(http);
    }

    private async Task Know(HttpContext http, Visit visit)
    {
        visit.Here = http.Request.Path + http.Request.QueryString;
        visit.Demo = serve.Demo;
        visit.Language = Language(http.Request);
        await using var context = store.Open();
        visit.Body = (await BodyName.Of(context)).In(visit.Language);
        if (http.User.FindFirstValue(ClaimTypes.NameIdentifier) is { } id)
        {
            var stamp = http.User.FindFirstValue("stamp");
            visit.Account = await context.Set<Account>().FirstOrDefaultAsync(a => a.Id == id && !a.Closed && a.Stamp == stamp);
        }
        // The API has no forms, and gives a program that calls it no cookie.
        visit.Token = http.Request.Path.StartsWithSegments("/api/v1") ? "" : antiforgery.GetAndStoreTokens(http).RequestToken ?? "";
    }

    private static string Language(HttpRequest request) => request.Cookies[LanguageCookie] is "ko" or "en" ? request.Cookies[LanguageCookie]!
        : request.GetTypedHeaders().AcceptLanguage.OrderByDescending(l => l.Quality ?? 1).Select(l => l.Value.Value is [var a, var b, ..] ? $"{a}{b}" : null).FirstOrDefault(l => l is "ko" or "en") ?? "ko";
}

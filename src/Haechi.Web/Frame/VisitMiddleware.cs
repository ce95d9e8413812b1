using Haechi.Tower.Access;
using Haechi.Tower.Storage;
using Haechi.Web.Access;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;

namespace Haechi.Web.Frame;

/// <summary>Finds out who visits, in which language, and keeps answers out of caches.</summary>
internal sealed class VisitMiddleware(RequestDelegate next, TowerStore store, IAntiforgery antiforgery, ServeOptions serve)
{
    public const string LanguageCookie = "haechi-language";

    public async Task InvokeAsync(HttpContext http, Visit visit)
    {
        SecurityHeaders.Set(http);
        if (!IsSameForAll(http.Request.Path))
        {
            await Know(http, visit);
            http.Response.Headers.CacheControl = "no-store";
        }
        await next(http);
    }

    /// <summary>Files that are the same for everybody, and may be kept by anything on the way: no cookie goes with them.</summary>
    private static bool IsSameForAll(PathString path) =>
        path.StartsWithSegments("/assets", StringComparison.Ordinal) || path.StartsWithSegments("/ledger/log", StringComparison.Ordinal) || path.StartsWithSegments("/ledger/logs", StringComparison.Ordinal);

    private async Task Know(HttpContext http, Visit visit)
    {
        visit.Here = http.Request.Path + http.Request.QueryString;
        visit.Demo = serve.Demo;
        visit.Language = Language(http.Request);
        await using var context = store.Open();
        visit.Body = (await BodyName.Of(context)).In(visit.Language);
        await Session.Know(http, visit, context);
        // The API has no forms, and gives a program that calls it no cookie.
        visit.Token = http.Request.Path.StartsWithSegments("/api/v1") ? "" : antiforgery.GetAndStoreTokens(http).RequestToken ?? "";
    }

    private static string Language(HttpRequest request) => request.Cookies[LanguageCookie] is "ko" or "en" ? request.Cookies[LanguageCookie]!
        : request.GetTypedHeaders().AcceptLanguage.OrderByDescending(l => l.Quality ?? 1).Select(l => l.Value.Value is [var a, var b, ..] ? $"{a}{b}" : null).FirstOrDefault(l => l is "ko" or "en") ?? "ko";
}

using System.Net;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Haechi.Web.Api;
using Haechi.Web.Operations;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Haechi.Web.Frame;

/// <summary>Shows a page instead of a bare status when the program fails. What went wrong is in the log of the server, under the number that the page shows; the page tells nothing of it.</summary>
internal sealed partial class FaultMiddleware(RequestDelegate next, TowerMeter meter, ILogger<FaultMiddleware> log)
{
    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The visitor left.
        }
        catch (Exception away) when (!http.Response.HasStarted && StorageTrouble.Of(away) is { } refusal)
        {
            // Not a fault of the program: a line without a stack, and a page that says what to do.
            Waits(log, http.TraceIdentifier, http.Request.Method, RouteOf(http), refusal.Code);
            meter.Refused(refusal.Code);
            http.Response.Clear();
            await Answer(http, refusal);
        }
        catch (Exception fault) when (!http.Response.HasStarted)
        {
            Failed(log, http.TraceIdentifier, http.Request.Method, RouteOf(http), fault);
            http.Response.Clear();
            if (http.Request.Path.StartsWithSegments(ApiPages.Root))
            {
                await ApiProblem.Write(http, [ApiRun.Fault(http.TraceIdentifier)], StatusOf(http, fault));
                return;
            }
            // The rest of the pages refuse in plain words; a fault does as well, without depending on what may have failed.
            var korean = http.RequestServices.GetRequiredService<Visit>().Korean;
            http.Response.StatusCode = StatusOf(http, fault);
            http.Response.ContentType = "text/html; charset=utf-8";
            await http.Response.WriteAsync(Page(korean, http.TraceIdentifier));
        }
    }

    private static int StatusOf(HttpContext http, Exception fault) => fault is BadHttpRequestException bad ? bad.StatusCode : BrokenChunk.Is(http, fault) ? StatusCodes.Status400BadRequest : StatusCodes.Status500InternalServerError;

    /// <summary>Full: 507 (RFC 4918, section 11.5). Everything else that passes: 503.</summary>
    private static async Task Answer(HttpContext http, Refusal refusal)
    {
        var language = http.RequestServices.GetRequiredService<Visit>().Korean ? "ko" : "en";
        var response = http.Response;
        response.StatusCode = refusal.Code == "disk-full" ? StatusCodes.Status507InsufficientStorage : StatusCodes.Status503ServiceUnavailable;
        response.Headers.RetryAfter = "30";
        response.Headers["X-Request-Id"] = http.TraceIdentifier;
        response.Headers.CacheControl = "no-store";
        if (http.Request.Path.StartsWithSegments(ApiPages.Root))
        {
            await ApiProblem.Write(http, [refusal], response.StatusCode);
            return;
        }
        response.ContentType = "text/html; charset=utf-8";
        var (title, home) = language == "ko" ? ("지금은 저장할 수 없습니다", "첫 화면으로") : ("This cannot be kept now", "To the first page");
        await response.WriteAsync(Page(language, title + (language == "ko" ? " · 해치" : " · Haechi"), title, WebUtility.HtmlEncode($"{refusal.Message.In(language)} {refusal.Next?.In(language)}"), home));
    }

    /// <summary>The pattern, never the address: that may hold an id, a search or a one-time secret.</summary>
    private static string RouteOf(HttpContext http) => (http.GetEndpoint() as Microsoft.AspNetCore.Routing.RouteEndpoint)?.RoutePattern.RawText ?? "-";

    private static string Page(bool korean, string number) => korean
        ? Page("ko", "오류 · 해치", "프로그램 안에서 오류가 났습니다", $"바꾸던 것은 저장하지 않았습니다. 뒤로 가서 다시 해 보시고, 되풀이되면 관리자에게 번호 {number} 을 알려 주십시오.", "첫 화면으로")
        : Page("en", "Fault · Haechi", "The program failed", $"What you were changing was not kept. Go back and try again; if it happens again, tell the administrator the number {number}.", "To the first page");

    private static string Page(string language, string title, string heading, string text, string home) =>
        $"<!DOCTYPE html><html lang=\"{language}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title}</title><link rel=\"stylesheet\" href=\"{StaticFiles.Address("style.css")}\"></head>"
        + $"<body><main class=\"width\"><h1>{heading}</h1><p>{text}</p><p><a href=\"/\">{home}</a></p></main></body></html>";

    [LoggerMessage(Level = LogLevel.Warning, Message = "Request {Number} could not be served: {Method} {Route}: {Reason}")]
    private static partial void Waits(ILogger log, string number, string method, string route, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Request {Number} failed: {Method} {Route}")]
    private static partial void Failed(ILogger log, string number, string method, string route, Exception fault);
}

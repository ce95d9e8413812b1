using Haechi.Web.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Haechi.Web.Frame;

/// <summary>Shows a page instead of a bare status when the program fails. What went wrong is in the log of the server, under the number that the page shows; the page tells nothing of it.</summary>
internal sealed partial class FaultMiddleware(RequestDelegate next, ILogger<FaultMiddleware> log)
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
        catch (Exception fault) when (!http.Response.HasStarted)
        {
            Failed(log, http.TraceIdentifier, http.Request.Method, http.GetEndpoint()?.DisplayName ?? "?", fault);
            http.Response.Clear();
            if (http.Request.Path.StartsWithSegments(ApiPages.Root))
            {
                await ApiProblem.Write(http, [ApiRun.Fault(http.TraceIdentifier)], fault is BadHttpRequestException broken ? broken.StatusCode : StatusCodes.Status500InternalServerError);
                return;
            }
            // The rest of the pages refuse in plain words; a fault does as well, without depending on what may have failed.
            var korean = http.RequestServices.GetRequiredService<Visit>().Korean;
            http.Response.StatusCode = fault is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError;
            http.Response.ContentType = "text/html; charset=utf-8";
            await http.Response.WriteAsync(Page(korean, http.TraceIdentifier));
        }
    }

    private static string Page(bool korean, string number) => korean
        ? Page("ko", "오류 · 해치", "프로그램 안에서 오류가 났습니다", $"바꾸던 것은 저장하지 않았습니다. 뒤로 가서 다시 해 보시고, 되풀이되면 관리자에게 번호 {number} 을 알려 주십시오.", "첫 화면으로")
        : Page("en", "Fault · Haechi", "The program failed", $"What you were changing was not kept. Go back and try again; if it happens again, tell the administrator the number {number}.", "To the first page");

    private static string Page(string language, string title, string heading, string text, string home) =>
        $"<!DOCTYPE html><html lang=\"{language}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title}</title><link rel=\"stylesheet\" href=\"{StaticFiles.Address("style.css")}\"></head>"
        + $"<body><main class=\"width\"><h1>{heading}</h1><p>{text}</p><p><a href=\"/\">{home}</a></p></main></body></html>";

    [LoggerMessage(Level = LogLevel.Error, Message = "Request {Number} failed: {Method} {Route}")]
    private static partial void Failed(ILogger log, string number, string method, string route, Exception fault);
}

using System.Text.Json;
using Haechi.Rules;
using Haechi.Tower.Common;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Web.Api;

/// <summary>One reason of a problem.</summary>
/// <param name="Code">A stable word for programs.</param>
/// <param name="Message">What was wrong and what was expected.</param>
/// <param name="Where">The field, place or thing that is meant, or null.</param>
/// <param name="Next">What to do next, or null.</param>
/// <param name="Provision">The provision on which it rests, or null.</param>
public sealed record ProblemReason(string Code, LocalText Message, string? Where, LocalText? Next, string? Provision);

/// <summary>Why something was not done, as RFC 9457 lays down: the first reason in the caller's language, and all reasons in both.</summary>
/// <param name="Type">The kind of problem, as an address within the documentation.</param>
/// <param name="Title">The status in words.</param>
/// <param name="Status">The status.</param>
/// <param name="Detail">The first reason in the language that was asked for.</param>
/// <param name="Instance">The number under which the server's log speaks of this request.</param>
/// <param name="Code">The first reason's code.</param>
/// <param name="Reasons">All reasons.</param>
public sealed record Problem(string Type, string Title, int Status, string Detail, string Instance, string Code, IReadOnlyList<ProblemReason> Reasons);

/// <summary>Answers with a problem. The one place where refusals get their status.</summary>
internal static class ApiProblem
{
    /// <summary>The status of a refusal. What the caller can mend is 4xx; a refusal is never a fault of the server.</summary>
    public static int Status(string code) => code switch
    {
        "wrong-json" or "wrong-text" or "wrong-query" or "wrong-cursor" or "wrong-header" or "unknown-parameter" or "broken-form" => StatusCodes.Status400BadRequest,
        "signed-out" or "wrong-token" or "bearer-needed" => StatusCodes.Status401Unauthorized,
        "forbidden" or "out-of-scope" or "token-scope" or "read-only-token" or "not-yours" or "not-by-token" => StatusCodes.Status403Forbidden,
        "not-found" or "not-yet" or "not-then" => StatusCodes.Status404NotFound,
        "wrong-method" => StatusCodes.Status405MethodNotAllowed,
        "not-acceptable" => StatusCodes.Status406NotAcceptable,
        "changed-meanwhile" or "key-in-use" or "shown-once" or "already-open" or "already-undone" or "already-done" or "started" => StatusCodes.Status409Conflict,
        "other-version" => StatusCodes.Status412PreconditionFailed,
        "too-large" => StatusCodes.Status413PayloadTooLarge,
        "wrong-type" => StatusCodes.Status415UnsupportedMediaType,
        "no-version-given" => StatusCodes.Status428PreconditionRequired,
        "fault" => StatusCodes.Status500InternalServerError,
        _ => StatusCodes.Status422UnprocessableEntity,
    };

    /// <summary>The problem behind these refusals.</summary>
    public static Problem Of(HttpContext http, IReadOnlyList<Refusal> refusals, int? status = null)
    {
        var korean = http.RequestServices.GetRequiredService<Visit>().Korean;
        var (first, code) = (refusals[0], status ?? Status(refusals[0].Code));
        return new Problem("/api#" + first.Code, Title(code, korean), code, first.ToLine(korean ? "ko" : "en"), http.TraceIdentifier, first.Code,
            [.. refusals.Select(r => new ProblemReason(r.Code, r.Message, r.Where, r.Next, r.Provision))]);
    }

    /// <summary>Answers.</summary>
    public static async Task Write(HttpContext http, IReadOnlyList<Refusal> refusals, int? status = null)
    {
        var problem = Of(http, refusals, status);
        http.Response.StatusCode = problem.Status;
        http.Response.ContentType = "application/problem+json";
        if (problem.Status == StatusCodes.Status401Unauthorized)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer realm=\"haechi\"" + (problem.Code == "wrong-token" ? ", error=\"invalid_token\"" : "");
        }
        await http.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(problem, ApiJson.Options), http.RequestAborted);
    }

    private static string Title(int status, bool korean) => (status, korean) switch
    {
        (400, true) => "요청을 읽을 수 없음", (400, _) => "The request cannot be read", (401, true) => "로그인이 필요함", (401, _) => "Sign-in needed", (403, true) => "권한 없음", (403, _) => "Not allowed",
        (404, true) => "찾지 못함", (404, _) => "Not found", (405, true) => "쓸 수 없는 방법", (405, _) => "Wrong method", (406, true) => "그 형식으로는 답할 수 없음", (406, _) => "No such form",
        (409, true) => "지금 상태와 맞지 않음", (409, _) => "Conflict", (412, true) => "그사이 바뀜", (412, _) => "Changed meanwhile", (413, true) => "너무 큼", (413, _) => "Too large",
        (415, true) => "알 수 없는 형식", (415, _) => "Unknown media type", (428, true) => "판 번호가 필요함", (428, _) => "A version is needed", (429, true) => "요청이 너무 많음", (429, _) => "Too many requests",
        ( >= 500, true) => "프로그램 오류", ( >= 500, _) => "The program failed", (_, true) => "처리하지 못함", _ => "Not done",
    };
}

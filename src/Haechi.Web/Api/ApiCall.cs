using System.Globalization;
using System.Text.Json;
using Haechi.Tower.Common;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Web.Api;

/// <summary>One request to the API while it is answered. Parameters have been checked already.</summary>
internal sealed class ApiCall(HttpContext http, ApiEndpoint endpoint, Visit visit)
{
    public HttpContext Http => http;

    public ApiEndpoint Endpoint => endpoint;

    public Visit Visit => visit;

    public Actor Actor => visit.Actor;

    public CancellationToken Stop => http.RequestAborted;

    public TowerClock Clock => visit.Clock;

    /// <summary>The tag of what is answered (<c>ETag</c>), when it has a version.</summary>
    public string? Tag { get; set; }

    public T Get<T>()
        where T : notnull => http.RequestServices.GetRequiredService<T>();

    /// <summary>A part of the path.</summary>
    public string Route(string name) => (string)http.Request.RouteValues[name]!;

    /// <summary>A number in the path, or null.</summary>
    public int? RouteNumber(string name) => int.TryParse(Route(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    public string? Text(string name) => http.Request.Query[name].FirstOrDefault();

    public IReadOnlyList<string> Texts(string name) => [.. http.Request.Query[name].OfType<string>()];

    public bool Flag(string name) => Text(name) is "true" or "1";

    public int? Number(string name) => int.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    public DateOnly? Day(string name) => ApiTimes.Day(Text(name));

    /// <summary>The moment that is asked for, or null for now.</summary>
    public Moment? Moment => (Day("on"), ApiTimes.By(Text("as_of"))) is var (on, by) && (on, by) is (null, null) ? null : new Moment(on ?? (by is { } at ? TowerClock.DayOf(at) : Clock.Today), by);

    /// <summary>Carries out a command.</summary>
    public Task<Result<TResult>> Do<TCommand, TResult>(TCommand command) => Get<IHandle<TCommand, TResult>>().Handle(Actor, command, Stop);

    /// <summary>Answers with JSON.</summary>
    public async Task Json<T>(T answer, int status = StatusCodes.Status200OK)
    {
        if (Tag is { } tag)
        {
            http.Response.Headers.ETag = tag;
            if (HttpMethods.IsGet(http.Request.Method) && ApiTags.Fits(http.Request.Headers.IfNoneMatch, tag))
            {
                http.Response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }
        }
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(http.Response.Body, answer, ApiJson.Options, Stop);
    }

    /// <summary>Answers with a file, which is saved and never shown: what people upload is not run in the tower's own origin.</summary>
    public async Task Bytes(Stream bytes, string type, string name)
    {
        http.Response.ContentType = type;
        http.Response.Headers.ContentDisposition = new Microsoft.Net.Http.Headers.ContentDispositionHeaderValue("attachment") { FileNameStar = name }.ToString();
        await bytes.CopyToAsync(http.Response.Body, Stop);
    }

    /// <summary>Answers with what came of something.</summary>
    public Task Answer<T>(Result<T> result) => result.Done ? Json(result.Value) : Refuse(result.Refusals);

    public Task Refuse(IReadOnlyList<Refusal> refusals, int? status = null) => ApiProblem.Write(http, refusals, status);

    public Task Refuse(Refusal refusal) => Refuse([refusal]);
}

/// <summary>Entity tags: a version as a strong tag.</summary>
internal static class ApiTags
{
    public static string Of(long version) => "\"" + version.ToString(CultureInfo.InvariantCulture) + "\"";

    /// <summary>True when the header names the tag; weak tags fit as well, because only reads ask this way (RFC 9110, section 13.1.2).</summary>
    public static bool Fits(Microsoft.Extensions.Primitives.StringValues header, string tag) =>
        header.OfType<string>().SelectMany(h => h.Split(',')).Select(t => t.Trim()).Any(t => t == "*" || (t.StartsWith("W/", StringComparison.Ordinal) ? t[2..] : t) == tag);

    /// <summary>The version that If-Match asks for; null when it is absent or <c>*</c>.</summary>
    public static Result<int?> Expected(HttpRequest request)
    {
        var given = request.Headers.IfMatch;
        return given.Count == 0 || given.ToString().Trim() == "*" ? Refused.Not<int?>(null)
            : given.ToString().Trim() is ['"', .. var inner, '"'] && int.TryParse(inner, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? Refused.Not<int?>(version)
            : Refusal.Because("wrong-header", "If-Match에는 답의 ETag를 따옴표까지 그대로 적습니다. 예: If-Match: \"3\"", "If-Match repeats the ETag of an answer with its quotes, such as If-Match: \"3\"", "If-Match");
    }
}

using Haechi.Tower.Common;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Web.Frame;

/// <summary>Says of a route who may come in.</summary>
/// <param name="Roles">Any of these; null when nobody needs to be signed in.</param>
public sealed record RouteAccess(Roles? Roles);

/// <summary>Says of a route that it is open to those who must set up a second factor before anything else.</summary>
public sealed record OpenBeforeSecondFactor;

/// <summary>Says of a route that it checks the antiforgery token itself, because the body is streamed.</summary>
public sealed record ChecksTokenItself;

/// <summary>Adds routes. Each states who may come in; each that changes something checks the antiforgery token first.</summary>
public static class Routes
{
    /// <summary>Everyone of the body who is signed in; not a supplier.</summary>
    public const Roles Anyone = RoleSets.Insiders;

    /// <summary>Everyone who is signed in, suppliers too: one's own account and what is shared with suppliers.</summary>
    public const Roles SignedIn = RoleSets.All;

    // Text only; files go through StreamedForm.
    private const long LongestForm = 4 * 1024 * 1024;

    /// <summary>A page that is read.</summary>
    public static IEndpointConventionBuilder Page(this IEndpointRouteBuilder routes, string path, Delegate handler, Roles? roles = Anyone) =>
        routes.MapGet(path, handler).WithMetadata(new RouteAccess(roles)).AddEndpointFilter(Access);

    /// <summary>A form that is sent. The handler may read the form from the request.</summary>
    public static IEndpointConventionBuilder Form(this IEndpointRouteBuilder routes, string path, Delegate handler, Roles? roles = Anyone) =>
        routes.MapPost(path, handler).WithMetadata(new RouteAccess(roles)).DisableAntiforgery().AddEndpointFilter(Access).AddEndpointFilter(Token);

    /// <summary>A form whose body is streamed (<see cref="StreamedForm"/>, which checks the token in its first section).</summary>
    public static IEndpointConventionBuilder Upload(this IEndpointRouteBuilder routes, string path, Delegate handler, Roles? roles = Anyone) =>
        routes.MapPost(path, handler).WithMetadata(new RouteAccess(roles), new ChecksTokenItself()).DisableAntiforgery().AddEndpointFilter(Access);

    /// <summary>Renders a page.</summary>
    public static RazorComponentResult<T> Render<T>(object? parameters = null, int status = 200)
        where T : Microsoft.AspNetCore.Components.IComponent =>
        new(parameters ?? new { }) { StatusCode = status, PreventStreamingRendering = true };

    /// <summary>The page that shows why something was not done.</summary>
    public static IResult Refused(IReadOnlyList<Refusal> refusals) =>
        Render<RefusalPage>(new { Refusals = refusals }, refusals[0].Code switch { "not-found" => 404, "forbidden" or "out-of-scope" => 403, "changed-meanwhile" => 409, _ => 422 });

    private static async ValueTask<object?> Access(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var visit = http.RequestServices.GetRequiredService<Visit>();
        if (http.GetEndpoint()!.Metadata.GetMetadata<RouteAccess>()!.Roles is not { } roles)
        {
            return await next(context);
        }
        if (visit is { Account: null, Session.Step: Tower.Access.Sessions.SessionStep.Enrol } && HttpMethods.IsGet(http.Request.Method))
        {
            return Results.LocalRedirect("/me/second-factor");
        }
        if (visit.Account is null)
        {
            return HttpMethods.IsGet(http.Request.Method) ? Results.Redirect("/sign-in?to=" + Uri.EscapeDataString(visit.Here)) : Render<RefusalPage>(new { Refusals = SignIn }, 401);
        }
        if (Haechi.Tower.Access.Permissions.Need(visit.Actor, roles) is { } refusal)
        {
            SecurityLog.Refused(http, visit.Account.Id, refusal.Code);
            return Refused([refusal]);
        }
        return await next(context);
    }

    private static IReadOnlyList<Refusal> SignIn { get; } =
        [Refusal.Because("signed-out", "로그인이 끝났습니다. 다시 로그인한 뒤 한 번 더 보내 주십시오.", "you are signed out; sign in and send the form again")];

    private static async ValueTask<object?> Token(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = LongestForm;
        }
        try
        {
            // Read here, so that a form that is too long is refused in words and not by a fault.
            if (http.Request.HasFormContentType)
            {
                await http.Request.ReadFormAsync(http.RequestAborted);
            }
        }
        catch (Exception tooLong) when (tooLong is InvalidDataException or BadHttpRequestException)
        {
            return Render<RefusalPage>(new { Refusals = (IReadOnlyList<Refusal>)[TooLong] }, StatusCodes.Status413PayloadTooLarge);
        }
        if (await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http))
        {
            return await next(context);
        }
        SecurityLog.StaleForm(http);
        return Refused([Stale]);
    }

    private static Refusal TooLong { get; } = Refusal.Because("too-large", "보낸 양식이 너무 크거나 읽을 수 없습니다. 나누어 보내 주십시오. 아무것도 저장하지 않았습니다.", "the form is too long or cannot be read; send it in parts. Nothing was kept.");

    internal static Refusal Stale { get; } = Refusal.Because("stale-form",
        "이 양식은 너무 오래되었거나 다른 곳에서 왔습니다. 페이지를 다시 열어 보내 주십시오.", "this form is too old or came from elsewhere; open the page again and send it once more");
}

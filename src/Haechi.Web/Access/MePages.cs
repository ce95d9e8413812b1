using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Haechi.Web.Access;

/// <summary>One's own account.</summary>
internal sealed class MePages : IPages
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Page("/me", () => Routes.Render<MePage>(), Routes.SignedIn);
        routes.Form("/me", Change, Routes.SignedIn);
        routes.Form("/me/password", Password, Routes.SignedIn);
        routes.Form("/me/feed", Feed);
    }

    private static async Task<IResult> Change(HttpContext http, Visit visit, IHandle<ChangeMe, Done> handler)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var changed = await handler.Handle(visit.Actor, new ChangeMe(form["email"], form["language"].ToString()), http.RequestAborted);
        return changed.Done ? Results.LocalRedirect("/me?done=saved") : Wrong(changed.Refusals);
    }

    private static async Task<IResult> Password(HttpContext http, Visit visit, IHandle<ChangeOwnPassword, SignedIn> handler)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var changed = form["password"] == form["again"] ? await handler.Handle(visit.Actor, new ChangeOwnPassword(form["old"].ToString(), form["password"].ToString()), http.RequestAborted) : SignInPages.NotTwice;
        if (!changed.Done)
        {
            return Wrong(changed.Refusals);
        }
        await Session.Begin(http, changed.Value);
        return Results.LocalRedirect("/me?done=saved");
    }

    private static async Task<IResult> Feed(HttpContext http, Visit visit, IHandle<RenewFeed, FeedSecret> handler)
    {
        var renewed = await handler.Handle(visit.Actor, new RenewFeed(), http.RequestAborted);
        return renewed.Done ? Routes.Render<MePage>(new { Feed = $"{http.Request.Scheme}://{http.Request.Host}/feed/{renewed.Value.Secret}.ics" }) : Wrong(renewed.Refusals);
    }

    private static RazorComponentResult<MePage> Wrong(IReadOnlyList<Refusal> refusals) => Routes.Render<MePage>(new { Refusals = refusals }, StatusCodes.Status422UnprocessableEntity);
}

using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Web.Access;

/// <summary>One's own account.</summary>
internal sealed class MePages : IPages
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Page("/me", async (Visit visit, TowerStore store) => Routes.Render<MePage>(new { Sessions = await SessionPages.Of(store, visit.Account!) }), Routes.SignedIn);
        routes.Form("/me", Change, Routes.SignedIn);
        routes.Form("/me/password", Password, Routes.SignedIn);
        routes.Form("/me/feed", Feed);
    }

    private static async Task<IResult> Change(HttpContext http, Visit visit, IHandle<ChangeMe, Done> handler)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var changed = await handler.Handle(visit.Actor, new ChangeMe(form["email"], form["language"].ToString()), http.RequestAborted);
        return changed.Done ? Results.LocalRedirect("/me?done=saved") : await Wrong(http, visit, changed.Refusals);
    }

    private static async Task<IResult> Password(HttpContext http, Visit visit, IHandle<ChangeOwnPassword, SignedIn> handler)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var changed = form["password"] == form["again"] ? await handler.Handle(visit.Actor, new ChangeOwnPassword(form["old"].ToString(), form["password"].ToString()), http.RequestAborted) : SignInPages.NotTwice;
        if (!changed.Done)
        {
            return await Wrong(http, visit, changed.Refusals);
        }
        return await Session.Enter(http, changed.Value, visit.Session?.Method ?? "password", "/me?done=saved", proven: true);
    }

    private static async Task<IResult> Feed(HttpContext http, Visit visit, IHandle<RenewFeed, FeedSecret> handler)
    {
        var renewed = await handler.Handle(visit.Actor, new RenewFeed(), http.RequestAborted);
        return renewed.Done
            ? Routes.Render<MePage>(new { Feed = $"{http.Request.Scheme}://{http.Request.Host}/feed/{renewed.Value.Secret}.ics", Sessions = await SessionPages.Of(http.RequestServices.GetRequiredService<TowerStore>(), visit.Account!) })
            : await Wrong(http, visit, renewed.Refusals);
    }

    internal static async Task<IResult> Wrong(HttpContext http, Visit visit, IReadOnlyList<Refusal> refusals) =>
        Routes.Render<MePage>(new { Refusals = refusals, Sessions = await SessionPages.Of(http.RequestServices.GetRequiredService<TowerStore>(), visit.Account!) }, StatusCodes.Status422UnprocessableEntity);
}

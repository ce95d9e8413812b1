using Haechi.Tower.Access;
using Haechi.Tower.Access.Factors;
using Haechi.Tower.Access.Sessions;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Web.Access;

/// <summary>What the page of the second factor shows.</summary>
/// <param name="InUse">An app is in use.</param>
/// <param name="Needed">This account must have one.</param>
/// <param name="CodesLeft">Recovery codes left.</param>
/// <param name="Offer">The app that is being set up, or null.</param>
/// <param name="HasPassword">Changes ask for the password.</param>
public sealed record FactorView(bool InUse, bool Needed, int CodesLeft, FactorOffer? Offer, bool HasPassword);

/// <summary>The second step of a sign-in, and setting it up.</summary>
internal sealed class FactorPages : IPages
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Page("/sign-in/code", Ask, roles: null);
        routes.Form("/sign-in/code", Enter, roles: null).WithMetadata(new Door());
        routes.Page("/me/second-factor", (HttpContext http, Visit visit) => Show(http, visit, []), Routes.SignedIn).WithMetadata(new OpenBeforeSecondFactor());
        routes.Form("/me/second-factor", Start, Routes.SignedIn).WithMetadata(new OpenBeforeSecondFactor());
        routes.Form("/me/second-factor/confirm", Confirm, Routes.SignedIn).WithMetadata(new OpenBeforeSecondFactor());
        routes.Form("/me/second-factor/codes", Renew, Routes.SignedIn);
        routes.Form("/me/second-factor/remove", Remove, Routes.SignedIn);
    }

    private static IResult Ask(Visit visit, string? to) =>
        visit.Session is { Step: SessionStep.Code } ? Routes.Render<CodePage>(new { To = Session.Local(to) }) : Results.LocalRedirect("/sign-in");

    private static async Task<IResult> Enter(HttpContext http, Visit visit, IHandle<EnterCode, CodeEntered> handler)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var to = Session.Local(form["to"]);
        if (visit.Session is not { Step: SessionStep.Code } half)
        {
            return Results.LocalRedirect("/sign-in");
        }
        var entered = await handler.Handle(Actor.Program, new EnterCode(half.Id, form["code"].ToString()), http.RequestAborted);
        return entered.Done ? await Session.Enter(http, entered.Value.Who, entered.Value.Method, to, proven: true)
            : Routes.Render<CodePage>(new { To = to, entered.Refusals }, StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> Show(HttpContext http, Visit visit, IReadOnlyList<Refusal> refusals)
    {
        var (store, box) = (http.RequestServices.GetRequiredService<TowerStore>(), http.RequestServices.GetRequiredService<ISecretBox>());
        await using var context = store.Open();
        var me = visit.Account!;
        var view = new FactorView(await FactorQueries.Has(context, me.Id), (await SignInRules.Of(context)).Demands(me.Roles), await FactorQueries.CodesLeft(context, me.Id),
            await FactorQueries.Pending(context, box, me, store.Clock.Micros), me.PasswordHash is not null);
        return Routes.Render<FactorPage>(new { View = view, Refusals = refusals }, refusals.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    private static async Task<IResult> Start(HttpContext http, Visit visit, IHandle<StartFactor, Done> handler)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var started = await handler.Handle(visit.Actor, new StartFactor(form["old"].ToString()), http.RequestAborted);
        return started.Done ? Results.LocalRedirect("/me/second-factor") : await Show(http, visit, started.Refusals);
    }

    private static async Task<IResult> Confirm(HttpContext http, Visit visit, IHandle<ConfirmFactor, RecoveryCodes> handler)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var confirmed = await handler.Handle(visit.Actor, new ConfirmFactor(form["code"].ToString()), http.RequestAborted);
        if (!confirmed.Done)
        {
            return await Show(http, visit, confirmed.Refusals);
        }
        var begun = await Session.Begin(http, confirmed.Value.Who!, "code", proven: true);
        return begun.Done ? Routes.Render<RecoveryPage>(new { confirmed.Value.Codes }) : Routes.Refused(begun.Refusals);
    }

    private static async Task<IResult> Renew(HttpContext http, Visit visit, IHandle<RenewRecoveryCodes, RecoveryCodes> handler)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var renewed = await handler.Handle(visit.Actor, new RenewRecoveryCodes(form["old"].ToString()), http.RequestAborted);
        return renewed.Done ? Routes.Render<RecoveryPage>(new { renewed.Value.Codes }) : await Show(http, visit, renewed.Refusals);
    }

    private static async Task<IResult> Remove(HttpContext http, Visit visit, IHandle<RemoveFactor, SignedIn> handler)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var removed = await handler.Handle(visit.Actor, new RemoveFactor(form["old"].ToString()), http.RequestAborted);
        return removed.Done ? await Session.Enter(http, removed.Value, "password", "/me/second-factor", proven: true) : await Show(http, visit, removed.Refusals);
    }
}

using System.Globalization;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Haechi.Web.Access;

/// <summary>The rules of signing in, for administrators.</summary>
internal sealed class SignInRulesPages : IPages
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Page("/settings/sign-in", Show, Roles.Administrator);
        routes.Form("/settings/sign-in", Keep, Roles.Administrator);
    }

    private static async Task<IResult> Show(TowerStore store)
    {
        var rules = await store.Read(SignInRules.Of);
        return Routes.Render<SignInRulesPage>(new { Idle = Text(rules.IdleMinutes), Longest = Text(rules.LongestHours), Second = rules.SecondFactor });
    }

    private static async Task<IResult> Keep(HttpContext http, Visit visit, IHandle<ChooseSignIn, Done> handler)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var command = new ChooseSignIn(Number(form["idle"]), Number(form["longest"]), form["second"] == "true");
        var kept = await handler.Handle(visit.Actor, command, http.RequestAborted);
        return kept.Done ? Results.LocalRedirect("/settings/sign-in?done=saved")
            : Routes.Render<SignInRulesPage>(new { Idle = form["idle"].ToString(), Longest = form["longest"].ToString(), Second = command.SecondFactor, kept.Refusals }, StatusCodes.Status422UnprocessableEntity);
    }

    private static int Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

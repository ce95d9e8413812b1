using Haechi.Tower.Access;
using Haechi.Tower.Clocks;
using Haechi.Tower.Common;
using Haechi.Tower.Rulebooks;
using Haechi.Tower.Storage;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Haechi.Web.Rulebooks;

/// <summary>How the installation counts days, for officers.</summary>
internal sealed class CountingPages : IPages
{
    private const string Key = "days";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Page("/settings/days", (TowerStore store, Calendars calendars) => Show(store, calendars, []), Roles.Officer);
        routes.Form("/settings/days", Keep, Roles.Officer);
    }

    private static async Task<IResult> Keep(HttpContext http, Visit visit, TowerStore store, Calendars calendars, IHandle<ChooseCounting, Done> handler)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (!Enum.TryParse<RestRule>(form["rest"], out var rest) || !Enum.IsDefined(rest) || form["first"].ToString() is not ("yes" or "no"))
        {
            return await Show(store, calendars, [Refusal.Because("missing", "첫날을 세는 방법과 쉬는 날의 처리를 고르십시오.", "choose how the first day and days of rest are counted", "rest")]);
        }
        var kept = await handler.Handle(visit.Actor, new ChooseCounting(new CountingChoice(form["first"] == "yes", rest)), http.RequestAborted);
        return kept.Done ? Results.LocalRedirect("/settings/days?done=saved") : await Show(store, calendars, kept.Refusals);
    }

    private static async Task<IResult> Show(TowerStore store, Calendars calendars, IReadOnlyList<Refusal> refusals)
    {
        var choice = await store.Read(c => Choices.Read<CountingChoice>(c, Key)) ?? CountingChoice.Korean;
        var calendar = calendars.Read();
        IReadOnlyList<Refusal> all = [.. refusals, .. calendar.Refusals];
        return Routes.Render<CountingPage>(new { Chosen = choice, Calendar = calendar.Value, Refusals = all }, refusals.Count > 0 ? 422 : 200);
    }
}

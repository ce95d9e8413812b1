using Haechi.Tower.Access.Providers;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Web.Access.Providers;

/// <summary>Choosing the sign-in service, and linking accounts to it.</summary>
internal sealed class ProviderSettingPages : IPages
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Page("/settings/provider", (HttpContext http) => Show(http, null, [], null), Roles.Administrator);
        routes.Form("/settings/provider", Keep, Roles.Administrator);
        routes.Form("/settings/provider/test", Test, Roles.Administrator);
        routes.Form("/accounts/{id}/provider", Link, Roles.Administrator);
        routes.Form("/accounts/{id}/provider/unlink", Unlink, Roles.Administrator);
    }

    private static async Task<IResult> Show(HttpContext http, ProviderSetting? typed, IReadOnlyList<Refusal> refusals, string? answered)
    {
        var known = await http.RequestServices.GetRequiredService<TowerStore>().Read(ProviderSetting.Of);
        return Routes.Render<ProviderSettingPage>(new
        {
            Provider = typed ?? known ?? new ProviderSetting("", "", null, "", On: true), IsSet = known is not null, HasSecret = known?.Secret is not null, Refusals = refusals, Answered = answered,
            Back = $"{http.Request.Scheme}://{http.Request.Host}{ProviderPages.Back}",
        }, refusals.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    private static async Task<IResult> Keep(HttpContext http, Visit visit, IHandle<ChooseProvider, Done> handler)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var typed = new ProviderSetting(form["issuer"].ToString(), form["client"].ToString(), null, form["name"].ToString(), form["claim"].ToString(), form["readers"] == "true", form["on"] == "true");
        var kept = await handler.Handle(visit.Actor, new ChooseProvider(typed, form["secret"].ToString() is { Length: > 0 } secret ? secret : null), http.RequestAborted);
        return kept.Done ? Results.LocalRedirect("/settings/provider?done=saved") : await Show(http, typed, kept.Refusals, null);
    }

    private static async Task<IResult> Test(HttpContext http, Visit visit, ProviderClient client, TowerStore store)
    {
        if (await store.Read(ProviderSetting.Of) is not { } provider)
        {
            return await Show(http, null, [Refusal.Because("no-provider", "먼저 서비스를 정하고 저장하십시오.", "choose a service and save it first")], null);
        }
        var found = await client.Configuration(provider, anew: true, http.RequestAborted);
        return found.Done ? await Show(http, null, [], visit.Say($"서비스가 답했습니다. 서명 키 {found.Value.SigningKeys.Count}개를 찾았습니다.", $"The service answered; {found.Value.SigningKeys.Count} signing keys were found.")) : await Show(http, null, found.Refusals, null);
    }

    private static async Task<IResult> Link(HttpContext http, string id, Visit visit, IHandle<LinkProvider, Done> handler)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var linked = await handler.Handle(visit.Actor, new LinkProvider(id, form["expected"].ToString()), http.RequestAborted);
        return linked.Done ? Results.LocalRedirect($"/accounts/{id}?done=saved") : Routes.Refused(linked.Refusals);
    }

    private static async Task<IResult> Unlink(HttpContext http, string id, Visit visit, IHandle<UnlinkProvider, Done> handler)
    {
        var unlinked = await handler.Handle(visit.Actor, new UnlinkProvider(id), http.RequestAborted);
        return unlinked.Done ? Results.LocalRedirect($"/accounts/{id}?done=saved") : Routes.Refused(unlinked.Refusals);
    }
}

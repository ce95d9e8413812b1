using System.Globalization;
using Haechi.Tower.Access;
using Haechi.Tower.Access.Tokens;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Web.Access;

/// <summary>API tokens: one's own, and those of others for administrators, who also make service accounts.</summary>
internal sealed class TokenPages : IPages
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Page("/me/tokens", (Visit visit, TokenModel model, HttpContext http) => model.Show(visit.Actor.Account, http));
        routes.Form("/me/tokens", (Visit visit, TokenModel model, HttpContext http) => model.Make(visit.Actor.Account, http));
        routes.Form("/me/tokens/{token}/revoke", (string token, Visit visit, TokenModel model, HttpContext http) => model.Revoke(visit.Actor.Account, token, http));
        routes.Page("/accounts/{id}/tokens", (string id, TokenModel model, HttpContext http) => model.Show(id, http), Roles.Administrator);
        routes.Form("/accounts/{id}/tokens", (string id, TokenModel model, HttpContext http) => model.Make(id, http), Roles.Administrator);
        routes.Form("/accounts/{id}/tokens/{token}/revoke", (string id, string token, TokenModel model, HttpContext http) => model.Revoke(id, token, http), Roles.Administrator);
        routes.Page("/services/new", NewService, Roles.Administrator);
        routes.Form("/services/new", MakeService, Roles.Administrator);
    }

    private static async Task<IResult> NewService(Visit visit, TowerStore store) => Routes.Render<ServicePage>(new { Departments = await store.Read(c => DepartmentChoices.Of(c, visit.Language)) });

    private static async Task<IResult> MakeService(HttpContext http, Visit visit, TowerStore store, IHandle<MakeServiceAccount, string> handler)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var roles = form["roles"].Aggregate(Roles.None, (all, text) => Enum.TryParse<Roles>(text, out var role) && ServicePage.Offered.Contains(role) ? all | role : all);
        var (login, details) = (form["login"].ToString(), new AccountDetails(form["name"].ToString(), null, null, roles, form["department"]));
        var made = await handler.Handle(visit.Actor, new MakeServiceAccount(login, details), http.RequestAborted);
        return made.Done ? Results.LocalRedirect($"/accounts/{made.Value}/tokens?done=saved")
            : Routes.Render<ServicePage>(new { Login = login, Details = details, made.Refusals, Departments = await store.Read(c => DepartmentChoices.Of(c, visit.Language)) }, StatusCodes.Status422UnprocessableEntity);
    }
}

/// <summary>Gathers what the page of an account's tokens shows.</summary>
internal sealed class TokenModel(TowerStore store, TokenDesk desk, IHandle<MakeToken, NewToken> make, IHandle<RevokeToken, Done> revoke)
{
    public Task<IResult> Show(string account, HttpContext http) => Show(account, http, null, [], 200);

    public async Task<IResult> Make(string account, HttpContext http)
    {
        var visit = VisitOf(http);
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var days = int.TryParse(form["days"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        var command = new MakeToken(form["name"].ToString(), [.. form["scopes"].OfType<string>()], days, form["department"].ToString() is { Length: > 0 } department ? department : null, account == visit.Actor.Account ? null : account);
        var made = await make.Handle(visit.Actor, command, http.RequestAborted);
        return await Show(account, http, made.Value, made.Refusals, made.Done ? 200 : 422, command);
    }

    public async Task<IResult> Revoke(string account, string token, HttpContext http)
    {
        var visit = VisitOf(http);
        var done = await revoke.Handle(visit.Actor, new RevokeToken(token), http.RequestAborted);
        return done.Done ? Results.LocalRedirect((account == visit.Actor.Account && !http.Request.Path.StartsWithSegments("/accounts") ? "/me/tokens" : $"/accounts/{account}/tokens") + "?done=saved") : Routes.Refused(done.Refusals);
    }

    private async Task<IResult> Show(string id, HttpContext http, NewToken? made, IReadOnlyList<Refusal> refusals, int status, MakeToken? typed = null)
    {
        var visit = VisitOf(http);
        await using var context = store.Open();
        return await context.Set<Account>().FirstOrDefaultAsync(a => a.Id == id, http.RequestAborted) is not { } account ? Routes.Refused([Refusal.NotFound("계정", "account", id)])
            : Routes.Render<TokensPage>(new
            {
                Owner = account, Tokens = await desk.Of(id, http.RequestAborted), Made = made, Refusals = refusals, Typed = made is null ? typed : null, Departments = await DepartmentChoices.Of(context, visit.Language),
                Names = (IReadOnlyDictionary<string, string>)await context.Set<Department>().ToDictionaryAsync(d => d.Id, d => d.In(visit.Language), http.RequestAborted), Now = store.Clock.Micros,
            }, status);
    }

    private static Visit VisitOf(HttpContext http) => Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<Visit>(http.RequestServices);
}

internal sealed class TokenWeb : IWebModule
{
    public void Add(Microsoft.Extensions.DependencyInjection.IServiceCollection services) => Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton<TokenModel>(services);
}

using Haechi.Tower.Access;
using Haechi.Tower.Access.Factors;
using Haechi.Tower.Access.Providers;
using Haechi.Tower.Access.Sessions;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Haechi.Web.Demo;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Web.Access;

/// <summary>An account in the list; roles and department as words.</summary>
public sealed record AccountView(string Id, string Login, string Name, string? Position, string Roles, string Department, bool Closed, bool HasPassword);

/// <summary>Accounts, for administrators.</summary>
internal sealed class AccountPages : IPages
{
    public IReadOnlyList<NavItem> Navigation { get; } = [new(90, "/accounts", Rules.LocalText.Of("계정", "Accounts"), Roles.Administrator)];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Page("/accounts", List, Roles.Administrator);
        routes.Page("/accounts/new", New, Roles.Administrator);
        routes.Form("/accounts/new", Make, Roles.Administrator);
        routes.Page("/accounts/{id}", Show, Roles.Administrator);
        routes.Form("/accounts/{id}", Change, Roles.Administrator);
        routes.Form("/accounts/{id}/reset", Reset, Roles.Administrator);
        routes.Form("/accounts/{id}/sessions/end", EndSessions, Roles.Administrator);
        routes.Form("/accounts/{id}/second-factor/reset", ResetFactor, Roles.Administrator);
    }

    private static async Task<IResult> List(Visit visit, TowerStore store)
    {
        await using var context = store.Open();
        var departments = await context.Set<Department>().ToDictionaryAsync(d => d.Id, d => d.In(visit.Language));
        var accounts = await context.Set<Account>().ToListAsync();
        return Routes.Render<AccountsPage>(new
        {
            Accounts = accounts.OrderBy(a => a.Closed).ThenBy(a => a.Name, StringComparer.Ordinal).Select(a => new AccountView(a.Id, a.Login, a.Name, a.Position, RoleWords.Of(a.Roles, visit.Korean),
                a.Department is { } d ? departments.GetValueOrDefault(d, d) : visit.Say("기관 전체", "The whole body"), a.Closed, a.PasswordHash is not null || a.Persona)).ToList(),
        });
    }

    private static async Task<IResult> New(Visit visit, TowerStore store) =>
        Routes.Render<AccountPage>(new { Departments = await store.Read(c => DepartmentChoices.Of(c, visit.Language)) });

    private static async Task<IResult> Make(HttpContext http, Visit visit, TowerStore store, IHandle<MakeAccount, OneTimeAddress> handler)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (login, details) = (form["login"].ToString(), Details(form));
        var made = await handler.Handle(visit.Actor, new MakeAccount(login, details), http.RequestAborted);
        return made.Done ? Address(http, made.Value, details.Name, isNew: true) : Routes.Render<AccountPage>(new
        {
            Login = login, Details = details, made.Refusals, Departments = await store.Read(c => DepartmentChoices.Of(c, visit.Language)),
        }, StatusCodes.Status422UnprocessableEntity);
    }

    private static Task<IResult> Show(string id, Visit visit, TowerStore store) => OneAccount(id, visit, store, null, null, []);

    /// <summary>The page of an account, with what was typed when that was refused.</summary>
    private static async Task<IResult> OneAccount(string id, Visit visit, TowerStore store, AccountDetails? typed, bool? closed, IReadOnlyList<Refusal> refusals)
    {
        await using var context = store.Open();
        return await context.Set<Account>().FirstOrDefaultAsync(a => a.Id == id) is not { } account ? Routes.Refused(refusals.Count > 0 ? refusals : [Refusal.NotFound("계정", "account", id)])
            : Routes.Render<AccountPage>(new
            {
                Account = account, account.Login, Closed = closed ?? account.Closed, Sessions = await LiveSessions.Of(context, account, store.Clock.Micros), HasFactor = await FactorQueries.Has(context, account.Id),
                Provider = await ProviderSetting.Of(context), Link = await context.Set<ProviderLink>().FirstOrDefaultAsync(l => l.Account == id), Refusals = refusals,
                Details = typed ?? new AccountDetails(account.Name, account.Position, account.Email, account.Roles, account.Department), Departments = await DepartmentChoices.Of(context, visit.Language),
            }, refusals.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    private static async Task<IResult> Change(HttpContext http, string id, Visit visit, TowerStore store, IHandle<ChangeAccount, Done> handler)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (details, closed) = (Details(form), form["closed"] == "true");
        var changed = await handler.Handle(visit.Actor, new ChangeAccount(id, details, closed), http.RequestAborted);
        return changed.Done ? Results.LocalRedirect($"/accounts/{id}?done=saved") : await OneAccount(id, visit, store, details, closed, changed.Refusals);
    }

    private static async Task<IResult> Reset(HttpContext http, string id, Visit visit, TowerStore store, IHandle<IssueReset, OneTimeAddress> handler)
    {
        var issued = await handler.Handle(visit.Actor, new IssueReset(id), http.RequestAborted);
        return issued.Done ? Address(http, issued.Value, await store.Read(c => c.Set<Account>().Where(a => a.Id == id).Select(a => a.Name).FirstAsync()), isNew: false) : Routes.Refused(issued.Refusals);
    }

    private static async Task<IResult> EndSessions(HttpContext http, string id, Visit visit, IHandle<EndSessions, int> handler)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var ended = await handler.Handle(visit.Actor, new EndSessions(id, form["session"].ToString() is { Length: > 0 } one ? one : null, visit.Session?.Id), http.RequestAborted);
        return ended.Done ? Results.LocalRedirect($"/accounts/{id}?done=saved") : Routes.Refused(ended.Refusals);
    }

    private static async Task<IResult> ResetFactor(HttpContext http, string id, Visit visit, IHandle<ResetFactor, Done> handler)
    {
        var reset = await handler.Handle(visit.Actor, new ResetFactor(id), http.RequestAborted);
        return reset.Done ? Results.LocalRedirect($"/accounts/{id}?done=saved") : Routes.Refused(reset.Refusals);
    }

    private static RazorComponentResult<OneTimePage> Address(HttpContext http, OneTimeAddress address, string name, bool isNew) =>
        Routes.Render<OneTimePage>(new { Address = $"{http.Request.Scheme}://{http.Request.Host}/password/{address.Secret}", address.Until, address.Account, Name = name, IsNew = isNew });

    private static AccountDetails Details(IFormCollection form) => new(form["name"].ToString(), form["position"], form["email"],
        form["roles"].Aggregate(Roles.None, (all, text) => Enum.TryParse<Roles>(text, out var role) && RoleWords.All.Contains(role) ? all | role : all), form["department"]);
}

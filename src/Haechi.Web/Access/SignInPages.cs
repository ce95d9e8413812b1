using Haechi.Tower.Access;
using Haechi.Tower.Access.Providers;
using Haechi.Tower.Access.Tokens;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Haechi.Web.Demo;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Web.Access;

/// <summary>Sign-in, sign-out, language, and the addresses that work once.</summary>
internal sealed class SignInPages : IPages
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Page("/sign-in", Ask, roles: null);
        routes.Form("/sign-in", Enter, roles: null).WithMetadata(new Door());
        routes.Form("/sign-out", Leave, roles: null);
        routes.Page("/language/{language}", Choose, roles: null);
        routes.Page("/first/{secret}", AskFirst, roles: null).WithMetadata(new Door());
        routes.Form("/first/{secret}", MakeFirst, roles: null).WithMetadata(new Door());
        routes.Page("/password/{secret}", AskPassword, roles: null).WithMetadata(new Door());
        routes.Form("/password/{secret}", KeepPassword, roles: null).WithMetadata(new Door());
    }

    private static async Task<IResult> Ask(HttpContext http, Visit visit, ServeOptions serve, TowerStore store, string? to) =>
        visit.Account is not null ? Results.LocalRedirect(Session.Local(to))
        : DemoGate.Refuses(http, serve) is null ? Results.LocalRedirect("/demo?to=" + Uri.EscapeDataString(Session.Local(to)))
        : Routes.Render<SignInPage>(new { To = Session.Local(to), Provider = await Provider(store) });

    private static async Task<IResult> Enter(HttpContext http, TowerStore store, IHandle<SignIn, SignedIn> handler)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (login, to) = (form["login"].ToString(), Session.Local(form["to"]));
        var result = await handler.Handle(Actor.Program, new SignIn(login, form["password"].ToString()), http.RequestAborted);
        if (!result.Done)
        {
            SecurityLog.SignInRefused(http, result.Refusals[0].Code);
            return Routes.Render<SignInPage>(new { To = to, Login = login, result.Refusals, Provider = await Provider(store) }, StatusCodes.Status422UnprocessableEntity);
        }
        return await Session.Enter(http, result.Value, "password", to);
    }

    private static async Task<string?> Provider(TowerStore store) => await store.Read(ProviderSetting.Of) is { On: true } provider ? provider.Name : null;

    private static async Task<IResult> Leave(HttpContext http)
    {
        await Session.End(http);
        // Pages are not kept anywhere anyway; this also takes what a browser holds for going back.
        http.Response.Headers["Clear-Site-Data"] = "\"cache\"";
        return Results.LocalRedirect("/sign-in");
    }

    private static IResult Choose(HttpContext http, string language, string? to)
    {
        if (language is "ko" or "en")
        {
            http.Response.Cookies.Append(VisitMiddleware.LanguageCookie, language, LanguageFor(http));
        }
        return Results.LocalRedirect(Session.Local(to));
    }

    private static CookieOptions LanguageFor(HttpContext http)
    {
        var cookie = Session.Cookie(http);
        cookie.MaxAge = TimeSpan.FromDays(365);
        return cookie;
    }

    private static IResult AskFirst(string secret, FirstStart first) => first.Fits(secret) ? Routes.Render<FirstPage>(new { Secret = secret }) : Routes.Refused([Gone]);

    private static async Task<IResult> MakeFirst(HttpContext http, string secret, FirstStart first, IHandle<FirstOfficer, SignedIn> handler)
    {
        if (!first.Fits(secret))
        {
            return Routes.Refused([Gone]);
        }
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var command = new FirstOfficer(form["login"].ToString(), form["name"].ToString(), form["position"], form["password"].ToString());
        var result = form["password"] == form["again"] ? await handler.Handle(Actor.Program, command, http.RequestAborted) : NotTwice;
        if (!result.Done)
        {
            return Routes.Render<FirstPage>(new { Secret = secret, Given = command, result.Refusals }, StatusCodes.Status422UnprocessableEntity);
        }
        first.Close();
        return await Session.Enter(http, result.Value, "address", "/");
    }

    private static async Task<IResult> AskPassword(string secret, TowerStore store) =>
        await store.Read(c => AccountQueries.OfOneTimeAddress(c, secret, store.Clock.Micros)) is { } account
            ? await PasswordFor(secret, account, store) : Routes.Refused([Gone]);

    private static async Task<IResult> KeepPassword(HttpContext http, string secret, TowerStore store, IHandle<SetPassword, SignedIn> handler)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var result = form["password"] == form["again"] ? await handler.Handle(Actor.Program, new SetPassword(secret, form["password"].ToString()), http.RequestAborted) : NotTwice;
        if (result.Done)
        {
            return await Session.Enter(http, result.Value, "address", "/");
        }
        return await store.Read(c => AccountQueries.OfOneTimeAddress(c, secret, store.Clock.Micros)) is { } account
            ? await PasswordFor(secret, account, store, result.Refusals) : Routes.Refused([Gone]);
    }

    private static async Task<IResult> PasswordFor(string secret, Account account, TowerStore store, IReadOnlyList<Refusal>? refusals = null)
    {
        var tokens = await store.Read(c => TokenDesk.Alive(c, account.Id, store.Clock.Micros).CountAsync());
        return Routes.Render<PasswordPage>(new { Secret = secret, account.Login, account.Name, Tokens = tokens, Refusals = refusals ?? [] }, refusals is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    internal static Refusal NotTwice { get; } = Refusal.Because("not-twice", "두 번 적은 비밀번호가 서로 다릅니다. 같게 적으십시오.", "the two passwords differ; write the same one twice", "again");

    private static Refusal Gone { get; } = new("not-found", Rules.LocalText.Of("이 주소는 이미 썼거나 기간이 지났습니다.", "this address was used already or is too old"), null,
        Rules.LocalText.Of("관리자에게 새 주소를 요청하십시오. 첫 계정의 주소는 프로그램을 다시 시작하면 새로 나옵니다.", "ask an administrator for a new one; the address of the first account is printed anew when the program starts again."));
}

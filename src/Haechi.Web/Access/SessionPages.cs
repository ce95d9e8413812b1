using Haechi.Tower.Access;
using Haechi.Tower.Access.Sessions;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Haechi.Web.Access;

/// <summary>Ending one's own sessions elsewhere.</summary>
internal sealed class SessionPages : IPages
{
    public void Map(IEndpointRouteBuilder routes) => routes.Form("/me/sessions/end", End, Routes.SignedIn);

    public static Task<IReadOnlyList<UserSession>> Of(TowerStore store, Account account) => store.Read(c => LiveSessions.Of(c, account, store.Clock.Micros));

    private static async Task<IResult> End(HttpContext http, Visit visit, IHandle<EndSessions, int> handler)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var one = form["session"].ToString() is { Length: > 0 } id ? id : null;
        var ended = await handler.Handle(visit.Actor, new EndSessions(visit.Account!.Id, one, visit.Session!.Id), http.RequestAborted);
        return ended.Done ? Results.LocalRedirect("/me?done=saved") : Routes.Refused(ended.Refusals);
    }
}

/// <summary>Words about sessions.</summary>
internal static class SessionWords
{
    /// <summary>How somebody came in.</summary>
    public static string Method(string method, Visit visit) => method switch
    {
        "password" => visit.Say("비밀번호", "password"),
        "code" => visit.Say("비밀번호와 인증 앱", "password and app"),
        "recovery" => visit.Say("비밀번호와 복구 번호", "password and recovery code"),
        "provider" => visit.Say("다른 로그인 서비스", "another service"),
        "address" => visit.Say("일회용 주소", "one-time address"),
        "persona" => visit.Say("시연", "demonstration"),
        _ => method,
    };
}

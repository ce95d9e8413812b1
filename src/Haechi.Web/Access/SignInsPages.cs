using System.Globalization;
using System.Text.Json;
using Haechi.Rules;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Haechi.Web.Frame;
using Haechi.Web.Frame.Fields;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Web.Access;

/// <summary>The record of sign-ins, for administrators and auditors.</summary>
internal sealed class SignInsPages : IPages
{
    private const int UsualDays = 30;

    public IReadOnlyList<NavItem> Navigation { get; } = [new(92, "/sign-ins", LocalText.Of("로그인 기록", "Sign-ins"), Roles.Administrator | Roles.Auditor)];

    public void Map(IEndpointRouteBuilder routes) => routes.Page("/sign-ins", Show, Roles.Administrator | Roles.Auditor);

    private static async Task<IResult> Show(HttpContext http, Visit visit, TowerStore store, string? kind, string? account, string? from, string? until, int? page)
    {
        var last = Day(until) ?? visit.Clock.Today;
        var question = new SignInQuestion(kind, account, Day(from) ?? last.AddDays(-UsualDays), last, Math.Clamp(page ?? 1, 1, 100_000));
        await using var context = store.Open();
        var read = await SignInAudit.Read(context, visit.Actor, question, http.RequestAborted);
        if (!read.Done)
        {
            return Routes.Refused(read.Refusals);
        }
        var accounts = await context.Set<Account>().OrderBy(a => a.Name).Select(a => new Choice(a.Id, a.Name + " (" + a.Login + ")", null)).ToListAsync(http.RequestAborted);
        return Routes.Render<SignInsPage>(new { Question = question, read.Value.Lines, read.Value.Total, Accounts = accounts });
    }

    private static DateOnly? Day(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 1900 and <= 9000 ? day : null;
}

/// <summary>Words about acts around signing in.</summary>
internal static class SignInWords
{
    public static LocalText Kind(string kind) => kind switch
    {
        "in" => LocalText.Of("로그인", "signed in"),
        "refused" => LocalText.Of("거절됨", "refused"),
        "ended" => LocalText.Of("끝냄", "ended"),
        "proof" => LocalText.Of("비밀번호와 인증 수단", "passwords and factors"),
        _ => LocalText.Of("계정과 설정", "accounts and settings"),
    };

    public static LocalText Act(string act) => act switch
    {
        "access.sign-in" => LocalText.Of("로그인함", "signed in"),
        "access.password-right" => LocalText.Of("비밀번호가 맞음, 인증 번호를 기다림", "password right, code awaited"),
        "access.persona" => LocalText.Of("시연 인물로 들어옴", "came in as a persona"),
        "access.first-officer" => LocalText.Of("첫 계정을 만듦", "made the first account"),
        "access.sign-in-failed" => LocalText.Of("틀린 비밀번호", "wrong password"),
        "access.code-failed" => LocalText.Of("틀린 인증 번호", "wrong code"),
        "access.end-session" => LocalText.Of("세션을 끝냄", "session ended"),
        "access.set-password" => LocalText.Of("일회용 주소에서 비밀번호를 정함", "password set at a one-time address"),
        "access.change-password" => LocalText.Of("비밀번호를 바꿈", "password changed"),
        "access.issue-reset" => LocalText.Of("일회용 주소를 만듦", "one-time address made"),
        "access.second-factor-begun" => LocalText.Of("인증 앱 등록을 시작함", "app set-up begun"),
        "access.second-factor-on" => LocalText.Of("인증 앱을 등록함", "app set up"),
        "access.second-factor-off" => LocalText.Of("인증 앱을 지움", "app removed"),
        "access.second-factor-reset" => LocalText.Of("관리자가 인증 앱을 지움", "app removed by an administrator"),
        "access.recovery-codes" => LocalText.Of("복구 번호를 새로 만듦", "new recovery codes"),
        "access.link-provider" => LocalText.Of("다른 로그인 서비스와 이음", "linked to the sign-in service"),
        "access.unlink-provider" => LocalText.Of("다른 로그인 서비스와 끊음", "unlinked from the sign-in service"),
        "access.make-account" => LocalText.Of("계정을 만듦", "account made"),
        "access.change-account" => LocalText.Of("계정을 바꿈", "account changed"),
        "access.sign-in-rules" => LocalText.Of("로그인 설정을 바꿈", "rules of signing in changed"),
        "access.provider" => LocalText.Of("로그인 서비스 설정을 바꿈", "sign-in service changed"),
        _ => LocalText.Of(act, act),
    };

    /// <summary>What of the detail helps to understand a line: how somebody came in, how often it was wrong, which roles an account had and has.</summary>
    public static string Detail(SignInLine line, Visit visit)
    {
        using var json = JsonDocument.Parse(line.Detail.Length > 0 ? line.Detail : "{}");
        string? Text(string name) => json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(name, out var value) ? value.ToString() : null;
        return line.Act switch
        {
            "access.sign-in" when Text("method") is { } method => SessionWords.Method(method, visit),
            "access.sign-in-failed" or "access.code-failed" when Text("failures") is { } failures => visit.Say($"잇달아 {failures}번째", $"{failures} in a row"),
            "access.make-account" or "access.change-account" when Text("roles") is { } roles && Enum.TryParse<Roles>(roles, out var now) =>
                (Enum.TryParse<Roles>(Text("before"), out var before) && before != now ? Demo.RoleWords.Of(before, visit.Korean) + " → " : "") + Demo.RoleWords.Of(now, visit.Korean),
            _ => "",
        };
    }
}

using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Access;

/// <summary>May this account do that? One place for the answer, so that a page can show only what will work.</summary>
public static class Permissions
{
    /// <summary>Null when the actor has one of the roles; else why not.</summary>
    public static Refusal? Need(Actor actor, Roles roles) => actor.Is(roles) ? null : new Refusal("forbidden",
        Haechi.Rules.LocalText.Of($"이 일에는 {Words(roles, ko: true)} 역할이 필요합니다.", $"this needs the role {Words(roles, ko: false)}"), null,
        Haechi.Rules.LocalText.Of("관리자에게 역할을 요청하십시오.", "ask an administrator for the role."));

    /// <summary>Null when the department lies in the actor's scope; else why not. A thing without a department is in the scope of the whole body only.</summary>
    public static async Task<Refusal?> NeedScope(TowerContext context, Actor actor, string? department)
    {
        if (actor.Department is null || actor.Department == department)
        {
            return null;
        }
        var paths = await context.Set<Department>().AsNoTracking().Where(d => d.Id == actor.Department || d.Id == department).ToDictionaryAsync(d => d.Id, d => d.Path);
        return department is not null && paths.TryGetValue(department, out var path) && paths.TryGetValue(actor.Department, out var scope) && path.StartsWith(scope, StringComparison.Ordinal)
            ? null
            : Refusal.Because("out-of-scope", "맡은 부서 밖의 대상입니다. 그 부서의 담당자나 총괄 담당관에게 요청하십시오.", "this lies outside your department; ask its owner or a governance officer");
    }

    private static string Words(Roles roles, bool ko) => string.Join(ko ? "·" : " or ", Enum.GetValues<Roles>().Where(r => r != Roles.None && roles.HasFlag(r)).Select(r => Word(r, ko)));

    /// <summary>The word for one role.</summary>
    public static string Word(Roles role, bool ko) => (role, ko) switch
    {
        (Roles.Officer, true) => "총괄 담당관",
        (Roles.Owner, true) => "시스템 담당자",
        (Roles.Verifier, true) => "확인자",
        (Roles.Reader, true) => "열람자",
        (Roles.Administrator, true) => "관리자",
        (Roles.Auditor, true) => "감사자",
        (Roles.Reviewer, true) => "검토자",
        (Roles.CouncilMember, true) => "위원",
        (Roles.Publisher, true) => "공개 담당자",
        (Roles.Supplier, true) => "공급사 담당자",
        (Roles.Officer, false) => "officer",
        (Roles.Owner, false) => "owner",
        (Roles.Verifier, false) => "verifier",
        (Roles.Reader, false) => "reader",
        (Roles.Administrator, false) => "administrator",
        (Roles.Auditor, false) => "auditor",
        (Roles.Reviewer, false) => "reviewer",
        (Roles.CouncilMember, false) => "council member",
        (Roles.Publisher, false) => "publisher",
        (Roles.Supplier, false) => "supplier",
        _ => role.ToString(),
    };
}

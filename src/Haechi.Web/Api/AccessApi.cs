using Haechi.Rules;
using Haechi.Tower.Access;
using Haechi.Tower.Access.Tokens;
using Haechi.Tower.Clocks;
using Haechi.Tower.Common;
using Haechi.Tower.Rulebooks;
using Haechi.Tower.Storage;
using Haechi.Web.Api.Shapes;
using Haechi.Web.Frame;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Web.Api;

/// <summary>What is said of a person.</summary>
/// <param name="Name">The name in one field, family name first.</param>
/// <param name="Position">The position.</param>
/// <param name="Email">Where reminders go.</param>
/// <param name="Roles">What the account may do.</param>
/// <param name="Department">The department that bounds it; null for the whole body.</param>
public sealed record PersonBody(string Name, IReadOnlyList<string> Roles, string? Position = null, string? Email = null, string? Department = null)
{
    internal Result<AccountDetails> Details() => RoleList.Read(Roles) is { Done: true } roles ? new AccountDetails(Name, Position, Email, roles.Value, Department) : Refused.Because<AccountDetails>(RoleList.Read(Roles).Refusals);
}

/// <summary>A new account.</summary>
public sealed record NewAccountBody(string Login, PersonBody Person);

/// <summary>An account as it shall be.</summary>
public sealed record AccountBody(PersonBody Person, bool Closed = false);

/// <summary>Roles as words.</summary>
internal static class RoleList
{
    public static IReadOnlyList<string> Words { get; } = [.. Enum.GetValues<Roles>().Where(r => r != Roles.None).Select(Word)];

    public static IReadOnlyList<string> Of(Roles roles) => [.. Enum.GetValues<Roles>().Where(r => r != Roles.None && roles.HasFlag(r)).Select(Word)];

    public static Result<Roles> Read(IReadOnlyList<string> words)
    {
        var known = Enum.GetValues<Roles>().Where(r => r != Roles.None).ToDictionary(Word);
        return words.FirstOrDefault(w => !known.ContainsKey(w)) is { } wrong
            ? new Refusal("wrong-value", LocalText.Of("그런 역할은 없습니다.", "there is no such role"), wrong.Length > 40 ? wrong[..40] : wrong, LocalText.Same(string.Join(", ", Words)))
            : words.Aggregate(Roles.None, (all, w) => all | known[w]);
    }

    private static string Word(Roles role) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(role.ToString());
}

/// <summary>Departments, accounts, tokens and settings.</summary>
internal sealed class AccessApi : IApi
{
    public string Area => TokenScopes.Access;

    public void Add(ApiTable api)
    {
        api.List<AccountShape>("/accounts", "list_accounts", "계정 목록", "Accounts", Roles.Administrator | Roles.Auditor, async (call, slice) =>
            Part<AccountShape>.ByKey((await call.Get<TowerStore>().Read(c => c.Set<Account>().ToListAsync(call.Stop))).Select(AccountShape.Of), a => a.Id, slice));
        api.Read("/accounts/{account}", "get_account", "계정 하나", "One account", Roles.Administrator | Roles.Auditor, One);
        api.ActFrom<NewAccountBody, MakeAccount, OneTimeAddress, ResetShape>("/accounts", "make_account", "계정을 만듦. 답의 비밀 값으로 비밀번호를 정함", "Makes an account; with the secret of the answer its person sets the password", Roles.Administrator,
            (_, body, _) => Task.FromResult(body.Person.Details() is { Done: true } d ? new MakeAccount(body.Login, d.Value) : Refused.Because<MakeAccount>(body.Person.Details().Refusals)), new ActKind<OneTimeAddress, ResetShape>(ResetShape.Of), more: e => e with { Secret = true });
        api.ActFrom<AccountBody, ChangeAccount, Done, DoneShape>("/accounts/{account}", "change_account", "계정을 고치거나 닫음", "Changes or closes an account", Roles.Administrator,
            (call, body, _) => Task.FromResult(body.Person.Details() is { Done: true } d ? new ChangeAccount(call.Route("account"), d.Value, body.Closed) : Refused.Because<ChangeAccount>(body.Person.Details().Refusals)), new ActKind<Done, DoneShape>(_ => DoneShape.Well));
        api.Act<IssueReset, OneTimeAddress, ResetShape>("/accounts/{account}/reset", "issue_reset", "비밀번호를 새로 정할 주소를 만듦", "Makes an address at which a new password is set", Roles.Administrator, new ActKind<OneTimeAddress, ResetShape>(ResetShape.Of), e => e with { Secret = true });
        api.List<TokenShape>("/tokens", "list_tokens", "내 토큰", "The caller's tokens", Routes.Anyone, async (call, slice) => Part<TokenShape>.ByKey((await call.Get<TokenDesk>().Of(call.Actor.Account, call.Stop)).Select(TokenShape.Of), t => t.Id, slice));
        api.Act<RevokeToken>("/tokens/{token}/revoke", "revoke_token", "토큰을 없앰", "Revokes a token", Routes.Anyone);
        api.Act<AddDepartment, string, MadeShape>("/departments", "add_department", "부서를 더함", "Adds a department", Roles.Officer, new ActKind<string, MadeShape>(id => new MadeShape(id)));
        api.Act<RenameDepartment>("/departments/{department}/rename", "rename_department", "부서 이름을 바꿈", "Renames a department", Roles.Officer);
        api.Act<MoveDepartment>("/departments/{department}/move", "move_department", "부서를 옮김", "Moves a department below another", Roles.Officer);
        api.Act<CloseDepartment>("/departments/{department}/close", "close_department", "부서를 폐지함", "Closes a department", Roles.Officer);
        api.Act<PlantDepartments, Planted>("/departments/plant", "plant_departments", "들여쓴 줄로 부서 나무를 한꺼번에 만듦", "Makes a tree of departments from indented lines", Roles.Officer);
        api.Act<NameBody>("/settings/body", "name_body", "기관의 이름과 종류를 정함", "Names the body and its kind", Roles.Officer);
        api.Act<ChooseCounting>("/settings/counting", "choose_counting", "기간을 세는 방법을 정함", "Chooses how periods are counted", Roles.Officer);
        api.Act<ChangeMe>("/me", "change_me", "내 전자우편과 언어를 바꿈", "Changes the caller's mail address and language", Routes.SignedIn);
    }

    private static async Task<Result<AccountShape>> One(ApiCall call)
    {
        var id = call.Route("account");
        return await call.Get<TowerStore>().Read(c => c.Set<Account>().FirstOrDefaultAsync(a => a.Id == id, call.Stop)) is { } account ? AccountShape.Of(account) : Refusal.NotFound("계정", "account", id);
    }
}

/// <summary>What everybody of the body may know of it: departments, settings, themselves.</summary>
internal sealed class BodyApi : IApi
{
    public string Area => "register";

    public void Add(ApiTable api)
    {
        api.List<DepartmentShape>("/departments", "list_departments", "부서 나무", "The tree of departments", async (call, slice) =>
            Part<DepartmentShape>.ByKey((await call.Get<TowerStore>().Read(c => c.Set<Department>().ToListAsync(call.Stop))).Select(DepartmentShape.Of), d => d.Id, slice));
        api.Read("/settings", "get_settings", "기관의 이름, 종류, 세는 방법, 규칙책", "The body's name and kind, its way of counting, its rulebooks", Settings);
        api.Read("/me", "get_me", "누구로 부르는지, 무엇을 할 수 있는지", "As whom the call is made, and what it may do", Routes.SignedIn, call => Task.FromResult<Result<MeShape>>(
            new MeShape(call.Actor.Account, call.Actor.Name, RoleList.Of(call.Actor.Roles), call.Actor.Department, call.Actor.Token, call.Actor.ReadOnly, call.Clock.Today)));
    }

    private static async Task<Result<SettingsShape>> Settings(ApiCall call)
    {
        await using var context = call.Get<TowerStore>().Open();
        var body = await Choices.Read<BodySetting>(context, BodyName.Key);
        var counting = await Choices.Read<CountingChoice>(context, "days") ?? CountingChoice.Korean;
        return new SettingsShape(await BodyName.Of(context), body?.Kind, counting, await BookRegistry.Chosen(context));
    }
}

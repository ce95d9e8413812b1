using Haechi.Rules;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Access.Tokens;

/// <summary>Makes an API token: a person for themselves, an administrator for a service account. A token cannot make tokens.</summary>
/// <param name="Name">What it is for.</param>
/// <param name="Scopes">What it may do (<see cref="TokenScopes"/>).</param>
/// <param name="Days">For how many days it works.</param>
/// <param name="Department">A department that bounds it further, or null.</param>
/// <param name="Account">The service account; null for oneself.</param>
public sealed record MakeToken(string Name, IReadOnlyList<string> Scopes, int Days = MakeToken.UsualDays, string? Department = null, string? Account = null)
{
    /// <summary>How long a token works when nothing is said.</summary>
    public const int UsualDays = 90;

    /// <summary>How long at most.</summary>
    public const int MostDays = 366;
}

/// <summary>A token that was made.</summary>
/// <param name="Token">Its id.</param>
/// <param name="Secret">The secret; shown once, never kept.</param>
/// <param name="Until">When it stops working, in UTC microseconds.</param>
public sealed record NewToken(string Token, string Secret, long Until);

/// <summary>Carries out <see cref="MakeToken"/>.</summary>
internal sealed class MakeTokenHandler(TowerStore store) : IHandle<MakeToken, NewToken>
{
    private const long Day = 24L * 3600 * 1_000_000;
    private const int MostTokens = 50;

    public Task<Result<NewToken>> Handle(Actor actor, MakeToken command, CancellationToken stop) => store.Write<NewToken>(actor, async scope =>
    {
        if (TokenRules.ByPerson(actor) is { } token)
        {
            return token;
        }
        var owner = await TokenRules.Owner(scope.Context, actor, command.Account, stop);
        if (!owner.Done)
        {
            return Refused.Because<NewToken>(owner.Refusals);
        }
        if (await Wrong(scope, owner.Value, command, stop) is { Count: > 0 } wrong)
        {
            return Refused.Because<NewToken>(wrong);
        }
        var secret = TokenSecret.Next();
        var made = new ApiToken
        {
            Id = NewId.Next(), Account = owner.Value.Id, Name = command.Name.Trim(), Hash = Secrets.HashOf(secret), Ending = secret[^4..], Scopes = string.Join(' ', command.Scopes.Distinct().Order(StringComparer.Ordinal)),
            Department = MakeAccountHandler.Blank(command.Department), CreatedAt = scope.Now, CreatedBy = actor.Account, ExpiresAt = scope.Now + (command.Days * Day),
        };
        scope.Context.Add(made);
        scope.Record("access.make-token", "token:" + made.Id, new { account = made.Account, scopes = made.Scopes, department = made.Department, until = made.ExpiresAt });
        return new NewToken(made.Id, secret, made.ExpiresAt);
    }, stop);

    private static async Task<List<Refusal>> Wrong(WriteScope scope, Account owner, MakeToken command, CancellationToken stop)
    {
        var wrong = new List<Refusal>();
        if (command.Name.Trim() is not { Length: > 0 and <= 80 })
        {
            wrong.Add(Refusal.Because("wrong-name", "토큰을 어디에 쓰는지 80자까지 적으십시오. 예: 야간 통계", "say in at most 80 characters what the token is for, such as nightly statistics", "name"));
        }
        if (command.Scopes.Count == 0 || command.Scopes.FirstOrDefault(s => !TokenScopes.All.Contains(s)) is not null)
        {
            wrong.Add(new Refusal("wrong-scope", LocalText.Of("범위를 하나 이상 고르십시오.", "choose at least one scope"), "scopes", LocalText.Same(string.Join(", ", TokenScopes.All))));
        }
        if (command.Days is < 1 or > MakeToken.MostDays)
        {
            wrong.Add(Refusal.Because("wrong-days", $"기한은 1일에서 {MakeToken.MostDays}일까지입니다.", $"a token works for 1 to {MakeToken.MostDays} days", "days"));
        }
        if (MakeAccountHandler.Blank(command.Department) is { } department)
        {
            var known = await scope.Context.Set<Department>().AnyAsync(d => d.Id == department && !d.Closed, stop);
            if (!known || await Permissions.NeedScope(scope.Context, owner.ToActor(), department) is not null)
            {
                wrong.Add(Refusal.Because("out-of-scope", "계정이 맡은 부서나 그 아래에서 고르십시오.", "choose a department that the account answers for, or one below it", "department"));
            }
        }
        if (await TokenDesk.Alive(scope.Context, owner.Id, scope.Now).CountAsync(stop) >= MostTokens)
        {
            wrong.Add(Refusal.Because("too-many", $"쓰고 있는 토큰이 {MostTokens}개입니다. 쓰지 않는 것을 먼저 없애십시오.", $"there are {MostTokens} tokens already; revoke those that are not used"));
        }
        return wrong;
    }
}

/// <summary>Who may deal with whose tokens.</summary>
internal static class TokenRules
{
    /// <summary>Else a token that leaks could make itself others that outlive it.</summary>
    public static Refusal? ByPerson(Actor actor) => actor.Token is null ? null : new Refusal("not-by-token", LocalText.Of("토큰으로는 할 수 없는 일입니다.", "a token cannot do this"), null,
        LocalText.Of("사람이 로그인해 화면에서 하십시오.", "a person does it on the pages, signed in."));

    /// <summary>The account whose token is made: one's own, or a service account for an administrator.</summary>
    public static async Task<Result<Account>> Owner(TowerContext context, Actor actor, string? account, CancellationToken stop)
    {
        var id = MakeAccountHandler.Blank(account) ?? actor.Account;
        if (id != actor.Account && Permissions.Need(actor, Roles.Administrator) is { } role)
        {
            return role;
        }
        return await context.Set<Account>().AsNoTracking().FirstOrDefaultAsync(a => a.Id == id && !a.Closed, stop) is not { } owner ? Refusal.NotFound("열린 계정", "open account", id)
            : id != actor.Account && !owner.Service ? new Refusal("forbidden", LocalText.Of("다른 사람의 토큰은 만들 수 없습니다. 서비스 계정의 것만 만듭니다.", "nobody makes a token for another person, only for a service account"), "account",
                LocalText.Of("그 사람이 자기 화면(/me/tokens)에서 만들게 하십시오.", "let them make it on their own page (/me/tokens)."))
            : owner;
    }
}

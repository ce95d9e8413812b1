using System.Text;
using System.Text.RegularExpressions;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Access;

/// <summary>What an account says of its person.</summary>
/// <param name="Name">The name in one field, family name first.</param>
/// <param name="Position">The position (직위), or null.</param>
/// <param name="Email">Where reminders go, or null.</param>
/// <param name="Roles">What it may do.</param>
/// <param name="Department">The department that bounds it, or null for the whole body.</param>
public sealed record AccountDetails(string Name, string? Position, string? Email, Roles Roles, string? Department);

/// <summary>Makes an account. Its person sets the password at the one-time address that comes of it.</summary>
/// <param name="Login">What is typed at sign-in.</param>
/// <param name="Details">The person.</param>
/// <param name="Persona">A made-up person of the demonstration, who needs no password there; only the program makes those.</param>
public sealed record MakeAccount(string Login, AccountDetails Details, bool Persona = false);

/// <summary>A secret address part at which a password is set once.</summary>
/// <param name="Account">The account's id.</param>
/// <param name="Secret">The secret; shown once, never kept.</param>
/// <param name="Until">When it stops working, in UTC microseconds.</param>
public sealed record OneTimeAddress(string Account, string Secret, long Until);

/// <summary>Carries out <see cref="MakeAccount"/>.</summary>
internal sealed class MakeAccountHandler(TowerStore store) : IHandle<MakeAccount, OneTimeAddress>
{
    public Task<Result<OneTimeAddress>> Handle(Actor actor, MakeAccount command, CancellationToken stop) => store.Write<OneTimeAddress>(actor, async scope =>
    {
        if (Permissions.Need(actor, Roles.Administrator) is { } role)
        {
            return role;
        }
        if (await Permissions.NeedScope(scope.Context, actor, Blank(command.Details.Department)) is { } outside)
        {
            return outside;
        }
        if (command.Persona && actor != Actor.Program)
        {
            return Refusal.Because("forbidden", "시연 인물은 시연을 꾸밀 때만 만듭니다.", "personas are made only when the demonstration is filled");
        }
        var login = Fold(command.Login);
        List<Refusal> wrong = [.. await AccountChecks.Login(scope.Context, login), .. await AccountChecks.Details(scope.Context, command.Details)];
        if (wrong.Count > 0)
        {
            return Refused.Because<OneTimeAddress>(wrong);
        }
        var account = New(login, command.Details, scope.Now, command.Persona);
        var address = Reset(account, scope.Now);
        scope.Context.Add(account);
        scope.Record("access.make-account", "account:" + account.Id, new { roles = account.Roles.ToString(), department = account.Department, persona = account.Persona });
        return address;
    }, stop);

    /// <summary>The login as it is compared: trimmed, composed, without regard to case.</summary>
    internal static string Fold(string login) => login.Trim().Normalize(NormalizationForm.FormKC).ToLowerInvariant();

    internal static Account New(string login, AccountDetails details, long now, bool persona = false) => new()
    {
        Id = NewId.Next(), Login = login, Name = details.Name.Trim(), Position = Blank(details.Position), Email = Blank(details.Email), Roles = details.Roles, Department = Blank(details.Department),
        Stamp = Secrets.Next(), CreatedAt = now, Persona = persona,
    };

    /// <summary>Lets the person set a password within three days.</summary>
    internal static OneTimeAddress Reset(Account account, long now)
    {
        const long ThreeDays = 3L * 24 * 3600 * 1_000_000;
        var secret = Secrets.Next();
        (account.ResetHash, account.ResetUntil) = (Secrets.HashOf(secret), now + ThreeDays);
        return new OneTimeAddress(account.Id, secret, account.ResetUntil);
    }

    internal static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

/// <summary>What is asked of every account, new or changed.</summary>
internal static partial class AccountChecks
{
    public static async Task<IReadOnlyList<Refusal>> Login(TowerContext context, string login)
    {
        if (!LoginShape().IsMatch(login))
        {
            return [Refusal.Because("wrong-login", "아이디는 2~40자의 영문 소문자, 한글, 숫자와 . _ - @ 로 적습니다. 예: kim.haneul", "a login has 2 to 40 letters, digits or . _ - @; for example kim.haneul", "login")];
        }
        return await context.Set<Account>().AnyAsync(a => a.Login == login)
            ? [Refusal.Because("login-taken", $"아이디 '{login}'은(는) 이미 있습니다. 다른 아이디를 정하십시오.", $"the login '{login}' is taken; choose another", "login")] : [];
    }

    public static async Task<IReadOnlyList<Refusal>> Details(TowerContext context, AccountDetails details)
    {
        var wrong = new List<Refusal>();
        if (details.Name.Trim() is not { Length: > 0 and <= 80 })
        {
            wrong.Add(Refusal.Because("wrong-name", "이름을 성부터 한 칸에 적으십시오(80자까지).", "give the name in one field, family name first, at most 80 characters", "name"));
        }
        if (details.Position?.Length > 80)
        {
            wrong.Add(Refusal.Because("wrong-position", "직위는 80자까지 적습니다.", "a position has at most 80 characters", "position"));
        }
        if (MakeAccountHandler.Blank(details.Email) is { } email && !EmailShape().IsMatch(email))
        {
            wrong.Add(Refusal.Because("wrong-email", "전자우편 주소가 아닙니다. name@city.go.kr 처럼 적으십시오.", "this is no mail address; write it as name@city.go.kr", "email"));
        }
        if (details.Roles == Roles.None)
        {
            wrong.Add(Refusal.Because("no-role", "역할을 하나 이상 고르십시오.", "choose at least one role", "roles"));
        }
        if (details.Roles.HasFlag(Roles.Supplier) && details.Roles != Roles.Supplier)
        {
            wrong.Add(Refusal.Because("roles-apart", "공급사 담당자는 기관 밖의 사람이므로 다른 역할과 함께 줄 수 없습니다.", "a supplier is no part of the body, so the role goes with no other", "roles"));
        }
        if (details.Roles.HasFlag(Roles.Auditor) && (details.Roles & ~(Roles.Auditor | Roles.Reader)) != 0)
        {
            wrong.Add(Refusal.Because("roles-apart", "감사자는 남의 일을 살피는 사람이므로 바꾸는 역할과 함께 줄 수 없습니다. 감사자와 열람자만 함께 고르십시오.",
                "an auditor looks at what others do, so the role goes with no role that changes things; choose auditor alone or with reader", "roles"));
        }
        if (MakeAccountHandler.Blank(details.Department) is { } department && !await context.Set<Department>().AnyAsync(d => d.Id == department && !d.Closed))
        {
            wrong.Add(Refusal.Because("not-found", "그런 부서가 없거나 폐지되었습니다. 목록에서 고르십시오.", "there is no such department, or it is closed; choose one from the list", "department"));
        }
        return wrong;
    }

    [GeneratedRegex(@"^[\p{L}\p{N}][\p{L}\p{N}._@-]{1,39}$")]
    private static partial Regex LoginShape();

    [GeneratedRegex(@"^[^\s@<>()\[\],;:\\""]{1,64}@[^\s@<>()\[\],;:\\""]{1,190}\.[^\s@.<>()\[\],;:\\""]{2,63}$")]
    private static partial Regex EmailShape();
}

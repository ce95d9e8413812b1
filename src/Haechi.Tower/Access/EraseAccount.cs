using Haechi.Rules;
using Haechi.Tower.Common;
using Haechi.Tower.Journal.Contracts;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Tower.Access;

/// <summary>Erases who an account was. The row stays, closed and without a name, because versions and duties point to it.</summary>
internal sealed class AccountEraser : IEraser
{
    private const string Login = "erased-";

    public string Kind => "account";

    public async Task<Result<Erasable>> Look(TowerContext context, string id, DateOnly today, CancellationToken stop)
    {
        var account = await context.Set<Account>().AsNoTracking().FirstOrDefaultAsync(a => a.Id == id, stop);
        if (account is null || account.Login.StartsWith(Login, StringComparison.Ordinal))
        {
            return Refusal.NotFound("계정", "account", id);
        }
        var kept = account.Closed ? null : new Refusal("still-open", LocalText.Of("닫히지 않은 계정입니다.", "the account is not closed"), id, LocalText.Of("계정을 먼저 닫으십시오.", "Close the account first."));
        return new Erasable("account:" + id, LocalText.Of($"계정 {account.Login}의 이름, 직위, 전자우편, 비밀번호와 기록부의 연결", $"name, position, mail address and password of the account {account.Login}, and its links in the journal"), [], kept);
    }

    public Task Erase(WriteScope scope, string id, string provision, CancellationToken stop)
    {
        var (nothing, stamp) = ((string?)null, NewId.Next());
        return scope.Context.Set<Account>().Where(a => a.Id == id).ExecuteUpdateAsync(u => u.SetProperty(a => a.Login, Login + id).SetProperty(a => a.Name, "지운 계정").SetProperty(a => a.Position, nothing)
            .SetProperty(a => a.Email, nothing).SetProperty(a => a.PasswordHash, nothing).SetProperty(a => a.FeedHash, nothing).SetProperty(a => a.ResetHash, nothing).SetProperty(a => a.Closed, true)
            .SetProperty(a => a.Stamp, stamp), stop);
    }
}

internal sealed class AccountErasing : ITowerModule
{
    public void Add(IServiceCollection services) => services.AddSingleton<IEraser, AccountEraser>();
}

using System.Data.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Access.Sessions;

/// <summary>Finds sessions.</summary>
public static class LiveSessions
{
    /// <summary>How exact "last used" is, in microseconds: five minutes. Finer would write to the database with every page.</summary>
    public const long Coarse = 5L * 60 * 1_000_000;

    /// <summary>The session that a secret belongs to, with its account; null when there is none, it has ended, or it has run out.</summary>
    public static async Task<(UserSession Session, Account Account)?> Find(TowerContext context, string secret, long now)
    {
        var hash = Secrets.HashOf(secret);
        var found = await (from session in context.Set<UserSession>()
                           join account in context.Set<Account>() on session.Account equals account.Id
                           where session.SecretHash == hash && session.Stamp == account.Stamp && !account.Closed
                           select new { session, account }).FirstOrDefaultAsync();
        return found is not null && IsLive(found.session, found.account, now) ? (found.session, found.account) : null;
    }

    /// <summary>The live sessions of an account, the one used last first.</summary>
    public static async Task<IReadOnlyList<UserSession>> Of(TowerContext context, Account account, long now) =>
        [.. (await context.Set<UserSession>().Where(s => s.Account == account.Id && s.Stamp == account.Stamp && s.Step != SessionStep.Code).ToListAsync())
            .Where(s => IsLive(s, account, now)).OrderByDescending(s => s.SeenAt).ThenByDescending(s => s.BegunAt)];

    /// <summary>Notes that a session is in use. It is no act and no promise: when the database is busy, the next page notes it.</summary>
    public static async Task Seen(TowerContext context, UserSession session, long now)
    {
        if (now - session.SeenAt < Coarse)
        {
            return;
        }
        try
        {
            await context.Set<UserSession>().Where(s => s.Id == session.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.SeenAt, now));
        }
        catch (DbException)
        {
            // A read-only disk or a busy database keeps nobody from reading.
        }
    }

    /// <summary>True until it has run out. A persona's does not: the demonstration's clock is moved by days, and those who watch it stay in.</summary>
    internal static bool IsLive(UserSession session, Account account, long now) => account.Persona || (now < session.ExpiresAt && now - session.SeenAt < session.Idle);
}

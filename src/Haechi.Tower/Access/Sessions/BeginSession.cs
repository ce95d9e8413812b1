using Haechi.Tower.Access.Factors;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Access.Sessions;

/// <summary>Begins a session for somebody who has just proven who they are. Only whoever hosts the pages asks for it.</summary>
/// <param name="Who">What the proof came to.</param>
/// <param name="Method">How (<see cref="UserSession.Method"/>).</param>
/// <param name="Agent">The family of browser and system.</param>
/// <param name="Instead">The id of the session that this one takes the place of, or null.</param>
/// <param name="Proven">True when no code is to be asked for: the person was signed in already, or a code or another service has said so.</param>
public sealed record BeginSession(SignedIn Who, string Method, string Agent, string? Instead = null, bool Proven = false);

/// <summary>A session that has begun.</summary>
/// <param name="Secret">What the cookie holds; never kept.</param>
/// <param name="Step">How far it has come.</param>
public sealed record SessionBegun(string Secret, SessionStep Step);

/// <summary>Carries out <see cref="BeginSession"/>.</summary>
internal sealed class BeginSessionHandler(TowerStore store) : IHandle<BeginSession, SessionBegun>
{
    private const long Second = 1_000_000;
    private const long HalfWay = 600 * Second;

    public async Task<Result<SessionBegun>> Handle(Actor actor, BeginSession command, CancellationToken stop)
    {
        var account = await store.Read(c => c.Set<Account>().FirstOrDefaultAsync(a => a.Id == command.Who.Account && a.Stamp == command.Who.Stamp && !a.Closed, stop));
        return account is null ? Refusal.Because("signed-out", "그사이 계정이 바뀌었습니다. 다시 로그인하십시오.", "the account was changed meanwhile; sign in again")
            : await store.Write<SessionBegun>(account.ToActor(), scope => Begin(scope, account, command, stop), stop);
    }

    private static async Task<Result<SessionBegun>> Begin(WriteScope scope, Account account, BeginSession command, CancellationToken stop)
    {
        await Sweep(scope, account, command.Instead, stop);
        var rules = await SignInRules.Of(scope.Context);
        var step = account.Persona ? SessionStep.Full
            : await FactorQueries.Has(scope.Context, account.Id) ? command.Proven ? SessionStep.Full : SessionStep.Code
            : rules.Demands(account.Roles) && command.Method != "provider" ? SessionStep.Enrol : SessionStep.Full;
        var secret = Secrets.Next();
        var longest = step == SessionStep.Code ? HalfWay : rules.LongestHours * 3600 * Second;
        var session = new UserSession
        {
            Id = NewId.Next(), SecretHash = Secrets.HashOf(secret), Account = account.Id, Stamp = account.Stamp, Step = step, Method = command.Method, Agent = command.Agent,
            BegunAt = scope.Now, SeenAt = scope.Now, Idle = rules.IdleMinutes * 60 * Second, ExpiresAt = scope.Now + longest,
        };
        scope.Context.Add(session);
        scope.Record("access.session", "account:" + account.Id, new { session = session.Id, method = command.Method, step = step.ToString() });
        return new SessionBegun(secret, step);
    }

    /// <summary>Takes away what has run out or was replaced, so that the table does not grow without end.</summary>
    private static async Task Sweep(WriteScope scope, Account account, string? instead, CancellationToken stop)
    {
        var known = await scope.Context.Set<UserSession>().Where(s => s.Account == account.Id || s.Id == instead).ToListAsync(stop);
        scope.Context.RemoveRange(known.Where(s => s.Id == instead || s.Stamp != account.Stamp || !LiveSessions.IsLive(s, account, scope.Now)));
    }
}

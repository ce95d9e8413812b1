using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Access;

/// <summary>Signs in as a made-up person of the demonstration, without a password. Whoever hosts the tower makes sure that this is asked only there.</summary>
public sealed record EnterAsPersona(string Account);

/// <summary>Carries out <see cref="EnterAsPersona"/>.</summary>
internal sealed class EnterAsPersonaHandler(TowerStore store) : IHandle<EnterAsPersona, SignedIn>
{
    public Task<Result<SignedIn>> Handle(Actor actor, EnterAsPersona command, CancellationToken stop) => store.Write<SignedIn>(actor, async scope =>
    {
        if (await scope.Context.Set<Account>().FirstOrDefaultAsync(a => a.Id == command.Account && a.Persona && !a.Closed, stop) is not { } account)
        {
            return Refusal.NotFound("시연 인물", "persona", command.Account);
        }
        scope.Record("access.persona", "account:" + account.Id, new { });
        return new SignedIn(account.Id, account.Stamp);
    }, stop);
}

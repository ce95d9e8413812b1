using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Erasure;

/// <summary>Puts a legal hold on a thing: nothing of it is erased until the hold is lifted.</summary>
/// <param name="Thing">Its name, such as <c>system:ID</c>.</param>
/// <param name="Reason">The number of the file or case that needs it. No personal data.</param>
public sealed record HoldThing(string Thing, string Reason);

/// <summary>Lifts a hold.</summary>
public sealed record LiftHold(string Hold);

/// <summary>Carries out <see cref="HoldThing"/> and <see cref="LiftHold"/>.</summary>
internal sealed class HoldThingHandler(TowerStore store) : IHandle<HoldThing, string>, IHandle<LiftHold, Done>
{
    private const Roles Keepers = Roles.Officer | Roles.Administrator;
    private const int Longest = 200;

    public Task<Result<string>> Handle(Actor actor, HoldThing command, CancellationToken stop) => store.Write<string>(actor, async scope =>
    {
        var (thing, reason) = (command.Thing.Trim(), command.Reason.Trim());
        if (await May(scope) is { } refusal)
        {
            return refusal;
        }
        if (thing.Split(':', 2) is not [{ Length: > 0 }, { Length: > 0 }] || thing.Length > Longest || thing.Any(char.IsWhiteSpace))
        {
            return Refusal.Because("wrong-thing", "보존할 것을 'system:번호'처럼 적으십시오. 종류는 system, import, duty, evidence, cell, account입니다.", "name what is held, such as 'system:ID'; kinds are system, import, duty, evidence, cell and account", "thing");
        }
        if (reason.Length is < 2 or > Longest)
        {
            return Refusal.Because("missing", $"보존의 사유가 되는 사건 번호나 문서 번호를 {Longest}자 안에서 적으십시오.", $"give the number of the case or file that needs the hold, in at most {Longest} letters", "reason");
        }
        var hold = new LegalHold { Id = NewId.Next(), Thing = thing, Reason = reason, SetBy = actor.Account, SetAt = scope.Now };
        scope.Context.Add(hold);
        scope.Record("erasure.hold", "hold:" + hold.Id, new { hold.Thing });
        return hold.Id;
    }, stop);

    public Task<Result<Done>> Handle(Actor actor, LiftHold command, CancellationToken stop) => store.Write<Done>(actor, async scope =>
    {
        if (await May(scope) is { } refusal)
        {
            return refusal;
        }
        if (await scope.Context.Set<LegalHold>().FirstOrDefaultAsync(h => h.Id == command.Hold && h.LiftedAt == null, stop) is not { } hold)
        {
            return Refusal.NotFound("법적 보존", "legal hold", command.Hold);
        }
        (hold.LiftedAt, hold.LiftedBy) = (scope.Now, actor.Account);
        scope.Record("erasure.lift", "hold:" + hold.Id, new { hold.Thing });
        return Done.Well;
    }, stop);

    private static async Task<Refusal?> May(WriteScope scope) => Permissions.Need(scope.Actor, Keepers) ?? await Permissions.NeedScope(scope.Context, scope.Actor, null);
}

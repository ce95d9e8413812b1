using Haechi.Rules;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Journal;
using Haechi.Tower.Storage;

namespace Haechi.Tower.Erasure;

/// <summary>The second person signs a list, and what stands on it is erased.</summary>
/// <param name="Case">The case.</param>
/// <param name="ListHash">The hash of the list that the person saw.</param>
public sealed record SignErasure(string Case, string ListHash);

/// <summary>The second person refuses a list; nothing is erased.</summary>
public sealed record RefuseErasure(string Case);

/// <summary>Carries out <see cref="SignErasure"/> and <see cref="RefuseErasure"/>.</summary>
internal sealed class DecideErasureHandler(TowerStore store, Erasers erasers, ErasureList kept) : IHandle<SignErasure, ErasureCase>, IHandle<RefuseErasure, Done>
{
    private const Roles Seconds = Roles.Auditor | Roles.Administrator;

    public async Task<Result<ErasureCase>> Handle(Actor actor, SignErasure command, CancellationToken stop)
    {
        var signed = await store.Write<ErasureCase>(actor, async scope =>
        {
            var found = await Find(scope, command.Case, stop);
            if (!found.Done)
            {
                return found;
            }
            var row = found.Value;
            if (row.ListHash != command.ListHash)
            {
                return Refusal.Because("changed-meanwhile", "보신 목록과 다릅니다. 다시 열어 확인한 뒤 서명하십시오.", "this is not the list that you saw; open it again before you sign", row.Id);
            }
            var (things, ground, refusals) = (row.Things(), Grounds.Find(row.Ground)!, new List<Refusal>());
            foreach (var thing in things)
            {
                refusals.AddRange((await erasers.Look(scope.Context, thing, scope.Today, stop)).Refusals.Select(r => r with { Where = thing }));
            }
            if (refusals.Count > 0)
            {
                return Refused.Because<ErasureCase>(refusals);
            }
            await Carry(scope, row, things, ground, stop);
            return row;
        }, stop);
        if (signed.Done)
        {
            await kept.Write(stop);
            await Purge.Run(store, stop);
        }
        return signed;
    }

    public Task<Result<Done>> Handle(Actor actor, RefuseErasure command, CancellationToken stop) => store.Write<Done>(actor, async scope =>
    {
        var found = await Find(scope, command.Case, stop);
        if (!found.Done)
        {
            return Refused.Because<Done>(found.Refusals);
        }
        (found.Value.State, found.Value.DecidedBy, found.Value.DecidedAt) = ("refused", actor.Account, scope.Now);
        scope.Record("erasure.refuse", "erasure:" + found.Value.Id, new { list = found.Value.ListHash }, outcome: "refused");
        return Done.Well;
    }, stop);

    private async Task Carry(WriteScope scope, ErasureCase row, IReadOnlyList<string> things, Ground ground, CancellationToken stop)
    {
        foreach (var thing in things)
        {
            await erasers.Erase(scope, thing, ground.Provision, stop);
            scope.Context.Add(new Tombstone { Thing = thing, Case = row.Id, At = scope.Now, Role = scope.Actor.Is(Roles.Auditor) ? "auditor" : "administrator", Provision = ground.Provision });
        }
        row.Certificate = CanonicalJson.Of(new
        {
            type = "disposal-certificate", v = 1, @case = row.Id, things, provision = ground.Provision, list_sha256 = row.ListHash, asked_by = row.AskedBy, asked_at = row.AskedAt, signed_by = scope.Actor.Account, signed_at = scope.Now,
        });
        (row.State, row.DecidedBy, row.DecidedAt, row.CertificateHash) = ("erased", scope.Actor.Account, scope.Now, Digest.Of(row.Certificate));
        scope.Record("erasure.sign", "erasure:" + row.Id, new { certificate = row.CertificateHash, list = row.ListHash, things = things.Count, ground = ground.Id });
    }

    private static async Task<Result<ErasureCase>> Find(WriteScope scope, string id, CancellationToken stop)
    {
        if (Permissions.Need(scope.Actor, Seconds) is { } role)
        {
            return role;
        }
        if (await scope.Context.Set<ErasureCase>().FindAsync([id], stop) is not { } row)
        {
            return Refusal.NotFound("지우기 요청", "request for erasure", id);
        }
        return row.State != "asked" ? Refusal.Because("decided", "이 요청은 이미 처리되었습니다.", "this request was decided already", id)
            : row.AskedBy == scope.Actor.Account ? new Refusal("own-request", LocalText.Of("요청한 사람은 서명할 수 없습니다.", "whoever asked does not sign"), id, LocalText.Of("감사자나 다른 관리자에게 맡기십시오.", "Leave it to an auditor or another administrator."))
            : row;
    }
}

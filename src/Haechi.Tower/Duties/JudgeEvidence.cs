using Haechi.Rules;
using Haechi.Tower.Common;
using Haechi.Tower.Duties.Contracts;
using Haechi.Tower.Storage;

namespace Haechi.Tower.Duties;

/// <summary>A second person finds that evidence shows what it should.</summary>
public sealed record VerifyEvidence(string Evidence, string? Note = null);

/// <summary>A second person finds that it does not.</summary>
public sealed record RefuseEvidence(string Evidence, string Reason);

/// <summary>Whoever gave evidence, or an officer, takes it back.</summary>
public sealed record WithdrawEvidence(string Evidence, string Reason);

internal sealed class JudgeEvidenceHandler(TowerStore store, IEnumerable<IRecordAuthors> authors) : IHandle<VerifyEvidence, Done>, IHandle<RefuseEvidence, Done>, IHandle<WithdrawEvidence, Done>
{
    public Task<Result<Done>> Handle(Actor actor, VerifyEvidence command, CancellationToken stop) => Judge(actor, command.Evidence, "verified", command.Note, stop);

    public Task<Result<Done>> Handle(Actor actor, RefuseEvidence command, CancellationToken stop) => Judge(actor, command.Evidence, "refused", command.Reason, stop);

    public Task<Result<Done>> Handle(Actor actor, WithdrawEvidence command, CancellationToken stop) => Judge(actor, command.Evidence, "withdrawn", command.Reason, stop);

    private Task<Result<Done>> Judge(Actor actor, string id, string state, string? reason, CancellationToken stop) => store.Write<Done>(actor, async scope =>
    {
        if (await scope.Context.Set<EvidenceRow>().FindAsync([id], stop) is not { } evidence)
        {
            return Refusal.NotFound("증빙", "evidence", id);
        }
        var roles = state == "withdrawn" ? Roles.Owner | Roles.Officer : Roles.Verifier | Roles.Officer;
        var found = await DutyAct.Find(scope, evidence.Duty, roles, stop);
        if (!found.Done)
        {
            return Refused.Because<Done>(found.Refusals);
        }
        if (Problem(actor, evidence, state, reason) is { } problem)
        {
            return problem;
        }
        if (state != "withdrawn" && evidence.Content is { } record && await IsOwnWork(scope, record, stop))
        {
            return SamePerson(evidence);
        }
        (evidence.State, evidence.DecidedBy, evidence.DecidedAt, evidence.Reason) = (state, actor.Account, scope.Now, reason?.Trim());
        var all = await DutyAct.Evidence(scope.Context, evidence.Duty, stop);
        DutyAct.Do(scope, found.Value, state, d => DutyAct.Recount(d, all), reason?.Trim(), evidence.Id);
        return Done.Well;
    }, stop);

    private static Refusal? Problem(Actor actor, EvidenceRow evidence, string state, string? reason)
    {
        if (evidence.State != "given" && !(state == "withdrawn" && evidence.State == "verified"))
        {
            return Refusal.Because("decided", "이미 처리된 증빙입니다. 새 증빙을 제출할 수 있습니다.", "this evidence was decided already; new evidence can be given", evidence.Id);
        }
        if (state == "withdrawn")
        {
            return actor.Account != evidence.GivenBy && !actor.Is(Roles.Officer)
                ? Refusal.Because("not-yours", "제출한 사람이나 총괄 담당관만 거두어들일 수 있습니다.", "only whoever gave it or an officer can withdraw it", evidence.Id) : DutyAct.NeedReason(reason);
        }
        if (actor.Account == evidence.GivenBy)
        {
            return SamePerson(evidence);
        }
        return state == "refused" ? DutyAct.NeedReason(reason) : null;
    }

    private async Task<bool> IsOwnWork(WriteScope scope, string record, CancellationToken stop)
    {
        foreach (var known in authors)
        {
            if (await known.Wrote(scope.Context, record, scope.Actor.Account, stop))
            {
                return true;
            }
        }
        return false;
    }

    private static Refusal SamePerson(EvidenceRow evidence) => new("same-person", LocalText.Of("증빙을 제출하거나 작성한 사람은 그 증빙을 확인할 수 없습니다.", "whoever gave or wrote evidence cannot check it"), evidence.Id,
        LocalText.Of("다른 확인자에게 요청하십시오.", "ask another verifier."));
}

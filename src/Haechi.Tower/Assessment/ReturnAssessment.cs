using Haechi.Tower.Common;
using Haechi.Tower.Storage;

namespace Haechi.Tower.Assessment;

/// <summary>Gives an assessment back to its authors, with the reason. Its owner may call it back too.</summary>
public sealed record ReturnAssessment(string Assessment, int Expected, string Reason);

/// <summary>Carries out <see cref="ReturnAssessment"/>.</summary>
internal sealed class ReturnAssessmentHandler(TowerStore store, Workshop workshop) : IHandle<ReturnAssessment, AssessmentRef>
{
    public Task<Result<AssessmentRef>> Handle(Actor actor, ReturnAssessment command, CancellationToken stop) => store.Write<AssessmentRef>(actor, async scope =>
    {
        var opened = await Opened.For(scope, workshop, Roles.Verifier | Roles.Reviewer | Roles.Officer | Roles.Owner, command.Assessment, command.Expected, AssessmentState.Submitted, AssessmentState.Approved);
        if (!opened.Done)
        {
            return Refused.Because<AssessmentRef>(opened.Refusals);
        }
        if (string.IsNullOrWhiteSpace(command.Reason))
        {
            return Reasons.Needed("reason");
        }
        opened.Value.Row.ApprovedOn = null;
        opened.Value.Step(scope, "return", AssessmentState.Draft, command.Reason.Trim());
        scope.Record("assessment.return", "assessment:" + command.Assessment, new { version = opened.Value.Row.Version });
        return new AssessmentRef(command.Assessment, opened.Value.Row.Version);
    }, stop);
}

/// <summary>The refusal of an act without its reason.</summary>
internal static class Reasons
{
    public static Refusal Needed(string where) =>
        Refusal.Because("missing", "이유를 적어 주십시오. 다음 사람이 무엇을 해야 할지 알 수 있어야 합니다.", "give the reason, so that the next person knows what to do", where);
}

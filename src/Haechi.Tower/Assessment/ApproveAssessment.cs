using Haechi.Rules;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;

namespace Haechi.Tower.Assessment;

/// <summary>Approves exactly the version that the second person read. Whoever wrote any version of it cannot.</summary>
public sealed record ApproveAssessment(string Assessment, int Expected, string? Note = null);

/// <summary>Carries out <see cref="ApproveAssessment"/>.</summary>
internal sealed class ApproveAssessmentHandler(TowerStore store, Workshop workshop, AssessmentEvidence evidence) : IHandle<ApproveAssessment, AssessmentRef>
{
    public Task<Result<AssessmentRef>> Handle(Actor actor, ApproveAssessment command, CancellationToken stop) => store.Write<AssessmentRef>(actor, async scope =>
    {
        var opened = await Opened.For(scope, workshop, Roles.Verifier | Roles.Reviewer | Roles.Officer, command.Assessment, command.Expected, AssessmentState.Submitted);
        if (!opened.Done)
        {
            return Refused.Because<AssessmentRef>(opened.Refusals);
        }
        if (await opened.Value.IsAuthor(scope, stop))
        {
            return SecondPerson;
        }
        if (Staleness.Refusal(opened.Value.ChangedFacts(), opened.Value.Books, draft: false) is { } stale)
        {
            return stale;
        }
        opened.Value.Row.ApprovedOn = scope.Today;
        opened.Value.Step(scope, "approve", AssessmentState.Approved, command.Note);
        scope.Record("assessment.approve", "assessment:" + command.Assessment,
            new { version = opened.Value.Row.Version, opened.Value.Version.Hash, facts = opened.Value.Version.FactsVersion, opened.Value.Version.Books, opened.Value.Version.FormHash });
        await evidence.Follow(scope, opened.Value.Row.System, stop);
        return new AssessmentRef(command.Assessment, opened.Value.Row.Version);
    }, stop);

    /// <summary>Nobody approves what they wrote.</summary>
    internal static Refusal SecondPerson { get; } = new("second-person",
        LocalText.Of("이 평가를 한 판이라도 작성한 사람은 승인할 수 없습니다.", "whoever wrote any version of this assessment cannot approve it"), null,
        LocalText.Of("작성에 참여하지 않은 검토자, 확인자나 총괄 담당관에게 승인을 요청하십시오.", "ask a reviewer, verifier or officer who wrote none of it."));
}

using Haechi.Tower.Common;
using Haechi.Tower.Storage;

namespace Haechi.Tower.Assessment;

/// <summary>Takes an assessment back, with the reason. What was published stays kept as bytes; it no longer counts as the published result.</summary>
public sealed record WithdrawAssessment(string Assessment, int Expected, string Reason);

/// <summary>Carries out <see cref="WithdrawAssessment"/>.</summary>
internal sealed class WithdrawAssessmentHandler(TowerStore store, Workshop workshop, AssessmentEvidence evidence) : IHandle<WithdrawAssessment, AssessmentRef>
{
    public Task<Result<AssessmentRef>> Handle(Actor actor, WithdrawAssessment command, CancellationToken stop) => store.Write<AssessmentRef>(actor, async scope =>
    {
        var opened = await Opened.For(scope, workshop, Roles.Owner | Roles.Officer, command.Assessment, command.Expected,
            AssessmentState.Draft, AssessmentState.Submitted, AssessmentState.Approved, AssessmentState.Published);
        if (!opened.Done)
        {
            return Refused.Because<AssessmentRef>(opened.Refusals);
        }
        if (string.IsNullOrWhiteSpace(command.Reason))
        {
            return Reasons.Needed("reason");
        }
        opened.Value.Row.EndedOn = scope.Today;
        opened.Value.Step(scope, "withdraw", AssessmentState.Withdrawn, command.Reason.Trim());
        scope.Record("assessment.withdraw", "assessment:" + command.Assessment, new { version = opened.Value.Row.Version, published = opened.Value.Row.PublishedOn is not null });
        await evidence.Follow(scope, opened.Value.Row.System, stop);
        return new AssessmentRef(command.Assessment, opened.Value.Row.Version);
    }, stop);
}

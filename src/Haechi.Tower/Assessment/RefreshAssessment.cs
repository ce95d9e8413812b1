using Haechi.Tower.Common;
using Haechi.Tower.Storage;

namespace Haechi.Tower.Assessment;

/// <summary>Brings a draft up to the facts, books and form of today. Answers that stand as they were filled follow; what people wrote stays and is marked to be looked at.</summary>
public sealed record RefreshAssessment(string Assessment, int Expected);

/// <summary>Carries out <see cref="RefreshAssessment"/>.</summary>
internal sealed class RefreshAssessmentHandler(TowerStore store, Workshop workshop) : IHandle<RefreshAssessment, AssessmentRef>
{
    public Task<Result<AssessmentRef>> Handle(Actor actor, RefreshAssessment command, CancellationToken stop) => store.Write<AssessmentRef>(actor, async scope =>
    {
        var opened = await Opened.For(scope, workshop, Roles.Owner | Roles.Officer, command.Assessment, command.Expected, AssessmentState.Draft);
        if (!opened.Done)
        {
            return Refused.Because<AssessmentRef>(opened.Refusals);
        }
        var (row, system, books) = (opened.Value.Row, opened.Value.System, opened.Value.Books);
        var form = workshop.Forms.Find(row.Form) ?? opened.Value.Form;
        await AssessmentForms.Keep(scope, form);
        var answers = Refilled.Merge(form, opened.Value.Answers, new Prefill(system.Facts, books, scope.Today).Of(form));
        var version = AssessmentVersions.Next(scope, row.Id, ++row.Version, "refresh", answers, form, system, books);
        scope.Context.Add(version);
        row.ChangedAt = scope.Now;
        scope.Record("assessment.refresh", "assessment:" + row.Id, new { version = version.Number, check = answers.Count(a => a.Value.Check), formHash = form.Hash, version.Hash });
        return new AssessmentRef(row.Id, version.Number);
    }, stop);
}

using Haechi.Tower.Assessment;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Demo;

/// <summary>Assessments on their way from draft to publication and back, and exemptions with their correspondence.</summary>
internal static class AssessmentStory
{
    public static IEnumerable<StoryAct> Of(AssessmentStoryFile file) =>
    [
        .. file.Assessments.SelectMany(a => a.Acts.Select(act => new StoryAct(act.At, (run, stop) => Act(run, a, act, stop)))),
        .. file.Exemptions.Select(x => new StoryAct(x.At, (run, stop) => Exempt(run, x, stop))),
        .. file.Exemptions.Where(x => x.Confirmed is not null).Select(x => new StoryAct(x.Confirmed!.Value, (run, stop) => Confirm(run, x, stop))),
    ];

    private static async Task Act(DemoRun run, AssessmentSpec spec, AssessmentActSpec act, CancellationToken stop)
    {
        var (actor, key) = (run.Person(act.By), $"assessment:{spec.System}/{spec.Form}");
        if (act.Do == "start")
        {
            run[key] = (await run.Do<StartAssessment, AssessmentRef>(actor, new StartAssessment(run[SystemStory.System(spec.System)], spec.Form), stop)).Assessment;
            return;
        }
        var id = run[key];
        var version = await run.Store.Read(c => c.Set<ImpactAssessment>().Where(a => a.Id == id).Select(a => a.Version).SingleAsync(stop));
        await (act.Do switch
        {
            "save" => run.Do<SaveAssessment, AssessmentRef>(actor, new SaveAssessment(id, version, spec.Answers), stop),
            "refresh" => run.Do<RefreshAssessment, AssessmentRef>(actor, new RefreshAssessment(id, version), stop),
            "submit" => run.Do<SubmitAssessment, AssessmentRef>(actor, new SubmitAssessment(id, version), stop),
            "approve" => run.Do<ApproveAssessment, AssessmentRef>(actor, new ApproveAssessment(id, version, act.Note), stop),
            "return" => run.Do<ReturnAssessment, AssessmentRef>(actor, new ReturnAssessment(id, version, act.Note!), stop),
            "publish" => run.Do<PublishAssessment, AssessmentRef>(actor, new PublishAssessment(id, version, null, act.Link), stop),
            "withdraw" => run.Do<WithdrawAssessment, AssessmentRef>(actor, new WithdrawAssessment(id, version, act.Note!), stop),
            _ => throw new InvalidOperationException($"'{act.Do}' is no act on an assessment."),
        });
    }

    private static async Task Exempt(DemoRun run, ExemptionSpec spec, CancellationToken stop)
    {
        DateOnly? Day(RelativeDay? day) => day?.From(run.Today);
        var command = new RecordExemption(
            run[SystemStory.System(spec.System)], spec.Ground, spec.Asked.From(run.Today), spec.Reference, spec.Reason, spec.Answer ?? ExemptionAnswers.Pending, Day(spec.Answered), null,
            Day(spec.PilotFrom), Day(spec.PilotUntil));
        run[KeyOf(spec)] = (await run.Do<RecordExemption, Exemption>(run.Person(spec.By), command, stop)).Id;
    }

    private static Task<Exemption> Confirm(DemoRun run, ExemptionSpec spec, CancellationToken stop) =>
        run.Do<ConfirmExemption, Exemption>(run.Person(spec.Confirmer!), new ConfirmExemption(run[KeyOf(spec)]), stop);

    private static string KeyOf(ExemptionSpec spec) => $"exemption:{spec.System}/{spec.Ground}";
}

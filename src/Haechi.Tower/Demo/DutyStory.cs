using Haechi.Tower.Common;
using Haechi.Tower.Duties;
using Haechi.Tower.Files;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Demo;

/// <summary>Who took over which duties, what was shown for them, and what a second person found.</summary>
internal static class DutyStory
{
    public static IEnumerable<StoryAct> Of(DutyStoryFile file) =>
    [
        .. file.Assignments.Select(a => new StoryAct(a.At, (run, stop) => Assign(run, a, stop))),
        .. file.Acts.Select(a => new StoryAct(a.At, (run, stop) => Act(run, a, stop))),
    ];

    private static async Task Assign(DemoRun run, AssignmentSpec spec, CancellationToken stop)
    {
        var filter = new DutyFilter { Department = run[OrganisationStory.Department(spec.Department)] };
        var given = await run.Try<AssignDuties, Assigned>(run.Person(spec.By), new AssignDuties(run.Person(spec.To).Account, null, filter), stop, "nothing");
        run.PassedOver += given.Done ? 0 : 1;
    }

    private static async Task Act(DemoRun run, DutyActSpec act, CancellationToken stop)
    {
        var system = run[SystemStory.System(act.System)];
        var duty = await run.Store.Read(c => c.Set<DutyRow>().Where(d => d.System == system && d.Rule == act.Rule && d.IsOpen).Select(d => d.Id).SingleOrDefaultAsync(stop));
        if (duty is null)
        {
            run.PassedOver++;
            return;
        }
        var actor = run.Person(act.By);
        await (act.Do switch
        {
            "start" => run.Do<StartDuty, Done>(actor, new StartDuty(duty), stop),
            "evidence" => Give(run, actor, duty, act, stop),
            "verify" => Judge(duty, e => run.Do<VerifyEvidence, Done>(actor, new VerifyEvidence(e, act.Note), stop)),
            "refuse" => Judge(duty, e => run.Do<RefuseEvidence, Done>(actor, new RefuseEvidence(e, act.Note!), stop)),
            "withdraw" => Judge(duty, e => run.Do<WithdrawEvidence, Done>(actor, new WithdrawEvidence(e, act.Note!), stop)),
            "not_applicable" => run.Do<ClaimNotApplicable, Done>(actor, new ClaimNotApplicable(duty, act.Note!), stop),
            "waive" => run.Do<WaiveDuty, Done>(actor, new WaiveDuty(duty, act.Until!.Value.From(run.Today), act.Note!, act.Provision!), stop),
            "note" => run.Do<NoteDuty, Done>(actor, new NoteDuty(duty, act.Note!), stop),
            _ => throw new InvalidOperationException($"'{act.Do}' is no act on a duty."),
        });

        // The duty may have been opened only after its evidence would have been given: then there is nothing to judge.
        async Task Judge(string of, Func<string, Task> judge)
        {
            if (run.Find("evidence:" + of) is { } evidence)
            {
                await judge(evidence);
            }
            else
            {
                run.PassedOver++;
            }
        }
    }

    private static async Task Give(DemoRun run, Actor actor, string duty, DutyActSpec act, CancellationToken stop)
    {
        StoredFile? file = null;
        if (act.File is { } name)
        {
            await using var bytes = File.OpenRead(Path.Combine(run.City.Folder, "evidence", name));
            file = (await run.Service<FileStore>().Put(bytes, stop: stop)).Value;
        }
        var given = await run.Do<GiveEvidence, EvidenceRef>(
            actor, new GiveEvidence(duty, act.Title!, file, act.File, act.Link, act.Measured, act.Attested, null, act.Until?.From(run.Today)), stop);
        run["evidence:" + duty] = given.Evidence;
    }
}

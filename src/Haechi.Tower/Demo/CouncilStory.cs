using Haechi.Rules;
using Haechi.Tower.Common;
using Haechi.Tower.Council;
using Haechi.Tower.Council.Minutes;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Demo;

/// <summary>The bodies of the city at work: every meeting is called, opened, voted and closed through the handlers that members use.</summary>
internal static class CouncilStory
{
    private const string Officer = "byeot";

    public static IEnumerable<StoryAct> Of(CouncilStoryFile file, RelativeDay opened) =>
    [
        new(opened, (run, stop) => Found(run, file, stop)),
        .. file.Meetings.Select(m => new StoryAct(m.At, (run, stop) => Meet(run, m, stop))),
        .. file.Meetings.SelectMany(m => m.Items.Where(i => i.Answer is not null).Select(i => new StoryAct(i.Answer!.At, (run, stop) => Answer(run, i, stop)))),
        .. file.Waiting.Select(w => new StoryAct(w.At, async (run, stop) => await Bring(run, w.Body, w.Case, w.By, stop))),
    ];

    private static async Task Found(DemoRun run, CouncilStoryFile file, CancellationToken stop)
    {
        var officer = run.Person(Officer);
        foreach (var body in file.Bodies)
        {
            var (findings, path) = (new Findings(), Path.Combine(file.Folder, body + ".yaml"));
            var found = BodyFile.Read(path, await File.ReadAllTextAsync(path, stop), findings) ?? throw new RefusedException(findings.All);
            await run.Do<FoundBody, BodyRef>(officer, found, stop);
        }
        foreach (var seat in file.Seats)
        {
            run[Seat(seat.Body, seat.Person)] = (await run.Do<SeatMember, SeatRef>(officer, new SeatMember(seat.Body, run.Person(seat.Person).Account, seat.Kind, seat.Role, null, seat.Gender, seat.Organisation), stop)).Seat;
        }
        foreach (var interest in file.Interests)
        {
            await run.Do<DeclareInterest, InterestRef>(run.Person(interest.Person), new DeclareInterest(interest.Party, interest.Kind, interest.Note), stop);
        }
    }

    private static async Task Meet(DemoRun run, MeetingSpec spec, CancellationToken stop)
    {
        var (officer, chair) = (run.Person(Officer), run.Person(spec.Present[0]));
        var meeting = (await run.Do<CallMeeting, MeetingRef>(officer, new CallMeeting(spec.Body, run.Service<TowerClock>().Today, "시청 3층 회의실(가상)"), stop)).Meeting;
        var items = new List<(ItemSpec Spec, string Item)>();
        foreach (var item in spec.Items)
        {
            var key = Key(item);
            run[key] = item.Case is { } @case ? await Bring(run, spec.Body, @case, Officer, stop) : run[key];
            items.Add((item, (await run.Do<PutOnAgenda, ItemRef>(officer, new PutOnAgenda(run[key], meeting), stop)).Item));
        }
        await run.Do<OpenMeeting, MeetingRef>(officer, new OpenMeeting(meeting, run[Seat(spec.Body, spec.Present[0])], [.. spec.Present.Select(p => run[Seat(spec.Body, p)])]), stop);
        foreach (var (item, id) in items)
        {
            foreach (var (text, withheld) in item.Notes)
            {
                await run.Do<AddNote, ItemRef>(officer, new AddNote(id, text, withheld), stop);
            }
            var motion = (await run.Do<PutMotion, MotionRef>(officer, Motion(run, id, item), stop)).Motion;
            await run.Do<OpenVote, MotionRef>(chair, new OpenVote(motion), stop);
            foreach (var (person, vote) in item.Votes)
            {
                var parts = vote.Split(": ", 2);
                // Who stepped aside by a declared interest does not vote; the story goes on without that vote.
                await run.Try<CastVote, MotionRef>(run.Person(person), new CastVote(motion, parts[0], parts.Length > 1 ? parts[1] : null), stop, "stepped-aside");
            }
            var result = await run.Do<CloseVote, VoteResult>(chair, new CloseVote(motion), stop);
            run.PassedOver += result.Count.Carried ? 0 : 1;
        }
        await run.Do<CloseMeeting, MeetingRef>(officer, new CloseMeeting(meeting), stop);
        if (spec.Publish is { } publisher)
        {
            await run.Do<PublishMinutes, MeetingRef>(run.Person(publisher), new PublishMinutes(meeting), stop);
        }
    }

    private static PutMotion Motion(DemoRun run, string item, ItemSpec spec)
    {
        var m = spec.Motion;
        var order = m.Order is not { } o ? null : new ProposedOrder(o.Kind, o.Use is null ? run[SystemStory.System(spec.Case!.System!)] : null, o.Use, o.Title, o.Provision, o.Reason, o.Remedy, null, o.Open);
        return new PutMotion(item, m.Outcome, m.Text, [.. m.Conditions.Select(c => new ProposedCondition(c.Purpose, c.Measure, run.Person(c.Owner).Account, c.Due.From(run.Today), c.BeforeUse))],
            m.Recommend is { } r ? [new ProposedRecommendation(run[OrganisationStory.Department(r.Department)], r.Text)] : null, order);
    }

    private static async Task<string> Bring(DemoRun run, string body, CaseSpec spec, string by, CancellationToken stop) => (await run.Do<BringCase, CaseRef>(run.Person(by),
        new BringCase(body, spec.System is null ? "use" : "system", spec.System is { } system ? run[SystemStory.System(system)] : spec.Use!, spec.Title.In("ko"), spec.Ask, spec.Affected, spec.Options, spec.Title.In("en")), stop)).Case;

    private static async Task Answer(DemoRun run, ItemSpec item, CancellationToken stop)
    {
        var @case = run[Key(item)];
        var recommendation = await run.Store.Read(c => c.Set<CouncilRecommendation>().Where(r => r.Case == @case && r.RepliedOn == null).Select(r => r.Id).FirstAsync(stop));
        await run.Do<AnswerRecommendation, RecommendationRef>(run.Person(Officer), new AnswerRecommendation(recommendation, item.Answer!.Followed, item.Answer.Text), stop);
    }

    private static string Key(ItemSpec item) => "case:" + (item.Again ?? item.Case!.System ?? item.Case.Title.In("ko"));

    private static string Seat(string body, string person) => $"seat:{body}/{person}";
}

using Haechi.Rules.Facts;
using Haechi.Tower.Assessment;
using Haechi.Tower.Common;
using Haechi.Tower.Journal;
using Microsoft.EntityFrameworkCore;
using static Haechi.House.Tests.Assessment.AssessmentCity;

namespace Haechi.House.Tests.Assessment;

public sealed class AssessmentFlowTests
{
    [Fact]
    public async Task Two_people_bring_an_assessment_from_the_facts_to_the_public()
    {
        await using var city = await AssessmentCity.Open(new DateOnly(2027, 3, 2));
        var system = await city.System();
        var published = await city.Published(system);
        var view = await city.View(published.Assessment);
        Assert.Equal(AssessmentState.Published, view.Row.State);
        Assert.Equal(new DateOnly(2027, 3, 2), view.Row.PublishedOn);
        Assert.Equal(["publish", "approve", "submit", "start"], view.Events.Select(e => e.Act));
        Assert.Equal((64, 64, 64), (view.Version.FormHash.Length, view.Version.Books.Length, view.Version.Hash.Length));
        var acts = await city.Tower.Store.Read(c => c.Set<JournalEntry>().Where(j => j.Subject == "assessment:" + published.Assessment).Select(j => j.Act).ToListAsync(TestContext.Current.CancellationToken));
        Assert.Equal(["assessment.start", "assessment.save", "assessment.submit", "assessment.approve", "assessment.publish"], acts);
    }

    [Fact]
    public async Task What_the_register_knows_is_filled_in_with_its_source_and_an_edit_is_marked()
    {
        await using var city = await AssessmentCity.Open();
        var started = await city.Start(await city.System());
        var filled = (await city.View(started.Assessment)).Answers["purpose"];
        Assert.Equal("수급 누락을 줄인다.", filled.Ko);
        Assert.True(filled.IsAsFilled);
        Assert.Equal("purpose", Assert.Single(filled.From!.Sources).Fact);
        var name = (await city.View(started.Assessment)).Answers["name"];
        Assert.Equal("Welfare eligibility check", name.En);
        await city.Tower.Do<SaveAssessment, AssessmentRef>(Writer, new SaveAssessment(started.Assessment, 1, new Dictionary<string, Answer> { ["purpose"] = new() { Ko = "수급 누락과 착오를 줄인다.", En = "Fewer gaps" } }));
        var edited = (await city.View(started.Assessment)).Answers["purpose"];
        Assert.True(edited.IsEdited);
        Assert.Equal("수급 누락을 줄인다.", edited.From!.Value.Ko);
    }

    [Fact]
    public async Task What_is_unknown_fills_nothing()
    {
        await using var city = await AssessmentCity.Open();
        var view = await city.View((await city.Start(await city.System())).Assessment);
        Assert.False(view.Answers.ContainsKey("legal_basis"));
        Assert.False(view.Answers.ContainsKey("notified"));
    }

    [Fact]
    public async Task Everything_that_is_missing_is_named_at_once_with_its_provision()
    {
        await using var city = await AssessmentCity.Open();
        var started = await city.Start(await city.System());
        var refused = await city.Tower.Do<SubmitAssessment, AssessmentRef>(Writer, new SubmitAssessment(started.Assessment, 1));
        Assert.True(refused.Refusals.Count > 10);
        Assert.Contains(refused.Refusals, r => r.Where == "remedy" && r.Provision!.Contains("제29조", StringComparison.Ordinal));
        Assert.DoesNotContain(refused.Refusals, r => r.Where == "purpose");
    }

    [Fact]
    public async Task Nobody_approves_what_they_wrote_not_even_an_officer()
    {
        await using var city = await AssessmentCity.Open();
        var submitted = await city.Submitted(await city.System());
        Assert.Equal("forbidden", Code(await city.Tower.Do<ApproveAssessment, AssessmentRef>(Writer, new ApproveAssessment(submitted.Assessment, submitted.Version))));
        var both = Writer with { Roles = Roles.Owner | Roles.Verifier | Roles.Officer };
        Assert.Equal("second-person", Code(await city.Tower.Do<ApproveAssessment, AssessmentRef>(both, new ApproveAssessment(submitted.Assessment, submitted.Version))));
        Assert.True((await city.Tower.Do<ApproveAssessment, AssessmentRef>(Second, new ApproveAssessment(submitted.Assessment, submitted.Version))).Done);
    }

    [Fact]
    public async Task Nobody_publishes_what_they_wrote_not_even_an_officer()
    {
        await using var city = await AssessmentCity.Open();
        var approved = await city.Approved(await city.System());
        foreach (var author in new[] { Writer, Writer with { Roles = Roles.Publisher }, Writer with { Roles = Roles.Owner | Roles.Officer } })
        {
            Assert.Equal("second-person", Code(await city.Tower.Do<PublishAssessment, AssessmentRef>(author, new PublishAssessment(approved.Assessment, approved.Version))));
        }
        Assert.Equal("forbidden", Code(await city.Tower.Do<PublishAssessment, AssessmentRef>(Second, new PublishAssessment(approved.Assessment, approved.Version))));
        Assert.True((await city.Tower.Do<PublishAssessment, AssessmentRef>(Publisher, new PublishAssessment(approved.Assessment, approved.Version))).Done);
    }

    [Fact]
    public async Task A_reviewer_is_a_second_person_too()
    {
        await using var city = await AssessmentCity.Open();
        var submitted = await city.Submitted(await city.System());
        var reviewer = Second with { Roles = Roles.Reviewer };
        Value(await city.Tower.Do<ReturnAssessment, AssessmentRef>(reviewer, new ReturnAssessment(submitted.Assessment, submitted.Version, "근거가 부족합니다.")));
        Value(await city.Tower.Do<SubmitAssessment, AssessmentRef>(Writer, new SubmitAssessment(submitted.Assessment, submitted.Version)));
        Value(await city.Tower.Do<ApproveAssessment, AssessmentRef>(reviewer, new ApproveAssessment(submitted.Assessment, submitted.Version)));
    }

    [Fact]
    public async Task What_was_returned_is_written_again_and_the_reason_stays()
    {
        await using var city = await AssessmentCity.Open();
        var submitted = await city.Submitted(await city.System());
        Assert.Equal("missing", Code(await city.Tower.Do<ReturnAssessment, AssessmentRef>(Second, new ReturnAssessment(submitted.Assessment, submitted.Version, " "))));
        Value(await city.Tower.Do<ReturnAssessment, AssessmentRef>(Second, new ReturnAssessment(submitted.Assessment, submitted.Version, "편향을 잰 자료가 없습니다.")));
        var view = await city.View(submitted.Assessment);
        Assert.Equal((AssessmentState.Draft, "편향을 잰 자료가 없습니다."), (view.Row.State, view.Events[0].Note));
        Assert.Equal("wrong-state", Code(await city.Tower.Do<ApproveAssessment, AssessmentRef>(Second, new ApproveAssessment(submitted.Assessment, submitted.Version))));
    }

    [Fact]
    public async Task Two_writers_do_not_overwrite_one_another()
    {
        await using var city = await AssessmentCity.Open();
        var started = await city.Start(await city.System());
        var words = new Dictionary<string, Answer> { ["alternatives"] = new() { Ko = "사람이 모두 확인하는 방법" } };
        Value(await city.Tower.Do<SaveAssessment, AssessmentRef>(Writer, new SaveAssessment(started.Assessment, 1, words)));
        Assert.Equal("changed-meanwhile", Code(await city.Tower.Do<SaveAssessment, AssessmentRef>(Officer, new SaveAssessment(started.Assessment, 1, words))));
        Assert.Equal(2, Value(await city.Tower.Do<SaveAssessment, AssessmentRef>(Officer, new SaveAssessment(started.Assessment, 2, words))).Version);
    }

    [Fact]
    public async Task An_item_that_the_form_does_not_have_and_a_text_that_is_too_long_are_refused()
    {
        await using var city = await AssessmentCity.Open();
        var started = await city.Start(await city.System());
        Task<Result<AssessmentRef>> Save(string item, string text) =>
            city.Tower.Do<SaveAssessment, AssessmentRef>(Writer, new SaveAssessment(started.Assessment, 1, new Dictionary<string, Answer> { [item] = new() { Ko = text } }));
        Assert.Equal("not-found", Code(await Save("nothing", "x")));
        Assert.Equal("too-long", Code(await Save("purpose", new string('가', 20_001))));
    }

    [Fact]
    public async Task One_assessment_of_a_kind_is_open_at_a_time()
    {
        await using var city = await AssessmentCity.Open();
        var system = await city.System();
        var open = await city.Start(system);
        var again = await city.Tower.Do<StartAssessment, AssessmentRef>(Officer, new StartAssessment(system, Form32));
        Assert.Equal(("already-open", open.Assessment), (Code(again), again.Refusals[0].Where));
        Assert.True((await city.Tower.Do<StartAssessment, AssessmentRef>(Officer, new StartAssessment(system, Form35))).Done);
        Assert.Equal("not-found", Code(await city.Tower.Do<StartAssessment, AssessmentRef>(Officer, new StartAssessment(system, "none"))));
        Assert.Equal("forbidden", Code(await city.Tower.Do<StartAssessment, AssessmentRef>(Second, new StartAssessment(system, Form35))));
    }

    [Fact]
    public async Task A_material_change_makes_it_stale_and_a_new_name_does_not()
    {
        await using var city = await AssessmentCity.Open(new DateOnly(2027, 3, 2));
        var system = await city.System();
        var published = await city.Published(system);
        await city.Change(system, "name", new TextFact("복지 자격 확인 2"));
        Assert.False((await city.View(published.Assessment)).Stale);
        await city.Change(system, "human_control", new TextFact("real"));
        var view = await city.View(published.Assessment);
        Assert.True(view.Stale);
        Assert.Contains(view.Changed, c => c.Now.In("ko").StartsWith("실질적", StringComparison.Ordinal));
        Assert.True(Assert.Single(await city.Queries.List(Officer)).Stale);
        await city.Change(system, "human_control", new TextFact("formal"));
        Assert.False((await city.View(published.Assessment)).Stale);
    }

    [Fact]
    public async Task A_fact_that_becomes_known_is_a_change_too()
    {
        await using var city = await AssessmentCity.Open(new DateOnly(2027, 3, 2));
        var system = await city.System();
        var published = await city.Published(system);
        await city.Change(system, "modification", new SetFact(["much_further_training"]));
        Assert.Equal("모름", Assert.Single((await city.View(published.Assessment)).Changed).Before.In("ko"));
    }

    [Fact]
    public async Task That_a_law_comes_into_force_changes_no_fact()
    {
        await using var city = await AssessmentCity.Open(new DateOnly(2027, 2, 20));
        var published = await city.Published(await city.System());
        city.Tower.Time.Pass(TimeSpan.FromDays(30));
        Assert.False((await city.View(published.Assessment)).Stale);
    }

    [Fact]
    public async Task A_draft_takes_over_changed_facts_and_keeps_what_people_wrote()
    {
        await using var city = await AssessmentCity.Open();
        var system = await city.System();
        var draft = await city.Fill(await city.Start(system));
        draft = Value(await city.Tower.Do<SaveAssessment, AssessmentRef>(Writer, new SaveAssessment(draft.Assessment, draft.Version, new Dictionary<string, Answer> { ["final_authority"] = new() { Ko = "담당 과장이 결정한다." } })));
        await city.Change(system, "human_control", new TextFact("real"));
        await city.Change(system, "purpose", new TextFact("새 목적"));
        Assert.Contains((await city.Tower.Do<SubmitAssessment, AssessmentRef>(Writer, new SubmitAssessment(draft.Assessment, draft.Version))).Refusals, r => r.Code == "stale-facts");
        draft = Value(await city.Tower.Do<RefreshAssessment, AssessmentRef>(Writer, new RefreshAssessment(draft.Assessment, draft.Version)));
        var view = await city.View(draft.Assessment);
        Assert.Equal("새 목적", view.Answers["purpose"].Ko);
        Assert.Equal(("담당 과장이 결정한다.", true), (view.Answers["final_authority"].Ko, view.Answers["final_authority"].Check));
        var refused = await city.Tower.Do<SubmitAssessment, AssessmentRef>(Writer, new SubmitAssessment(draft.Assessment, draft.Version));
        Assert.Contains(refused.Refusals, r => r is { Code: "check-needed", Where: "final_authority" });
        draft = Value(await city.Tower.Do<SaveAssessment, AssessmentRef>(Writer, new SaveAssessment(draft.Assessment, draft.Version, new Dictionary<string, Answer> { ["final_authority"] = new() { Ko = "담당 과장이 결정한다." } })));
        var left = await city.Tower.Do<SubmitAssessment, AssessmentRef>(Writer, new SubmitAssessment(draft.Assessment, draft.Version));
        Assert.DoesNotContain(left.Refusals, r => r.Where == "final_authority" || r.Code == "stale-facts");
    }

    [Fact]
    public async Task An_approved_assessment_whose_facts_changed_is_not_published()
    {
        await using var city = await AssessmentCity.Open();
        var system = await city.System();
        var approved = await city.Approved(system);
        await city.Change(system, "human_control", new TextFact("none"));
        Assert.Equal("stale-facts", Code(await city.Tower.Do<PublishAssessment, AssessmentRef>(Publisher, new PublishAssessment(approved.Assessment, approved.Version))));
    }

    [Fact]
    public async Task Publishing_wants_a_day_between_approval_and_today_and_a_whole_address()
    {
        await using var city = await AssessmentCity.Open(new DateOnly(2027, 3, 2));
        var approved = await city.Approved(await city.System());
        Task<Result<AssessmentRef>> Publish(DateOnly? on, string? link) => city.Tower.Do<PublishAssessment, AssessmentRef>(Publisher, new PublishAssessment(approved.Assessment, approved.Version, on, link));
        Assert.Equal("wrong-day", Code(await Publish(new DateOnly(2027, 3, 1), null)));
        Assert.Equal("wrong-day", Code(await Publish(new DateOnly(2027, 3, 3), null)));
        Assert.Equal("wrong-link", Code(await Publish(null, "javascript:alert(1)")));
        Assert.True((await Publish(new DateOnly(2027, 3, 2), "https://www.haneul.example/ai/1")).Done);
    }

    [Fact]
    public async Task A_newer_one_takes_the_place_of_the_published_one_when_it_is_published_itself()
    {
        await using var city = await AssessmentCity.Open(new DateOnly(2027, 3, 2));
        var system = await city.System();
        var first = await city.Published(system);
        await city.Change(system, "human_control", new TextFact("real"));
        var draft = await city.Start(system);
        var view = await city.View(draft.Assessment);
        Assert.Equal(first.Assessment, view.Row.Follows);
        Assert.Equal("투명성에 대한 답", view.Answers["transparency"].Ko);
        Assert.Equal(AssessmentState.Published, (await city.View(first.Assessment)).Row.State);
        var submitted = Value(await city.Tower.Do<SubmitAssessment, AssessmentRef>(Writer, new SubmitAssessment(draft.Assessment, draft.Version)));
        var approved = Value(await city.Tower.Do<ApproveAssessment, AssessmentRef>(Second, new ApproveAssessment(submitted.Assessment, submitted.Version)));
        Value(await city.Tower.Do<PublishAssessment, AssessmentRef>(Publisher, new PublishAssessment(approved.Assessment, approved.Version)));
        Assert.Equal(AssessmentState.Replaced, (await city.View(first.Assessment)).Row.State);
    }

    [Fact]
    public async Task A_department_acts_on_its_own_systems_only()
    {
        await using var city = await AssessmentCity.Open();
        var outsider = Writer with { Account = "outsider", Department = "elsewhere" };
        Assert.Equal("out-of-scope", Code(await city.Tower.Do<StartAssessment, AssessmentRef>(outsider, new StartAssessment(await city.System(), Form32))));
    }
}

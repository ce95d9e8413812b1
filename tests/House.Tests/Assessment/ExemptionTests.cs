using Haechi.Rules.Facts;
using Haechi.Tower.Assessment;
using Haechi.Tower.Common;
using Haechi.Tower.Register;
using static Haechi.House.Tests.Assessment.AssessmentCity;

namespace Haechi.House.Tests.Assessment;

public sealed class ExemptionTests
{
    private static readonly DateOnly Today = new(2027, 3, 10);

    private static RecordExemption Record(string system, string ground, string answer = "agreed", string? file = null) =>
        new(system, ground, new DateOnly(2027, 3, 2), "데이터정책과-123", "내부 문서 정리에만 쓴다.", answer, answer == "pending" ? null : new DateOnly(2027, 3, 9), file);

    [Theory]
    [InlineData("simple_minor")]
    [InlineData("secrecy")]
    [InlineData("internal_no_rights")]
    [InlineData("reintroduced_unchanged")]
    public async Task A_ground_with_an_answer_and_a_second_person_lifts_the_duty(string ground)
    {
        await using var city = await AssessmentCity.Open(Today);
        var system = await city.System();
        var exemption = Value(await city.Tower.Do<RecordExemption, Exemption>(Writer, Record(system, ground)));
        var waiting = await city.Enter(system, "in_use");
        Assert.Contains("다른 사람의 확인", Assert.Single(waiting.Refusals).Message.In("ko"), StringComparison.Ordinal);
        Value(await city.Tower.Do<ConfirmExemption, Exemption>(Second, new ConfirmExemption(exemption.Id)));
        Assert.True((await city.Enter(system, "in_use")).Done);
    }

    [Fact]
    public async Task Whoever_recorded_it_does_not_confirm_it()
    {
        await using var city = await AssessmentCity.Open(Today);
        var exemption = Value(await city.Tower.Do<RecordExemption, Exemption>(Officer, Record(await city.System(), "simple_minor")));
        Assert.Equal("second-person", Code(await city.Tower.Do<ConfirmExemption, Exemption>(Officer, new ConfirmExemption(exemption.Id))));
        Assert.Equal("forbidden", Code(await city.Tower.Do<ConfirmExemption, Exemption>(Writer, new ConfirmExemption(exemption.Id))));
    }

    [Fact]
    public async Task Until_the_ministry_answers_the_duty_stands()
    {
        await using var city = await AssessmentCity.Open(Today);
        var system = await city.System();
        var exemption = Value(await city.Tower.Do<RecordExemption, Exemption>(Writer, Record(system, "internal_no_rights", "pending")));
        Assert.Equal("no-answer", Code(await city.Tower.Do<ConfirmExemption, Exemption>(Second, new ConfirmExemption(exemption.Id))));
        Assert.Contains("회신을 기다리고", Assert.Single((await city.Enter(system, "in_use")).Refusals).Message.In("ko"), StringComparison.Ordinal);
        Value(await city.Tower.Do<AnswerExemption, Exemption>(Writer, new AnswerExemption(exemption.Id, "agreed", Today)));
        Value(await city.Tower.Do<ConfirmExemption, Exemption>(Second, new ConfirmExemption(exemption.Id)));
        Assert.True((await city.Enter(system, "in_use")).Done);
    }

    [Fact]
    public async Task A_refused_confirmation_leaves_the_duty()
    {
        await using var city = await AssessmentCity.Open(Today);
        var system = await city.System();
        var exemption = Value(await city.Tower.Do<RecordExemption, Exemption>(Writer, Record(system, "internal_no_rights", "refused")));
        Value(await city.Tower.Do<ConfirmExemption, Exemption>(Second, new ConfirmExemption(exemption.Id)));
        Assert.Contains("받아들이지 않았", Assert.Single((await city.Enter(system, "in_use")).Refusals).Message.In("ko"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pilot_lasts_a_year_at_most_and_ends_by_itself()
    {
        await using var city = await AssessmentCity.Open(Today);
        var system = await city.System();
        var record = Record(system, "performance_pilot");
        Assert.Equal("missing", Code(await city.Tower.Do<RecordExemption, Exemption>(Writer, record)));
        Assert.Equal("too-long", Code(await city.Tower.Do<RecordExemption, Exemption>(Writer, record with { PilotFrom = Today, PilotUntil = Today.AddYears(1) })));
        var exemption = Value(await city.Tower.Do<RecordExemption, Exemption>(Writer, record with { PilotFrom = Today, PilotUntil = Today.AddYears(1).AddDays(-1) }));
        exemption = Value(await city.Tower.Do<ConfirmExemption, Exemption>(Second, new ConfirmExemption(exemption.Id)));
        Assert.True(exemption.HoldsOn(new DateOnly(2028, 3, 9)));
        Assert.False(exemption.HoldsOn(new DateOnly(2028, 3, 10)));
        Assert.Contains("정식 사용에는 미치지", Assert.Single((await city.Enter(system, "in_use")).Refusals).Message.In("ko"), StringComparison.Ordinal);
        city.Tower.Time.Pass(TimeSpan.FromDays(400));
        Assert.Equal("pilot-spent", Code(await city.Tower.Do<RecordExemption, Exemption>(Writer, record with { PilotFrom = Today, PilotUntil = Today.AddDays(30) })));
    }

    [Fact]
    public async Task The_assessment_of_article_35_must_exist_before_it_is_a_ground()
    {
        await using var city = await AssessmentCity.Open(Today);
        var system = await city.System();
        Assert.Equal("no-assessment", Code(await city.Tower.Do<RecordExemption, Exemption>(Writer, Record(system, "art35_done"))));
        Assert.True((await city.Tower.Do<RecordExemption, Exemption>(Writer, Record(system, "art35_done", file: new string('a', 64)))).Done);
        var other = await city.System();
        await city.Approved(other, Form35);
        Assert.True((await city.Tower.Do<RecordExemption, Exemption>(Writer, Record(other, "art35_done"))).Done);
    }

    [Fact]
    public async Task What_is_missing_or_wrong_is_said_at_once()
    {
        await using var city = await AssessmentCity.Open(Today);
        var refused = await city.Tower.Do<RecordExemption, Exemption>(Writer,
            new RecordExemption(await city.System(), "simple_minor", Today.AddDays(1), " ", "", "maybe", null, "xyz"));
        Assert.Equal(["missing", "missing", "wrong-day", "wrong-hash", "wrong-value"], refused.Refusals.Select(r => r.Code).Order(StringComparer.Ordinal));
        Assert.Equal("not-found", Code(await city.Tower.Do<RecordExemption, Exemption>(Writer, Record(await city.System(), "because"))));
    }

    [Fact]
    public async Task A_confirmed_record_answers_the_questions_of_the_law_and_its_end_takes_them_back()
    {
        await using var city = await AssessmentCity.Open(Today);
        var system = await city.System();
        var exemption = Value(await city.Tower.Do<RecordExemption, Exemption>(Writer, Record(system, "simple_minor")));
        Value(await city.Tower.Do<ConfirmExemption, Exemption>(Second, new ConfirmExemption(exemption.Id)));
        var facts = await Facts(city, system);
        Assert.Equal("agreed", facts.Text("ministry_answer"));
        Assert.Equal("exemption:" + exemption.Id, facts.ById["ministry_answer"].Source);
        Assert.Contains("simple_minor", Assert.IsType<SetFact>(facts["ia_situation"]).Values);
        Assert.Equal("missing", Code(await city.Tower.Do<EndExemption, Exemption>(Officer, new EndExemption(exemption.Id, ""))));
        Value(await city.Tower.Do<EndExemption, Exemption>(Officer, new EndExemption(exemption.Id, "쓰임이 넓어졌다.")));
        facts = await Facts(city, system);
        Assert.Null(facts["ministry_answer"]);
        Assert.Equal(["affects_residents"], Assert.IsType<SetFact>(facts["ia_situation"]).Values);
        Assert.False((await city.Enter(system, "in_use")).Done);
    }

    private static Task<SystemFacts> Facts(AssessmentCity city, string system) =>
        city.Tower.Store.Read(async c => FactsJson.Read((await Versions.At(c, system, new Moment(Today)))!.Facts));
}

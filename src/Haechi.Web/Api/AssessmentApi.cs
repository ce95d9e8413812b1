using Haechi.Tower.Assessment;
using Haechi.Tower.Common;
using Haechi.Web.Api.Shapes;

namespace Haechi.Web.Api;

/// <summary>An answer to an item of a form, or a cell of a table.</summary>
/// <param name="Ko">The Korean text.</param>
/// <param name="En">The English text.</param>
/// <param name="Chosen">The chosen options.</param>
/// <param name="Rows">The rows of a table, by column.</param>
public sealed record AnswerBody(string? Ko = null, string? En = null, IReadOnlyList<string>? Chosen = null, IReadOnlyList<IReadOnlyDictionary<string, AnswerBody?>>? Rows = null)
{
    internal Answer Read() => new() { Ko = Ko ?? "", En = En ?? "", Chosen = Chosen ?? [], Rows = [.. (Rows ?? []).Select(r => (IReadOnlyDictionary<string, Answer>)r.ToDictionary(c => c.Key, c => Read(c.Value)))] };

    /// <summary>An answer that is null is an empty one.</summary>
    internal static Answer Read(AnswerBody? body) => (body ?? new AnswerBody()).Read();
}

/// <summary>Answers by item; items that are left out stay as they are, null empties one.</summary>
public sealed record AnswersBody(IReadOnlyDictionary<string, AnswerBody?> Answers);

/// <summary>A record that an assessment may be left out.</summary>
public sealed record ExemptionBody(string Ground, DateOnly AskedOn, string Reference, string Reason, string Answer = ExemptionAnswers.Pending, DateOnly? AnsweredOn = null, string? FileHash = null, DateOnly? PilotFrom = null, DateOnly? PilotUntil = null);

/// <summary>The ministry's answer.</summary>
public sealed record ExemptionAnswerBody(string Answer, DateOnly AnsweredOn, string? Reference = null, string? FileHash = null);

/// <summary>Impact assessments and exemptions.</summary>
internal sealed class AssessmentApi : IApi
{
    private const Roles Writers = Roles.Owner | Roles.Officer;

    public string Area => "assessment";

    public void Add(ApiTable api)
    {
        api.List<AssessmentShape>("/assessments", "list_assessments", "영향평가 목록", "Impact assessments", async (call, slice) =>
            Part<AssessmentShape>.ByKey((await call.Get<AssessmentQueries>().List(call.Actor, State(call.Text("state")), call.Flag("stale"))).Select(AssessmentShape.Of), a => a.Id, slice),
            ApiQuery.Word("state", "어디까지 왔는지", "Where it stands", [.. Enum.GetNames<AssessmentState>().Select(System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName)]), ApiQuery.Flag("stale", "사실이 바뀐 것만", "Only those whose facts changed since"));
        api.Read("/assessments/{assessment}", "get_assessment", "영향평가 하나. ETag는 판 번호", "One assessment; its ETag is the version", One, ApiQuery.Number("version", "지난 판", "An older version", 1));
        api.Bytes("/assessments/{assessment}/page", "get_assessment_page", "공개할, 또는 공개한 쪽(HTML)", "The page as it is, or would be, published (HTML)", "text/html", Page, ApiQuery.Word("language", "언어", "Language", ["ko", "en"]));
        api.Read("/systems/{system}/assessments", "get_system_assessments", "시스템의 영향평가와 맞는 양식", "A system's assessments, and which forms apply", OfSystem);
        api.Read("/systems/{system}/exemptions", "get_exemptions", "시스템의 영향평가 생략 기록", "A system's exemptions, and how it stands", Exemptions);
        api.Read("/assessment-forms", "get_assessment_forms", "평가 양식과 그 항목", "The forms of assessment with their items", call => Task.FromResult(Refused.Not<IReadOnlyList<FormShape>>([.. call.Get<AssessmentForms>().All.Select(FormShape.Of)])));
        api.Act<StartAssessment, AssessmentRef>("/assessments", "start_assessment", "영향평가를 시작함", "Begins an assessment", Writers, r => r.Version);
        api.ActFrom<AnswersBody, SaveAssessment, AssessmentRef, AssessmentRef>("/assessments/{assessment}/answers", "save_assessment", "답을 저장함. If-Match에 판이 있어야 함", "Saves answers; If-Match names the version", Writers,
            (call, body, expected) => Task.FromResult<Result<SaveAssessment>>(new SaveAssessment(call.Route("assessment"), expected ?? -1, body.Answers.ToDictionary(a => a.Key, a => AnswerBody.Read(a.Value)))), new ActKind<AssessmentRef, AssessmentRef>(r => r, r => r.Version), locked: true);
        api.Act<RefreshAssessment, AssessmentRef>("/assessments/{assessment}/refresh", "refresh_assessment", "바뀐 사실로 다시 채움", "Fills it again from changed facts", Writers, r => r.Version);
        api.Act<SubmitAssessment, AssessmentRef>("/assessments/{assessment}/submit", "submit_assessment", "승인을 청함", "Submits it for approval", Writers, r => r.Version);
        api.Act<ApproveAssessment, AssessmentRef>("/assessments/{assessment}/approve", "approve_assessment", "쓰지 않은 사람이 승인함", "Approves what others wrote", Roles.Verifier | Roles.Reviewer | Roles.Officer, r => r.Version);
        api.Act<ReturnAssessment, AssessmentRef>("/assessments/{assessment}/return", "return_assessment", "까닭과 함께 돌려보냄", "Gives it back with a reason", Roles.Verifier | Roles.Reviewer | Roles.Officer | Roles.Owner, r => r.Version);
        api.Act<PublishAssessment, AssessmentRef>("/assessments/{assessment}/publish", "publish_assessment", "결과를 공개함", "Publishes the result", Roles.Publisher | Roles.Owner | Roles.Officer, r => r.Version);
        api.Act<WithdrawAssessment, AssessmentRef>("/assessments/{assessment}/withdraw", "withdraw_assessment", "까닭과 함께 거둠", "Withdraws it with a reason", Writers, r => r.Version);
        var shown = new ActKind<Exemption, ExemptionShape>(ExemptionShape.Of);
        api.ActFrom<ExemptionBody, RecordExemption, Exemption, ExemptionShape>("/systems/{system}/exemptions", "record_exemption", "영향평가 생략의 협의나 확인 요청을 적음", "Records a consultation or request to leave the assessment out", Writers,
            (call, b, _) => Task.FromResult<Result<RecordExemption>>(new RecordExemption(call.Route("system"), b.Ground, b.AskedOn, b.Reference, b.Reason, b.Answer, b.AnsweredOn, b.FileHash, b.PilotFrom, b.PilotUntil)), shown);
        api.ActFrom<ExemptionAnswerBody, AnswerExemption, Exemption, ExemptionShape>("/exemptions/{exemption}/answer", "answer_exemption", "부처의 회신을 적음", "Adds the ministry's answer", Writers,
            (call, b, _) => Task.FromResult<Result<AnswerExemption>>(new AnswerExemption(call.Route("exemption"), b.Answer, b.AnsweredOn, b.Reference, b.FileHash)), shown);
        api.Act<ConfirmExemption, Exemption, ExemptionShape>("/exemptions/{exemption}/confirm", "confirm_exemption", "다른 사람이 기록을 확인함", "A second person confirms the record", Roles.Verifier | Roles.Officer, shown);
        api.Act<EndExemption, Exemption, ExemptionShape>("/exemptions/{exemption}/end", "end_exemption", "까닭과 함께 끝냄", "Ends it with a reason", Writers, shown);
    }

    private static AssessmentState? State(string? word) => word is null ? null : Enum.GetValues<AssessmentState>().First(s => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(s.ToString()) == word);

    private static async Task<Result<AssessmentDetailShape>> One(ApiCall call)
    {
        var view = await call.Get<AssessmentQueries>().One(call.Actor, call.Route("assessment"), call.Number("version"));
        if (!view.Done)
        {
            return Refused.Because<AssessmentDetailShape>(view.Refusals);
        }
        call.Tag = ApiTags.Of(view.Value.Version.Number);
        return AssessmentDetailShape.Of(view.Value);
    }

    private static async Task Page(ApiCall call)
    {
        var page = await call.Get<AssessmentQueries>().Page(call.Route("assessment"), call.Text("language") ?? call.Visit.Language, publishedOnly: false);
        if (!page.Done)
        {
            await call.Refuse(page.Refusals);
            return;
        }
        using var bytes = new MemoryStream(page.Value);
        await call.Bytes(bytes, "text/html; charset=utf-8", "assessment.html");
    }

    private static async Task<Result<SystemAssessmentsShape>> OfSystem(ApiCall call)
    {
        var seen = await SystemsApi.Seen(call, null);
        if (!seen.Done)
        {
            return Refused.Because<SystemAssessmentsShape>(seen.Refusals);
        }
        var (queries, id) = (call.Get<AssessmentQueries>(), seen.Value.System.Id);
        var fits = await queries.Fits(id);
        return fits.Done ? new SystemAssessmentsShape([.. (await queries.Of(call.Actor, id)).Select(AssessmentShape.Of)], [.. fits.Value.Select(FitShape.Of)]) : Refused.Because<SystemAssessmentsShape>(fits.Refusals);
    }

    private static async Task<Result<ExemptionsShape>> Exemptions(ApiCall call)
    {
        var seen = await SystemsApi.Seen(call, null);
        var view = seen.Done ? await call.Get<AssessmentQueries>().Exemptions(seen.Value.System.Id) : Refused.Because<ExemptionsView>(seen.Refusals);
        return view.Done ? ExemptionsShape.Of(view.Value) : Refused.Because<ExemptionsShape>(view.Refusals);
    }
}

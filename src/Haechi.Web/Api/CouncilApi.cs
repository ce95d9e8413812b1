using Haechi.Tower.Common;
using Haechi.Tower.Council;
using Haechi.Tower.Council.Minutes;
using Haechi.Web.Api.Shapes;

namespace Haechi.Web.Api;

/// <summary>Bodies, meetings, cases, decisions and what becomes of them.</summary>
internal sealed class CouncilApi : IApi
{
    private const Roles Members = Roles.CouncilMember | Roles.Officer;
    private const Roles Bringers = Roles.Owner | Roles.Officer;

    public string Area => "council";

    public void Add(ApiTable api)
    {
        Reads(api);
        api.Act<FoundBody, BodyRef>("/council/bodies", "found_body", "회의체를 둠", "Founds a body", Roles.Officer, r => r.Rules);
        api.Act<ChangeBodyRules, BodyRef>("/council/bodies/{body}/rules", "change_body_rules", "회의체의 규칙을 바꿈. If-Match에 판이 있어야 함", "Gives a body other rules; If-Match names the version", Roles.Officer, r => r.Rules);
        api.Act<SeatMember, SeatRef>("/council/bodies/{body}/seats", "seat_member", "위원을 위촉함", "Seats a member", Roles.Officer);
        api.Act<EndSeat, SeatRef>("/council/seats/{seat}/end", "end_seat", "위원의 자리를 끝냄", "Ends a seat", Roles.Officer);
        api.Act<DeclareInterest, InterestRef>("/council/interests", "declare_interest", "이해관계를 신고함", "Declares an interest", Members);
        api.Act<CallMeeting, MeetingRef>("/council/bodies/{body}/meetings", "call_meeting", "회의를 소집함", "Calls a meeting", Roles.Officer);
        api.Act<OpenMeeting, MeetingRef>("/council/meetings/{meeting}/open", "open_meeting", "회의를 엶", "Opens a meeting", Members);
        api.Act<MarkAttendance, MeetingRef>("/council/meetings/{meeting}/attendance", "mark_attendance", "위원이 오고 간 것을 적음", "Notes that a member came or left", Members);
        api.Act<CloseMeeting, MeetingRef>("/council/meetings/{meeting}/close", "close_meeting", "회의를 끝냄", "Closes a meeting", Members);
        api.Act<PublishMinutes, MeetingRef>("/council/meetings/{meeting}/publish", "publish_minutes", "공개용 회의록을 공개함", "Publishes the public minutes", Roles.Publisher | Roles.Officer);
        api.Act<BringCase, CaseRef>("/council/cases", "bring_case", "안건을 올림", "Brings a case", Bringers);
        api.Act<WithdrawCase, CaseRef>("/council/cases/{case}/withdraw", "withdraw_case", "안건을 거둠", "Withdraws a case", Bringers);
        api.Act<PutOnAgenda, ItemRef>("/council/cases/{case}/agenda", "put_on_agenda", "안건을 회의에 올리고 결정 카드를 만듦", "Puts a case on an agenda and makes its card", Roles.Officer);
        api.Act<AddNote, ItemRef>("/council/items/{item}/notes", "add_council_note", "논의를 적음", "Writes down what was said", Members);
        api.Act<StepAside, RecusalRef>("/council/items/{item}/aside", "step_aside", "안건에서 회피함", "Steps aside from an item", Members);
        api.Act<ChallengeMember, RecusalRef>("/council/items/{item}/challenge", "challenge_member", "당사자의 기피 신청을 적음", "Enters a party's challenge of a member", Bringers);
        api.Act<DecideChallenge, RecusalRef>("/council/recusals/{recusal}/decide", "decide_challenge", "기피 신청을 정함", "Decides on a challenge", Members);
        api.Act<PutMotion, MotionRef>("/council/items/{item}/motions", "put_motion", "안을 내거나, 표결 전의 안을 고침", "Puts a motion, or changes one before its vote", Members);
        api.Act<OpenVote, MotionRef>("/council/motions/{motion}/open", "open_vote", "표결에 부침", "Opens the vote", Members);
        api.Act<CastVote, MotionRef>("/council/motions/{motion}/vote", "cast_vote", "자기 표를 냄", "Casts one's own vote", Members);
        api.Act<CloseVote, VoteResult>("/council/motions/{motion}/close", "close_vote", "표결을 마치고 의결을 시행함", "Closes the vote and carries out the decision", Members);
        api.Act<AnswerRecommendation, RecommendationRef>("/council/recommendations/{recommendation}/answer", "answer_recommendation", "권고에 회신함", "Answers a recommendation", Bringers);
        api.Act<ExtendRecommendation, RecommendationRef>("/council/recommendations/{recommendation}/extend", "extend_recommendation", "회신 기한을 한 번 연장함", "Extends the time for an answer once", Bringers);
    }

    private static void Reads(ApiTable api)
    {
        api.List<BodyShape>("/council/bodies", "list_bodies", "회의체와 규칙, 위원", "Bodies with rules and members", async (call, slice) => Part<BodyShape>.ByKey((await call.Get<CouncilQueries>().Bodies(call.Stop)).Select(BodyShape.Of), b => b.Id, slice));
        api.List<CaseShape>("/council/cases", "list_cases", "안건 목록", "Cases", async (call, slice) =>
            Part<CaseShape>.ByKey((await call.Get<CouncilQueries>().Cases(call.Text("body"), call.Text("state"), call.Text("outcome"), call.Flag("revalidate"), call.Stop)).Select(c => CaseShape.Of(c.Case)), c => c.Id, slice),
            ApiQuery.Text("body", "회의체", "Body"), ApiQuery.Word("state", "어디까지 왔는지", "Where it stands", ["prepared", "agenda", "decided", "withdrawn"]), ApiQuery.Word("outcome", "의결", "Outcome", [.. CouncilWords.Outcomes.Keys]), ApiQuery.Flag("revalidate", "다시 확인할 것만", "Only those to look at again"));
        api.Read("/council/cases/{case}", "get_case", "안건 하나와 그 뒤", "One case and what became of it", Case);
        api.List<MeetingShape>("/council/meetings", "list_meetings", "회의 목록", "Meetings", async (call, slice) => Part<MeetingShape>.ByKey((await call.Get<CouncilQueries>().Meetings(call.Stop)).Select(MeetingShape.Of), m => m.Id, slice));
        api.Read("/council/meetings/{meeting}", "get_meeting", "회의 하나와 안건", "One meeting and its agenda", Meeting);
        api.Bytes("/council/items/{item}/card", "get_decision_card", "위원이 본 결정 카드의 바이트", "The bytes of the decision card that members saw", "application/json", Card);
        api.Read("/council/items/{item}/card-check", "check_decision_card", "카드를 고정된 판에서 다시 만들어 견줌", "Makes the card again from its pins and compares", Check);
        api.Bytes("/council/meetings/{meeting}/minutes", "get_minutes", "회의록(HTML)", "Minutes (HTML)", "text/html", call => Minutes(call, docx: false), Forms);
        api.Bytes("/council/meetings/{meeting}/minutes.docx", "get_minutes_docx", "회의록(DOCX)", "Minutes (DOCX)", Docx, call => Minutes(call, docx: true), Forms);
        api.List<OrderShape>("/council/orders", "list_orders", "명령 목록", "Orders", async (call, slice) => Part<OrderShape>.ByKey((await call.Get<CouncilQueries>().Orders(call.Stop)).Select(OrderShape.Of), o => o.Id, slice));
        api.List<RecommendationShape>("/council/recommendations", "list_recommendations", "권고와 회신", "Recommendations with their answers", async (call, slice) => Part<RecommendationShape>.ByKey((await call.Get<CouncilQueries>().Recommendations(call.Stop)).Select(RecommendationShape.Of), r => r.Id, slice));
    }

    private const string Docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    private static ApiQuery[] Forms { get; } = [ApiQuery.Word("language", "언어", "Language", ["ko", "en"]), ApiQuery.Flag("public", "공개용", "The public ones")];

    private static async Task<Result<CaseDetailShape>> Case(ApiCall call)
    {
        var view = await call.Get<CouncilQueries>().Case(call.Actor, call.Route("case"), call.Stop);
        return view.Done ? CaseDetailShape.Of(view.Value) : Refused.Because<CaseDetailShape>(view.Refusals);
    }

    private static async Task<Result<MeetingDetailShape>> Meeting(ApiCall call)
    {
        var view = await call.Get<CouncilQueries>().Meeting(call.Actor, call.Route("meeting"), call.Stop);
        return view.Done ? MeetingDetailShape.Of(view.Value) : Refused.Because<MeetingDetailShape>(view.Refusals);
    }

    private static async Task<Result<CardCheckShape>> Check(ApiCall call)
    {
        var check = await call.Get<CouncilQueries>().Check(call.Route("item"), call.Stop);
        return check.Done ? new CardCheckShape(check.Value.Item, check.Value.Kept, check.Value.Again, check.Value.Same) : Refused.Because<CardCheckShape>(check.Refusals);
    }

    private static async Task Card(ApiCall call)
    {
        var card = await call.Get<CouncilQueries>().Card(call.Route("item"), call.Stop);
        if (!card.Done)
        {
            await call.Refuse(card.Refusals);
            return;
        }
        await using var bytes = card.Value;
        await call.Bytes(bytes, "application/json", "decision-card.json");
    }

    private static async Task Minutes(ApiCall call, bool docx)
    {
        var (desk, language) = (call.Get<MinutesDesk>(), call.Text("language") ?? call.Visit.Language);
        var made = docx ? await desk.Docx(call.Actor, call.Route("meeting"), language, call.Flag("public"), call.Stop) : await desk.Html(call.Actor, call.Route("meeting"), language, call.Flag("public"), call.Stop);
        if (!made.Done)
        {
            await call.Refuse(made.Refusals);
            return;
        }
        using var bytes = new MemoryStream(made.Value);
        await call.Bytes(bytes, docx ? Docx : "text/html; charset=utf-8", docx ? "minutes.docx" : "minutes.html");
    }
}

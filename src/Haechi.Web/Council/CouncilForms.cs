using Haechi.Rules;
using Haechi.Tower.Common;
using Haechi.Tower.Council;
using Haechi.Tower.Council.Minutes;
using Haechi.Web.Assessment;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Haechi.Web.Council;

/// <summary>The forms of the council. After an act one is back on the page on which it was done; a refusal is shown there.</summary>
internal sealed class CouncilForms : IPages
{
    private const Roles Members = Roles.CouncilMember | Roles.Officer;
    private const Roles Bringers = Roles.Owner | Roles.Officer;
    private const int MostConditions = 4;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Form("/council/bodies", Found, Roles.Officer);
        routes.Form("/council/bodies/{id}/seats", (string id, HttpContext http, Visit visit, CouncilModel model, IHandle<SeatMember, SeatRef> act) => OnBody(id, http, model, f => act.Handle(visit.Actor, new SeatMember(
            id, T(f, "account"), T(f, "kind"), T(f, "role"), FormDay.Of(f, "from"), Word(f, "gender"), Word(f, "organisation")))), Roles.Officer);
        routes.Form("/council/bodies/{id}/seats/{seat}/end", (string id, string seat, HttpContext http, Visit visit, CouncilModel model, IHandle<EndSeat, SeatRef> act) => OnBody(id, http, model, f => act.Handle(visit.Actor, new EndSeat(seat, T(f, "reason")))), Roles.Officer);
        routes.Form("/council/bodies/{id}/meetings", (string id, HttpContext http, Visit visit, CouncilModel model, IHandle<CallMeeting, MeetingRef> act) => OnBody(id, http, model, f => act.Handle(visit.Actor, new CallMeeting(
            id, FormDay.Of(f, "on") ?? DateOnly.MinValue, T(f, "place"), T(f, "written") == "true")), m => $"/council/meetings/{m.Meeting}"), Roles.Officer);
        routes.Form("/council/interests", Declare, Members);
        routes.Form("/council/cases", Bring, Bringers);
        routes.Form("/council/cases/{id}/withdraw", (string id, HttpContext http, Visit visit, CouncilQueries queries, IHandle<WithdrawCase, CaseRef> act, CancellationToken stop) => OnCase(id, http, visit, queries, f => act.Handle(visit.Actor, new WithdrawCase(id, T(f, "reason"))), stop), Bringers);
        routes.Form("/council/recommendations/{id}/answer", (string id, HttpContext http, Visit visit, CouncilQueries queries, IHandle<AnswerRecommendation, RecommendationRef> act, CancellationToken stop) =>
            OnRecommendation(http, queries, f => act.Handle(visit.Actor, new AnswerRecommendation(id, T(f, "followed") == "true", T(f, "reply"))), stop), Bringers);
        routes.Form("/council/recommendations/{id}/extend", (string id, HttpContext http, Visit visit, CouncilQueries queries, IHandle<ExtendRecommendation, RecommendationRef> act, CancellationToken stop) =>
            OnRecommendation(http, queries, f => act.Handle(visit.Actor, new ExtendRecommendation(id, T(f, "reason"))), stop), Bringers);
        Meetings(routes);
        Items(routes);
    }

    private static void Meetings(IEndpointRouteBuilder routes)
    {
        routes.Form("/council/meetings/{id}/open", (string id, HttpContext http, Visit visit, CouncilModel model, IHandle<OpenMeeting, MeetingRef> act) => OnMeeting(id, http, model, f => act.Handle(visit.Actor, new OpenMeeting(id, T(f, "presiding"), [.. f["present"].OfType<string>()]))), Members);
        routes.Form("/council/meetings/{id}/attendance", (string id, HttpContext http, Visit visit, CouncilModel model, IHandle<MarkAttendance, MeetingRef> act) => OnMeeting(id, http, model, f => act.Handle(visit.Actor, new MarkAttendance(id, T(f, "seat"), T(f, "present") == "true"))), Members);
        routes.Form("/council/meetings/{id}/agenda", (string id, HttpContext http, Visit visit, CouncilModel model, IHandle<PutOnAgenda, ItemRef> act) => OnMeeting(id, http, model, f => act.Handle(visit.Actor, new PutOnAgenda(T(f, "case"), id))), Roles.Officer);
        routes.Form("/council/meetings/{id}/close", (string id, HttpContext http, Visit visit, CouncilModel model, IHandle<CloseMeeting, MeetingRef> act) => OnMeeting(id, http, model, _ => act.Handle(visit.Actor, new CloseMeeting(id))), Members);
        routes.Form("/council/meetings/{id}/publish", (string id, HttpContext http, Visit visit, CouncilModel model, IHandle<PublishMinutes, MeetingRef> act) => OnMeeting(id, http, model, _ => act.Handle(visit.Actor, new PublishMinutes(id))), Roles.Publisher | Roles.Officer);
    }

    private static void Items(IEndpointRouteBuilder routes)
    {
        routes.Form("/council/meetings/{id}/notes", (string id, HttpContext http, Visit visit, CouncilModel model, IHandle<AddNote, ItemRef> act) => OnMeeting(id, http, model, f => act.Handle(visit.Actor, new AddNote(T(f, "item"), T(f, "text"), Word(f, "withheld")))), Members);
        routes.Form("/council/meetings/{id}/aside", (string id, HttpContext http, Visit visit, CouncilModel model, IHandle<StepAside, RecusalRef> act) => OnMeeting(id, http, model, f => act.Handle(visit.Actor, new StepAside(T(f, "item"), T(f, "ground"), T(f, "reason")))), Members);
        routes.Form("/council/meetings/{id}/challenge", (string id, HttpContext http, Visit visit, CouncilModel model, IHandle<ChallengeMember, RecusalRef> act) => OnMeeting(id, http, model, f => act.Handle(visit.Actor, new ChallengeMember(T(f, "item"), T(f, "seat"), T(f, "ground"), T(f, "reason"), T(f, "party")))), Bringers);
        routes.Form("/council/meetings/{id}/challenge/{recusal}", (string id, string recusal, HttpContext http, Visit visit, CouncilModel model, IHandle<DecideChallenge, RecusalRef> act) => OnMeeting(id, http, model, f => act.Handle(visit.Actor, new DecideChallenge(recusal, T(f, "aside") == "true", T(f, "reason")))), Members);
        routes.Form("/council/meetings/{id}/motions", (string id, HttpContext http, Visit visit, CouncilModel model, IHandle<PutMotion, MotionRef> act) => OnMeeting(id, http, model, f => act.Handle(visit.Actor, Motion(f))), Members);
        routes.Form("/council/meetings/{id}/motions/{motion}/open", (string id, string motion, HttpContext http, Visit visit, CouncilModel model, IHandle<OpenVote, MotionRef> act) => OnMeeting(id, http, model, _ => act.Handle(visit.Actor, new OpenVote(motion))), Members);
        routes.Form("/council/meetings/{id}/motions/{motion}/vote", (string id, string motion, HttpContext http, Visit visit, CouncilModel model, IHandle<CastVote, MotionRef> act) => OnMeeting(id, http, model, f => act.Handle(visit.Actor, new CastVote(motion, T(f, "choice"), Word(f, "reason"), Word(f, "hash")))), Members);
        routes.Form("/council/meetings/{id}/motions/{motion}/close", (string id, string motion, HttpContext http, Visit visit, CouncilModel model, IHandle<CloseVote, VoteResult> act) => OnMeeting(id, http, model, _ => act.Handle(visit.Actor, new CloseVote(motion))), Members);
    }

    internal static async Task<IResult> Case(string id, Visit visit, CouncilQueries queries, IReadOnlyList<Refusal> refusals, CancellationToken stop)
    {
        var view = await queries.Case(visit.Actor, id, stop);
        return view.Done ? Routes.Render<CasePage>(new { View = view.Value, Refusals = refusals }, CouncilModel.Status(refusals)) : Routes.Refused(view.Refusals);
    }

    internal static async Task<IResult> Recommendations(CouncilQueries queries, IReadOnlyList<Refusal> refusals, CancellationToken stop) =>
        Routes.Render<RecommendationsPage>(new { Rows = await queries.Recommendations(stop), Refusals = refusals }, CouncilModel.Status(refusals));

    private static async Task<IResult> Found(HttpContext http, Visit visit, IHandle<FoundBody, BodyRef> act)
    {
        var text = T(await http.Request.ReadFormAsync(), "rules");
        var findings = new Findings();
        var body = BodyFile.Read("rules", text, findings);
        var done = body is null ? Refused.Because<BodyRef>([.. findings.All.Select(f => new Refusal(f.Code, f.Message, $"{f.Place.Line}"))]) : await act.Handle(visit.Actor, body);
        return done.Done ? Results.Redirect($"/council/bodies/{done.Value.Body}") : Routes.Render<NewBodyPage>(new { Text = text, done.Refusals }, CouncilModel.Status(done.Refusals));
    }

    private static async Task<IResult> Declare(HttpContext http, Visit visit, CouncilModel model, IHandle<DeclareInterest, InterestRef> act, CancellationToken stop)
    {
        var f = await http.Request.ReadFormAsync(stop);
        var done = await act.Handle(visit.Actor, new DeclareInterest(T(f, "party"), T(f, "kind"), Word(f, "note"), Word(f, "account")), stop);
        return done.Done ? Results.Redirect("/council/interests?done=saved") : await model.Interests(done.Refusals, stop);
    }

    private static async Task<IResult> Bring(HttpContext http, Visit visit, CouncilQueries queries, IHandle<BringCase, CaseRef> act, CancellationToken stop)
    {
        var f = await http.Request.ReadFormAsync(stop);
        var done = await act.Handle(visit.Actor, new BringCase(T(f, "body"), T(f, "subjectKind"), T(f, "subject"), T(f, "titleKo"), T(f, "ask"), T(f, "affected"), T(f, "options"), Word(f, "titleEn")), stop);
        return done.Done ? Results.Redirect($"/council/cases/{done.Value.Case}")
            : Routes.Render<NewCasePage>(new { Bodies = await queries.Bodies(stop), queries.Subjects, done.Refusals, Typed = f }, CouncilModel.Status(done.Refusals));
    }

    private static async Task<IResult> OnBody<T>(string id, HttpContext http, CouncilModel model, Func<IFormCollection, Task<Result<T>>> act, Func<T, string>? to = null)
    {
        var done = await act(await http.Request.ReadFormAsync());
        return done.Done ? Results.Redirect(to?.Invoke(done.Value) ?? $"/council/bodies/{id}?done=saved") : await model.Body(id, done.Refusals, http.RequestAborted);
    }

    private static async Task<IResult> OnMeeting<T>(string id, HttpContext http, CouncilModel model, Func<IFormCollection, Task<Result<T>>> act)
    {
        var form = await http.Request.ReadFormAsync();
        var done = await act(form);
        return done.Done ? Results.Redirect($"/council/meetings/{id}?done=saved{(Word(form, "item") is { } item ? "#item-" + item : "")}") : await model.Meeting(id, done.Refusals, http.RequestAborted);
    }

    private static async Task<IResult> OnCase<T>(string id, HttpContext http, Visit visit, CouncilQueries queries, Func<IFormCollection, Task<Result<T>>> act, CancellationToken stop)
    {
        var done = await act(await http.Request.ReadFormAsync(stop));
        return done.Done ? Results.Redirect($"/council/cases/{id}?done=saved") : await Case(id, visit, queries, done.Refusals, stop);
    }

    private static async Task<IResult> OnRecommendation<T>(HttpContext http, CouncilQueries queries, Func<IFormCollection, Task<Result<T>>> act, CancellationToken stop)
    {
        var done = await act(await http.Request.ReadFormAsync(stop));
        return done.Done ? Results.Redirect("/council/recommendations?done=saved") : await Recommendations(queries, done.Refusals, stop);
    }

    private static PutMotion Motion(IFormCollection f)
    {
        List<ProposedCondition> conditions = [.. Enumerable.Range(1, MostConditions).Where(i => T(f, $"purpose{i}").Length + T(f, $"measure{i}").Length > 0)
            .Select(i => new ProposedCondition(T(f, $"purpose{i}"), T(f, $"measure{i}"), T(f, $"owner{i}"), FormDay.Of(f, $"due{i}") ?? DateOnly.MinValue, T(f, $"before{i}") == "true"))];
        var recommendation = T(f, "recommendation").Length > 0 ? new ProposedRecommendation(T(f, "department"), T(f, "recommendation")) : null;
        var order = T(f, "orderKind").Length == 0 ? null : new ProposedOrder(
            T(f, "orderKind"), Word(f, "use") is null ? Word(f, "system") : null, Word(f, "use"), Word(f, "useTitle"), T(f, "provision"), T(f, "reason"), T(f, "remedy"), FormDay.Of(f, "until"), [.. f["openState"].OfType<string>()]);
        return new PutMotion(T(f, "item"), T(f, "outcome"), T(f, "text"), conditions, recommendation is null ? null : [recommendation], order, Word(f, "motion"));
    }

    private static string T(IFormCollection form, string name) => form[name].ToString().Trim();

    private static string? Word(IFormCollection form, string name) => T(form, name) is { Length: > 0 } text ? text : null;
}

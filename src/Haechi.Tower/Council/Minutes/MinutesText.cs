using Haechi.Rules;

namespace Haechi.Tower.Council.Minutes;

/// <summary>A part of minutes, the same for every form in which they are written.</summary>
/// <param name="Kind"><c>h1</c>, <c>h2</c>, <c>h3</c>, <c>p</c>, <c>li</c>, <c>note</c> or <c>table</c>.</param>
/// <param name="Text">Its text; of a table its caption.</param>
/// <param name="Rows">The rows of a table, the headings first.</param>
internal sealed record MinutesPart(string Kind, string Text, IReadOnlyList<IReadOnlyList<string>>? Rows = null);

/// <summary>Writes the minutes of a meeting, part by part. Public minutes leave out what is withheld and say why in its place.</summary>
internal sealed class MinutesText
{
    private readonly MeetingView _view;
    private readonly LocalText _body;
    private readonly string _language;
    private readonly bool _public;
    private readonly List<MinutesPart> _parts = [];

    private MinutesText(MeetingView view, LocalText body, string language, bool isPublic) => (_view, _body, _language, _public) = (view, body, language, isPublic);

    public static IReadOnlyList<MinutesPart> Of(MeetingView view, LocalText body, string language, bool isPublic)
    {
        var text = new MinutesText(view, body, language, isPublic);
        text.Head();
        foreach (var item in view.Items)
        {
            text.Item(item);
        }
        return text._parts;
    }

    private string Say(string ko, string en) => _language == "ko" ? ko : en;

    private string Say(LocalText text) => text.In(_language);

    private void Add(string kind, string text) => _parts.Add(new MinutesPart(kind, text));

    private void Table(string caption, params IEnumerable<IReadOnlyList<string>> rows) => _parts.Add(new MinutesPart("table", caption, [.. rows]));

    private void Head()
    {
        var meeting = _view.Meeting;
        Add("p", Say(_body));
        Add("h1", $"{Say(_view.Body.Body.Name)} {Say($"제{meeting.Number}차 회의록", $"minutes of meeting {meeting.Number}")}{(_public ? Say(" (공개용)", " (public)") : "")}");
        if (meeting.State != "closed")
        {
            Add("note", Say("아직 끝나지 않은 회의의 초안입니다.", "A draft: the meeting is not over."));
        }
        Table(Say("회의", "Meeting"), [Say("항목", "Item"), Say("내용", "Content")],
            [Say("날짜", "Day"), Say(CouncilWords.Day(meeting.On))], [Say("장소", "Place"), meeting.Place + (meeting.Written ? Say(" (서면 의결)", " (in writing)") : "")],
            [Say("주재", "Presided by"), _view.Presiding ?? "–"], [Say("설치 근거", "Basis"), Citation.In(_view.Body.Body.Basis, _language) ?? "–"],
            [Say("재적위원", "Members in office"), _view.Members.Count.ToString(System.Globalization.CultureInfo.InvariantCulture)],
            [Say("출석", "Present"), Names(present: true)], [Say("불참", "Absent"), Names(present: false)],
            [Say("의사정족수", "Quorum"), Say(_view.Rules.Quorum.Say()) + " · " + Say(CouncilWords.QuorumOf.Say(_view.Rules.QuorumOf))],
            [Say("의결정족수", "Majority"), Say(_view.Rules.Majority.Say()) + " · " + Say(CouncilWords.MajorityOf.Say(_view.Rules.MajorityOf))]);
    }

    private string Names(bool present) => _view.Members.Where(m => m.Present == present).Select(m => $"{m.Seat.Name} ({Say(CouncilWords.SeatRoles.Say(m.Seat.Seat.Role))}, {Say(CouncilWords.MemberKinds.Say(m.Seat.Seat.Kind))})").ToList() is { Count: > 0 } names ? string.Join(", ", names) : "–";

    private void Item(ItemView item)
    {
        Add("h2", $"{item.Item.Position}. C-{item.Case.Number} {Say(item.Case.Title)}");
        Add("p", item.Case.Ask);
        Add("p", Say("결정 카드(위원이 본 자료)의 SHA-256: ", "SHA-256 of the decision card that members saw: ") + item.Item.Card);
        foreach (var (recusal, name) in item.Recusals)
        {
            var state = recusal.State switch { "accepted" => Say("빠짐", "stepped aside"), "refused" => Say("기피 신청이 받아들여지지 않음", "challenge not accepted"), _ => Say("기피 신청", "challenged") };
            var ground = Say(CouncilWords.Grounds.Say(recusal.Ground));
            // What a member has to do with whom is personal; the ground itself is not.
            Add("li", $"{name}: {state} ({ground}{(_public ? "" : ": " + recusal.Reason)})");
        }
        if (item.Notes.Count > 0)
        {
            Add("h3", Say("논의", "Discussion"));
        }
        foreach (var (note, name) in item.Notes)
        {
            Add(_public && note.Withheld is not null ? "note" : "li", _public && note.Withheld is { } why ? Say($"[비공개: {why}]", $"[withheld: {why}]") : note.Text + (note.Withheld is { } reason ? Say($" [비공개 대상: {reason}]", $" [to be withheld: {reason}]") : "") + (_public ? "" : $" ({name})"));
        }
        foreach (var motion in item.Motions.Where(m => m.Motion.State != "draft"))
        {
            Motion(motion);
        }
        Add("p", Say("결과: ", "Result: ") + (item.Item.State switch { "open" => Say("논의 중", "under discussion"), "undecided" => Say("의결하지 않음. 다음 회의에 다시 올림.", "not decided; it comes back"), var outcome => Say(CouncilWords.Outcomes.Say(outcome)) }));
    }

    private void Motion(MotionView view)
    {
        Add("h3", Say($"안 {view.Motion.Number}: ", $"Motion {view.Motion.Number}: ") + Say(CouncilWords.Outcomes.Say(view.Text.Outcome)));
        Add("p", view.Text.Text);
        if (view.Text.Conditions.Count > 0)
        {
            Table(Say("조건", "Conditions"), [[Say("목적", "Purpose"), Say("조치와 확인", "Measure"), Say("기한", "Due")], .. view.Text.Conditions.Select(c => (IReadOnlyList<string>)[c.Purpose, c.Measure, $"{Say(CouncilWords.Day(c.Due))}{(c.BeforeUse ? Say(" (사용 전)", " (before use)") : "")}"])]);
        }
        foreach (var recommendation in view.Text.Recommendations)
        {
            Add("li", Say("권고: ", "Recommendation: ") + recommendation.Text);
        }
        if (view.Text.Order is { } order)
        {
            Table(Say("명령", "Order"), [Say("항목", "Item"), Say("내용", "Content")], [Say("종류", "Kind"), Say(CouncilWords.OrderKinds.Say(order.Kind))], [Say("대상", "Target"), order.UseTitle ?? order.Use ?? Say("이 시스템", "this system")],
                [Say("근거", "Provision"), Citation.In(order.Provision, _language)!], [Say("까닭", "Reason"), order.Reason], [Say("기간", "Period"), order.Until is { } until ? Say($"{CouncilWords.Day(until).In("ko")}까지", $"until {CouncilWords.Day(until).In("en")}") : Say("따로 정할 때까지", "until further notice")], [Say("불복", "Remedy"), order.Remedy]);
        }
        if (view.Count is { } count)
        {
            Add("p", Say($"재적 {count.Seats}명, 회피·제외 {count.Aside}명, 출석 {count.Present}명(정족수 {count.Quorum}명). 찬성 {count.Yes}, 반대 {count.No}, 기권 {count.Abstain}(필요한 찬성 {count.Needed}).",
                $"{count.Seats} in office, {count.Aside} stepped aside, {count.Present} present (quorum {count.Quorum}). For {count.Yes}, against {count.No}, abstaining {count.Abstain} (needed for: {count.Needed}).")
                + " " + view.Motion.State switch { "carried" => Say("가결.", "Carried."), "no_quorum" => Say("정족수에 모자라 성립하지 않음.", "No quorum, so no decision."), _ => Say("부결.", "Lost.") });
        }
        var names = !_public || _view.Rules.NamesPublic;
        if (names && view.Votes.Count > 0)
        {
            Table(Say("표결", "Votes"), [[Say("위원", "Member"), Say("표", "Vote"), Say("이유", "Reason")], .. view.Votes.Select(v => (IReadOnlyList<string>)[v.Name, Say(CouncilWords.Choices.Say(v.Vote.Choice)), v.Vote.Reason ?? "–"])]);
        }
        else
        {
            // Dissent is shown even where names are not.
            foreach (var dissent in view.Votes.Where(v => v.Vote is { Choice: "no", Reason: not null }))
            {
                Add("li", Say("소수 의견: ", "Dissent: ") + dissent.Vote.Reason);
            }
        }
    }
}

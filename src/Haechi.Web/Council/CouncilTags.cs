using Haechi.Tower.Council;
using Haechi.Web.Frame;

namespace Haechi.Web.Council;

/// <summary>Words and marks that several of the council's pages use.</summary>
internal static class CouncilTags
{
    public static string Meeting(Visit visit, CouncilMeeting meeting) => meeting.State switch
    {
        "called" => visit.Say("소집됨", "called"),
        "open" => visit.Say("진행 중", "open"),
        _ => meeting.PublishedAt is null ? visit.Say("끝남", "closed") : visit.Say("끝남 · 회의록 공개", "closed, minutes published"),
    };

    public static string Case(Visit visit, CouncilCase @case) => @case.State switch
    {
        "prepared" => visit.Say("준비됨", "prepared"),
        "agenda" => visit.Say("회의에 오름", "on an agenda"),
        "withdrawn" => visit.Say("거둠", "withdrawn"),
        _ => visit.Say(CouncilWords.Outcomes.Say(@case.Outcome ?? "")),
    };

    public static string Class(CouncilCase @case) => @case.State != "decided" ? "tag-calm" : Outcome(@case.Outcome);

    public static string Outcome(string? outcome) => outcome switch { "approve" => "tag-good", "approve_with_conditions" => "tag-warn", "refuse" => "tag-bad", _ => "tag-calm" };

    public static string Item(Visit visit, string state) => state switch { "open" => visit.Say("논의 중", "under discussion"), "undecided" => visit.Say("의결하지 않음", "not decided"), _ => visit.Say(CouncilWords.Outcomes.Say(state)) };

    public static string Recusal(Visit visit, CouncilRecusal row) => row.State switch { "accepted" => visit.Say("빠짐", "stepped aside"), "refused" => visit.Say("기피 신청이 받아들여지지 않음", "challenge not accepted"), _ => visit.Say("기피 신청", "challenged") };

    public static string Motion(Visit visit, string state) => state switch
    {
        "draft" => visit.Say("표결 전", "not put to the vote yet"),
        "voting" => visit.Say("표결 중", "vote open"),
        "carried" => visit.Say("가결", "carried"),
        "lost" => visit.Say("부결", "lost"),
        _ => visit.Say("정족수 미달", "no quorum"),
    };

    public static string Section(Visit visit, string section) => section switch
    {
        "what" => visit.Say("무엇인가", "What it is"),
        "affected" => visit.Say("누구에게 영향을 주는가", "Who is affected"),
        "evidence" => visit.Say("근거", "Evidence"),
        "gaps" => visit.Say("빠진 것", "Gaps"),
        _ => visit.Say("선례", "Precedents"),
    };

    public static string Count(Visit visit, Tally t) => visit.Say($"재적 {t.Seats}명 · 빠짐 {t.Aside}명 · 출석 {t.Present}명(정족수 {t.Quorum}명)", $"{t.Seats} in office · {t.Aside} stepped aside · {t.Present} present (quorum {t.Quorum})");

    public static string Votes(Visit visit, Tally t) => visit.Say($"찬성 {t.Yes} · 반대 {t.No} · 기권 {t.Abstain} (필요한 찬성 {t.Needed})", $"for {t.Yes} · against {t.No} · abstaining {t.Abstain} (needed for: {t.Needed})");
}

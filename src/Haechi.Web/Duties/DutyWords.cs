using Haechi.Tower.Duties;
using Haechi.Web.Frame;

namespace Haechi.Web.Duties;

/// <summary>Words of duties that several pages use.</summary>
internal static class DutyWords
{
    /// <summary>The due day; late days; the fact that it waits for.</summary>
    public static string Due(Visit visit, DutyRow duty, DateOnly today) => duty.Due is { } due
        ? visit.Day(due) + (duty.IsOverdue(today) ? visit.Say($" ({today.DayNumber - due.DayNumber}일 지남)", $" ({today.DayNumber - due.DayNumber} days late)") : "") + (duty.Unsure ? visit.Say(" (공휴일 자료 없음)", " (holidays not on file)") : "")
        : duty.WaitsFor is not null ? visit.Say("사실을 알아야 정해짐", "waits for a fact") : visit.Say("기한 없음(계속)", "lasting");

    /// <summary>Why a duty was closed.</summary>
    public static string Closed(Visit visit, string? why) => why switch
    {
        "rule-unknown" => visit.Say("사실이 모자라 의무가 따르는지 알 수 없게 되었습니다.", "facts are missing now, so it is not known whether it follows"),
        "rule-review" => visit.Say("사람이 판단해야 합니다.", "a person has to judge whether it follows"),
        "replaced" => visit.Say("회의체의 나중 의결이 이 조건을 대신합니다.", "a later decision of the body took its place"),
        "announced" => visit.Say("아직 예고된 단계입니다.", "it is only announced so far"),
        _ => visit.Say("더 이상 따르지 않습니다.", "it no longer follows"),
    };

    /// <summary>What happened, in a word.</summary>
    public static string Event(Visit visit, string kind) => kind switch
    {
        "opened" => visit.Say("의결로 열림", "opened by a decision"),
        "closed" => visit.Say("닫힘", "closed"),
        "reopened" => visit.Say("다시 열림", "opened again"),
        "changed" => visit.Say("내용이나 기한이 바뀜", "terms or due day changed"),
        "period" => visit.Say("다음 해로 넘어감", "went on to the next year"),
        "claim" => visit.Say("출처의 신고가 바뀜", "the source's claim changed"),
        "assigned" => visit.Say("담당자 지정", "assigned"),
        "started" => visit.Say("시작", "started"),
        "evidence" => visit.Say("증빙 제출", "evidence given"),
        "verified" => visit.Say("증빙 확인", "evidence verified"),
        "refused" => visit.Say("증빙 반려", "evidence refused"),
        "withdrawn" => visit.Say("증빙 철회", "evidence withdrawn"),
        "stale" => visit.Say("증빙이 바탕으로 삼은 사실이 바뀜", "facts behind the evidence changed"),
        "fresh" => visit.Say("증빙이 다시 유효해짐", "the evidence counts again"),
        "not_applicable" => visit.Say("해당 없음으로 표시", "said not to apply"),
        "waived" => visit.Say("유예", "waived"),
        "break_glass" => visit.Say("관문 비상 통과", "glass of the gate broken"),
        "undone" => visit.Say("되돌림", "undone"),
        _ => visit.Say("메모", "note"),
    };

    /// <summary>What a source claims.</summary>
    public static string Claim(Visit visit, DutyClaim claim) => claim switch
    {
        DutyClaim.Done => visit.Say("완료", "done"),
        DutyClaim.InProgress => visit.Say("진행 중", "in progress"),
        DutyClaim.NotApplicable => visit.Say("해당 없음", "not applicable"),
        DutyClaim.Precluded => visit.Say("법령 등으로 할 수 없음", "precluded"),
        DutyClaim.Waived => visit.Say("자체 면제", "waived by the body"),
        DutyClaim.No => visit.Say("하지 않음", "not done"),
        DutyClaim.Other => visit.Say("다른 답", "another answer"),
        _ => visit.Say("없음(빈칸)", "none (blank)"),
    };

    /// <summary>The state of evidence.</summary>
    public static string Evidence(Visit visit, string state) => state switch
    {
        "verified" => visit.Say("확인됨", "verified"),
        "refused" => visit.Say("반려됨", "refused"),
        "withdrawn" => visit.Say("철회됨", "withdrawn"),
        _ => visit.Say("확인 기다림", "waits for verification"),
    };

    /// <summary>The kind of evidence.</summary>
    public static string Kind(Visit visit, string kind) => kind switch
    {
        "file" => visit.Say("파일", "file"),
        "link" => visit.Say("링크", "link"),
        "result" => visit.Say("측정 결과", "measured result"),
        "record" => visit.Say("이 시스템의 기록", "record of this tower"),
        _ => visit.Say("확인서", "attestation"),
    };

    /// <summary>The page of the record behind evidence.</summary>
    public static string RecordPage(string record, string system) => record.Split(':') is ["assessment", var id] ? "/assessments/" + id : $"/systems/{system}/exemptions";
}

using Haechi.Tower.Register.Matching;

namespace Haechi.House.Tests.Matching;

/// <summary>A small register in two languages, of the kind that a book of questions gives.</summary>
internal static class RegisterTarget
{
    public static Target Fields { get; } = Target.Of(
    [
        new TargetField("source_id", ["관리번호", "ID"]),
        new TargetField("name", ["시스템 이름", "Name of the AI system"]),
        new TargetField("summary", ["요약 설명", "Short description"]),
        new TargetField("organisation", ["기관", "Organisation"]),
        new TargetField("unit", ["담당 부서", "Unit"]),
        new TargetField("accountable_owner", ["책임자", "Accountable owner"]),
        new TargetField("contact", ["연락처", "Contact"]),
        new TargetField("public_url", ["안내 누리집 주소", "Public web page"]) { Shape = CellShape.Link },
        new TargetField("theme", ["행정 분야", "Theme"]),
        new TargetField("technique", ["인공지능 유형", "AI technique"]),
        new TargetField("lifecycle", ["운영 단계", "Life-cycle status"])
        {
            Choices =
            [
                new TargetChoice("idea", ["구상", "Idea"]), new TargetChoice("pre_deployment", ["도입 준비", "Pre-deployment"]), new TargetChoice("pilot", ["시범 운영", "Pilot"]),
                new TargetChoice("in_use", ["운영 중", "In use"]), new TargetChoice("suspended", ["일시 중지", "Suspended"]), new TargetChoice("retired", ["폐기", "Retired"]),
            ],
        },
        new TargetField("live_on", ["운영 시작일", "Date of going live"]) { Shape = CellShape.Date },
        new TargetField("retired_on", ["운영 종료일", "Date retired"]) { Shape = CellShape.Date },
        new TargetField("purpose", ["도입 목적", "Purpose"]),
        new TargetField("benefits", ["기대 효과", "Expected benefits"]),
        new TargetField("outputs", ["결과물", "Outputs"]),
        new TargetField("alternatives", ["검토한 대안", "Alternatives considered"]),
        new TargetField("legal_basis", ["법적 근거", "Legal basis"]),
        new TargetField("human_oversight", ["사람의 개입", "Human oversight"]),
        new TargetField("training", ["직원 교육", "Operator training"]),
        new TargetField("redress", ["이의제기 절차", "Appeal and redress"]),
        new TargetField("notice", ["이용자 고지", "Notice to people"]),
        new TargetField("risks", ["위험 요인", "Risks"]),
        new TargetField("assessments", ["영향평가", "Impact assessments"]),
        new TargetField("monitoring", ["사후 점검", "Monitoring"]),
        new TargetField("datasets", ["활용 데이터", "Data used"]),
        new TargetField("personal_data", ["개인정보 처리 여부", "Personal data involved"])
        {
            Shape = CellShape.YesNo, Choices = [new TargetChoice("true", ["예", "yes"]), new TargetChoice("false", ["아니요", "no"])],
        },
        new TargetField("source_code", ["소스코드", "Source code"]),
        new TargetField("supply_mode", ["개발 방식", "How it was supplied"]),
        new TargetField("vendors", ["공급자", "Suppliers"]),
        new TargetField("budget", ["예산", "Budget"]),
        new TargetField("users", ["이용자", "Users"]),
        new TargetField("tags", ["검색어", "Search terms"]),
        new TargetField("language", ["언어", "Language"]),
        new TargetField("remarks", ["비고", "Remarks"]),
    ]);
}

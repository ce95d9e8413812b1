using System.Collections.Frozen;
using Haechi.Web.Frame;

namespace Haechi.Web.Duties;

/// <summary>The kinds of evidence that rulebooks name, in Korean. In English their ids read as they are, without the underscores.</summary>
internal static class EvidenceWords
{
    private static readonly FrozenDictionary<string, string> Korean = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["annual_report"] = "연간 보고서", ["appeal_procedure"] = "이의신청 절차", ["application"] = "신청서", ["appointment_document"] = "지정 문서", ["appointment_record"] = "지정 기록",
        ["archive_record"] = "보존 기록", ["assessment_report"] = "평가 보고서", ["authorisation"] = "승인서", ["authorization_letter"] = "승인 공문", ["basic_plan"] = "기본계획",
        ["bias_audit"] = "편향 감사 결과", ["bias_review"] = "편향 검토서", ["certificate"] = "인증서", ["committee_minute"] = "위원회 회의록", ["committee_rules"] = "위원회 운영 규정",
        ["complaint_procedure"] = "민원 처리 절차", ["compliance_plan"] = "이행 계획", ["confirmation_reply"] = "확인 회신", ["confirmation_request"] = "확인 요청서", ["consultation_record"] = "협의 기록",
        ["copyright_policy"] = "저작권 방침", ["correction_report"] = "시정 보고서", ["credits_sample"] = "출처 표시 견본", ["data_quality_report"] = "데이터 품질 보고서", ["database_entry"] = "데이터베이스 등록 내용",
        ["decision_procedure"] = "결정 절차", ["declaration_of_conformity"] = "적합성 선언", ["deletion_log"] = "삭제 기록", ["determination_record"] = "판정 기록", ["dpia_report"] = "개인정보 영향평가서",
        ["ethics_check"] = "윤리 점검표", ["ethics_policy"] = "윤리 방침", ["exemption_assessment"] = "예외 검토서", ["explanation_plan"] = "설명 방안", ["explanation_record"] = "설명 기록", ["explanation_text"] = "설명문",
        ["impact_assessment"] = "영향평가서", ["implementation_plan"] = "시행계획", ["improvement_plan"] = "개선 계획", ["incident_log"] = "사고 기록", ["incident_procedure"] = "사고 대응 절차", ["incident_report"] = "사고 보고서",
        ["inspection_report"] = "점검 보고서", ["inventory_entry"] = "목록 등재 내용", ["label_sample"] = "표시 견본", ["local_plan"] = "지역 계획", ["log_plan"] = "로그 관리 계획", ["log_retention_setting"] = "로그 보존 설정",
        ["mandate"] = "위임장", ["marked_sample"] = "표시된 결과물 견본", ["market_survey"] = "시장 조사서", ["measure_record"] = "조치 기록", ["mediation_request"] = "조정 신청서", ["ministry_letter"] = "부처 공문",
        ["minutes"] = "회의록", ["model_card"] = "모델 설명서", ["model_evaluation"] = "모델 평가 결과", ["monitoring_plan"] = "점검(모니터링) 계획", ["monitoring_report"] = "점검(모니터링) 보고서", ["notice_text"] = "고지 문안",
        ["notification"] = "통지서", ["operating_procedure"] = "운영 절차", ["override_log"] = "사람이 결과를 바꾼 기록", ["oversight_procedure"] = "사람의 감독 절차", ["pilot_plan"] = "시범 운영 계획", ["pilot_report"] = "시범 운영 보고서",
        ["platform_review"] = "플랫폼 검토서", ["privacy_assessment"] = "개인정보 평가서", ["privacy_review"] = "개인정보 검토서", ["public_notice"] = "공고문", ["published_page"] = "공개한 페이지", ["purchase_decision"] = "구매 결정서",
        ["quality_manual"] = "품질 지침서", ["quality_report"] = "품질 보고서", ["register_entry"] = "등록부 등재 내용", ["registration_record"] = "등록 기록", ["reply_letter"] = "회신 공문", ["report_receipt"] = "보고 접수증",
        ["repository"] = "저장소", ["review_report"] = "검토 보고서", ["rights_assessment_report"] = "기본권 영향평가 보고서", ["risk_file"] = "위험 관리 문서", ["risk_management_plan"] = "위험관리계획", ["risk_plan"] = "위험관리계획",
        ["risk_register"] = "위험 목록", ["safety_trust_document"] = "안전성·신뢰성 확보 문서", ["screenshot"] = "화면 갈무리", ["self_check_record"] = "자체 검토 기록", ["service_list_entry"] = "서비스 목록 등재 내용", ["stop_notice"] = "중지 통보",
        ["submission_receipt"] = "제출 접수증", ["submitted_data"] = "제출 자료", ["supplied_material"] = "제공받은 자료", ["suspension_record"] = "중단 기록", ["system_configuration"] = "시스템 설정 내용", ["technical_documentation"] = "기술 문서",
        ["test_report"] = "시험 보고서", ["training_record"] = "교육 기록", ["training_summary"] = "학습 데이터 요약", ["user_protection_plan"] = "이용자 보호 방안", ["user_test"] = "이용자 시험 결과", ["verification_record"] = "확인 기록",
        ["waiver_record"] = "면제 기록", ["withdrawal_record"] = "회수 기록", ["withholding_decision"] = "비공개 결정서", ["yearly_report"] = "연간 보고서",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>True when the kind has a Korean word.</summary>
    public static bool Knows(string kind) => Korean.ContainsKey(kind);

    /// <summary>Several kinds, as the terms of a duty keep them.</summary>
    public static string List(Visit visit, string kinds) => string.Join(", ", kinds.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(k => visit.Say(Korean.GetValueOrDefault(k, k.Replace('_', ' ')), k.Replace('_', ' '))));
}

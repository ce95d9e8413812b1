using Haechi.Rules;

namespace Haechi.Tower.Duties;

/// <summary>Reckons where a duty stands, and the words for it.</summary>
public static class Standings
{
    /// <summary>Every column of a board, from nothing to done.</summary>
    public static IReadOnlyList<DutyStanding> All { get; } =
    [
        DutyStanding.Blank, DutyStanding.No, DutyStanding.Expired, DutyStanding.InProgress, DutyStanding.ClaimedDone, DutyStanding.Evidenced, DutyStanding.Verified, DutyStanding.ClaimedNotApplicable,
        DutyStanding.NotApplicable, DutyStanding.ClaimedWaived, DutyStanding.Waived,
    ];

    /// <summary>Our own progress decides; where nobody began, the claim does. A claim of "done" stays one until evidence comes.</summary>
    public static DutyStanding Of(DutyProgress progress, DutyClaim claim) => progress switch
    {
        DutyProgress.Evidenced => DutyStanding.Evidenced,
        DutyProgress.Verified => DutyStanding.Verified,
        DutyProgress.Refused => DutyStanding.No,
        DutyProgress.NotApplicable => DutyStanding.NotApplicable,
        _ => (claim, progress) switch
        {
            (DutyClaim.Done, _) => DutyStanding.ClaimedDone,
            (_, DutyProgress.InProgress) => DutyStanding.InProgress,
            (DutyClaim.InProgress, _) => DutyStanding.InProgress,
            (DutyClaim.NotApplicable, _) => DutyStanding.ClaimedNotApplicable,
            (DutyClaim.Precluded or DutyClaim.Waived, _) => DutyStanding.ClaimedWaived,
            (DutyClaim.No, _) => DutyStanding.No,
            _ => DutyStanding.Blank,
        },
    };

    /// <summary>The standing on a day.</summary>
    public static DutyStanding On(DutyStanding standing, DateOnly? waivedUntil, DateOnly? evidenceUntil, DateOnly day)
    {
        var evidenced = standing is DutyStanding.Evidenced or DutyStanding.Verified;
        return evidenced && evidenceUntil < day ? DutyStanding.Expired : !evidenced && waivedUntil >= day ? DutyStanding.Waived : standing;
    }

    /// <summary>True when nobody need do anything: done (claimed or shown), not applicable, waived.</summary>
    public static bool IsSettled(DutyStanding standing) => IsDone(standing) || standing is DutyStanding.ClaimedNotApplicable or DutyStanding.NotApplicable or DutyStanding.ClaimedWaived or DutyStanding.Waived;

    /// <summary>True when it is done, be it claimed only.</summary>
    public static bool IsDone(DutyStanding standing) => standing is DutyStanding.ClaimedDone or DutyStanding.Evidenced or DutyStanding.Verified;

    /// <summary>What a value of a status question means. The ids are those of the books; another word stays visible as itself and settles nothing.</summary>
    public static DutyClaim Claim(string? status) => status switch
    {
        null or "" => DutyClaim.Blank,
        "done" or "complete" or "completed" or "yes" or "true" => DutyClaim.Done,
        "in_progress" or "started" or "planned" or "partly" => DutyClaim.InProgress,
        "not_applicable" => DutyClaim.NotApplicable,
        "precluded_by_law" or "precluded" => DutyClaim.Precluded,
        "waived" or "waiver" or "exempt" => DutyClaim.Waived,
        "no" or "not_done" or "false" => DutyClaim.No,
        _ => DutyClaim.Other,
    };

    /// <summary>The stable word in addresses, files and JSON.</summary>
    public static string Word(DutyStanding standing) => standing switch
    {
        DutyStanding.No => "no",
        DutyStanding.InProgress => "in_progress",
        DutyStanding.ClaimedDone => "claimed_done",
        DutyStanding.Evidenced => "evidenced",
        DutyStanding.Verified => "verified",
        DutyStanding.ClaimedNotApplicable => "claimed_not_applicable",
        DutyStanding.NotApplicable => "not_applicable",
        DutyStanding.ClaimedWaived => "claimed_waived",
        DutyStanding.Waived => "waived",
        DutyStanding.Expired => "expired",
        _ => "blank",
    };

    /// <summary>The standing with a word, or null.</summary>
    public static DutyStanding? Parse(string? word) => All.Where(s => Word(s) == word).Select(s => (DutyStanding?)s).FirstOrDefault();

    /// <summary>The name for people.</summary>
    public static LocalText Title(DutyStanding standing) => standing switch
    {
        DutyStanding.No => LocalText.Of("하지 않음·반려", "not done or refused"),
        DutyStanding.InProgress => LocalText.Of("진행 중", "in progress"),
        DutyStanding.ClaimedDone => LocalText.Of("완료 신고(증빙 없음)", "claimed done, no evidence"),
        DutyStanding.Evidenced => LocalText.Of("증빙 제출", "evidenced"),
        DutyStanding.Verified => LocalText.Of("확인됨", "verified"),
        DutyStanding.ClaimedNotApplicable => LocalText.Of("해당 없음 신고", "claimed not applicable"),
        DutyStanding.NotApplicable => LocalText.Of("해당 없음(사유 있음)", "not applicable, with reason"),
        DutyStanding.ClaimedWaived => LocalText.Of("면제·불가 신고", "claimed waived or precluded"),
        DutyStanding.Waived => LocalText.Of("유예", "waived until"),
        DutyStanding.Expired => LocalText.Of("증빙 만료", "evidence expired"),
        _ => LocalText.Of("빈칸", "blank"),
    };

    /// <summary>The name of a strength; strengths are never shown alike.</summary>
    public static LocalText Strength(string strength) => strength switch
    {
        "must" => LocalText.Of("의무", "must"),
        "must_not" => LocalText.Of("금지", "must not"),
        "should" => LocalText.Of("노력 의무", "should"),
        _ => LocalText.Of("권리·권고", "may"),
    };

    internal static int Number(string strength) => strength switch { "must_not" => 3, "must" => 2, "should" => 1, _ => 0 };

    /// <summary>The word of a strength's number.</summary>
    public static string StrengthWord(int number) => number switch { 3 => "must_not", 2 => "must", 1 => "should", _ => "may" };
}

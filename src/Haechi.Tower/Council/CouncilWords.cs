using Haechi.Rules;

namespace Haechi.Tower.Council;

/// <summary>The words of the council: what stands in the tables, and what people read.</summary>
public static class CouncilWords
{
    /// <summary>A day as people read it.</summary>
    public static LocalText Day(DateOnly day) => LocalText.Of(day.ToString("yyyy. M. d.", System.Globalization.CultureInfo.InvariantCulture), day.ToString("d MMM yyyy", System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>What a body is.</summary>
    public static IReadOnlyDictionary<string, LocalText> BodyKinds { get; } = Words(
        ("ai_committee", "인공지능위원회", "AI committee"), ("sandbox_committee", "실증·샌드박스 심의위원회", "sandbox deliberation committee"), ("ethics_panel", "윤리 자문단", "ethics panel"),
        ("officers_council", "부서 인공지능책임관 협의회", "council of department AI officers"), ("sub_committee", "분과위원회", "sub-committee"));

    /// <summary>Where a member comes from. All but officials are from outside.</summary>
    public static IReadOnlyDictionary<string, LocalText> MemberKinds { get; } = Words(
        (Official, "공무원", "official"), ("expert", "전문가", "expert"), ("industry", "산업계", "industry"), ("academia", "학계", "academia"), ("civil_society", "시민사회", "civil society"));

    /// <summary>What a member does in the body.</summary>
    public static IReadOnlyDictionary<string, LocalText> SeatRoles { get; } = Words((Member, "위원", "member"), (Chair, "위원장", "chair"), (ViceChair, "부위원장", "vice-chair"));

    /// <summary>What a body may decide.</summary>
    public static IReadOnlyDictionary<string, LocalText> Outcomes { get; } = Words(
        ("approve", "승인", "approve"), (WithConditions, "조건부 승인", "approve with conditions"), ("refuse", "불승인", "refuse"), (Defer, "보류", "defer"), (Recommend, "권고", "recommend"));

    /// <summary>What a member says in a vote.</summary>
    public static IReadOnlyDictionary<string, LocalText> Choices { get; } = Words(("yes", "찬성", "yes"), ("no", "반대", "no"), ("abstain", "기권", "abstain"));

    /// <summary>Why a member steps aside (AI Basic Act Art. 9, as a model for the city's own bodies).</summary>
    public static IReadOnlyDictionary<string, LocalText> Grounds { get; } = Words(
        ("own", "본인의 이해관계", "own interest"), ("organisation", "소속 기관의 이해관계", "interest of the member's organisation"), ("family", "가족의 이해관계", "interest of family"), ("doubt", "공정성을 의심할 다른 사정", "another reason to doubt impartiality"));

    /// <summary>What an order does.</summary>
    public static IReadOnlyDictionary<string, LocalText> OrderKinds { get; } = Words(
        (Restrict, "사용 제한", "restrict"), (Suspend, "사용 중지", "suspend"), (Resume, "재개", "resume"), (Withdraw, "사용 철회", "withdraw"));

    /// <summary>Of what a quorum is counted.</summary>
    public static IReadOnlyDictionary<string, LocalText> QuorumOf { get; } = Words(("seats", "재적위원(회피한 위원 포함)", "all members in office, also those who stepped aside"), ("entitled", "그 안건에 참여할 수 있는 재적위원", "members in office who may take part in the case"));

    /// <summary>Of what a majority is counted.</summary>
    public static IReadOnlyDictionary<string, LocalText> MajorityOf { get; } = Words(("present", "출석위원", "members present"), ("votes", "찬반 표", "votes for and against"));

    internal const string Official = "official";
    internal const string Member = "member";
    internal const string Chair = "chair";
    internal const string ViceChair = "vice_chair";
    internal const string WithConditions = "approve_with_conditions";
    internal const string Defer = "defer";
    internal const string Recommend = "recommend";
    internal const string Restrict = "restrict";
    internal const string Suspend = "suspend";
    internal const string Resume = "resume";
    internal const string Withdraw = "withdraw";

    /// <summary>The word for people, or the word itself when it is none of these.</summary>
    public static LocalText Say(this IReadOnlyDictionary<string, LocalText> words, string word) => words.TryGetValue(word, out var text) ? text : LocalText.Same(word);

    private static Dictionary<string, LocalText> Words(params (string Id, string Ko, string En)[] words) => words.ToDictionary(w => w.Id, w => LocalText.Of(w.Ko, w.En), StringComparer.Ordinal);
}

using System.Text.Json;
using System.Text.Json.Serialization;
using Haechi.Rules;
using Haechi.Tower.Common;
using Haechi.Tower.Journal;

namespace Haechi.Tower.Council;

/// <summary>A part of a whole, such as "more than half": <paramref name="Of"/> is never 0.</summary>
/// <param name="Part">The part.</param>
/// <param name="Of">The whole.</param>
/// <param name="Over">True: more than that; false: at least that.</param>
public sealed record Share(int Part, int Of, bool Over)
{
    /// <summary>More than half, as committees of the State decide (AI Basic Act Art. 7).</summary>
    public static Share Half { get; } = new(1, 2, true);

    /// <summary>How many of <paramref name="count"/> that are. More than half of 5 is 3, at least two thirds of 9 is 6.</summary>
    public int In(int count) => Over ? (count * Part / Of) + 1 : ((count * Part) + Of - 1) / Of;

    /// <summary>The share in words.</summary>
    public LocalText Say() => LocalText.Of($"{Of}분의 {Part} {(Over ? "초과" : "이상")}", $"{(Over ? "more than" : "at least")} {Part} of {Of}");
}

/// <summary>The rules of a body as data. Nothing of the program knows one body from another except by these.</summary>
/// <param name="LeastMembers">The fewest members.</param>
/// <param name="MostMembers">The most members.</param>
/// <param name="TermMonths">How long a term is.</param>
/// <param name="MostTerms">How many terms in a row a person may sit.</param>
/// <param name="OutsidePercent">At least so many of a hundred members are no officials.</param>
/// <param name="MixedGender">True: not all of one gender (as AI Basic Act Art. 7 wants of the national committee).</param>
/// <param name="Quorum">How many must be there.</param>
/// <param name="Majority">How many of those must say yes.</param>
/// <param name="QuorumOf"><c>seats</c>: of all members in office, also those who stepped aside; <c>entitled</c>: of those who may take part in the case.</param>
/// <param name="MajorityOf"><c>present</c>: of those who are there; <c>votes</c>: of those who say yes or no.</param>
/// <param name="Written">True when it may decide in writing, without sitting.</param>
/// <param name="Outcomes">What it may decide.</param>
/// <param name="Orders">True when it may order that a system or a use is restricted, suspended, resumed or withdrawn.</param>
/// <param name="NamesPublic">True when public minutes say who voted how; else only the numbers.</param>
public sealed record BodyRules(
    int LeastMembers, int MostMembers, int TermMonths, int MostTerms, int OutsidePercent, bool MixedGender, Share Quorum, Share Majority, string QuorumOf, string MajorityOf, bool Written, IReadOnlyList<string> Outcomes, bool Orders,
    bool NamesPublic)
{
    private static readonly JsonSerializerOptions Form = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    /// <summary>The one spelling of these rules.</summary>
    public string Write() => CanonicalJson.Of(JsonSerializer.SerializeToElement(this, Form));

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static BodyRules Read(string text) => JsonSerializer.Deserialize<BodyRules>(text, Form)!;

    /// <summary>What is wrong with them.</summary>
    internal IEnumerable<Refusal> Wrong()
    {
        if (LeastMembers < 3 || MostMembers < LeastMembers || MostMembers > 200)
        {
            yield return Refusal.Because("wrong-rules", "위원 수는 3명 이상 200명 이하이고, 최대가 최소보다 작을 수 없습니다.", "a body has from 3 to 200 members, and its most is no less than its least", "members");
        }
        if (TermMonths is < 1 or > 120 || MostTerms is < 1 or > 10)
        {
            yield return Refusal.Because("wrong-rules", "임기는 1~120개월, 연임을 포함한 횟수는 1~10회여야 합니다.", "a term has 1 to 120 months, and a person sits for 1 to 10 of them", "term");
        }
        if (OutsidePercent is < 0 or > 100)
        {
            yield return Refusal.Because("wrong-rules", "외부 위원의 비율은 0~100이어야 합니다.", "the share of outside members lies between 0 and 100", "outside");
        }
        foreach (var (share, where) in new[] { (Quorum, "quorum"), (Majority, "majority") })
        {
            if (share is null || share.Of is < 1 or > 100 || share.Part < 1 || share.Part > share.Of || (share.Over && share.Part == share.Of))
            {
                yield return Refusal.Because("wrong-rules", "정족수는 1보다 크지 않은 분수여야 합니다. 예: 과반수(2분의 1 초과), 3분의 2 이상.", "a quorum or majority is a part of the whole, such as more than 1/2 or at least 2/3", where);
            }
        }
        if (!CouncilWords.QuorumOf.ContainsKey(QuorumOf) || !CouncilWords.MajorityOf.ContainsKey(MajorityOf) || Outcomes.Count == 0 || Outcomes.Any(o => !CouncilWords.Outcomes.ContainsKey(o)))
        {
            yield return Refusal.Because("wrong-rules", $"의결의 종류는 {string.Join(", ", CouncilWords.Outcomes.Keys)} 가운데 하나 이상이어야 합니다.", $"name at least one outcome of {string.Join(", ", CouncilWords.Outcomes.Keys)}, and what quorum and majority are counted of", "outcomes");
        }
    }
}

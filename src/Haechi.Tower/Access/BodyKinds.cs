using Haechi.Rules;

namespace Haechi.Tower.Access;

/// <summary>A kind of body and the books that it is likely to need.</summary>
/// <param name="Id">The word; for Korean bodies the answer to the question <c>public_body</c> of the AI Basic Act's book.</param>
/// <param name="Title">What people see.</param>
/// <param name="Books">Books to suggest. A suggestion only: which law applies is for the officer to say.</param>
public sealed record BodyKind(string Id, LocalText Title, IReadOnlyList<string> Books);

/// <summary>The kinds of bodies that the set-up offers.</summary>
public static class BodyKinds
{
    private static readonly string[] Korean = ["kr/ai-basic-act", "kr/public-ai-act"];

    /// <summary>All kinds, the most likely first.</summary>
    public static IReadOnlyList<BodyKind> All { get; } =
    [
        new("basic_local", LocalText.Of("시·군·구", "Korean city, county or district"), Korean),
        new("metropolitan", LocalText.Of("특별시·광역시·도 등 광역자치단체", "Korean metropolitan city or province"), Korean),
        new("state", LocalText.Of("중앙행정기관", "Korean central administrative agency"), Korean),
        new("public_institution", LocalText.Of("공사·공단 등 그 밖의 한국 공공기관", "Other Korean public institution"), Korean),
        new("us_federal", LocalText.Of("미국 연방기관", "US federal agency"), ["us/m-25-21"]),
        new("eu_body", LocalText.Of("유럽연합 회원국의 공공기관", "Public body in the European Union"), ["eu/ai-act"]),
        new("other", LocalText.Of("그 밖의 기관", "Another body"), []),
    ];

    /// <summary>The books suggested for a kind; none when it is unknown.</summary>
    public static IReadOnlyList<string> BooksFor(string? kind) => All.FirstOrDefault(k => k.Id == kind)?.Books ?? [];
}

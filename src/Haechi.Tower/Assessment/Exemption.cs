using Haechi.Rules;

namespace Haechi.Tower.Assessment;

/// <summary>
/// A record that the assessment of Art. 32 of the Public AI Act may be left out, and on which ground. Until it is complete, confirmed by a second person, and answered by the ministry,
/// the duty stands.
/// </summary>
public sealed class Exemption
{
    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>The system.</summary>
    public required string System { get; init; }

    /// <summary>The ground (<see cref="ExemptionGround"/>).</summary>
    public required string Ground { get; init; }

    /// <summary>The day of the consultation, or of the request for confirmation.</summary>
    public DateOnly AskedOn { get; init; }

    /// <summary>The number of the document to or from the ministry.</summary>
    public required string Reference { get; set; }

    /// <summary>SHA-256 of the document, or null.</summary>
    public string? FileHash { get; set; }

    /// <summary>The name under which the document was uploaded, or null when only its hash is on record.</summary>
    public string? FileName { get; set; }

    /// <summary><c>pending</c>, <c>agreed</c> or <c>refused</c>.</summary>
    public required string Answer { get; set; }

    /// <summary>The day of the ministry's answer, or null.</summary>
    public DateOnly? AnsweredOn { get; set; }

    /// <summary>Why the ground applies, in the words of the department.</summary>
    public required string Reason { get; init; }

    /// <summary>For a performance pilot: its first day.</summary>
    public DateOnly? PilotFrom { get; init; }

    /// <summary>For a performance pilot: its last day, a year after the first at most. The exemption ends with it.</summary>
    public DateOnly? PilotUntil { get; init; }

    /// <summary>Who recorded it.</summary>
    public required string RecordedBy { get; init; }

    /// <summary>When, in UTC microseconds.</summary>
    public long RecordedAt { get; init; }

    /// <summary>Who recorded the answer, or null when it was recorded at once.</summary>
    public string? AnsweredBy { get; set; }

    /// <summary>The second person who confirmed the record, or null.</summary>
    public string? ConfirmedBy { get; set; }

    /// <summary>The day of that, or null.</summary>
    public DateOnly? ConfirmedOn { get; set; }

    /// <summary>The day on which it was ended, or null.</summary>
    public DateOnly? EndedOn { get; set; }

    /// <summary>Why it was ended, or null.</summary>
    public string? EndReason { get; set; }

    /// <summary>True when it lifts the duty on a day.</summary>
    public bool HoldsOn(DateOnly day) =>
        Answer == ExemptionAnswers.Agreed && ConfirmedOn is { } confirmed && confirmed <= day && (EndedOn is not { } ended || day < ended) && (PilotUntil is not { } last || day <= last);
}

/// <summary>The words for the ministry's answer; those of the question <c>ministry_answer</c>.</summary>
public static class ExemptionAnswers
{
    /// <summary>No answer yet.</summary>
    public const string Pending = "pending";

    /// <summary>Consultation finished, or confirmation given.</summary>
    public const string Agreed = "agreed";

    /// <summary>The ministry objected, or did not confirm.</summary>
    public const string Refused = "refused";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Pending, Agreed, Refused];
}

/// <summary>A ground on which the law lets a body leave the assessment out.</summary>
/// <param name="Id">The id; the same word as in the question <c>ia_situation</c>.</param>
/// <param name="Title">For people.</param>
/// <param name="Cite">The provision.</param>
/// <param name="NeedsConfirmation">True: the ministry must confirm (Decree Art. 27). False: the body must have consulted it (Art. 32(2)1 to 3).</param>
public sealed record ExemptionGround(string Id, LocalText Title, string Cite, bool NeedsConfirmation)
{
    /// <summary>The ground that ends by itself.</summary>
    public const string Pilot = "performance_pilot";

    /// <summary>The ground that rests on an assessment already made.</summary>
    public const string Done35 = "art35_done";

    /// <summary>All grounds of Art. 32(2) of the Public AI Act and Art. 27(1) of its Decree.</summary>
    public static IReadOnlyList<ExemptionGround> All { get; } =
    [
        new("secrecy", LocalText.Of("국가안전보장 등 보안상 비밀을 유지할 필요가 있는 경우", "Secrecy is needed for security"), "공공AI법 제32조제2항제1호", false),
        new("simple_minor", LocalText.Of("단순·반복적이거나 경미한 업무에 쓰는 경우", "A simple, repetitive or minor task"), "공공AI법 제32조제2항제2호", false),
        new(Done35, LocalText.Of("인공지능기본법 제35조에 따른 영향평가를 이미 한 경우", "The assessment of Art. 35 of the AI Basic Act has been made"), "공공AI법 제32조제2항제3호", false),
        new("internal_no_rights", LocalText.Of("국민이 직접 이용하지 않고 권리·의무에 관한 결정에 쓰이지 않음이 명백한 경우", "Not public-facing, and clearly not used for decisions on rights or duties"), "공공AI법 시행령 제27조제1항제1호", true),
        new("reintroduced_unchanged", LocalText.Of("같은 인공지능을 변경 없이 다시 도입하는 경우", "The same AI introduced again unchanged"), "공공AI법 시행령 제27조제1항제2호", true),
        new(Pilot, LocalText.Of("성능을 확인하려고 1년 이내로 시범 운영하는 경우", "A pilot of up to a year to test performance"), "공공AI법 시행령 제27조제1항제3호", true),
    ];

    /// <summary>The ground with an id, or null.</summary>
    public static ExemptionGround? Find(string id) => All.FirstOrDefault(g => g.Id == id);
}

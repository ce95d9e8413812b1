using Haechi.Rules;

namespace Haechi.Tower.Council;

/// <summary>Something that a body is asked to decide.</summary>
public sealed class CouncilCase
{
    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>The number shown to people as <c>C-12</c>.</summary>
    public int Number { get; init; }

    /// <summary>The body.</summary>
    public required string Body { get; init; }

    /// <summary>The kind of its subject (<see cref="Contracts.ICaseSubject"/>).</summary>
    public required string SubjectKind { get; init; }

    /// <summary>The subject.</summary>
    public required string Subject { get; init; }

    /// <summary>The system that it is about, or null; so that the system's page finds it.</summary>
    public string? System { get; init; }

    /// <summary>The title in Korean.</summary>
    public required string TitleKo { get; init; }

    /// <summary>The title in English.</summary>
    public required string TitleEn { get; init; }

    /// <summary>What the body is asked.</summary>
    public required string Ask { get; init; }

    /// <summary>Who is affected and how, in the words of whoever brought it.</summary>
    public required string Affected { get; init; }

    /// <summary>Between what the body can choose, one a line.</summary>
    public required string Options { get; init; }

    /// <summary><c>prepared</c>, <c>agenda</c>, <c>decided</c> or <c>withdrawn</c>.</summary>
    public required string State { get; set; }

    /// <summary>The last outcome (<see cref="CouncilWords.Outcomes"/>), or null.</summary>
    public string? Outcome { get; set; }

    /// <summary>The day of that, or null.</summary>
    public DateOnly? DecidedOn { get; set; }

    /// <summary>The motion that was carried, or null.</summary>
    public string? Motion { get; set; }

    /// <summary>Who brought it.</summary>
    public required string BroughtBy { get; init; }

    /// <summary>When, in UTC microseconds.</summary>
    public long BroughtAt { get; init; }

    /// <summary>Since when the decision has to be looked at again because its subject changed materially, or null.</summary>
    public long? RevalidateAt { get; set; }

    /// <summary>What changed, in Korean, or null.</summary>
    public string? RevalidateKo { get; set; }

    /// <summary>What changed, in English, or null.</summary>
    public string? RevalidateEn { get; set; }

    /// <summary>The title.</summary>
    public LocalText Title => LocalText.Of(TitleKo, TitleEn);
}

/// <summary>What is put to the vote on an item. Once the vote is open, nothing of it changes any more.</summary>
public sealed class CouncilMotion
{
    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>The item.</summary>
    public required string Item { get; init; }

    /// <summary>1, 2, 3 … within the item.</summary>
    public int Number { get; init; }

    /// <summary>The outcome if it is carried.</summary>
    public required string Outcome { get; set; }

    /// <summary>All of it (<see cref="MotionText"/>).</summary>
    public required string Text { get; set; }

    /// <summary>SHA-256 of the text.</summary>
    public required string Hash { get; set; }

    /// <summary><c>draft</c>, <c>voting</c>, <c>carried</c>, <c>lost</c> or <c>no_quorum</c>.</summary>
    public required string State { get; set; }

    /// <summary>Who put it.</summary>
    public required string Account { get; init; }

    /// <summary>When the vote was opened, in UTC microseconds, or null.</summary>
    public long? OpenedAt { get; set; }

    /// <summary>When the vote was closed, or null.</summary>
    public long? ClosedAt { get; set; }

    /// <summary>The count when it was closed (<see cref="Tally"/>), or null.</summary>
    public string? Count { get; set; }
}

/// <summary>One member's vote. Never changed.</summary>
public sealed class CouncilVote
{
    /// <summary>The motion.</summary>
    public required string Motion { get; init; }

    /// <summary>The seat.</summary>
    public required string Seat { get; init; }

    /// <summary>yes, no or abstain.</summary>
    public required string Choice { get; init; }

    /// <summary>Why. Whoever votes no gives a reason: it is the dissent that the minutes show.</summary>
    public string? Reason { get; init; }

    /// <summary>When, in UTC microseconds.</summary>
    public long At { get; init; }
}

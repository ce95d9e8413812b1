namespace Haechi.Tower.Council;

/// <summary>A meeting of a body, or a procedure in writing.</summary>
public sealed class CouncilMeeting
{
    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>The body.</summary>
    public required string Body { get; init; }

    /// <summary>1, 2, 3 … within the body.</summary>
    public int Number { get; init; }

    /// <summary>The day.</summary>
    public DateOnly On { get; init; }

    /// <summary>Where, or how members answer.</summary>
    public required string Place { get; init; }

    /// <summary>True for a procedure in writing: who votes counts as present.</summary>
    public bool Written { get; init; }

    /// <summary><c>called</c>, <c>open</c> or <c>closed</c>.</summary>
    public required string State { get; set; }

    /// <summary>The rules under which it was opened; 0 before.</summary>
    public int Rules { get; set; }

    /// <summary>The account that presides; null before it was opened.</summary>
    public string? Presiding { get; set; }

    /// <summary>When it was opened, in UTC microseconds, or null.</summary>
    public long? OpenedAt { get; set; }

    /// <summary>When it was closed, or null.</summary>
    public long? ClosedAt { get; set; }

    /// <summary>Who closed it and so keeps its minutes, or null.</summary>
    public string? ClosedBy { get; set; }

    /// <summary>When its public minutes were published, or null.</summary>
    public long? PublishedAt { get; set; }

    /// <summary>SHA-256 of the public minutes in Korean (HTML), or null.</summary>
    public string? MinutesKo { get; set; }

    /// <summary>SHA-256 of the public minutes in English (HTML), or null.</summary>
    public string? MinutesEn { get; set; }
}

/// <summary>Whether a member is at a meeting now. No row: not there.</summary>
public sealed class CouncilAttendance
{
    /// <summary>The meeting.</summary>
    public required string Meeting { get; init; }

    /// <summary>The seat.</summary>
    public required string Seat { get; init; }

    /// <summary>True while there.</summary>
    public bool Present { get; set; }

    /// <summary>When that was last noted, in UTC microseconds.</summary>
    public long At { get; set; }
}

/// <summary>A case on the agenda of one meeting, with the card that its members see.</summary>
public sealed class CouncilItem
{
    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>The meeting.</summary>
    public required string Meeting { get; init; }

    /// <summary>The case.</summary>
    public required string Case { get; init; }

    /// <summary>Its place on the agenda, from 1.</summary>
    public int Position { get; init; }

    /// <summary>SHA-256 of the decision card, whose bytes are kept.</summary>
    public required string Card { get; init; }

    /// <summary>When it was put there, in UTC microseconds.</summary>
    public long At { get; init; }

    /// <summary><c>open</c>, or how it ended: an outcome, or <c>undecided</c>.</summary>
    public required string State { get; set; }
}

/// <summary>A thing that a card rests on, at exactly one version.</summary>
public sealed class CouncilPin
{
    /// <summary>The row.</summary>
    public long Id { get; init; }

    /// <summary>The item on the agenda.</summary>
    public required string Item { get; init; }

    /// <summary>Its place among the item's pins; the first is the subject itself.</summary>
    public int Position { get; init; }

    /// <summary>What it is: the kind of a subject (<see cref="Contracts.ICaseSubject"/>).</summary>
    public required string Kind { get; init; }

    /// <summary>Which one.</summary>
    public required string Thing { get; init; }

    /// <summary>Which version of it, in the words of its module.</summary>
    public required string Version { get; init; }

    /// <summary>SHA-256 of that version's content.</summary>
    public required string Hash { get; init; }

    /// <summary>The content itself where its module keeps no versions; else null.</summary>
    public string? Content { get; init; }
}

/// <summary>A member who steps aside from an item, or whom a party wants to.</summary>
public sealed class CouncilRecusal
{
    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>The item.</summary>
    public required string Item { get; init; }

    /// <summary>The seat.</summary>
    public required string Seat { get; init; }

    /// <summary>Why (<see cref="CouncilWords.Grounds"/>).</summary>
    public required string Ground { get; init; }

    /// <summary>How it came up: <c>self</c>, <c>declared</c> (an interest matches a party), <c>author</c> (wrote what is decided on), <c>challenge</c>.</summary>
    public required string Way { get; init; }

    /// <summary>In words.</summary>
    public required string Reason { get; init; }

    /// <summary>The party that challenged, or null.</summary>
    public string? Party { get; init; }

    /// <summary><c>asked</c>, <c>accepted</c> or <c>refused</c>. Only a challenge is asked for.</summary>
    public required string State { get; set; }

    /// <summary>Who brought it up.</summary>
    public required string Account { get; init; }

    /// <summary>When, in UTC microseconds.</summary>
    public long At { get; init; }

    /// <summary>Who decided a challenge, or null.</summary>
    public string? DecidedBy { get; set; }

    /// <summary>Why so, or null.</summary>
    public string? Decision { get; set; }
}

/// <summary>What was said on an item.</summary>
public sealed class CouncilNote
{
    /// <summary>The row.</summary>
    public long Id { get; init; }

    /// <summary>The item.</summary>
    public required string Item { get; init; }

    /// <summary>Who wrote it down.</summary>
    public required string Account { get; init; }

    /// <summary>When, in UTC microseconds.</summary>
    public long At { get; init; }

    /// <summary>The note.</summary>
    public required string Text { get; init; }

    /// <summary>Why it is left out of the public minutes, or null when it is public.</summary>
    public string? Withheld { get; init; }
}

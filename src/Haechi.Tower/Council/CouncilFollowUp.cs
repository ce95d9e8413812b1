namespace Haechi.Tower.Council;

/// <summary>A condition of an approval. It is a duty on the gap board; its words never change after the vote.</summary>
public sealed class CouncilCondition
{
    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>The case.</summary>
    public required string Case { get; init; }

    /// <summary>The motion that set it.</summary>
    public required string Motion { get; init; }

    /// <summary>1, 2, 3 … within the motion.</summary>
    public int Number { get; init; }

    /// <summary>What it is for.</summary>
    public required string Purpose { get; init; }

    /// <summary>What is done, and how one sees that it was.</summary>
    public required string Measure { get; init; }

    /// <summary>The account that owes it.</summary>
    public required string Owner { get; init; }

    /// <summary>By when.</summary>
    public DateOnly Due { get; init; }

    /// <summary>True when the system may not come into use before it is shown.</summary>
    public bool BeforeUse { get; init; }

    /// <summary>The system, or null.</summary>
    public string? System { get; init; }

    /// <summary>The duty that follows it up, or null when the case is about no system.</summary>
    public string? Duty { get; init; }

    /// <summary>When a later decision on the case took its place, in UTC microseconds, or null.</summary>
    public long? ReplacedAt { get; set; }
}

/// <summary>A recommendation to a department, and its answer.</summary>
public sealed class CouncilRecommendation
{
    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>The case.</summary>
    public required string Case { get; init; }

    /// <summary>The motion that made it.</summary>
    public required string Motion { get; init; }

    /// <summary>The department.</summary>
    public required string Department { get; init; }

    /// <summary>What is recommended.</summary>
    public required string Text { get; init; }

    /// <summary>The day on which it was made.</summary>
    public DateOnly MadeOn { get; init; }

    /// <summary>The last day for the answer.</summary>
    public DateOnly Due { get; set; }

    /// <summary>True when holidays of that year are not on file, so that the day may still move.</summary>
    public bool Unsure { get; set; }

    /// <summary>The last day before the extension, or null when there was none.</summary>
    public DateOnly? FirstDue { get; set; }

    /// <summary>Why it was extended, or null.</summary>
    public string? Extension { get; set; }

    /// <summary>True when it is followed, false when not; null before the answer.</summary>
    public bool? Followed { get; set; }

    /// <summary>The plan, or why it is not followed; null before the answer.</summary>
    public string? Reply { get; set; }

    /// <summary>Who answered, or null.</summary>
    public string? RepliedBy { get; set; }

    /// <summary>The day of the answer, or null.</summary>
    public DateOnly? RepliedOn { get; set; }

    /// <summary>True when the answer is late on a day.</summary>
    public bool IsOverdue(DateOnly day) => RepliedOn is null && Due < day;
}

/// <summary>An order of a body on one system or on a kind of use. The gate and the register ask for it each time.</summary>
public sealed class CouncilOrder
{
    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>The number shown to people as <c>O-3</c>.</summary>
    public int Number { get; init; }

    /// <summary>The case.</summary>
    public required string Case { get; init; }

    /// <summary>The motion that made it.</summary>
    public required string Motion { get; init; }

    /// <summary>restrict, suspend, resume or withdraw (<see cref="CouncilWords.OrderKinds"/>).</summary>
    public required string Kind { get; init; }

    /// <summary>The system; null for a kind of use.</summary>
    public string? System { get; init; }

    /// <summary>The kind of use (<see cref="KindOfUse"/>); null for one system.</summary>
    public string? Use { get; init; }

    /// <summary>What the kind of use is called, or null.</summary>
    public string? UseTitle { get; init; }

    /// <summary>For a restriction: states that stay open, separated by spaces.</summary>
    public required string Open { get; init; }

    /// <summary>The provision on which it rests.</summary>
    public required string Provision { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>What those can do who do not agree.</summary>
    public required string Remedy { get; init; }

    /// <summary>The first day.</summary>
    public DateOnly From { get; init; }

    /// <summary>The last day, or null: until it is ended.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>When it was made, in UTC microseconds.</summary>
    public long At { get; init; }

    /// <summary>The day on which a later order ended it, or null.</summary>
    public DateOnly? EndedOn { get; set; }

    /// <summary>That order, or null.</summary>
    public string? EndedBy { get; set; }

    /// <summary>What the register was told to do at once, in one line for each system; or null.</summary>
    public string? Done { get; set; }

    /// <summary>True when it binds on a day.</summary>
    public bool HoldsOn(DateOnly day) => Kind != CouncilWords.Resume && From <= day && (Until is not { } last || day <= last) && (EndedOn is not { } ended || day < ended);
}

namespace Haechi.Tower.Council;

/// <summary>A body that deliberates and decides: a committee, a panel, a council, or a part of one.</summary>
public sealed class CouncilBody
{
    /// <summary>The id: the word of its file, or made up.</summary>
    public required string Id { get; init; }

    /// <summary>What it is (<see cref="CouncilWords.BodyKinds"/>).</summary>
    public required string Kind { get; init; }

    /// <summary>The name in Korean.</summary>
    public required string NameKo { get; set; }

    /// <summary>The name in English.</summary>
    public required string NameEn { get; set; }

    /// <summary>On what it rests, such as an ordinance.</summary>
    public required string Basis { get; set; }

    /// <summary>The body of which it is a sub-committee, or null. Its members sit there too.</summary>
    public string? Parent { get; init; }

    /// <summary>The number of its rules in force.</summary>
    public int Rules { get; set; }

    /// <summary>When it was founded here, in UTC microseconds.</summary>
    public long FoundedAt { get; init; }

    /// <summary>The name.</summary>
    public Haechi.Rules.LocalText Name => Haechi.Rules.LocalText.Of(NameKo, NameEn);
}

/// <summary>The rules of a body at one time. Never changed; a meeting keeps those under which it was opened.</summary>
public sealed class CouncilRules
{
    /// <summary>The body.</summary>
    public required string Body { get; init; }

    /// <summary>1, 2, 3 … within the body.</summary>
    public int Number { get; init; }

    /// <summary>The rules (<see cref="BodyRules"/>).</summary>
    public required string Text { get; init; }

    /// <summary>SHA-256 of the text.</summary>
    public required string Hash { get; init; }

    /// <summary>Since when, in UTC microseconds.</summary>
    public long At { get; init; }

    /// <summary>Who set them.</summary>
    public required string Account { get; init; }
}

/// <summary>A person's seat in a body for one term.</summary>
public sealed class CouncilSeat
{
    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>The body.</summary>
    public required string Body { get; init; }

    /// <summary>Whose it is.</summary>
    public required string Account { get; init; }

    /// <summary>Where the member comes from (<see cref="CouncilWords.MemberKinds"/>).</summary>
    public required string Kind { get; init; }

    /// <summary>What the member does (<see cref="CouncilWords.SeatRoles"/>).</summary>
    public required string Role { get; init; }

    /// <summary><c>f</c>, <c>m</c>, or null: not stated, which is unknown and no third answer of the rule.</summary>
    public string? Gender { get; set; }

    /// <summary>The organisation that the member belongs to, or null.</summary>
    public string? Organisation { get; init; }

    /// <summary>The first day of the term.</summary>
    public DateOnly From { get; init; }

    /// <summary>The last day of the term.</summary>
    public DateOnly Until { get; init; }

    /// <summary>Which term in a row it is.</summary>
    public int Term { get; init; }

    /// <summary>The day since which the seat is empty before its time, or null.</summary>
    public DateOnly? EndedOn { get; set; }

    /// <summary>Why, or null.</summary>
    public string? EndReason { get; set; }

    /// <summary>True when the member is in office on a day.</summary>
    public bool HoldsOn(DateOnly day) => From <= day && day <= Until && (EndedOn is not { } ended || day < ended);
}

/// <summary>What a member declared to have to do with others. It is compared with the parties of every case.</summary>
public sealed class CouncilInterest
{
    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>Who declared it.</summary>
    public required string Account { get; init; }

    /// <summary>Whose interest it is: own, organisation or family (<see cref="CouncilWords.Grounds"/>).</summary>
    public required string Kind { get; init; }

    /// <summary>The firm, organisation, product or system that it is about.</summary>
    public required string Party { get; init; }

    /// <summary>The party in the form in which it is compared.</summary>
    public required string Folded { get; init; }

    /// <summary>What it is, in the member's words, or null.</summary>
    public string? Note { get; init; }

    /// <summary>When it was declared, in UTC microseconds.</summary>
    public long DeclaredAt { get; init; }
}

namespace Haechi.Tower.Register;

/// <summary>An AI system's identity: one department's use of AI. Everything else about it is in its versions.</summary>
public sealed class AiSystem
{
    /// <summary>The id: stable, in addresses.</summary>
    public required string Id { get; init; }

    /// <summary>The number shown to people as <c>AI-12</c>; unique, never used twice.</summary>
    public int Number { get; init; }

    /// <summary>When it was first recorded, in UTC microseconds.</summary>
    public long CreatedAt { get; init; }

    /// <summary>When it left the lists, in UTC microseconds, or null: it turned out to be another one, or the import that made it was undone. Its versions stay.</summary>
    public long? LeftAt { get; set; }

    /// <summary>The system that it turned out to be, or null.</summary>
    public string? MergedInto { get; set; }
}

/// <summary>
/// One state of a system as it was recorded. Never changed. "As of" an instant is the newest version recorded by then; "on" a day is, among those, the newest whose
/// <see cref="ValidFrom"/> is not after the day.
/// </summary>
public sealed class SystemVersion
{
    /// <summary>The row.</summary>
    public long Id { get; init; }

    /// <summary>The system.</summary>
    public required string System { get; init; }

    /// <summary>1, 2, 3 ... within the system.</summary>
    public int Number { get; init; }

    /// <summary>When it was recorded, in UTC microseconds.</summary>
    public long RecordedAt { get; init; }

    /// <summary>The day from which it is true of the world.</summary>
    public DateOnly ValidFrom { get; init; }

    /// <summary>The name; the number when it has none. This and the three below repeat facts, so that a list of the past reads no facts.</summary>
    public required string Name { get; init; }

    /// <summary>The name folded, for order.</summary>
    public required string NameKey { get; init; }

    /// <summary>The state (fact <c>lifecycle</c>), or null when unknown.</summary>
    public string? State { get; init; }

    /// <summary>The body that answers for it (fact <c>organisation</c>), or null.</summary>
    public string? Organisation { get; init; }

    /// <summary>The department that uses it, or null when unknown.</summary>
    public string? Department { get; init; }

    /// <summary>The supplier's product behind it, or null.</summary>
    public string? Product { get; init; }

    /// <summary>What made it: <c>create</c>, <c>change</c>, <c>import</c>, <c>state</c>, <c>assign</c>, <c>product</c>, <c>match</c>, <c>undo</c>.</summary>
    public required string Change { get; init; }

    /// <summary>Who made it.</summary>
    public required string Account { get; init; }

    /// <summary>Why, in the person's words, or null.</summary>
    public string? Note { get; init; }

    /// <summary>The import that made it, or null.</summary>
    public string? Import { get; init; }

    // The facts come last: they are long, and a list that does not read them then does not read past them either.

    /// <summary>The facts with where each comes from (<see cref="FactsJson"/>).</summary>
    public required string Facts { get; init; }
}

/// <summary>The newest version of each system in typed columns, for lists. Derived; rewritten in the transaction that adds a version.</summary>
public sealed class SystemNow
{
    /// <summary>The system.</summary>
    public required string System { get; init; }

    /// <summary>Its number.</summary>
    public int Number { get; init; }

    /// <summary>The newest version's row.</summary>
    public long Version { get; set; }

    /// <summary>The newest version's number.</summary>
    public int VersionNumber { get; set; }

    /// <summary>The name; the number when it has none.</summary>
    public required string Name { get; set; }

    /// <summary>The name for sorting, folded.</summary>
    public required string NameKey { get; set; }

    /// <summary>The department, or null.</summary>
    public string? Department { get; set; }

    /// <summary>The product, or null.</summary>
    public string? Product { get; set; }

    /// <summary>The state (fact <c>lifecycle</c>), or null when unknown.</summary>
    public string? State { get; set; }

    /// <summary>The body that answers for it (fact <c>organisation</c>), or null.</summary>
    public string? Organisation { get; set; }

    /// <summary>When the newest version was recorded.</summary>
    public long ChangedAt { get; set; }

    /// <summary>The row of its words in the search.</summary>
    public long Words { get; set; }

    /// <summary>A hash of these words: words that stay the same are not written again.</summary>
    public long WordsHash { get; set; }
}

/// <summary>
/// A version without its facts, and the span in which it answers, for lists of the past: as of an instant on a day it is the one when it had been recorded and was valid, the next one not yet both,
/// and the system had not left. Derived; written in the transaction that adds the version or ends its span.
/// </summary>
public sealed class SystemSpan
{
    /// <summary>The version's row.</summary>
    public long Version { get; init; }

    /// <summary>The version's number.</summary>
    public int VersionNumber { get; init; }

    /// <summary>The system.</summary>
    public required string System { get; init; }

    /// <summary>The system's number.</summary>
    public int Number { get; init; }

    /// <summary>When it was recorded.</summary>
    public long RecordedAt { get; init; }

    /// <summary>The day from which it is true of the world.</summary>
    public DateOnly ValidFrom { get; init; }

    /// <summary>When the next version was recorded, or null while this is the newest.</summary>
    public long? NextAt { get; set; }

    /// <summary>The day from which the next version is true, or null.</summary>
    public DateOnly? NextFrom { get; set; }

    /// <summary>When the system left the lists, or null.</summary>
    public long? LeftAt { get; set; }

    /// <summary>The row of its words in the search.</summary>
    public long Words { get; init; }

    /// <summary>The department, or null.</summary>
    public string? Department { get; init; }

    /// <summary>The state, or null.</summary>
    public string? State { get; init; }

    /// <summary>The product, or null.</summary>
    public string? Product { get; init; }

    /// <summary>The body, or null.</summary>
    public string? Organisation { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The name folded.</summary>
    public required string NameKey { get; init; }
}

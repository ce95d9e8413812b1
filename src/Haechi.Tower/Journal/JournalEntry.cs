namespace Haechi.Tower.Journal;

/// <summary>One act: who did what to which thing, when. Written in the transaction of the act itself; never changed. Holds no free text of people and no personal data beyond the account's id.</summary>
public sealed class JournalEntry
{
    /// <summary>Position in the journal; grows, may have gaps.</summary>
    public long Seq { get; init; }

    /// <summary>When it was recorded, in UTC microseconds.</summary>
    public long At { get; init; }

    /// <summary>The account.</summary>
    public required string Account { get; init; }

    /// <summary>What was done, as <c>module.act</c>, such as <c>register.change</c>.</summary>
    public required string Act { get; init; }

    /// <summary>The thing, as <c>kind:id</c>, such as <c>system:k3v9…</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>What changed, as a JSON object of names, counts and hashes.</summary>
    public required string Detail { get; init; }
}

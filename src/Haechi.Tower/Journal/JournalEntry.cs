namespace Haechi.Tower.Journal;

/// <summary>
/// One act: who did what to which thing, when. Written in the transaction of the act itself. <see cref="Leaf"/> is what outsiders see of it and never changes; account, token, detail and salt are its
/// document, which erasure may take away without the ledger noticing.
/// </summary>
public sealed class JournalEntry
{
    /// <summary>What stands in <see cref="Account"/> after erasure.</summary>
    public const string Erased = "erased";

    /// <summary>Position in the journal; grows, may have gaps.</summary>
    public long Seq { get; init; }

    /// <summary>When it was recorded, in UTC microseconds.</summary>
    public long At { get; init; }

    /// <summary>The account.</summary>
    public required string Account { get; init; }

    /// <summary>The id of the API token by which the account acted; null for a person who was signed in, for the program itself, and after erasure.</summary>
    public string? Token { get; init; }

    /// <summary>What was done, as <c>module.act</c>, such as <c>register.change</c>.</summary>
    public required string Act { get; init; }

    /// <summary>The thing, as <c>kind:id</c>, such as <c>system:k3v9…</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>What changed, as an object of names, counts and hashes in canonical JSON.</summary>
    public required string Detail { get; init; }

    /// <summary>32 bytes of chance without which the commitment in the leaf says nothing; null after erasure.</summary>
    public byte[]? Salt { get; init; }

    /// <summary>The bytes that stand in the ledger (<see cref="JournalLeaf"/>).</summary>
    public required byte[] Leaf { get; init; }

    /// <summary>Its index in the ledger; null until the leader has given it one.</summary>
    public long? LedgerIndex { get; init; }
}

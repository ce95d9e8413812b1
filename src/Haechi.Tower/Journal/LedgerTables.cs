namespace Haechi.Tower.Journal;

/// <summary>One ledger of this tower. A second one is begun only when the first can't be continued, such as after a restore that lost entries.</summary>
public sealed class LedgerLog
{
    /// <summary>1, 2, 3 ...; the greatest is the present one.</summary>
    public int Number { get; init; }

    /// <summary>Its name, the first line of its checkpoints.</summary>
    public required string Origin { get; init; }

    /// <summary>When it was begun, in UTC microseconds.</summary>
    public long StartedAt { get; init; }

    /// <summary>Why it follows another, in the words of whoever began it; null for the first. Shown to everybody.</summary>
    public string? Reason { get; init; }
}

/// <summary>A head that was signed. One per log and size, kept before its file is published.</summary>
public sealed class LedgerCheckpoint
{
    /// <summary>The log.</summary>
    public int Log { get; init; }

    /// <summary>How many entries.</summary>
    public long Size { get; init; }

    /// <summary>The root over them, in base64.</summary>
    public required string Root { get; init; }

    /// <summary>The signed note, without cosignatures.</summary>
    public required string Note { get; init; }

    /// <summary>When it was signed, in UTC microseconds.</summary>
    public long At { get; init; }

    /// <summary>The epoch of the leader that signed.</summary>
    public long Epoch { get; init; }
}

/// <summary>A key with which a log signs.</summary>
public sealed class LedgerKey
{
    /// <summary>The id of the row.</summary>
    public required string Id { get; init; }

    /// <summary>The log.</summary>
    public int Log { get; init; }

    /// <summary>The public half, as <c>name+id+key</c>.</summary>
    public required string Verifier { get; init; }

    /// <summary>The secret half, closed by the installation's protection keys; null once it signs no more.</summary>
    public string? Secret { get; init; }

    /// <summary>When it was made, in UTC microseconds.</summary>
    public long MadeAt { get; init; }

    /// <summary>Until when it signs beside its successor, in UTC microseconds; null for the present key.</summary>
    public long? SignsUntil { get; init; }
}

/// <summary>Who leads: every leader raises the number, and every write of a leader asks for its own.</summary>
internal sealed class LedgerEpoch
{
    public int Id { get; init; }

    public long Epoch { get; init; }

    /// <summary>Raised by every write of the leader, so that the row is locked until its commit.</summary>
    public long Beat { get; init; }
}

/// <summary>A witness that this tower asks for cosignatures.</summary>
public sealed class LedgerWitness
{
    /// <summary>The address below which <c>add-checkpoint</c> lies.</summary>
    public required string Url { get; init; }

    /// <summary>Its verifier key.</summary>
    public required string Key { get; init; }

    /// <summary>The log and size that it saw last.</summary>
    public int SeenLog { get; init; }

    /// <summary>See <see cref="SeenLog"/>.</summary>
    public long SeenSize { get; init; }

    /// <summary>When it was asked last, in UTC microseconds; 0 for never.</summary>
    public long TriedAt { get; init; }

    /// <summary>A word for why the last try failed; null when it did not.</summary>
    public string? Problem { get; init; }
}

/// <summary>A witness's signature on a checkpoint.</summary>
public sealed class LedgerCosignature
{
    /// <summary>The log.</summary>
    public int Log { get; init; }

    /// <summary>The checkpoint's size.</summary>
    public long Size { get; init; }

    /// <summary>The name of the witness's key.</summary>
    public required string Witness { get; init; }

    /// <summary>The signature line, with its line feed.</summary>
    public required string Line { get; init; }

    /// <summary>When it came, in UTC microseconds.</summary>
    public long At { get; init; }
}

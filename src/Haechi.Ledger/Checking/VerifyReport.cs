using Haechi.Ledger.Notes;

namespace Haechi.Ledger.Checking;

/// <summary>What is asked of a log beside its own key.</summary>
/// <param name="Origin">The log's name.</param>
/// <param name="Keys">The log's keys, known from elsewhere than the log.</param>
public sealed record VerifyOptions(string Origin, IReadOnlyCollection<VerifierKey> Keys)
{
    /// <summary>Keys of known witnesses.</summary>
    public IReadOnlyCollection<VerifierKey> Witnesses { get; init; } = [];

    /// <summary>How many of them have to have cosigned.</summary>
    public int WitnessesNeeded { get; init; }

    /// <summary>Checkpoints of this log that were kept from earlier: the tree has to begin with theirs.</summary>
    public IReadOnlyList<SignedNote> Earlier { get; init; } = [];

    /// <summary>How many threads hash; as many as there are processors when 0.</summary>
    public int Threads { get; init; }
}

/// <summary>What a verification came to.</summary>
/// <param name="Checkpoint">The checkpoint that was verified; null when it could not be opened.</param>
/// <param name="Tiles">How many tiles and bundles were read.</param>
/// <param name="Problems">What was found, at most <see cref="MostProblems"/>; none when all is well.</param>
public sealed record VerifyReport(Checkpoint? Checkpoint, long Tiles, IReadOnlyList<LedgerProblem> Problems)
{
    /// <summary>After so many problems the rest is not listed.</summary>
    public const int MostProblems = 100;

    /// <summary>True when nothing was found.</summary>
    public bool Holds => Problems.Count == 0;
}

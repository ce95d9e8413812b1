using Haechi.Ledger.Notes;
using Haechi.Ledger.Storage;

namespace Haechi.Ledger.Writing;

/// <summary>Which ledger is written, where and by whom.</summary>
/// <param name="Folder">The folder of the log. One writer has it alone.</param>
/// <param name="Origin">The log's name, the first line of its checkpoints: an address without scheme, such as <c>ai.haneul.example/log</c>.</param>
public sealed record LedgerOptions(string Folder, string Origin)
{
    /// <summary>The keys that sign checkpoints. A public log signs with Ed25519 at least (C2SP tlog-tiles).</summary>
    public IReadOnlyList<INoteSigner> Signers { get; init; } = [];

    /// <summary>Keys beside the signers' own whose checkpoints are taken up: earlier keys, or all keys where another part of the program signs.</summary>
    public IReadOnlyList<VerifierKey> Keys { get; init; } = [];

    /// <summary>How long an acknowledged entry may wait for its checkpoint.</summary>
    public TimeSpan PublishEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>After how many waiting entries a checkpoint is made sooner.</summary>
    public int PublishAfter { get; init; } = 20_000;

    /// <summary>The most entries that one sync acknowledges together.</summary>
    public int LargestBatch { get; init; } = 1000;

    /// <summary>Starts although the write-ahead file is gone: for a copy of the published files, when whatever was acknowledged and not published is known to be lost.</summary>
    public bool WithoutWriteAhead { get; init; }

    /// <summary>The disk.</summary>
    public ILedgerFiles Files { get; init; } = LinuxFiles.Instance;

    internal IReadOnlyCollection<VerifierKey> AllKeys => [.. Signers.Select(s => s.Verifier), .. Keys];
}

/// <summary>The writer met a failing disk and stopped. What it had acknowledged is safe; opening the ledger again takes it up. Entries without an answer may be there or not.</summary>
public sealed class LedgerStoppedException(Exception cause)
    : IOException($"원장 쓰기가 멈췄습니다: {cause.Message}. 확정된 기입은 안전합니다. 디스크를 살핀 뒤 다시 여십시오. / the ledger stopped writing: {cause.Message}. What was acknowledged is safe; see to the disk, then open it again.", cause);

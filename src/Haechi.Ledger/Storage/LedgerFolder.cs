using Haechi.Ledger.Notes;
using Haechi.Ledger.Tree;

namespace Haechi.Ledger.Storage;

/// <summary>Reads the published files of a log: <c>checkpoint</c>, <c>tile/…</c> and <c>tile/entries/…</c>, as they would be served.</summary>
public sealed class LedgerFolder(string folder, ILedgerFiles? files = null) : ITileSource
{
    /// <summary>The name of the file with the signed checkpoint.</summary>
    public const string CheckpointName = "checkpoint";

    private readonly ILedgerFiles _files = files ?? LinuxFiles.Instance;

    /// <summary>The folder.</summary>
    public string Folder { get; } = folder.Replace('\\', '/').TrimEnd('/');

    /// <inheritdoc />
    public byte[]? Read(TileId tile) => _files.Read(PathOf(tile.Path));

    /// <summary>The signed checkpoint. Its signature is not yet verified.</summary>
    public LedgerResult<SignedNote> ReadCheckpoint() => Read()
        ?? new LedgerProblem("no-checkpoint", PathOf(CheckpointName), "체크포인트 파일이 없습니다. 원장 폴더가 맞는지 보십시오.", "there is no checkpoint; see whether this is the folder of a ledger");

    /// <summary>The widths of the partial tiles that still lie at this tile's place.</summary>
    public IReadOnlyList<int> PartialWidths(TileId tile) =>
        [.. _files.List(PathOf(tile.PartialFolder)).Select(n => Checkpoint.TryReadCount(n, out var width) && width is > 0 and < TileId.Full ? (int)width : 0).Where(w => w > 0).Order()];

    /// <summary>The entry at an index, as its bundle gives it; only a proof shows that it belongs to the tree.</summary>
    public LedgerResult<ReadOnlyMemory<byte>> Entry(long index, long size)
    {
        if (index < 0 || index >= size)
        {
            return Proofs.InclusionProof.OutOfTree(index, size);
        }
        var entries = new TileReader(this, size).Entries(TileId.Holding(TileId.EntryLevel, index, size));
        return entries.Done ? entries.Value[(int)(index % TileId.Full)] : entries.Problem!;
    }

    /// <summary>The entries of a bundle, as it gives them.</summary>
    public LedgerResult<IReadOnlyList<ReadOnlyMemory<byte>>> Entries(TileId bundle)
    {
        var entries = new TileReader(this, 0).Entries(bundle);
        return entries.Done ? LedgerResult<IReadOnlyList<ReadOnlyMemory<byte>>>.Of(entries.Value) : entries.Problem!;
    }

    /// <summary>The signed checkpoint; null when there is none.</summary>
    internal LedgerResult<SignedNote>? Read() => _files.Read(PathOf(CheckpointName)) is { } bytes ? SignedNote.Parse(bytes) : null;

    internal string PathOf(string name) => $"{Folder}/{name}";
}

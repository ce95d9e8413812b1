namespace Haechi.Ledger.Tree;

/// <summary>Reads hashes and entries of a tree of one size from its tiles. Keeps the tiles it has read.</summary>
internal sealed class TileReader(ITileSource source, long size)
{
    private const int MostKept = 4096;

    private readonly Dictionary<TileId, TreeHash[]> _kept = [];

    public long Size => size;

    /// <summary>A tile of hashes, or the problem with it.</summary>
    public LedgerResult<TreeHash[]> Hashes(TileId tile)
    {
        if (_kept.TryGetValue(tile, out var kept))
        {
            return kept;
        }
        var bytes = source.Read(tile);
        if (bytes is null && !tile.IsFull && source.Read(tile.WhenFull) is { Length: TileId.Full * TreeHash.Length } full)
        {
            bytes = full[..(tile.Width * TreeHash.Length)];
        }
        if (bytes is null)
        {
            return Missing(tile);
        }
        if (Subtree.Read(bytes, tile.Width) is not { } hashes)
        {
            return new LedgerProblem("tile-length", tile.Path, $"타일의 길이가 {bytes.Length}바이트입니다. {tile.Width * TreeHash.Length}바이트여야 합니다. 원본에서 다시 받으십시오.",
                $"the tile has {bytes.Length} bytes; expected {tile.Width * TreeHash.Length}; fetch it again from the log");
        }
        if (_kept.Count >= MostKept)
        {
            _kept.Clear();
        }
        return _kept[tile] = hashes;
    }

    /// <summary>The entries of a bundle, or the problem with it.</summary>
    public LedgerResult<ReadOnlyMemory<byte>[]> Entries(TileId bundle)
    {
        var bytes = source.Read(bundle);
        var count = bundle.Width;
        if (bytes is null && !bundle.IsFull)
        {
            (bytes, count) = (source.Read(bundle.WhenFull), TileId.Full);
        }
        if (bytes is null)
        {
            return Missing(bundle);
        }
        return EntryBundle.TryRead(bytes, count, out var entries) ? entries[..bundle.Width]
            : new LedgerProblem("bundle-cut", bundle.Path, $"묶음에 기입이 정확히 {count}건 들어 있지 않습니다. 원본에서 다시 받으십시오.", $"the bundle does not hold exactly {count} whole entries; fetch it again from the log");
    }

    /// <summary>The root of the complete subtree of 2^<paramref name="level"/> entries, number <paramref name="index"/> from the left.</summary>
    public LedgerResult<TreeHash> Node(int level, long index)
    {
        var (tileLevel, inside) = (level / 8, level % 8);
        var first = index << inside;
        var hashes = Hashes(TileId.Holding(tileLevel, first, size));
        return hashes.Done ? Subtree.Root(hashes.Value.AsSpan((int)(first % TileId.Full), 1 << inside)) : hashes.Problem!;
    }

    /// <summary>The root of the tree of the first <paramref name="end"/> entries without the first <paramref name="start"/>, as RFC 6962 splits it; start is where such a split falls.</summary>
    public LedgerResult<TreeHash> Range(long start, long end)
    {
        TreeHash? right = null;
        while (end > start)
        {
            // The smallest complete tree at the right edge.
            var level = System.Numerics.BitOperations.TrailingZeroCount(end - start);
            var node = Node(level, (end >> level) - 1);
            if (!node.Done)
            {
                return node;
            }
            right = right is { } r ? TreeHash.OfNode(node.Value, in r) : node.Value;
            end -= 1L << level;
        }
        return right ?? TreeHash.Empty;
    }

    private static LedgerProblem Missing(TileId tile) => new("tile-missing", tile.Path,
        tile.IsEntries ? "기입 묶음이 없습니다. 원본에서 다시 받으십시오." : "타일이 없습니다. 원본에서 다시 받으십시오.",
        tile.IsEntries ? "the bundle of entries is missing; fetch it again from the log" : "the tile is missing; fetch it again from the log");
}

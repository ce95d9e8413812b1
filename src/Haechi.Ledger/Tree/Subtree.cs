using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Haechi.Ledger.Tree;

/// <summary>Roots from the roots of smaller trees.</summary>
internal static class Subtree
{
    /// <summary>The root over neighbouring hashes of equally large complete trees. The count is a power of two, at most 256.</summary>
    [SkipLocalsInit]
    public static TreeHash Root(ReadOnlySpan<TreeHash> hashes)
    {
        if (hashes.Length == 1)
        {
            return hashes[0];
        }
        Span<TreeHash> level = stackalloc TreeHash[TileId.Full / 2];
        scoped ReadOnlySpan<TreeHash> from = hashes;
        for (var count = hashes.Length / 2; ; count /= 2)
        {
            for (var i = 0; i < count; i++)
            {
                level[i] = TreeHash.OfNode(in from[2 * i], in from[(2 * i) + 1]);
            }
            if (count == 1)
            {
                return level[0];
            }
            from = level[..count];
        }
    }

    /// <summary>The root over any number of hashes of one tile, with the smaller tree to the right of them, if there is one.</summary>
    public static TreeHash? RootWith(ReadOnlySpan<TreeHash> hashes, TreeHash? right)
    {
        // From the right: the lowest bit of the count is the smallest complete tree.
        while (hashes.Length > 0)
        {
            var count = 1 << BitOperations.TrailingZeroCount(hashes.Length);
            var root = Root(hashes[^count..]);
            right = right is { } r ? TreeHash.OfNode(in root, in r) : root;
            hashes = hashes[..^count];
        }
        return right;
    }

    /// <summary>The hashes of a tile; null when the bytes are not exactly as many.</summary>
    public static TreeHash[]? Read(ReadOnlySpan<byte> tile, int width) =>
        tile.Length == width * TreeHash.Length ? MemoryMarshal.Cast<byte, TreeHash>(tile).ToArray() : null;

    /// <summary>The bytes of a tile.</summary>
    public static byte[] Bytes(ReadOnlySpan<TreeHash> hashes) => MemoryMarshal.AsBytes(hashes).ToArray();
}

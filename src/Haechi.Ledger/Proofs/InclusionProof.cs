using Haechi.Ledger.Tree;

namespace Haechi.Ledger.Proofs;

/// <summary>That an entry stands at an index of a tree: the sibling hashes from the leaf up (RFC 6962, section 2.1.1).</summary>
/// <param name="Index">The entry's index, from 0.</param>
/// <param name="Size">The entries of the tree.</param>
/// <param name="Path">The hashes, the leaf's sibling first.</param>
public sealed record InclusionProof(long Index, long Size, IReadOnlyList<TreeHash> Path)
{
    /// <summary>Builds the proof from tiles. It is not yet held against a root: call <see cref="Leads"/>.</summary>
    public static LedgerResult<InclusionProof> Build(ITileSource source, long index, long size)
    {
        if (index < 0 || index >= size)
        {
            return OutOfTree(index, size);
        }
        var reader = new TileReader(source, size);
        var path = new List<TreeHash>();
        long start = 0, end = size;
        while (end - start > 1)
        {
            var middle = start + Split(end - start);
            var sibling = index < middle ? reader.Range(middle, end) : reader.Range(start, middle);
            if (!sibling.Done)
            {
                return sibling.Problem!;
            }
            path.Add(sibling.Value);
            (start, end) = index < middle ? (start, middle) : (middle, end);
        }
        path.Reverse();
        return new InclusionProof(index, size, path);
    }

    /// <summary>True when the path leads from this leaf to this root (RFC 9162, section 2.1.3.2).</summary>
    public bool Leads(TreeHash leaf, TreeHash root)
    {
        if (Index < 0 || Index >= Size)
        {
            return false;
        }
        var (node, last, hash) = (Index, Size - 1, leaf);
        foreach (var sibling in Path)
        {
            if (last == 0)
            {
                return false;
            }
            if ((node & 1) == 1 || node == last)
            {
                hash = TreeHash.OfNode(sibling, in hash);
                while ((node & 1) == 0 && node != 0)
                {
                    (node, last) = (node >> 1, last >> 1);
                }
            }
            else
            {
                hash = TreeHash.OfNode(in hash, sibling);
            }
            (node, last) = (node >> 1, last >> 1);
        }
        return last == 0 && hash == root;
    }

    /// <summary>The largest power of two below <paramref name="count"/>.</summary>
    internal static long Split(long count) => 1L << System.Numerics.BitOperations.Log2((ulong)(count - 1));

    internal static LedgerProblem OutOfTree(long index, long size) => new("no-such-entry", $"#{index}",
        $"원장에는 기입 {size}건이 있고 번호는 0부터 {size - 1}까지입니다.", $"the log has {size} entries, numbered from 0 to {size - 1}");
}

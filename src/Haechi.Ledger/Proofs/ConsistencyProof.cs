using Haechi.Ledger.Tree;

namespace Haechi.Ledger.Proofs;

/// <summary>That a tree grew from an earlier one and changed nothing in it (RFC 6962, section 2.1.2).</summary>
/// <param name="OldSize">The entries of the earlier tree.</param>
/// <param name="NewSize">The entries of the later one.</param>
/// <param name="Path">The hashes; none when one size is 0 or both are equal.</param>
public sealed record ConsistencyProof(long OldSize, long NewSize, IReadOnlyList<TreeHash> Path)
{
    /// <summary>Builds the proof from the tiles of the later tree. It is not yet held against roots: call <see cref="Leads"/>.</summary>
    public static LedgerResult<ConsistencyProof> Build(ITileSource source, long oldSize, long newSize)
    {
        if (oldSize < 0 || oldSize > newSize)
        {
            return new LedgerProblem("sizes-swapped", "checkpoint", $"앞 시점의 크기 {oldSize}이(가) 뒤 시점의 크기 {newSize}보다 큽니다.", $"the earlier size {oldSize} is above the later size {newSize}");
        }
        var path = new List<TreeHash>();
        if (oldSize > 0 && oldSize < newSize)
        {
            var reader = new TileReader(source, newSize);
            if (Collect(reader, oldSize, newSize, path) is { } problem)
            {
                return problem;
            }
            path.Reverse();
        }
        return new ConsistencyProof(oldSize, newSize, path);
    }

    /// <summary>True when the path leads to both roots (RFC 9162, section 2.1.4.2).</summary>
    public bool Leads(TreeHash oldRoot, TreeHash newRoot)
    {
        if (OldSize < 0 || OldSize > NewSize)
        {
            return false;
        }
        if (OldSize == 0 || OldSize == NewSize)
        {
            return Path.Count == 0 && (OldSize == NewSize ? oldRoot == newRoot : oldRoot == TreeHash.Empty);
        }
        var (node, last) = (OldSize - 1, NewSize - 1);
        while ((node & 1) == 1)
        {
            (node, last) = (node >> 1, last >> 1);
        }
        // When the earlier tree is complete, its root is the first hash and is not sent.
        using var hashes = (node == 0 ? Path.Prepend(oldRoot) : Path).GetEnumerator();
        if (!hashes.MoveNext())
        {
            return false;
        }
        var (older, newer) = (hashes.Current, hashes.Current);
        while (hashes.MoveNext())
        {
            if (last == 0)
            {
                return false;
            }
            if ((node & 1) == 1 || node == last)
            {
                (older, newer) = (TreeHash.OfNode(hashes.Current, in older), TreeHash.OfNode(hashes.Current, in newer));
                while ((node & 1) == 0 && node != 0)
                {
                    (node, last) = (node >> 1, last >> 1);
                }
            }
            else
            {
                newer = TreeHash.OfNode(in newer, hashes.Current);
            }
            (node, last) = (node >> 1, last >> 1);
        }
        return last == 0 && older == oldRoot && newer == newRoot;
    }

    /// <summary>Walks down from the root to where the earlier tree ends; the hash nearest the root comes first.</summary>
    private static LedgerProblem? Collect(TileReader reader, long oldSize, long newSize, List<TreeHash> path)
    {
        long start = 0, end = newSize;
        while (oldSize != end)
        {
            var middle = start + InclusionProof.Split(end - start);
            var other = oldSize <= middle ? reader.Range(middle, end) : reader.Range(start, middle);
            if (!other.Done)
            {
                return other.Problem;
            }
            path.Add(other.Value);
            (start, end) = oldSize <= middle ? (start, middle) : (middle, end);
        }
        if (start == 0)
        {
            return null;
        }
        var own = reader.Range(start, end);
        path.Add(own.Done ? own.Value : default);
        return own.Problem;
    }
}

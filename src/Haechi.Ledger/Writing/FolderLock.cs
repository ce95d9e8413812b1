using Haechi.Ledger.Storage;
using Haechi.Ledger.Tree;

namespace Haechi.Ledger.Writing;

/// <summary>One writer has a folder alone: two would sign two histories.</summary>
internal static class FolderLock
{
    /// <summary>Takes the folder; null when another writer has it.</summary>
    public static IDisposable? Take(ILedgerFiles files, LedgerFolder folder) => files.Lock(folder.PathOf(".lock"));

    public static LedgerProblem Held(LedgerFolder folder) => new("in-use", folder.Folder, "다른 프로그램이 이 원장에 쓰고 있습니다. 그 프로그램을 먼저 끝내십시오.", "another program writes to this ledger; end it first");
}

/// <summary>The hash of an entry that is already in the tree.</summary>
internal static class PublishedLeaf
{
    public static LedgerResult<TreeHash> Read(LedgerFolder folder, TreeBuilder tree, long index)
    {
        if (tree.LeafAt(index) is { } known)
        {
            return known;
        }
        var tile = new TileReader(folder, tree.Size).Hashes(TileId.Holding(0, index, tree.Size));
        return tile.Done ? tile.Value[(int)(index % TileId.Full)] : tile.Problem!;
    }
}

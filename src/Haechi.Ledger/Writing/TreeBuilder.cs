using System.Buffers;
using Haechi.Ledger.Tree;

namespace Haechi.Ledger.Writing;

/// <summary>A tile or bundle as it will lie on the disk.</summary>
internal sealed record BuiltTile(TileId Id, byte[] Bytes);

/// <summary>What a publication writes: the tiles that are new since the last one, and the head that they lead to.</summary>
/// <param name="Size">Entries of the tree.</param>
/// <param name="Root">Its root.</param>
/// <param name="Tiles">New full tiles and the partial ones at the right edge that changed.</param>
internal sealed record BuiltTree(long Size, TreeHash Root, IReadOnlyList<BuiltTile> Tiles);

/// <summary>
/// The right edge of a growing tree: for each level the hashes of its last tile, and the entries of the last bundle. Tiles that fill up wait to be taken. A tile that
/// was published is never given again, because writing it anew could tear what a checkpoint stands on.
/// </summary>
internal sealed class TreeBuilder
{
    private readonly List<List<TreeHash>> _edge = [];
    private readonly List<int> _taken = [];
    private readonly ArrayBufferWriter<byte> _bundle = new();
    private List<BuiltTile> _full = [];

    /// <summary>The entries so far; the index of the next.</summary>
    public long Size { get; private set; }

    /// <summary>The size at the last taking.</summary>
    public long TakenSize { get; private set; }

    /// <summary>The bytes of entries since the last taking, roughly.</summary>
    public long WaitingBytes { get; private set; }

    /// <summary>Takes a tree up again from its tiles. They have to give the root.</summary>
    public static LedgerResult<TreeBuilder> Load(ITileSource source, long size, TreeHash root)
    {
        var builder = new TreeBuilder { Size = size, TakenSize = size };
        var reader = new TileReader(source, size);
        for (var level = 0; size >> (8 * level) > 0 && level <= TileId.HighestLevel; level++)
        {
            var width = (int)((size >> (8 * level)) % TileId.Full);
            var hashes = width == 0 ? Array.Empty<TreeHash>() : reader.Hashes(TileId.Holding(level, (size >> (8 * level)) - 1, size));
            if (!hashes.Done)
            {
                return hashes.Problem!;
            }
            builder._edge.Add([.. hashes.Value]);
            builder._taken.Add(width);
        }
        return builder.Root() != root ? RootDiffers(builder.Root(), root) : builder.LoadBundle(reader) is { } problem ? problem : builder;
    }

    /// <summary>Adds an entry of at most 65,535 bytes.</summary>
    public void Append(ReadOnlySpan<byte> entry)
    {
        _bundle.Advance(EntryBundle.Write(entry, _bundle.GetSpan(EntryBundle.Prefix + entry.Length)));
        WaitingBytes += entry.Length + TreeHash.Length;
        Size++;
        if (Size % TileId.Full == 0)
        {
            _full.Add(new BuiltTile(new TileId(TileId.EntryLevel, (Size / TileId.Full) - 1, TileId.Full), _bundle.WrittenSpan.ToArray()));
            _bundle.ResetWrittenCount();
        }
        Append(0, TreeHash.OfEntry(entry));
    }

    /// <summary>The root over all entries so far.</summary>
    public TreeHash Root()
    {
        TreeHash? root = null;
        foreach (var level in _edge)
        {
            root = Subtree.RootWith(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(level), root);
        }
        return root ?? TreeHash.Empty;
    }

    /// <summary>The hash of an entry that is not yet published, or stands in the last tile; null when it has to be read from the tiles.</summary>
    public TreeHash? LeafAt(long index)
    {
        if (index / TileId.Full == Size / TileId.Full)
        {
            return _edge[0][(int)(index % TileId.Full)];
        }
        var tile = _full.Find(t => t.Id == new TileId(0, index / TileId.Full, TileId.Full));
        return tile is null ? null : TreeHash.Read(tile.Bytes.AsSpan((int)(index % TileId.Full) * TreeHash.Length));
    }

    /// <summary>What is new since the last taking.</summary>
    public BuiltTree Take()
    {
        var tiles = _full;
        _full = [];
        for (var level = 0; level < _edge.Count; level++)
        {
            var (hashes, index) = (_edge[level], (Size >> (8 * level)) / TileId.Full);
            if (hashes.Count == 0 || hashes.Count == _taken[level])
            {
                continue;
            }
            _taken[level] = hashes.Count;
            tiles.Add(new BuiltTile(new TileId(level, index, hashes.Count), Subtree.Bytes(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(hashes))));
            if (level == 0)
            {
                tiles.Add(new BuiltTile(new TileId(TileId.EntryLevel, index, hashes.Count), _bundle.WrittenSpan.ToArray()));
            }
        }
        (TakenSize, WaitingBytes) = (Size, 0);
        return new BuiltTree(Size, Root(), tiles);
    }

    private void Append(int level, TreeHash hash)
    {
        if (level == _edge.Count)
        {
            _edge.Add(new List<TreeHash>(TileId.Full));
            _taken.Add(0);
        }
        var hashes = _edge[level];
        hashes.Add(hash);
        if (hashes.Count < TileId.Full)
        {
            return;
        }
        var span = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(hashes);
        _full.Add(new BuiltTile(new TileId(level, ((Size >> (8 * level)) / TileId.Full) - 1, TileId.Full), Subtree.Bytes(span)));
        var root = Subtree.Root(span);
        hashes.Clear();
        _taken[level] = 0;
        Append(level + 1, root);
    }

    /// <summary>The entries of the last bundle have to give the hashes of the last tile.</summary>
    private LedgerProblem? LoadBundle(TileReader reader)
    {
        if (Size % TileId.Full == 0)
        {
            return null;
        }
        var id = TileId.Holding(TileId.EntryLevel, Size - 1, Size);
        var entries = reader.Entries(id);
        if (!entries.Done)
        {
            return entries.Problem;
        }
        for (var i = 0; i < entries.Value.Length; i++)
        {
            var entry = entries.Value[i].Span;
            if (TreeHash.OfEntry(entry) != _edge[0][i])
            {
                return new LedgerProblem("entry-differs", id.Path, $"기입 {(id.Index * TileId.Full) + i}의 해시가 타일과 다릅니다. 백업에서 되살리십시오.", $"the hash of entry {(id.Index * TileId.Full) + i} is not the tile's; restore the folder from a backup");
            }
            _bundle.Advance(EntryBundle.Write(entry, _bundle.GetSpan(EntryBundle.Prefix + entry.Length)));
        }
        return null;
    }

    private static LedgerProblem RootDiffers(TreeHash found, TreeHash signed) => new("root-differs", "tile/",
        $"타일에서 나온 루트 {found}이(가) 서명된 루트 {signed}와(과) 다릅니다. 아무것도 고치지 않았습니다. 백업에서 되살리십시오.",
        $"the tiles give root {found}, signed was {signed}; nothing was changed; restore the folder from a backup");
}

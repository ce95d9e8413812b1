using System.Collections.Concurrent;
using Haechi.Ledger.Notes;
using Haechi.Ledger.Storage;
using Haechi.Ledger.Tree;

namespace Haechi.Ledger.Checking;

/// <summary>
/// Verifies a whole log from its files: every entry is hashed again, every tile is held against the hashes below it, the root against the signed checkpoint. Trusts
/// nothing but the keys.
/// </summary>
public sealed class LedgerVerifier
{
    private readonly LedgerFolder _folder;
    private readonly VerifyOptions _options;
    private readonly ConcurrentQueue<LedgerProblem> _problems = new();
    private long _tiles;

    private LedgerVerifier(LedgerFolder folder, VerifyOptions options) => (_folder, _options) = (folder, options);

    /// <summary>Verifies the log in a folder.</summary>
    public static VerifyReport Verify(LedgerFolder folder, VerifyOptions options)
    {
        var note = folder.ReadCheckpoint();
        var checkpoint = note.Done ? Quorum.Open(note.Value, options.Origin, options.Keys, options.Witnesses, options.WitnessesNeeded) : note.Problem!;
        if (!checkpoint.Done)
        {
            return new VerifyReport(null, 0, [checkpoint.Problem!]);
        }
        var verifier = new LedgerVerifier(folder, options);
        verifier.Tree(checkpoint.Value);
        return new VerifyReport(checkpoint.Value, verifier._tiles, [.. verifier._problems.OrderBy(p => p.Where, StringComparer.Ordinal).Take(VerifyReport.MostProblems)]);
    }

    private void Tree(Checkpoint checkpoint)
    {
        var size = checkpoint.Size;
        var edges = new List<TreeHash[]>();
        var (hashes, edge) = Level(0, size, Entries);
        edges.Add(edge);
        for (var level = 1; hashes.Length > 0 && level <= TileId.HighestLevel; level++)
        {
            var below = hashes;
            (hashes, edge) = Level(level, below.Length, tile => below.AsMemory((int)(tile.Index * TileId.Full), tile.Width));
            edges.Add(edge);
        }
        TreeHash? root = null;
        foreach (var level in edges)
        {
            root = Subtree.RootWith(level, root);
        }
        if ((root ?? TreeHash.Empty) != checkpoint.Root)
        {
            Add("root-differs", LedgerFolder.CheckpointName, $"기입에서 나온 루트 {root}이(가) 서명된 루트 {checkpoint.Root}와(과) 다릅니다. 원장이 바뀌었거나 잘못 복사되었습니다.",
                $"the entries give root {root}, signed is {checkpoint.Root}: the log was changed or badly copied");
        }
        // A tree that does not hold can't be compared with earlier ones.
        foreach (var earlier in _problems.IsEmpty ? _options.Earlier : [])
        {
            Grew(earlier, size);
        }
    }

    /// <summary>Goes through the tiles of a level; the roots of its full tiles, and the hashes of the one that is not full.</summary>
    private (TreeHash[] Roots, TreeHash[] Edge) Level(int level, long count, Func<TileId, ReadOnlyMemory<TreeHash>> below)
    {
        var roots = new TreeHash[count / TileId.Full];
        TreeHash[] edge = [];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = _options.Threads > 0 ? _options.Threads : Environment.ProcessorCount };
        Parallel.For(0, (count + TileId.Full - 1) / TileId.Full, parallel, index =>
        {
            var tile = new TileId(level, index, (int)Math.Min(TileId.Full, count - (index * TileId.Full)));
            var hashes = Compare(tile, below(tile));
            if (tile.IsFull)
            {
                roots[index] = Subtree.Root(hashes.Span);
            }
            else
            {
                edge = hashes.ToArray();
                Partials(tile, hashes);
            }
        });
        return (roots, edge);
    }

    /// <summary>The hashes of the entries of a level-0 tile; none when the bundle can't be read.</summary>
    private ReadOnlyMemory<TreeHash> Entries(TileId tile)
    {
        var bundle = tile with { Level = TileId.EntryLevel };
        var entries = new TileReader(_folder, 0).Entries(bundle);
        Interlocked.Increment(ref _tiles);
        if (!entries.Done)
        {
            _problems.Enqueue(entries.Problem!);
            return default;
        }
        return Array.ConvertAll(entries.Value, e => TreeHash.OfEntry(e.Span));
    }

    /// <summary>Holds a tile against what it should be. Goes on with what was hashed; where that is missing, with the tile, so that one fault is told once.</summary>
    private ReadOnlyMemory<TreeHash> Compare(TileId tile, ReadOnlyMemory<TreeHash> hashed)
    {
        var read = new TileReader(_folder, 0).Hashes(tile);
        Interlocked.Increment(ref _tiles);
        if (!read.Done)
        {
            _problems.Enqueue(read.Problem!);
            return hashed.IsEmpty ? new TreeHash[tile.Width] : hashed;
        }
        if (!hashed.IsEmpty && hashed.Span.CommonPrefixLength(read.Value) is var same && same < tile.Width)
        {
            var place = (tile.Index * TileId.Full) + same;
            Add(tile.Level == 0 ? "entry-differs" : "tile-differs", tile.Path,
                tile.Level == 0 ? $"기입 {place}의 해시가 타일과 다릅니다. 기입이나 타일이 바뀌었습니다." : $"{place}번째 해시가 아래 타일에서 나온 것과 다릅니다. 타일이 바뀌었습니다.",
                tile.Level == 0 ? $"the hash of entry {place} is not the tile's: entry or tile was changed" : $"hash {place} is not that of the tile below: a tile was changed");
        }
        return hashed.IsEmpty ? read.Value : hashed;
    }

    /// <summary>Partial tiles of earlier checkpoints, where they still lie, have to begin like today's.</summary>
    private void Partials(TileId tile, ReadOnlyMemory<TreeHash> hashes)
    {
        foreach (var older in _folder.PartialWidths(tile).Where(w => w < tile.Width).Select(w => tile with { Width = w }))
        {
            var read = new TileReader(_folder, 0).Hashes(older);
            Interlocked.Increment(ref _tiles);
            if (!read.Done || !hashes.Span.StartsWith(read.Value))
            {
                Add("older-tile-differs", older.Path, "앞선 체크포인트의 타일이 지금 것과 다릅니다.", "the tile of an earlier checkpoint is not like today's");
            }
        }
        var bundle = tile with { Level = TileId.EntryLevel };
        foreach (var older in tile.Level > 0 ? [] : _folder.PartialWidths(bundle).Where(w => w < tile.Width).Select(w => bundle with { Width = w }))
        {
            var read = new TileReader(_folder, 0).Entries(older);
            Interlocked.Increment(ref _tiles);
            if (!read.Done || !hashes.Span.StartsWith(Array.ConvertAll(read.Value, e => TreeHash.OfEntry(e.Span))))
            {
                Add("older-bundle-differs", older.Path, "앞선 체크포인트의 기입 묶음이 지금 것과 다릅니다.", "the bundle of an earlier checkpoint is not like today's");
            }
        }
    }

    private void Grew(SignedNote earlier, long size)
    {
        var old = Checkpoint.Open(earlier, _options.Origin, _options.Keys);
        if (!old.Done)
        {
            _problems.Enqueue(old.Problem!);
            return;
        }
        var root = old.Value.Size > size ? TreeHash.Empty : new TileReader(_folder, size).Range(0, old.Value.Size);
        if (old.Value.Size > size || !root.Done || root.Value != old.Value.Root)
        {
            Add("inconsistent", $"{old.Value.Size}", $"{old.Value.Size}건짜리 앞선 체크포인트와 이어지지 않습니다. 원장의 역사가 바뀌었습니다. 두 체크포인트를 보관하고 알리십시오.",
                $"does not continue the earlier checkpoint of {old.Value.Size} entries: the log's history was changed; keep both checkpoints and tell people");
        }
    }

    private void Add(string code, string where, string ko, string en) => _problems.Enqueue(new LedgerProblem(code, where, ko, en));
}

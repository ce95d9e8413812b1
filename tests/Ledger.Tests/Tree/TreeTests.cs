using Haechi.Ledger.Proofs;
using Haechi.Ledger.Tests.Support;
using Haechi.Ledger.Tree;
using Haechi.Ledger.Writing;

namespace Haechi.Ledger.Tests.Tree;

/// <summary>Hashes, tiles and proofs against the second implementation.</summary>
public sealed class TreeTests
{
    private static readonly int[] Edges = [255, 256, 257, 300, 511, 512, 513, 1000, 4096, 65_535, 65_536, 65_537, 66_000];

    [Fact]
    public void The_root_of_no_entries_is_the_hash_of_nothing() =>
        Assert.Equal("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", TreeHash.Empty.ToString());

    [Fact]
    public void Hashes_of_short_and_long_entries_are_those_of_the_framework()
    {
        var random = new Random(1);
        foreach (var length in new[] { 0, 1, 54, 55, 56, 63, 64, 65, 300, 510, 511, 512, 513, 4094, 4095, 4096, 5000, 65_535 })
        {
            var entry = new byte[length];
            random.NextBytes(entry);
            Assert.Equal(TreeHash.Read(NaiveTree.Leaf(entry)), TreeHash.OfEntry(entry));
        }
    }

    [Fact]
    public void A_hash_has_one_spelling()
    {
        var text = TreeHash.Empty.ToString();
        Assert.True(TreeHash.TryParse(text, out _));
        Assert.False(TreeHash.TryParse(text.Replace("FU=", "FV=", StringComparison.Ordinal), out _));
        Assert.False(TreeHash.TryParse(text + "\n", out _));
        Assert.False(TreeHash.TryParse(text.AsSpan(0, text.Length - 1), out _));
        Assert.False(TreeHash.TryParse("", out _));
    }

    [Theory]
    [InlineData(0, 1234067, 256, "tile/0/x001/x234/067")]
    [InlineData(3, 0, 256, "tile/3/000")]
    [InlineData(1, 999, 17, "tile/1/999.p/17")]
    [InlineData(-1, 1000, 5, "tile/entries/x001/000.p/5")]
    public void Paths_are_those_of_tlog_tiles(int level, long index, int width, string path) => Assert.Equal(path, new TileId(level, index, width).Path);

    [Fact]
    public void A_tree_of_70000_has_the_tiles_that_tlog_tiles_counts()
    {
        var tiles = TileId.OfTree(70_000).ToList();
        Assert.Equal((273, 1, 1, 1, 1), (tiles.Count(t => t is { Level: 0, IsFull: true }), tiles.Count(t => t is { Level: 0, Width: 112 }), tiles.Count(t => t is { Level: 1, IsFull: true }),
            tiles.Count(t => t is { Level: 1, Width: 17 }), tiles.Count(t => t is { Level: 2, Width: 1 })));
        Assert.Equal([new TileId(0, 0, 256), new TileId(1, 0, 1)], TileId.OfTree(256));
        Assert.Empty(TileId.OfTree(0));
    }

    [Fact]
    public void A_growing_tree_has_the_naive_root_at_every_size()
    {
        var tree = new TreeBuilder();
        var leaves = Sample.Leaves(600);
        for (var size = 0; size <= 600; size++)
        {
            Assert.Equal(TreeHash.Read(NaiveTree.Root(leaves.AsSpan(0, size))), tree.Root());
            if (size < 600)
            {
                tree.Append(Sample.Entry(size));
            }
        }
    }

    [Fact]
    public void Every_proof_of_every_small_tree_is_the_naive_one_and_leads_to_the_root()
    {
        var leaves = Sample.Leaves(70);
        for (var size = 1; size <= 70; size++)
        {
            Compare(new Built(size), leaves.AsSpan(0, size), Enumerable.Range(0, size), Enumerable.Range(0, size + 1));
        }
    }

    [Fact]
    public void Proofs_across_the_edges_of_tiles_are_the_naive_ones()
    {
        var leaves = Sample.Leaves(Edges[^1]);
        foreach (var size in Edges)
        {
            var random = new Random(size);
            int[] near = [.. new[] { 0, 1, 255, 256, 257, 511, 512, 65_535, 65_536, size / 2, size - 1, random.Next(size) }.Where(i => i < size).Distinct()];
            Compare(new Built(size), leaves.AsSpan(0, size), size > 5000 ? near[^2..] : near, size > 5000 ? near[^2..] : [.. near, size]);
        }
    }

    [Fact]
    public void A_changed_proof_does_not_lead_anywhere()
    {
        var (source, leaves, random) = (new Built(700), Sample.Hashes(Sample.Leaves(700)), new Random(7));
        var (root, old) = (source.Root, new Built(300).Root);
        for (var i = 0; i < 2000; i++)
        {
            var index = random.Next(700);
            var proof = InclusionProof.Build(source, index, 700).Value;
            var spoiled = random.Next(5) switch
            {
                0 => proof with { Index = (index + 1 + random.Next(699)) % 700 },
                1 => proof with { Path = [.. proof.Path.Skip(1)] },
                2 => proof with { Path = [.. proof.Path, root] },
                3 => proof with { Path = [.. proof.Path.Reverse()] },
                _ => proof with { Path = Flip(proof.Path, random) },
            };
            Assert.True(proof.Leads(leaves[index], root));
            Assert.False(spoiled.Leads(leaves[index], root));
            Assert.False(proof.Leads(leaves[(index + 1) % 700], root));
            var grown = ConsistencyProof.Build(source, 300, 700).Value;
            Assert.True(grown.Leads(old, root));
            Assert.False((grown with { Path = Flip(grown.Path, random) }).Leads(old, root));
            Assert.False((grown with { OldSize = 301 }).Leads(old, root));
            Assert.False((grown with { Path = [.. grown.Path.Skip(1)] }).Leads(old, root));
        }
    }

    [Fact]
    public void Sizes_that_no_tree_has_are_refused()
    {
        var source = new Built(10);
        Assert.Equal("no-such-entry", InclusionProof.Build(source, 10, 10).Problem?.Code);
        Assert.Equal("no-such-entry", InclusionProof.Build(source, -1, 10).Problem?.Code);
        Assert.Equal("sizes-swapped", ConsistencyProof.Build(source, 11, 10).Problem?.Code);
        Assert.Equal("tile-missing", InclusionProof.Build(source, 3, 300).Problem?.Code);
        Assert.False(new InclusionProof(5, 5, []).Leads(TreeHash.Empty, TreeHash.Empty));
        Assert.False(new ConsistencyProof(3, 2, []).Leads(TreeHash.Empty, TreeHash.Empty));
    }

    [Fact]
    public void Spoiled_bundles_are_read_without_a_fault()
    {
        var random = new Random(3);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = new byte[random.Next(40)];
            random.NextBytes(bytes);
            Array.ForEach(Enumerable.Range(0, bytes.Length / 2).ToArray(), p => bytes[p * 2] = (byte)(random.Next(8) == 0 ? bytes[p * 2] : 0));
            var count = random.Next(1, 6);
            if (EntryBundle.TryRead(bytes, count, out var entries))
            {
                Assert.Equal(bytes.Length, entries.Sum(e => e.Length + 2));
                Assert.Equal(count, entries.Length);
            }
        }
    }

    private static void Compare(Built source, ReadOnlySpan<byte[]> leaves, IEnumerable<int> indexes, IEnumerable<int> olderSizes)
    {
        var root = TreeHash.Read(NaiveTree.Root(leaves));
        Assert.Equal(root, source.Root);
        foreach (var index in indexes)
        {
            var proof = InclusionProof.Build(source, index, leaves.Length).Value;
            Assert.Equal(Sample.Hashes(NaiveTree.Path(index, leaves)), proof.Path);
            Assert.True(proof.Leads(TreeHash.Read(leaves[index]), root));
        }
        foreach (var older in olderSizes)
        {
            var proof = ConsistencyProof.Build(source, older, leaves.Length).Value;
            Assert.Equal(Sample.Hashes(NaiveTree.Consistency(older, leaves)), proof.Path);
            Assert.True(proof.Leads(TreeHash.Read(NaiveTree.Root(leaves[..older])), root));
        }
    }

    private static List<TreeHash> Flip(IReadOnlyList<TreeHash> path, Random random)
    {
        List<TreeHash> spoiled = [.. path];
        var (at, bytes) = (random.Next(path.Count), new byte[TreeHash.Length]);
        spoiled[at].Write(bytes);
        bytes[random.Next(bytes.Length)] ^= (byte)random.Next(1, 256);
        spoiled[at] = TreeHash.Read(bytes);
        return spoiled;
    }

    /// <summary>The tiles of a tree, in memory.</summary>
    private sealed class Built : ITileSource
    {
        private readonly Dictionary<TileId, byte[]> _tiles;

        public Built(int size)
        {
            var tree = new TreeBuilder();
            for (var i = 0; i < size; i++)
            {
                tree.Append(Sample.Entry(i));
            }
            Root = tree.Root();
            _tiles = tree.Take().Tiles.ToDictionary(t => t.Id, t => t.Bytes);
            Assert.Equal(TileId.OfTree(size).Concat(TileId.BundlesOf(size)).Order(Comparer<TileId>.Create((a, b) => string.CompareOrdinal(a.Path, b.Path))), _tiles.Keys.OrderBy(k => k.Path, StringComparer.Ordinal));
        }

        public TreeHash Root { get; }

        public byte[]? Read(TileId tile) => _tiles.GetValueOrDefault(tile);
    }
}

using System.Globalization;
using System.Text;

namespace Haechi.Ledger.Tree;

/// <summary>Names one tile of hashes, or one bundle of entries, as C2SP tlog-tiles lays them out. Tile N of level L holds up to 256 roots of subtrees of 256^L entries each.</summary>
/// <param name="Level">0 to 7 for hashes; <see cref="EntryLevel"/> for entries.</param>
/// <param name="Index">The place within the level, from 0.</param>
/// <param name="Width">How many hashes or entries: 1 to 256; fewer than 256 at the right edge of a tree only.</param>
public readonly record struct TileId(int Level, long Index, int Width)
{
    /// <summary>Hashes of a full tile, entries of a full bundle.</summary>
    public const int Full = 256;

    /// <summary>The level that stands for bundles of entries.</summary>
    public const int EntryLevel = -1;

    /// <summary>Tiles of hashes above this level would need more than 2^63 entries.</summary>
    public const int HighestLevel = 7;

    private const string Folder = "tile/";
    private const string EntryFolder = "entries";

    /// <summary>True when 256 are there.</summary>
    public bool IsFull => Width == Full;

    /// <summary>True for a bundle of entries.</summary>
    public bool IsEntries => Level == EntryLevel;

    /// <summary>The same place with all 256.</summary>
    public TileId WhenFull => this with { Width = Full };

    /// <summary>The path below the folder or address of the log, such as <c>tile/0/x001/234/067.p/5</c>.</summary>
    public string Path => IsFull ? FullPath : string.Create(CultureInfo.InvariantCulture, $"{PartialFolder}/{Width}");

    /// <summary>The folder of the partial tiles at this place.</summary>
    public string PartialFolder => FullPath + ".p";

    private string FullPath
    {
        get
        {
            var path = new StringBuilder(Folder).Append(IsEntries ? EntryFolder : Level.ToString(CultureInfo.InvariantCulture)).Append('/');
            var digits = Index.ToString("D3", CultureInfo.InvariantCulture);
            digits = digits.PadLeft((digits.Length + 2) / 3 * 3, '0');
            for (var i = 0; i < digits.Length; i += 3)
            {
                path.Append(i + 3 < digits.Length ? "x" : "").Append(digits, i, 3).Append(i + 3 < digits.Length ? "/" : "");
            }
            return path.ToString();
        }
    }

    /// <summary>The tile that holds place <paramref name="index"/> of a level in a tree of <paramref name="size"/> entries; as wide as that tree makes it.</summary>
    public static TileId Holding(int level, long index, long size)
    {
        var count = size >> (8 * Math.Max(level, 0));
        return new TileId(level, index / Full, (int)Math.Min(Full, count - (index / Full * Full)));
    }

    /// <summary>All tiles of hashes of a tree, level by level from below, from left to right.</summary>
    public static IEnumerable<TileId> OfTree(long size)
    {
        for (var level = 0; level <= HighestLevel && size >> (8 * level) > 0; level++)
        {
            var count = size >> (8 * level);
            for (long place = 0; place < count; place += Full)
            {
                yield return Holding(level, place, size);
            }
        }
    }

    /// <summary>All bundles of entries of a tree, from left to right.</summary>
    public static IEnumerable<TileId> BundlesOf(long size)
    {
        for (long place = 0; place < size; place += Full)
        {
            yield return Holding(EntryLevel, place, size);
        }
    }
}

namespace Haechi.Ledger.Tree;

/// <summary>Where the tiles and bundles of a log come from: a folder, a web address, memory. Nothing that comes is trusted before it was hashed.</summary>
public interface ITileSource
{
    /// <summary>The bytes of a tile or bundle; null when it is not there. A log may have dropped a partial tile whose full one exists: readers then ask for that.</summary>
    public byte[]? Read(TileId tile);
}

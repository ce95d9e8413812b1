using Haechi.Ledger.Notes;
using Haechi.Ledger.Storage;

namespace Haechi.Ledger.Writing;

/// <summary>
/// Puts a tree and its checkpoint into the folder, in the order that survives a loss of power at any moment: tiles under other names, all to the disk, then their
/// final names, to the disk too, only then the checkpoint that stands on them. Whoever reads a tile under its name reads it whole, before and after a crash.
/// </summary>
internal sealed class Publisher(ILedgerFiles files, LedgerFolder folder)
{
    private const string Temporary = ".new";

    private readonly HashSet<string> _folders = new(StringComparer.Ordinal);

    public void Write(BuiltTree tree, SignedNote checkpoint)
    {
        foreach (var tile in tree.Tiles)
        {
            var path = folder.PathOf(tile.Id.Path);
            var parent = path[..path.LastIndexOf('/')];
            if (_folders.Add(parent))
            {
                files.CreateFolder(parent);
            }
            using var file = files.Create(path + Temporary);
            file.Write(tile.Bytes);
        }
        files.SyncAll(folder.Folder);
        foreach (var path in tree.Tiles.Select(t => folder.PathOf(t.Id.Path)))
        {
            files.Rename(path + Temporary, path);
        }
        files.SyncAll(folder.Folder);
        WriteCheckpoint(checkpoint);
        DropPartials(tree);
    }

    public void WriteCheckpoint(SignedNote checkpoint)
    {
        var path = folder.PathOf(LedgerFolder.CheckpointName);
        using (var file = files.Create(path + Temporary))
        {
            file.Write(System.Text.Encoding.UTF8.GetBytes(checkpoint.ToText()));
            file.Sync();
        }
        files.Rename(path + Temporary, path);
        files.SyncFolder(folder.Folder);
    }

    /// <summary>Readers of an older checkpoint take the full tile instead (tlog-tiles, "Partial Tiles").</summary>
    private void DropPartials(BuiltTree tree)
    {
        foreach (var partial in tree.Tiles.Where(t => t.Id.IsFull).Select(t => folder.PathOf(t.Id.PartialFolder)))
        {
            files.DeleteFolder(partial);
            _folders.Remove(partial);
        }
    }
}

using Haechi.Ledger.Notes;
using Haechi.Ledger.Storage;

namespace Haechi.Ledger.Writing;

/// <summary>
/// Puts a tree and its checkpoint into the folder, in the order that survives a loss of power at any moment: tiles under their final names, everything to the disk,
/// only then the checkpoint that stands on them, then that to the disk.
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
            Replace(path, tile.Bytes, sync: false);
        }
        files.SyncAll(folder.Folder);
        WriteCheckpoint(checkpoint);
        foreach (var tile in tree.Tiles.Where(t => t.Id.IsFull))
        {
            // Readers of an older checkpoint take the full tile instead (tlog-tiles, "Partial Tiles").
            var partial = folder.PathOf(tile.Id.PartialFolder);
            files.DeleteFolder(partial);
            _folders.Remove(partial);
        }
    }

    public void WriteCheckpoint(SignedNote checkpoint)
    {
        Replace(folder.PathOf(LedgerFolder.CheckpointName), System.Text.Encoding.UTF8.GetBytes(checkpoint.ToText()), sync: true);
        files.SyncFolder(folder.Folder);
    }

    private void Replace(string path, byte[] bytes, bool sync)
    {
        using (var file = files.Create(path + Temporary))
        {
            file.Write(bytes);
            if (sync)
            {
                file.Sync();
            }
        }
        files.Rename(path + Temporary, path);
    }
}

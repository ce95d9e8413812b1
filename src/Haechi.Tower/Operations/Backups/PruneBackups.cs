using Haechi.Tower.Common;

namespace Haechi.Tower.Operations.Backups;

/// <summary>Removes backups whose time is over: personal data that were erased must not live on in old copies.</summary>
public static class PruneBackups
{
    /// <summary>Looks at the backups of a folder. Needs no key: when a backup expires stands in its head. Gives back those removed and those left.</summary>
    public static async Task<(IReadOnlyList<string> Removed, IReadOnlyList<(string File, BackupHeader Header)> Left)> Run(string folder, long now, bool dryRun, CancellationToken stop = default)
    {
        var (removed, left) = (new List<string>(), new List<(string, BackupHeader)>());
        foreach (var file in Directory.EnumerateFiles(folder, "*" + BackupMaker.Ending).Order(StringComparer.Ordinal))
        {
            Result<(BackupHeader Header, byte[] Bytes)> read;
            await using (var stream = File.OpenRead(file))
            {
                read = await BackupHeader.Read(stream, file, stop);
            }
            if (!read.Done)
            {
                continue;
            }
            if (!read.Value.Header.IsExpired(now))
            {
                left.Add((file, read.Value.Header));
                continue;
            }
            if (!dryRun)
            {
                File.Delete(file);
            }
            removed.Add(file);
        }
        return (removed, left);
    }
}

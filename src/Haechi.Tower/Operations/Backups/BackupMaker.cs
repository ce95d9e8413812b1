using System.Globalization;
using System.Security.Cryptography;
using Haechi.Rules;
using Haechi.Tower.Access.Keys;
using Haechi.Tower.Common;
using Haechi.Tower.Files;
using Haechi.Tower.Storage;

namespace Haechi.Tower.Operations.Backups;

/// <summary>What was written.</summary>
/// <param name="File">The file.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Rows">Rows of all tables.</param>
/// <param name="Entries">Rows of the journal.</param>
/// <param name="Files">Files of the register.</param>
/// <param name="Expires">When it is to be deleted, in UTC microseconds, or null.</param>
/// <param name="Missing">Hashes of files that rows name and that were not there or damaged.</param>
public sealed record MadeBackup(string File, long Length, long Rows, long Entries, int Files, long? Expires, IReadOnlyList<string> Missing);

/// <summary>Makes encrypted backups while the tower is in use.</summary>
public sealed class BackupMaker(TowerStore store, FileStore files, IEnumerable<IUnmodelledTable> unmodelled, MasterKey master)
{
    /// <summary>The ending by which old backups are found.</summary>
    public const string Ending = ".haechi-backup";

    internal const string Act = "operations.backup";
    private const long DayMicros = 86_400_000_000;

    /// <summary>Writes a backup. It gets its name only when it is complete and on the disk. <paramref name="keepDays"/>: when it expires.</summary>
    public async Task<Result<MadeBackup>> Make(Actor actor, string file, BackupKey key, int? keepDays, CancellationToken stop = default)
    {
        var target = Path.GetFullPath(file);
        if (File.Exists(target))
        {
            return new Refusal("exists", LocalText.Of("이 파일은 이미 있습니다.", "this file exists already"), target, LocalText.Of("다른 이름을 주십시오. 백업은 덮어쓰지 않습니다.", "give another name; a backup is never overwritten."));
        }
        var now = store.Clock.Micros;
        var salt = RandomNumberGenerator.GetBytes(16);
        var iterations = key.IsPassphrase ? BackupKey.Iterations : 0;
        var own = key.For(salt, iterations);
        var header = new BackupHeader(now, keepDays is { } days ? now + (days * DayMicros) : null, salt, iterations, BackupKey.Check(own));
        var unfinished = target + ".unfinished";
        BackupEnd end;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Delete(unfinished);
            await using (var stream = new FileStream(unfinished, MasterKey.OwnerOnly()))
            {
                var head = header.Bytes();
                stream.Write(head);
                using var closing = new SealedWriter(stream, own, SHA256.HashData(head));
                end = await new BackupWriter(store, files, unmodelled).Write(closing, Folder(), stop);
                closing.Finish();
                stream.Flush(flushToDisk: true);
            }
            File.Move(unfinished, target);
        }
        catch (Exception fault) when (fault is UnauthorizedAccessException or DirectoryNotFoundException)
        {
            return new Refusal("unwritable", LocalText.Of("백업을 여기에 쓸 수 없습니다.", "the backup cannot be written here"), target, LocalText.Of(fault.Message, fault.Message));
        }
        finally
        {
            File.Delete(unfinished);
        }
        var made = new MadeBackup(target, new FileInfo(target).Length, end.Rows.Values.Sum(r => r.Count), end.Rows["journal"].Count, end.Files, header.Expires, end.Missing);
        await store.Write<Done>(actor, scope =>
        {
            scope.Record(Act, "backup:" + header.Made.ToString(CultureInfo.InvariantCulture), new { made.Length, made.Rows, made.Entries, made.Files, missing = made.Missing.Count, made.Expires });
            return Task.FromResult(Done.Well);
        }, stop);
        return made;
    }

    /// <summary>What rows cannot give back: the master key, the mark of a demonstration, and what the ledger's folder holds beside tiles, which are built from rows again. Read before the rows, so that it is never newer than they.</summary>
    private List<(string, byte[])> Folder()
    {
        var folder = store.Options.DataFolder;
        var kept = new List<(string, byte[])> { (Path.GetFileName(MasterKey.FileIn(folder)), System.Text.Encoding.ASCII.GetBytes(master.Text() + "\n")) };
        var mark = Path.Combine(folder, "demo-day");
        if (File.Exists(mark))
        {
            kept.Add(("demo-day", File.ReadAllBytes(mark)));
        }
        var ledger = Path.Combine(folder, "ledger");
        IEnumerable<string> found = Directory.Exists(ledger) ? Directory.EnumerateFiles(ledger, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal) : [];
        foreach (var file in found)
        {
            var name = Path.GetRelativePath(folder, file).Replace('\\', '/');
            if (!name.Contains("/tile/", StringComparison.Ordinal) && !name.EndsWith("lock", StringComparison.Ordinal) && !name.EndsWith(".tmp", StringComparison.Ordinal))
            {
                kept.Add((name, File.ReadAllBytes(file)));
            }
        }
        return kept;
    }
}

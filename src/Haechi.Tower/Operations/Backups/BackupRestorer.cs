using System.Globalization;
using System.Security.Cryptography;
using Haechi.Rules;
using Haechi.Tower.Common;
using Haechi.Tower.Journal;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Operations.Backups;

/// <summary>What came back.</summary>
/// <param name="Made">When the backup was made, in UTC microseconds.</param>
/// <param name="Rows">Rows of all tables.</param>
/// <param name="Entries">Rows of the journal, without the one that notes the restore.</param>
/// <param name="Files">Files of the register.</param>
/// <param name="Missing">Files that were missing already when the backup was made.</param>
public sealed record RestoredBackup(long Made, long Rows, long Entries, int Files, IReadOnlyList<string> Missing);

/// <summary>
/// Brings a backup back into an empty place: a data folder, or a data folder and a PostgreSQL. First everything is opened and held against its hashes; only then is the first byte written. A backup of
/// one store can be restored into the other.
/// </summary>
public sealed class BackupRestorer(IEnumerable<IUnmodelledTable> unmodelled, IEnumerable<IAfterRestore> after)
{
    internal const string Act = "operations.restore";

    /// <summary>Restores. <paramref name="place"/> names the data folder, which must be empty or absent, and the PostgreSQL, which must hold no register.</summary>
    public async Task<Result<RestoredBackup>> Restore(string file, BackupKey key, TowerOptions place, string? erasures = null, CancellationToken stop = default)
    {
        if (after.Select(a => a.Refuses(erasures)).FirstOrDefault(r => r is not null) is { } early)
        {
            return early;
        }
        if (await NotEmpty(place, stop) is { } taken)
        {
            return taken;
        }
        var checkedFile = await Opened(file, key, BackupReader.Verify, stop);
        if (!checkedFile.Done)
        {
            return Refused.Because<RestoredBackup>(checkedFile.Refusals);
        }
        var (header, (start, end)) = checkedFile.Value;
        if (start.Schema > Migrator.Newest)
        {
            return Opening.Of(new NewerSchemaException(start.Schema, Migrator.Newest))!;
        }
        // Beside its place until it is whole; a restore that is cut off leaves the place as empty as it was.
        var building = place.DataFolder.TrimEnd('/') + ".restoring-" + NewId.Next();
        DataFolder.Make(building);
        try
        {
            var put = place with { DataFolder = building };
            using (var store = new TowerStore(put))
            {
                if (await Fill(store, file, key, start, end, stop) is { } wrong)
                {
                    return wrong;
                }
                foreach (var step in after)
                {
                    if (await step.Run(store, building, erasures, stop) is { Done: false } refused)
                    {
                        return Refused.Because<RestoredBackup>(refused.Refusals);
                    }
                }
                await Note(store, header, end, stop);
            }
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            if (Directory.Exists(place.DataFolder))
            {
                Directory.Delete(place.DataFolder);
            }
            Directory.Move(building, place.DataFolder);
        }
        finally
        {
            if (Directory.Exists(building))
            {
                Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
                Directory.Delete(building, recursive: true);
            }
        }
        return new RestoredBackup(header.Made, end.Rows.Values.Sum(r => r.Count), end.Rows["journal"].Count, end.Files, end.Missing);
    }

    /// <summary>Opens a backup and holds everything in it against its hashes, without restoring.</summary>
    public static async Task<Result<BackupHeader>> Verify(string file, BackupKey key, CancellationToken stop = default)
    {
        var read = await Opened(file, key, BackupReader.Verify, stop);
        return read.Done ? read.Value.Header : Refused.Because<BackupHeader>(read.Refusals);
    }

    private async Task<Refusal?> Fill(TowerStore store, string file, BackupKey key, BackupStart start, BackupEnd end, CancellationToken stop)
    {
        // The schema of then, the rows, and only then what has changed since.
        await Migrator.Migrate(store, start.Schema);
        await using (var context = store.Open())
        {
            context.Database.SetCommandTimeout(0);
            await using var transaction = await context.Database.BeginTransactionAsync(stop);
            var loader = new BackupLoader(store, context, unmodelled);
            var loaded = await Opened(file, key, (bytes, s) => BackupReader.Walk(bytes, (_, name, entry) => loader.Take(name, entry, s), s), stop);
            if (!loaded.Done)
            {
                return loaded.Refusals[0];
            }
            await loader.Finish(end, stop);
            await transaction.CommitAsync(stop);
        }
        await Migrator.Migrate(store);
        await using var after = store.Open();
        var entries = await after.Set<JournalEntry>().LongCountAsync(stop);
        return entries == end.Rows["journal"].Count ? null : Refusal.Because("incomplete", $"기록부에 {end.Rows["journal"].Count}건이 있어야 하는데 {entries}건입니다.", $"the journal should have {end.Rows["journal"].Count} entries and has {entries}");
    }

    private static Task<Result<Done>> Note(TowerStore store, BackupHeader header, BackupEnd end, CancellationToken stop) => store.Write<Done>(Actor.Terminal, scope =>
    {
        scope.Record(Act, "backup:" + header.Made.ToString(CultureInfo.InvariantCulture), new { entries = end.Rows["journal"].Count, files = end.Files, missing = end.Missing.Count });
        return Task.FromResult(Done.Well);
    }, stop);

    private static async Task<Refusal?> NotEmpty(TowerOptions place, CancellationToken stop)
    {
        if (File.Exists(place.DataFolder) || (Directory.Exists(place.DataFolder) && Directory.EnumerateFileSystemEntries(place.DataFolder).Any()))
        {
            return new Refusal("not-empty", LocalText.Of("이 폴더는 비어 있지 않습니다. 되돌리기는 있는 자료를 덮어쓰지 않습니다.", "this folder is not empty, and a restore overwrites nothing"), place.DataFolder,
                LocalText.Of("빈 폴더를 주거나, 있던 것을 다른 이름으로 옮기십시오.", "give an empty folder, or move what is there to another name."));
        }
        if (place.Postgres is null)
        {
            return null;
        }
        try
        {
            using var store = new TowerStore(place);
            var empty = (await Migrator.State(store, stop)).Applied == 0 || !await store.Read(c => c.Set<JournalEntry>().AnyAsync(stop));
            return empty ? null : new Refusal("not-empty", LocalText.Of("이 데이터베이스에는 등록부가 있습니다. 되돌리기는 있는 자료를 덮어쓰지 않습니다.", "this database holds a register, and a restore overwrites nothing"), "--db",
                LocalText.Of("createdb 로 새 데이터베이스를 만들어 주십시오.", "make a new database with createdb."));
        }
        catch (Exception fault) when (Opening.Of(fault) is { } refusal)
        {
            return refusal;
        }
    }

    private static async Task<Result<(BackupHeader Header, (BackupStart Start, BackupEnd End) Held)>> Opened(string file, BackupKey key, Func<Stream, CancellationToken, Task<(BackupStart, BackupEnd)>> read, CancellationToken stop)
    {
        try
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 17);
            var header = await BackupHeader.Read(stream, file, stop);
            if (!header.Done)
            {
                return Refused.Because<(BackupHeader, (BackupStart, BackupEnd))>(header.Refusals);
            }
            var (head, bytes) = header.Value;
            if (head.Iterations > 0 != key.IsPassphrase)
            {
                return Wrong(file, head.Iterations > 0);
            }
            var own = key.For(head.Salt, head.Iterations);
            if (BackupKey.Check(own) != head.Check)
            {
                return Wrong(file, null);
            }
            await using var opening = new SealedReader(stream, own, SHA256.HashData(bytes));
            return (head, await read(opening, stop));
        }
        catch (AlteredException altered)
        {
            return new Refusal("altered", LocalText.Of($"백업의 {altered.Chunk + 1}번째 조각(파일의 {altered.At}바이트부터)이 바뀌었거나 파일이 잘렸습니다. 아무것도 되돌리지 않았습니다.",
                $"chunk {altered.Chunk + 1} of the backup (from byte {altered.At}) was altered, or the file is cut off; nothing was restored"), file, LocalText.Of("다른 백업을 쓰십시오.", "use another backup."));
        }
        catch (Exception wrong) when (wrong is IncompleteException or InvalidDataException or System.Text.Json.JsonException or EndOfStreamException)
        {
            return new Refusal("incomplete", LocalText.Of($"백업의 내용이 온전하지 않습니다({wrong.Message}). 아무것도 되돌리지 않았습니다.", $"the contents of the backup are not whole ({wrong.Message}); nothing was restored"), file, LocalText.Of("다른 백업을 쓰십시오.", "use another backup."));
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return new Refusal("unreadable", LocalText.Of("백업 파일을 읽을 수 없습니다.", "the backup cannot be read"), file, LocalText.Of(fault.Message, fault.Message));
        }
    }

    private static Refusal Wrong(string file, bool? passphrase) => new("wrong-key", LocalText.Of("이 백업은 다른 키로 잠겨 있습니다.", "this backup was closed with another key"), file, passphrase switch
    {
        true => LocalText.Of("암호문으로 잠근 백업입니다. --passphrase-file 로 주십시오.", "it was closed with a passphrase; give it with --passphrase-file."),
        false => LocalText.Of("키 파일로 잠근 백업입니다. --key-file 로 주십시오.", "it was closed with a key file; give it with --key-file."),
        _ => LocalText.Of("백업할 때 쓴 키를 주십시오. 키가 없으면 열 길이 없습니다.", "give the key with which it was made; without it there is no way in."),
    });
}

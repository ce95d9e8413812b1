using System.Globalization;
using Haechi.Ledger.Notes;
using Haechi.Ledger.Storage;
using Haechi.Ledger.Tree;
using Haechi.Ledger.Writing;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Journal;

/// <summary>
/// The ledger's files on this node. They follow the rows: lost files are built again from them, and files that know more than the rows are not touched. Not for several threads at once.
/// </summary>
internal sealed class NodeLedger(TowerStore store) : IDisposable
{
    /// <summary>How many entries go into one publication while catching up; bounds the memory that it takes.</summary>
    private const int Stride = 50_000;
    private const int Read = 5000;

    private DerivedLedger? _ledger;
    private int _log;
    private int _keys;
    private string? _published;

    /// <summary>The entries of the checkpoint in the folder.</summary>
    public long Published => _ledger?.Published?.Size ?? 0;

    /// <summary>The folder of a log.</summary>
    public static string FolderOf(TowerOptions options, int log) => Path.Combine(options.DataFolder, "ledger", log.ToString(CultureInfo.InvariantCulture));

    /// <summary>Brings the files to the latest signed head.</summary>
    public async Task<Result<Done>> Follow(LedgerLog log, CancellationToken stop)
    {
        await using var context = store.Open();
        var latest = await LedgerQueries.Latest(context, log.Number, stop);
        if (await Open(context, log, latest, stop) is { } refusal)
        {
            return refusal;
        }
        while (latest is not null)
        {
            var from = Published;
            // In strides, by heads that were signed on the way: a node that is new may have millions of entries to catch up with.
            var next = latest.Size - from <= Stride ? latest
                : await context.Set<LedgerCheckpoint>().Where(c => c.Log == log.Number && c.Size >= from + Stride).OrderBy(c => c.Size).FirstOrDefaultAsync(stop) ?? latest;
            var note = await LedgerQueries.NoteOf(context, next, stop);
            if (next.Size == from && note == _published)
            {
                break;
            }
            if (await Append(context, next.Size, stop) is { } other || (other = Publish(note)) is not null)
            {
                Close();
                return other;
            }
        }
        return Done.Well;
    }

    /// <summary>Takes up entries that no head covers yet; what is to be signed.</summary>
    public async Task<Result<Checkpoint>> Grow(long size, CancellationToken stop)
    {
        await using var context = store.Open();
        if (await Append(context, size, stop) is { } refusal)
        {
            Close();
            return refusal;
        }
        return _ledger!.Head;
    }

    /// <summary>Publishes a signed head; null when done.</summary>
    public Refusal? Publish(string note)
    {
        var published = _ledger!.Publish(SignedNote.Parse(note).Value);
        if (published.Done)
        {
            _published = note;
            return null;
        }
        return LedgerRefusals.Of(published.Problem!);
    }

    /// <summary>Lets go of the folder and of what was taken up without a head.</summary>
    public void Close()
    {
        _ledger?.Dispose();
        (_ledger, _published) = (null, null);
    }

    public void Dispose() => Close();

    private async Task<Refusal?> Open(TowerContext context, LedgerLog log, LedgerCheckpoint? latest, CancellationToken stop)
    {
        var keys = await LedgerQueries.Verifiers(context, log.Number, stop);
        if (_ledger is null || _log != log.Number || _keys != keys.Count || _ledger.Size > (latest?.Size ?? 0))
        {
            Close();
            (_log, _keys) = (log.Number, keys.Count);
            var options = new LedgerOptions(FolderOf(store.Options, log.Number), log.Origin) { Keys = keys };
            if (keys.Count == 0)
            {
                return LedgerRefusals.ClosedKeys;
            }
            if (await CheckAlone(context, options, latest, stop) is { } wrong)
            {
                return wrong;
            }
            var opened = DerivedLedger.Open(options);
            if (!opened.Done)
            {
                return LedgerRefusals.Of(opened.Problem!);
            }
            _ledger = opened.Value;
        }
        return Published > (latest?.Size ?? 0) ? LedgerRefusals.OlderDatabase(FolderOf(store.Options, log.Number), Published, latest?.Size ?? 0) : null;
    }

    /// <summary>While another process writes here, files come and go: then nothing is judged by them.</summary>
    private static async Task<Refusal?> CheckAlone(TowerContext context, LedgerOptions options, LedgerCheckpoint? latest, CancellationToken stop)
    {
        Directory.CreateDirectory(options.Folder);
        using var alone = LinuxFiles.Instance.Lock(Path.Combine(options.Folder, ".lock"));
        return alone is null ? LedgerRefusals.InUse(options.Folder) : await Check(context, options, latest, stop);
    }

    /// <summary>Holds the checkpoint that lies there against the rows; files that are not whole are put aside, to be built again.</summary>
    private static async Task<Refusal?> Check(TowerContext context, LedgerOptions options, LedgerCheckpoint? latest, CancellationToken stop)
    {
        var folder = new LedgerFolder(options.Folder);
        if (!File.Exists(Path.Combine(options.Folder, LedgerFolder.CheckpointName)))
        {
            PutAside(options.Folder);
            return null;
        }
        var note = folder.ReadCheckpoint();
        var lying = note.Done ? Checkpoint.Open(note.Value, options.Origin, [.. options.Keys]) : note.Problem!;
        if (!lying.Done)
        {
            return LedgerRefusals.Of(lying.Problem!);
        }
        if (lying.Value.Size > (latest?.Size ?? 0))
        {
            return LedgerRefusals.OlderDatabase(options.Folder, lying.Value.Size, latest?.Size ?? 0);
        }
        var root = lying.Value.Root.ToString();
        var log = latest!.Log;
        if (!await context.Set<LedgerCheckpoint>().AnyAsync(c => c.Log == log && c.Size == lying.Value.Size && c.Root == root, stop))
        {
            return LedgerRefusals.OtherHistory(options.Folder, lying.Value.Size);
        }
        if (!TileId.OfTree(lying.Value.Size).Concat(TileId.BundlesOf(lying.Value.Size)).All(t => File.Exists(Path.Combine(options.Folder, t.Path))))
        {
            PutAside(options.Folder);
        }
        return null;
    }

    /// <summary>What is left of a damaged ledger is kept beside it: it may tell how it came about.</summary>
    private static void PutAside(string folder)
    {
        if (!Directory.Exists(Path.Combine(folder, "tile")) && !File.Exists(Path.Combine(folder, LedgerFolder.CheckpointName)))
        {
            return;
        }
        for (var n = 1; ; n++)
        {
            var aside = string.Create(CultureInfo.InvariantCulture, $"{folder}.incomplete-{n}");
            if (!Directory.Exists(aside))
            {
                Directory.Move(folder, aside);
                return;
            }
        }
    }

    private async Task<Refusal?> Append(TowerContext context, long size, CancellationToken stop)
    {
        while (_ledger!.Size < size)
        {
            var (from, to) = (_ledger.Size, Math.Min(size, _ledger.Size + Read));
            var leaves = await context.Set<JournalEntry>().Where(j => j.LedgerIndex >= from && j.LedgerIndex < to).OrderBy(j => j.LedgerIndex).Select(j => j.Leaf).ToListAsync(stop);
            if (leaves.Count < to - from)
            {
                return Refusal.Because("rows-missing", $"원장의 {from + leaves.Count}번 뒤로 기록부의 행이 빠져 있습니다. 데이터베이스를 점검하십시오.", $"rows of the journal are missing from entry {from + leaves.Count} on; check the database");
            }
            for (var i = 0; i < leaves.Count; i++)
            {
                var put = _ledger.AppendAt(from + i, leaves[i]);
                if (!put.Done)
                {
                    return LedgerRefusals.Of(put.Problem!);
                }
            }
        }
        return null;
    }
}

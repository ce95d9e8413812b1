using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Haechi.Ledger.Notes;
using Haechi.Ledger.Proofs;
using Haechi.Ledger.Storage;
using Haechi.Rules;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Journal;

/// <summary>An entry as anybody may see it.</summary>
/// <param name="Index">Its index.</param>
/// <param name="Leaf">Its bytes.</param>
/// <param name="Standing">How far it has come.</param>
public sealed record PublicEntry(long Index, byte[] Leaf, LedgerStanding Standing);

/// <summary>What anybody may ask of the ledger on this node: entries, proofs, and the files themselves.</summary>
public sealed partial class PublicLedger(TowerStore store)
{
    /// <summary>The name of the one file that changes.</summary>
    public const string Checkpoint = LedgerFolder.CheckpointName;

    /// <summary>The latest checkpoint that a witness cosigned, under a name of its own: while entries keep coming, <see cref="Checkpoint"/> is always a step ahead of the witnesses.</summary>
    public const string Witnessed = "checkpoint.witnessed";

    /// <summary>The entry with an index, given as people type it.</summary>
    public async Task<Result<PublicEntry>> Find(string index, CancellationToken stop = default)
    {
        if (!long.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var at))
        {
            return Missing(index);
        }
        await using var context = store.Open();
        var leaf = await context.Set<JournalEntry>().Where(j => j.LedgerIndex == at).Select(j => j.Leaf).FirstOrDefaultAsync(stop);
        return leaf is null ? Missing(index) : new PublicEntry(at, leaf, (await LedgerQueries.Reach(context, stop)).Of(at));
    }

    /// <summary>The proof of an entry (C2SP tlog-proof) under the checkpoint that this node has published.</summary>
    public async Task<Result<string>> Prove(long index, CancellationToken stop = default)
    {
        if (await store.Read(c => LedgerQueries.Present(c, stop)) is not { } log)
        {
            return NotYet(index);
        }
        var folder = new LedgerFolder(NodeLedger.FolderOf(store.Options, log.Number));
        var note = await Cosigned(log.Number, stop) is { } seen && SizeOf(seen) > index ? seen : folder.ReadCheckpoint();
        var checkpoint = note.Done ? Haechi.Ledger.Notes.Checkpoint.Parse(note.Value.Text) : note.Problem!;
        if (!checkpoint.Done || checkpoint.Value.Size <= index)
        {
            return NotYet(index);
        }
        var bundle = ProofBundle.Build(folder, index, note.Value, checkpoint.Value);
        return bundle.Done ? bundle.Value.ToText() : LedgerRefusals.Of(bundle.Problem!);
    }

    /// <summary>Document and salt of an entry as JSON, with which its keeper shows what the commitment stands for.</summary>
    public async Task<Result<string>> Open(long index, CancellationToken stop = default)
    {
        var entry = await store.Read(c => c.Set<JournalEntry>().FirstOrDefaultAsync(j => j.LedgerIndex == index, stop));
        return entry is null ? Missing($"{index}")
            : entry.Salt is null ? Refusal.Because("erased", "이 기입의 문서와 솔트는 지워졌습니다. 원장의 기입은 그대로 있고 확인됩니다.", "document and salt of this entry were erased; the entry stays in the ledger and verifies", $"{index}")
            : CanonicalJson.Of(new { salt = Convert.ToBase64String(entry.Salt), document = JournalLeaf.Document(entry.Account, entry.Subject, entry.Detail, entry.Token) });
    }

    /// <summary>A file of a log by its path in C2SP tlog-tiles; null when there is none of that name.</summary>
    public async Task<byte[]?> File(int? log, string path, CancellationToken stop = default)
    {
        var number = log ?? (await store.Read(c => LedgerQueries.Present(c, stop)))?.Number ?? 0;
        if (path == Witnessed)
        {
            return await Cosigned(number, stop) is { } seen ? Encoding.UTF8.GetBytes(seen.ToText()) : null;
        }
        var file = Path.Combine(NodeLedger.FolderOf(store.Options, number), path);
        return (path == Checkpoint || Tile().IsMatch(path)) && global::System.IO.File.Exists(file) ? await global::System.IO.File.ReadAllBytesAsync(file, stop) : null;
    }

    private async Task<SignedNote?> Cosigned(int log, CancellationToken stop)
    {
        await using var context = store.Open();
        var size = await context.Set<LedgerCosignature>().Where(c => c.Log == log).MaxAsync(c => (long?)c.Size, stop);
        return await context.Set<LedgerCheckpoint>().FirstOrDefaultAsync(c => c.Log == log && c.Size == size, stop) is { } row ? SignedNote.Parse(await LedgerQueries.NoteOf(context, row, stop)).Value : null;
    }

    private static long SizeOf(SignedNote note) => Haechi.Ledger.Notes.Checkpoint.Parse(note.Text).Value.Size;

    private static Refusal NotYet(long index) => Refusal.Because("not-yet", "이 기입은 아직 체크포인트에 들지 않았습니다. 몇 초 뒤 다시 보십시오.", "this entry is not in a checkpoint yet; look again in a few seconds", $"{index}");

    private static Refusal Missing(string index) => new("not-found", LocalText.Of("원장에 이런 번호의 기입이 없습니다.", "the ledger has no entry of this index"), index.Length > 20 ? index[..20] : index,
        LocalText.Of("번호는 0부터 셉니다. 방금 기록한 것은 잠시 뒤 번호를 받습니다.", "Indexes count from 0; what was recorded just now gets its index in a moment."));

    [GeneratedRegex(@"\Atile/(entries|[0-7])/(x[0-9]{3}/){0,5}[0-9]{3}(\.p/[1-9][0-9]{0,2})?\z")]
    private static partial Regex Tile();
}

using System.Security.Cryptography;
using System.Text;
using Haechi.Ledger.Notes;
using Haechi.Ledger.Proofs;
using Haechi.Ledger.Storage;
using Haechi.Ledger.Tree;

namespace Haechi.Ledger.Witnessing;

/// <summary>What a witness answers: the status and body of HTTP that C2SP tlog-witness lays down.</summary>
/// <param name="Status">200 with a signature line; 400, 403, 404, 409 (the body is the size last cosigned) or 422.</param>
/// <param name="Body">The body.</param>
/// <param name="Problem">Why it did not cosign; null when it did.</param>
public sealed record WitnessAnswer(int Status, string Body, LedgerProblem? Problem)
{
    /// <summary>The media type of the body.</summary>
    public string ContentType => Status == 409 ? "text/x.tlog.size" : "text/plain; charset=utf-8";
}

/// <summary>
/// A witness: it remembers the latest checkpoint of each log it knows, and cosigns a later one only when a proof shows that the log changed nothing before it. Two
/// histories of one log can't both be cosigned. What it remembers is on the disk before it answers. May be called from any thread.
/// </summary>
public sealed class LogWitness : IDisposable
{
    private readonly ILedgerFiles _files;
    private readonly string _folder;
    private readonly INoteSigner _cosigner;
    private readonly IReadOnlyDictionary<string, IReadOnlyList<VerifierKey>> _logs;
    private readonly IDisposable _lock;
    private readonly Lock _gate = new();

    private LogWitness(string folder, INoteSigner cosigner, IReadOnlyDictionary<string, IReadOnlyList<VerifierKey>> logs, ILedgerFiles files, IDisposable @lock) =>
        (_folder, _cosigner, _logs, _files, _lock) = (folder, cosigner, logs, files, @lock);

    /// <summary>Opens the folder with the witness's memory, or begins one.</summary>
    /// <param name="folder">Where it keeps, for each log, <c>HASH/checkpoint</c>; HASH is the SHA-256 of the log's name in hex. This may be served as it is.</param>
    /// <param name="cosigner">Its key, of type <see cref="KeyType.Cosignature"/>.</param>
    /// <param name="logs">The keys of the logs it watches, by the logs' names.</param>
    /// <param name="files">The disk.</param>
    public static LedgerResult<LogWitness> Open(string folder, INoteSigner cosigner, IReadOnlyDictionary<string, IReadOnlyList<VerifierKey>> logs, ILedgerFiles? files = null)
    {
        var disk = files ?? LinuxFiles.Instance;
        if (cosigner.Verifier.Type != KeyType.Cosignature)
        {
            return new LedgerProblem("not-a-witness-key", cosigner.Verifier.Name, "증인의 키는 공동서명 키여야 합니다.", "a witness needs a key for cosignatures");
        }
        disk.CreateFolder(folder);
        return disk.Lock($"{folder}/.lock") is { } held ? new LogWitness(folder, cosigner, logs, disk, held)
            : new LedgerProblem("in-use", folder, "다른 증인이 이 폴더를 쓰고 있습니다.", "another witness uses this folder");
    }

    /// <summary>Where a witness's folder keeps what it remembers of a log.</summary>
    public static string NameOf(string origin) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(origin))) + "/" + LedgerFolder.CheckpointName;

    /// <summary>The checkpoint of a log that it last cosigned; null when it never did.</summary>
    public LedgerResult<SignedNote>? Latest(string origin)
    {
        var bytes = _files.Read($"{_folder}/{NameOf(origin)}");
        if (bytes is null)
        {
            return null;
        }
        var note = SignedNote.Parse(bytes);
        // Its own signature, so that nobody rolls its memory back to something it never saw.
        return note.Done && note.Value.Verify(_cosigner.Verifier) is { Done: false } wrong ? wrong.Problem! : note;
    }

    /// <summary>Takes the body of an <c>add-checkpoint</c> request.</summary>
    public WitnessAnswer AddCheckpoint(string body)
    {
        var request = WitnessRequest.Parse(body);
        if (!request.Done)
        {
            return Refuse(400, request.Problem!);
        }
        lock (_gate)
        {
            return Judge(request.Value);
        }
    }

    /// <summary>Forgets nothing; lets go of the folder.</summary>
    public void Dispose() => _lock.Dispose();

    private WitnessAnswer Judge(WitnessRequest request)
    {
        var text = Checkpoint.Parse(request.Checkpoint.Text);
        if (!text.Done)
        {
            return Refuse(400, text.Problem!);
        }
        var (origin, size) = (text.Value.Origin, text.Value.Size);
        if (!_logs.TryGetValue(origin, out var keys))
        {
            return Refuse(404, new LedgerProblem("unknown-log", origin, "이 증인이 모르는 원장입니다. 증인의 목록에 원장의 키를 넣으십시오.", "this witness does not know the log; add the log's key to its list"));
        }
        var verified = request.Checkpoint.Verify(keys);
        if (!verified.Done)
        {
            return Refuse(403, verified.Problem!);
        }
        if (request.OldSize > size)
        {
            return Refuse(400, new LedgerProblem("sizes-swapped", origin, $"앞 크기 {request.OldSize}이(가) 새 크기 {size}보다 큽니다.", $"the old size {request.OldSize} is above the new size {size}"));
        }
        var latest = Latest(origin);
        var known = latest is null ? new Checkpoint(origin, 0, TreeHash.Empty) : latest.Done ? Checkpoint.Parse(latest.Value.Text) : latest.Problem!;
        if (!known.Done)
        {
            return Refuse(500, known.Problem!);
        }
        if (known.Value.Size != request.OldSize)
        {
            return new WitnessAnswer(409, $"{known.Value.Size}\n", new LedgerProblem("other-size", origin, $"증인이 마지막으로 본 크기는 {known.Value.Size}입니다. 그 크기부터 증명하십시오.", $"the witness last saw size {known.Value.Size}; prove from there"));
        }
        return new ConsistencyProof(request.OldSize, size, request.Path).Leads(known.Value.Root, text.Value.Root) ? Cosign(request.Checkpoint, origin, verified.Value)
            : Refuse(422, new LedgerProblem("inconsistent", origin, $"{request.OldSize}건까지의 역사가 전에 본 것과 이어지지 않습니다. 원장이 바뀌었을 수 있습니다. 두 체크포인트를 보관하고 알리십시오.",
                $"the history up to {request.OldSize} entries does not continue what was seen before: the log may have been changed; keep both checkpoints and tell people"));
    }

    private WitnessAnswer Cosign(SignedNote note, string origin, VerifierKey[] signed)
    {
        var line = NoteSignature.By(_cosigner, note.Text);
        var kept = note with { Signatures = [.. note.Signatures.Where(s => signed.Any(k => k.Name == s.Name && k.Id == s.KeyId)), line] };
        var path = $"{_folder}/{NameOf(origin)}";
        var parent = path[..path.LastIndexOf('/')];
        _files.CreateFolder(parent);
        using (var file = _files.Create(path + ".new"))
        {
            file.Write(Encoding.UTF8.GetBytes(kept.ToText()));
            file.Sync();
        }
        _files.Rename(path + ".new", path);
        _files.SyncFolder(parent);
        _files.SyncFolder(_folder);
        return new WitnessAnswer(200, line.ToLine(), null);
    }

    private static WitnessAnswer Refuse(int status, LedgerProblem problem) => new(status, problem.ToLine("en") + "\n", problem);
}

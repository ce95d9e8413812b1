using Haechi.Ledger.Notes;
using Haechi.Ledger.Storage;
using Haechi.Ledger.Tree;

namespace Haechi.Ledger.Writing;

/// <summary>A publication under way: it may be written while entries are added.</summary>
internal sealed record Publication(BuiltTree Tree, IReadOnlyList<string> OldSegments);

/// <summary>
/// The log with its write-ahead file, one call after another: appends are on the disk when they return, a publication has three steps of which only the middle one is
/// slow and needs nothing that appends touch. The first failing call stops it for good: what a disk holds after a failed call is known only by reading it again.
/// </summary>
internal sealed class DurableLog : IDisposable
{
    private readonly LedgerOptions _options;
    private readonly LedgerFolder _folder;
    private readonly Publisher _publisher;
    private readonly IDisposable _lock;
    private TreeBuilder _tree;
    private WriteAheadFile? _ahead;
    private List<string> _segments = [];

    private DurableLog(LedgerOptions options, LedgerFolder folder, IDisposable @lock)
    {
        (_options, _folder, _lock, _tree, Published) = (options, folder, @lock, new TreeBuilder(), new Checkpoint(options.Origin, 0, TreeHash.Empty));
        _publisher = new Publisher(options.Files, folder);
    }

    /// <summary>The entries on the disk.</summary>
    public long Size => _tree.Size;

    /// <summary>What the checkpoint in the folder says.</summary>
    public Checkpoint Published { get; private set; }

    /// <summary>Entries and their bytes that no publication has begun to write.</summary>
    public (long Entries, long Bytes) Waiting => (_tree.Size - _tree.TakenSize, _tree.WaitingBytes);

    private string Segments => _folder.PathOf("wal");

    /// <summary>Opens the folder, or begins a log in an empty one. What the write-ahead file holds beyond the checkpoint is published before this returns.</summary>
    public static LedgerResult<DurableLog> Open(LedgerOptions options)
    {
        if (options.Signers.Count == 0)
        {
            return new LedgerProblem("no-signer", options.Folder, "체크포인트에 서명할 키가 없습니다.", "there is no key to sign checkpoints with");
        }
        var folder = new LedgerFolder(options.Folder, options.Files);
        options.Files.CreateFolder(folder.PathOf("wal"));
        if (FolderLock.Take(options.Files, folder) is not { } held)
        {
            return FolderLock.Held(folder);
        }
        var log = new DurableLog(options, folder, held);
        try
        {
            if (log.Recover() is { } problem)
            {
                log.Dispose();
                return problem;
            }
            return log;
        }
        catch
        {
            log.Dispose();
            throw;
        }
    }

    /// <summary>Adds entries of at most 65,535 bytes; returns the first's index when all are on the disk.</summary>
    public long Append(IReadOnlyList<ReadOnlyMemory<byte>> entries)
    {
        var first = _tree.Size;
        _ahead!.Append(first, entries);
        for (var i = 0; i < entries.Count; i++)
        {
            _tree.Append(entries[i].Span);
        }
        return first;
    }

    /// <summary>Takes what is new and begins a new segment; null when nothing is new.</summary>
    public Publication? BeginPublication()
    {
        if (_tree.Size == Published.Size)
        {
            return null;
        }
        var tree = _tree.Take();
        var old = _segments;
        StartSegment();
        return new Publication(tree, old);
    }

    /// <summary>Writes tiles and checkpoint and drops the segments that are no longer needed.</summary>
    public Checkpoint WritePublication(Publication publication)
    {
        var checkpoint = new Checkpoint(_options.Origin, publication.Tree.Size, publication.Tree.Root);
        _publisher.Write(publication.Tree, SignedNote.Sign(checkpoint.Text, _options.Signers));
        Drop(publication.OldSegments);
        return checkpoint;
    }

    /// <summary>Notes that the publication is on the disk.</summary>
    public void EndPublication(Checkpoint checkpoint) => Published = checkpoint;

    public void Dispose()
    {
        _ahead?.Dispose();
        _lock.Dispose();
    }

    private LedgerProblem? Recover()
    {
        var segments = _options.Files.List(Segments);
        if ((_folder.Read() is { } note ? TakeUp(note, segments) : Begin(segments)) is { } problem)
        {
            return problem;
        }
        var replay = new WriteAheadReplay(_tree.Size, Take);
        foreach (var name in segments)
        {
            if (_options.Files.Read($"{Segments}/{name}") is { } bytes && replay.Read(name, bytes) is { } damage)
            {
                return damage;
            }
        }
        // What was replayed may never have reached the disk where the sync that carried it failed: it is written anew, in tiles, before anything is added after it.
        if (_tree.Size > Published.Size)
        {
            var tree = _tree.Take();
            EndPublication(WritePublication(new Publication(tree, [])));
        }
        StartSegment();
        Drop(segments);
        return null;
    }

    private LedgerProblem? TakeUp(LedgerResult<SignedNote> note, IReadOnlyList<string> segments)
    {
        var checkpoint = note.Done ? Checkpoint.Open(note.Value, _options.Origin, _options.AllKeys) : note.Problem!;
        if (!checkpoint.Done)
        {
            return checkpoint.Problem;
        }
        if (segments.Count == 0 && checkpoint.Value.Size > 0 && !_options.WithoutWriteAhead)
        {
            return new LedgerProblem("write-ahead-missing", Segments, "체크포인트는 있는데 미리 쓰기 파일이 없습니다. 공개된 파일만 복사한 것이라면 WithoutWriteAhead 를 켜고 여십시오. 공개되지 않은 기입은 없는 것으로 봅니다.",
                "there is a checkpoint and no write-ahead file; if this is a copy of the published files, open it with WithoutWriteAhead: entries that were not published count as lost");
        }
        var tree = TreeBuilder.Load(_folder, checkpoint.Value.Size, checkpoint.Value.Root);
        if (tree.Done)
        {
            (_tree, Published) = (tree.Value, checkpoint.Value);
            // A program that died after the renaming left a checkpoint that can be read and may not be on the disk: written anew, before the segments that it makes needless go.
            _options.Files.SyncAll(_folder.Folder);
            _publisher.WriteCheckpoint(note.Value);
        }
        return tree.Problem;
    }

    /// <summary>Signs the empty tree first: from then on a missing checkpoint is a loss and no new log.</summary>
    private LedgerProblem? Begin(IReadOnlyList<string> segments)
    {
        if (segments.Count > 0 || _options.Files.List(_folder.PathOf("tile")).Count > 0)
        {
            return new LedgerProblem("checkpoint-missing", _folder.PathOf(LedgerFolder.CheckpointName), "기입은 있는데 체크포인트가 없습니다. 아무것도 고치지 않았습니다. 백업에서 되살리십시오.", "there are entries and no checkpoint; nothing was changed; restore the folder from a backup");
        }
        _options.Files.SyncAll(_folder.Folder);
        _publisher.WriteCheckpoint(SignedNote.Sign(Published.Text, _options.Signers));
        return null;
    }

    /// <summary>Takes an entry of the write-ahead file: a new one into the tree; a published one is held against its tile.</summary>
    private LedgerProblem? Take(long index, ReadOnlyMemory<byte> entry)
    {
        if (index >= _tree.Size)
        {
            _tree.Append(entry.Span);
            return null;
        }
        var published = PublishedLeaf.Read(_folder, _tree, index);
        return !published.Done ? published.Problem : published.Value == TreeHash.OfEntry(entry.Span) ? null
            : new LedgerProblem("write-ahead-differs", $"#{index}", "미리 쓰기 파일의 기입이 공개된 것과 다릅니다. 아무것도 고치지 않았습니다. 백업에서 되살리십시오.", "the write-ahead file holds another entry than the one published; nothing was changed; restore the folder from a backup");
    }

    private void StartSegment()
    {
        _ahead?.Dispose();
        _ahead = null;
        _ahead = WriteAheadFile.Start(_options.Files, Segments, _tree.Size);
        _segments = [_ahead.Name];
    }

    private void Drop(IReadOnlyList<string> segments)
    {
        foreach (var name in segments)
        {
            _options.Files.Delete($"{Segments}/{name}");
        }
    }
}

using Haechi.Ledger.Notes;
using Haechi.Ledger.Storage;
using Haechi.Ledger.Tree;

namespace Haechi.Ledger.Writing;

/// <summary>
/// Ledger files that follow from something else, such as the rows of a database: that acknowledges, numbers the entries, keeps their bytes and signs. Here they become
/// tiles. Lost files are built again from the first entry; entries that come twice change nothing; other bytes than those given before are refused. Not for use by
/// several threads at once.
/// </summary>
public sealed class DerivedLedger : IDisposable
{
    private readonly LedgerOptions _options;
    private readonly LedgerFolder _folder;
    private readonly Publisher _publisher;
    private readonly IDisposable _lock;
    private readonly TreeBuilder _tree;
    private Exception? _fault;

    private DerivedLedger(LedgerOptions options, LedgerFolder folder, IDisposable @lock, TreeBuilder tree, Checkpoint? published)
    {
        (_options, _folder, _lock, _tree, Published) = (options, folder, @lock, tree, published);
        _publisher = new Publisher(options.Files, folder);
    }

    /// <summary>The index of the next entry.</summary>
    public long Size => _tree.Size;

    /// <summary>What the checkpoint in the folder says; null when there is none.</summary>
    public Checkpoint? Published { get; private set; }

    /// <summary>The head of the tree as it stands, for signing. Whoever signs it makes sure, before it is published, that no other head of this size was ever signed.</summary>
    public Checkpoint Head => new(_options.Origin, _tree.Size, _tree.Root());

    /// <summary>
    /// Opens a folder. With <paramref name="rebuild"/> all tiles are built again from the first entry; a checkpoint that lies there has to come out again on the way.
    /// </summary>
    public static LedgerResult<DerivedLedger> Open(LedgerOptions options, bool rebuild = false)
    {
        var folder = new LedgerFolder(options.Folder, options.Files);
        options.Files.CreateFolder(folder.Folder);
        if (FolderLock.Take(options.Files, folder) is not { } held)
        {
            return FolderLock.Held(folder);
        }
        LedgerProblem? problem = null;
        try
        {
            var note = folder.Read();
            var published = note is null ? null : note.Done ? Checkpoint.Open(note.Value, options.Origin, options.AllKeys) : note.Problem!;
            var tree = rebuild || published is null ? new TreeBuilder() : published.Done ? TreeBuilder.Load(folder, published.Value.Size, published.Value.Root) : published.Problem!;
            problem = published?.Problem ?? tree.Problem;
            return problem ?? (LedgerResult<DerivedLedger>)new DerivedLedger(options, folder, held, tree.Value, published?.Value);
        }
        catch
        {
            held.Dispose();
            throw;
        }
        finally
        {
            if (problem is not null)
            {
                held.Dispose();
            }
        }
    }

    /// <summary>Puts an entry at its index; true when it is new there, false when the same bytes already stood there.</summary>
    public LedgerResult<bool> AppendAt(long index, ReadOnlySpan<byte> entry)
    {
        ThrowIfStopped();
        if (index < 0 || index > _tree.Size || entry.Length > EntryBundle.LongestEntry)
        {
            return entry.Length > EntryBundle.LongestEntry
                ? new LedgerProblem("entry-too-long", $"#{index}", $"기입이 {entry.Length}바이트입니다. {EntryBundle.LongestEntry}바이트까지 됩니다.", $"the entry has {entry.Length} bytes; at most {EntryBundle.LongestEntry} are possible")
                : new LedgerProblem("gap", $"#{index}", $"다음 번호는 {_tree.Size}입니다. 빠진 기입부터 차례로 넣으십시오.", $"the next index is {_tree.Size}; put in the missing entries first");
        }
        if (index == _tree.Size)
        {
            _tree.Append(entry);
            return _tree.Size == Published?.Size && _tree.Root() != Published.Root ? Forked() : true;
        }
        var there = PublishedLeaf.Read(_folder, _tree, index);
        return !there.Done ? there.Problem! : there.Value == TreeHash.OfEntry(entry) ? false
            : new LedgerProblem("other-bytes", $"#{index}", "이 번호에 다른 기입이 이미 있습니다. 원장은 바뀌지 않습니다. 되살린 데이터베이스가 원장보다 오래되었는지 보십시오.", "another entry stands at this index; a ledger does not change; see whether the database was restored to an earlier time than the ledger");
    }

    /// <summary>Publishes the signed head: tiles first, then the checkpoint. One that is not newer than the published one, or not of this tree, is refused.</summary>
    /// <exception cref="LedgerFileException">The disk failed. Open the folder again.</exception>
    public LedgerResult<Checkpoint> Publish(SignedNote note)
    {
        ThrowIfStopped();
        var signed = Checkpoint.Open(note, _options.Origin, _options.AllKeys);
        if (!signed.Done)
        {
            return signed;
        }
        if (signed.Value.Size != _tree.Size || signed.Value.Root != _tree.Root())
        {
            return new LedgerProblem("other-head", $"{signed.Value.Size}", $"서명된 것은 이 나무의 머리({_tree.Size}건, {_tree.Root()})가 아닙니다. 그 크기까지 기입을 넣은 뒤 공개하십시오.",
                $"what was signed is not the head of this tree ({_tree.Size} entries, {_tree.Root()}); put in the entries up to that size, then publish");
        }
        if (signed.Value.Size < Published?.Size)
        {
            return new LedgerProblem("older-head", $"{signed.Value.Size}", $"이미 공개된 체크포인트({Published.Size}건)보다 오래되었습니다. 되살린 데이터베이스가 원장보다 오래되었는지 보십시오.",
                $"older than the published checkpoint ({Published.Size} entries); see whether the database was restored to an earlier time than the ledger");
        }
        try
        {
            _publisher.Write(_tree.Take(), note);
        }
        catch (Exception fault)
        {
            _fault = fault;
            throw;
        }
        Published = signed.Value;
        return signed;
    }

    /// <summary>Lets go of the folder.</summary>
    public void Dispose() => _lock.Dispose();

    private void ThrowIfStopped()
    {
        if (_fault is { } fault)
        {
            throw new LedgerStoppedException(fault);
        }
    }

    private LedgerProblem Forked()
    {
        var problem = new LedgerProblem("forked", $"#{_tree.Size - 1}", $"이 기입들로는 공개된 체크포인트({Published!.Size}건)의 루트가 나오지 않습니다. 이 원장에 이어 쓸 수 없습니다. 데이터베이스를 점검하십시오.",
            $"these entries do not give the root of the published checkpoint ({Published!.Size} entries); this ledger can't be continued with them; check the database");
        _fault = new InvalidOperationException(problem.ToLine("en"));
        return problem;
    }
}

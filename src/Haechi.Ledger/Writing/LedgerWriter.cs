using System.Threading.Channels;
using Haechi.Ledger.Notes;
using Haechi.Ledger.Tree;

namespace Haechi.Ledger.Writing;

/// <summary>
/// Writes a ledger that stands alone. An entry is acknowledged when it is on the disk (one sync for all that wait), stands in a checkpoint within about
/// <see cref="LedgerOptions.PublishEvery"/>, and is witnessed when a witness has cosigned that checkpoint. May be called from any thread.
/// </summary>
public sealed class LedgerWriter : IAsyncDisposable
{
    /// <summary>The most bytes that one call may add, and that may wait for a checkpoint before adding is held up.</summary>
    public const int MostBytes = 64 << 20;

    private const int WaitingRequests = 4096;
    private const int HeldUpAfter = 8;

    private readonly DurableLog _log;
    private readonly LedgerOptions _options;
    private readonly Channel<Request> _requests = Channel.CreateBounded<Request>(new BoundedChannelOptions(WaitingRequests) { SingleReader = true });
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _publishing = new(1);
    private readonly SemaphoreSlim _due = new(0, 1);
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _writes;
    private readonly Task _publications;
    private Exception? _fault;
    private long _acknowledged;

    private LedgerWriter(DurableLog log, LedgerOptions options)
    {
        (_log, _options, _acknowledged) = (log, options, log.Size);
        (_writes, _publications) = (Task.Run(WriteAll), Task.Run(PublishAll));
    }

    /// <summary>How many entries are acknowledged.</summary>
    public long Acknowledged => Interlocked.Read(ref _acknowledged);

    /// <summary>What the checkpoint in the folder says.</summary>
    public Checkpoint Published
    {
        get
        {
            lock (_gate)
            {
                return _log.Published;
            }
        }
    }

    /// <summary>Opens the folder, or begins a log in an empty one. Refuses when another writer has it, or when what lies there does not give the signed root.</summary>
    /// <exception cref="Storage.LedgerFileException">The disk failed; opening again tries again.</exception>
    public static LedgerResult<LedgerWriter> Open(LedgerOptions options)
    {
        var log = DurableLog.Open(options);
        return log.Done ? new LedgerWriter(log.Value, options) : log.Problem!;
    }

    /// <summary>Adds entries, all or none, one after the other; returns the index of the first when they are on the disk.</summary>
    /// <exception cref="LedgerStoppedException">The disk failed now or before. These entries are not acknowledged.</exception>
    public async Task<LedgerResult<long>> Append(params IReadOnlyList<ReadOnlyMemory<byte>> entries)
    {
        if (Refuse(entries) is { } problem)
        {
            return problem;
        }
        var request = new Request(entries, new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously));
        try
        {
            await _requests.Writer.WriteAsync(request).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw _fault is { } fault ? new LedgerStoppedException(fault) : new ObjectDisposedException(nameof(LedgerWriter));
        }
        return await request.Done.Task.ConfigureAwait(false);
    }

    /// <summary>Publishes what is acknowledged now; returns the checkpoint that holds it.</summary>
    /// <exception cref="LedgerStoppedException">The disk failed now or before.</exception>
    public async Task<Checkpoint> Publish()
    {
        await _publishing.WaitAsync().ConfigureAwait(false);
        try
        {
            return PublishNow();
        }
        catch (Exception fault) when (fault is not LedgerStoppedException)
        {
            Stop(fault);
            throw new LedgerStoppedException(fault);
        }
        finally
        {
            _publishing.Release();
        }
    }

    /// <summary>Finishes what was accepted, publishes it and lets go of the folder. A disk that fails here has stopped the writer; what was acknowledged is in the write-ahead file.</summary>
    public async ValueTask DisposeAsync()
    {
        _requests.Writer.TryComplete();
        await _writes.ConfigureAwait(false);
        await _closing.CancelAsync().ConfigureAwait(false);
        await _publications.ConfigureAwait(false);
        _log.Dispose();
        _publishing.Dispose();
        _due.Dispose();
        _closing.Dispose();
    }

    private static LedgerProblem? Refuse(IReadOnlyList<ReadOnlyMemory<byte>> entries)
    {
        var longest = entries.Count == 0 ? 0 : entries.Max(e => e.Length);
        return longest > EntryBundle.LongestEntry
            ? new LedgerProblem("entry-too-long", "entry", $"기입이 {longest}바이트입니다. {EntryBundle.LongestEntry}바이트까지 됩니다. 긴 문서는 해시만 적으십시오.", $"the entry has {longest} bytes; at most {EntryBundle.LongestEntry} are possible; log the hash of a long document")
            : entries.Count == 0 || entries.Sum(e => (long)e.Length + EntryBundle.Prefix) > MostBytes
            ? new LedgerProblem("batch-size", "entries", $"한 번에 1건 이상, {MostBytes}바이트 이하를 적을 수 있습니다. 나누어 적으십시오.", $"one call adds at least one entry and at most {MostBytes} bytes; split it")
            : null;
    }

    private async Task WriteAll()
    {
        Request? held = null;
        while (held is not null || await _requests.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            List<Request> batch = [];
            (int count, long bytes) = (0, 0);
            while (held is not null || _requests.Reader.TryRead(out held))
            {
                (count, bytes) = (count + held.Entries.Count, bytes + held.Entries.Sum(e => (long)e.Length + EntryBundle.Prefix));
                if (batch.Count > 0 && (count > _options.LargestBatch || bytes > MostBytes))
                {
                    break;
                }
                batch.Add(held);
                held = null;
            }
            Write(batch);
            await HoldUp().ConfigureAwait(false);
        }
    }

    private void Write(List<Request> batch)
    {
        if (batch.Count == 0)
        {
            return;
        }
        try
        {
            long first;
            lock (_gate)
            {
                ThrowIfStopped();
                first = _log.Append(batch.Count == 1 ? batch[0].Entries : [.. batch.SelectMany(r => r.Entries)]);
                Interlocked.Exchange(ref _acknowledged, _log.Size);
            }
            foreach (var request in batch)
            {
                request.Done.SetResult(first);
                first += request.Entries.Count;
            }
        }
        catch (Exception fault)
        {
            Stop(fault);
            batch.ForEach(r => r.Done.SetException(fault as LedgerStoppedException ?? new LedgerStoppedException(fault)));
        }
    }

    /// <summary>Calls for a publication when enough waits, and waits for one when far too much does.</summary>
    private async Task HoldUp()
    {
        (long Entries, long Bytes) waiting;
        lock (_gate)
        {
            waiting = _log.Waiting;
        }
        if (_fault is not null || (waiting.Entries < _options.PublishAfter && waiting.Bytes < MostBytes))
        {
            return;
        }
        if (waiting.Entries >= (long)HeldUpAfter * _options.PublishAfter || waiting.Bytes >= HeldUpAfter * (long)MostBytes)
        {
            await TryPublish().ConfigureAwait(false);
        }
        else if (_due.CurrentCount == 0)
        {
            _due.Release();
        }
    }

    private async Task PublishAll()
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                await _due.WaitAsync(_options.PublishEvery, _closing.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // Closing: what is acknowledged is published once more.
            }
            await TryPublish().ConfigureAwait(false);
        }
    }

    private async Task TryPublish()
    {
        try
        {
            await Publish().ConfigureAwait(false);
        }
        catch (LedgerStoppedException)
        {
            // The next caller of Append or Publish hears of it.
        }
    }

    private Checkpoint PublishNow()
    {
        Publication? publication;
        lock (_gate)
        {
            ThrowIfStopped();
            publication = _log.BeginPublication();
            if (publication is null)
            {
                return _log.Published;
            }
        }
        var checkpoint = _log.WritePublication(publication);
        lock (_gate)
        {
            _log.EndPublication(checkpoint);
        }
        return checkpoint;
    }

    private void ThrowIfStopped()
    {
        if (_fault is { } fault)
        {
            throw new LedgerStoppedException(fault);
        }
    }

    private void Stop(Exception fault)
    {
        Interlocked.CompareExchange(ref _fault, fault is LedgerStoppedException { InnerException: { } first } ? first : fault, null);
        _requests.Writer.TryComplete();
    }

    private sealed record Request(IReadOnlyList<ReadOnlyMemory<byte>> Entries, TaskCompletionSource<long> Done);
}

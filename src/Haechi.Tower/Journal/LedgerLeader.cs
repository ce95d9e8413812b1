using Haechi.Ledger.Notes;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Journal;

/// <summary>
/// The one who gives journal entries their indexes and signs. Each of its transactions first asks for its own epoch, and thereby locks that row: a leader that slept past its lock
/// finds another number there and writes nothing, and a new leader waits for the last write of the old one.
/// </summary>
internal sealed class LedgerLeader(TowerStore store, ILeaderLock held, SigningKeys keys) : IAsyncDisposable
{
    /// <summary>How many entries one transaction numbers.</summary>
    public const int Batch = 5000;

    private long? _holding;

    /// <summary>The epoch of this leader; 0 while it does not lead.</summary>
    public long Epoch { get; private set; }

    /// <summary>True when this process leads, by a lock that it holds and an epoch of its own.</summary>
    public async Task<bool> Lead(CancellationToken stop)
    {
        var holding = await held.Hold(stop);
        if (holding is not null && holding == _holding && Epoch > 0)
        {
            return true;
        }
        (_holding, Epoch) = (holding, holding is null ? 0 : await Raise(stop));
        return Epoch > 0;
    }

    /// <summary>Leads no more, until it takes the lock again.</summary>
    public async Task Resign()
    {
        (_holding, Epoch) = (null, 0);
        await held.Release();
    }

    /// <summary>The present log, begun when there is none, with keys that sign.</summary>
    public Task<Result<LedgerLog>> Log(CancellationToken stop)
    {
        keys.Warm();
        return Write<LedgerLog>(scope => Present(scope, stop), stop);
    }

    /// <summary>Numbers entries that have no index yet, in their order; how many have one now. A transaction that commits later gets later indexes, whatever its sequence numbers.</summary>
    public Task<Result<long>> Assign(CancellationToken stop) => Write<long>(async scope =>
    {
        var next = (await scope.Context.Set<JournalEntry>().MaxAsync(j => j.LedgerIndex, stop) ?? -1) + 1;
        var given = await scope.Context.Database.ExecuteSqlAsync($"""
            UPDATE journal SET ledger_index = {next} + n.place
            FROM (SELECT w.seq, ROW_NUMBER() OVER (ORDER BY w.seq) - 1 AS place FROM (SELECT seq FROM journal WHERE ledger_index IS NULL ORDER BY seq LIMIT {Batch}) w) n
            WHERE journal.seq = n.seq
            """, stop);
        return next + given;
    }, stop);

    /// <summary>Signs a head and keeps it, before anybody sees it. No other head of this size or above was ever signed.</summary>
    public async Task<Result<LedgerCheckpoint>> Sign(LedgerLog log, Checkpoint head, CancellationToken stop)
    {
        var signers = await keys.Signers(log.Number, stop);
        return !signers.Done ? Refused.Because<LedgerCheckpoint>(signers.Refusals) : await Write<LedgerCheckpoint>(async scope =>
        {
            if (await scope.Context.Set<LedgerCheckpoint>().AnyAsync(c => c.Log == log.Number && c.Size >= head.Size, stop) || (await LedgerQueries.Present(scope.Context, stop))?.Number != log.Number)
            {
                return LedgerRefusals.NotLeader;
            }
            var row = new LedgerCheckpoint { Log = log.Number, Size = head.Size, Root = head.Root.ToString(), Note = SignedNote.Sign(head.Text, signers.Value).ToText(), At = scope.Now, Epoch = Epoch };
            scope.Context.Add(row);
            return row;
        }, stop);
    }

    public ValueTask DisposeAsync() => held.DisposeAsync();

    private async Task<Result<LedgerLog>> Present(WriteScope scope, CancellationToken stop)
    {
        var log = await LedgerQueries.Present(scope.Context, stop);
        if (log is null && store.Options.LedgerOrigin is { } given && !KeepLedgerHandler.IsOrigin(given))
        {
            return LedgerRefusals.WrongOrigin(given);
        }
        if (log is null)
        {
            log = new LedgerLog { Number = 1, Origin = store.Options.LedgerOrigin ?? $"haechi.invalid/log-{NewId.Next()}", StartedAt = scope.Now };
            scope.Context.Add(log);
        }
        return await keys.Ensure(scope, log, stop) is { } refusal ? refusal : log;
    }

    private async Task<long> Raise(CancellationToken stop) => (await store.Derive<long>(async scope => (await scope.Context.Database.SqlQuery<long>($"""
        INSERT INTO ledger_epoch (id, epoch, beat) VALUES (1, 1, 0) ON CONFLICT (id) DO UPDATE SET epoch = ledger_epoch.epoch + 1 RETURNING epoch AS "Value"
        """).ToListAsync(stop))[0], stop)).Value;

    private Task<Result<T>> Write<T>(Func<WriteScope, Task<Result<T>>> write, CancellationToken stop) => store.Derive<T>(async scope =>
    {
        var epoch = Epoch;
        return await scope.Context.Database.ExecuteSqlAsync($"UPDATE ledger_epoch SET beat = beat + 1 WHERE id = 1 AND epoch = {epoch}", stop) == 1 ? await write(scope) : LedgerRefusals.NotLeader;
    }, stop);
}

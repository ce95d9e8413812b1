using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Journal;

/// <summary>
/// One round of the ledger on one node: bring the files to the latest signed head; and, when this node leads, number what waits, sign and publish. Whatever step it dies at, the next round of any
/// node goes on from the rows.
/// </summary>
internal sealed class LedgerRound(TowerStore store, LedgerLeader leader, NodeLedger files) : IAsyncDisposable
{
    /// <summary>After so many entries a head is signed although more are waiting.</summary>
    private const long MostAtOnce = 50_000;

    /// <summary>Called with the name of each step done; a test lets it throw.</summary>
    public Action<string>? After { get; set; }

    /// <summary>True when this node led in its last round.</summary>
    public bool Leading => leader.Epoch > 0;

    /// <summary>Runs it; how many entries the published checkpoint has.</summary>
    public async Task<Result<long>> Once(CancellationToken stop)
    {
        var leading = await leader.Lead(stop);
        var (present, waiting, numbered) = await store.Read(c => State(c, stop));
        // An idle tower writes nothing: the leader's rows are looked at only when something waits for them.
        var log = leading && (present is null || waiting) ? await leader.Log(stop) : present is not null ? present : (Result<LedgerLog>?)null;
        if (log is null)
        {
            return 0L;
        }
        if (!log.Done)
        {
            return await Refuse(log.Refusals);
        }
        try
        {
            var followed = await files.Follow(log.Value, stop);
            return !followed.Done ? await Refuse(followed.Refusals) : leading && (waiting || numbered != files.Published) ? await Continue(log.Value, stop) : files.Published;
        }
        catch (Exception)
        {
            // What lies in the folder is known only after reading it again.
            files.Close();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        files.Dispose();
        await leader.DisposeAsync();
    }

    /// <summary>The present log, whether entries wait for an index, and how many have one.</summary>
    private static async Task<(LedgerLog? Present, bool Waiting, long Numbered)> State(TowerContext context, CancellationToken stop) => (await LedgerQueries.Present(context, stop),
        await context.Set<JournalEntry>().AnyAsync(j => j.LedgerIndex == null, stop), (await context.Set<JournalEntry>().MaxAsync(j => j.LedgerIndex, stop) ?? -1) + 1);

    private async Task<Result<long>> Continue(LedgerLog log, CancellationToken stop)
    {
        Result<long> size;
        for (var last = files.Published; ; last = size.Value)
        {
            size = await leader.Assign(stop);
            if (!size.Done)
            {
                return await Refuse(size.Refusals);
            }
            if (size.Value - last < LedgerLeader.Batch || size.Value - files.Published >= MostAtOnce)
            {
                break;
            }
        }
        After?.Invoke("assigned");
        if (size.Value == files.Published)
        {
            return size;
        }
        var head = await files.Grow(size.Value, stop);
        var signed = head.Done ? await leader.Sign(log, head.Value, stop) : Refused.Because<LedgerCheckpoint>(head.Refusals);
        if (!signed.Done)
        {
            files.Close();
            return await Refuse(signed.Refusals);
        }
        After?.Invoke("signed");
        if (files.Publish(signed.Value.Note) is { } refusal)
        {
            files.Close();
            return refusal;
        }
        After?.Invoke("published");
        return size;
    }

    /// <summary>Whoever leads no more lets go of the lock too, so that it takes a new epoch before it writes again.</summary>
    private async Task<Result<long>> Refuse(IReadOnlyList<Refusal> refusals)
    {
        if (refusals.Any(r => r.Code == LedgerRefusals.NotLeaderCode))
        {
            await leader.Resign();
        }
        return Refused.Because<long>(refusals);
    }
}

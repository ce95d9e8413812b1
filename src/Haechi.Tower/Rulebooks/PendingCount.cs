using Haechi.Tower.Clocks;
using Haechi.Tower.Journal;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Rulebooks;

/// <summary>How far determinations lag behind the register, for "as of entry N, M pending".</summary>
public sealed class PendingCount(TowerStore store, BookRegistry registry, Calendars calendars)
{
    /// <summary>How many systems wait; 0 when no book is installed.</summary>
    public async Task<int> Count(CancellationToken stop = default)
    {
        await using var context = store.Open();
        var inForce = await InForce.Read(context, registry, calendars);
        return inForce.Done ? await Pending.Query(context, inForce.Value.Key, store.Clock.Today).CountAsync(stop) : 0;
    }

    /// <summary>The newest journal entry, and how many systems wait.</summary>
    public async Task<(long Entry, int Pending)> AsOf(CancellationToken stop = default)
    {
        await using var context = store.Open();
        return (await context.Set<JournalEntry>().MaxAsync(j => (long?)j.Seq, stop) ?? 0, await Count(stop));
    }
}

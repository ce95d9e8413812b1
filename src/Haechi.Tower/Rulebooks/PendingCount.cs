using Haechi.Tower.Clocks;
using Haechi.Tower.Journal;
using Haechi.Tower.Register;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Rulebooks;

/// <summary>How far determinations lag behind the register, for "as of entry N, M pending".</summary>
public sealed class PendingCount(TowerStore store, BookRegistry registry, Calendars calendars)
{
    private Counted? _known;

    /// <summary>How many systems wait; 0 when no book is installed. Counted anew when a system, a determination, the books or the day changed.</summary>
    public async Task<int> Count(CancellationToken stop = default)
    {
        await using var context = store.Open();
        var inForce = await InForce.Read(context, registry, calendars);
        if (!inForce.Done)
        {
            return 0;
        }
        var now = new Counted(await ChangeNumber.Last(context, Versions.Kind, stop), await ChangeNumber.Last(context, DeterminationChanges.Kind, stop), inForce.Value.Key, store.Clock.Today, 0);
        if (_known is { } known && known with { Count = 0 } == now)
        {
            return known.Count;
        }
        _known = now with { Count = await Pending.Query(context, now.Key, now.Day).CountAsync(stop) };
        return _known.Count;
    }

    /// <summary>The newest journal entry, and how many systems wait.</summary>
    public async Task<(long Entry, int Pending)> AsOf(CancellationToken stop = default)
    {
        await using var context = store.Open();
        return (await context.Set<JournalEntry>().MaxAsync(j => (long?)j.Seq, stop) ?? 0, await Count(stop));
    }

    private sealed record Counted(long Systems, long Determinations, string Key, DateOnly Day, int Count);
}

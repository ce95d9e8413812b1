using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Journal;

/// <summary>Measures every few seconds how far the latest checkpoint is behind the journal, whichever node signs it.</summary>
internal sealed class LedgerLag(TowerStore store) : ILedgerLag, IJob
{
    private const double Micros = 1e6;
    private double? _seconds;

    public string Name => "ledger-lag";

    public TimeSpan Every => TimeSpan.FromSeconds(5);

    public double? Seconds => _seconds;

    public async Task Run(CancellationToken stop)
    {
        await using var context = store.Open();
        var reach = await LedgerQueries.Reach(context, stop);
        if (reach.Log is null)
        {
            _seconds = null;
            return;
        }
        var signed = reach.Signed;
        var waiting = await context.Set<JournalEntry>().Where(j => j.LedgerIndex == null).MinAsync(j => (long?)j.At, stop) ?? await context.Set<JournalEntry>().Where(j => j.LedgerIndex >= signed).MinAsync(j => (long?)j.At, stop);
        _seconds = waiting is { } since ? Math.Max(0, (store.Clock.Micros - since) / Micros) : 0;
    }
}

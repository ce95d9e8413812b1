using Haechi.Tower.Common;
using Haechi.Tower.Operations;
using Haechi.Tower.Storage;
using Microsoft.Extensions.Hosting;

namespace Haechi.Web.Operations;

/// <summary>Says for a load balancer whether this node can take visitors: database, schema, disk, and whatever modules add.</summary>
public sealed class Readiness(TowerStore store, IEnumerable<ILedgerLag> ledgers, IHostApplicationLifetime life)
{
    /// <summary>An entry older than this without a checkpoint means that nobody publishes.</summary>
    private const double MostLagSeconds = 60;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The answer to the last question.</summary>
    public bool LastReady { get; private set; }

    /// <summary>The ledger's lag in seconds, or null when there is none or it is not known.</summary>
    public double? LedgerLag => ledgers.LastOrDefault()?.Seconds;

    /// <summary>True when the ledger stands still. People can work all the same, so that no node is taken out of service for it.</summary>
    public bool LedgerStands => LedgerLag > MostLagSeconds;

    /// <summary>What keeps this node from being ready, as stable words; empty when it is.</summary>
    public async Task<IReadOnlyList<string>> Look(CancellationToken stop)
    {
        var wrong = new List<string>();
        if (life.ApplicationStopping.IsCancellationRequested)
        {
            wrong.Add("stopping");
        }
        try
        {
            using var late = CancellationTokenSource.CreateLinkedTokenSource(stop);
            late.CancelAfter(Patience);
            if ((await Migrator.State(store, late.Token)).Pending.Count > 0)
            {
                wrong.Add("pending-migration");
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            wrong.Add("db-slow");
        }
        catch (Exception fault) when (Opening.Of(fault) is { } refusal)
        {
            wrong.Add(refusal.Code);
        }
        if (FolderCheckUp.IsShort(store.Options.DataFolder))
        {
            wrong.Add("disk-full");
        }
        LastReady = wrong.Count == 0;
        return wrong;
    }
}

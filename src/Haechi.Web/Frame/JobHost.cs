using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Haechi.Web.Frame;

/// <summary>Runs every job in a loop of its own for as long as the pages are served: the one way in which a node does something by itself.</summary>
internal sealed partial class JobHost(IEnumerable<IJob> jobs, TowerStore store, JobBoard board, ILogger<JobHost> log) : BackgroundService
{
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(100);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(jobs.Select(j => Task.Run(() => Loop(j, stoppingToken), CancellationToken.None)));

    private async Task Loop(IJob job, CancellationToken stop)
    {
        using var woken = new SemaphoreSlim(0, 1);
        void Wake()
        {
            try
            {
                woken.Release();
            }
            catch (Exception full) when (full is SemaphoreFullException or ObjectDisposedException)
            {
                // Woken already, or ending.
            }
        }
        if (job.WakesOnCommit)
        {
            store.Committed += Wake;
        }
        try
        {
            while (!stop.IsCancellationRequested)
            {
                await Once(job, stop);
                if (await woken.WaitAsync(job.Every, stop))
                {
                    // Acts come in bursts; one round serves them all.
                    await Task.Delay(Settle, stop);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The node is stopping.
        }
        finally
        {
            store.Committed -= Wake;
        }
    }

    private async Task Once(IJob job, CancellationToken stop)
    {
#pragma warning disable CA1031 // A job outlives any fault; the next round tries again.
        try
        {
            await job.Run(stop);
            board.Note(job.Name, null);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception fault)
        {
            // A full disk or a lost database says the same every round: one line, no stack.
            if (StorageTrouble.Of(fault) is { } known)
            {
                Waits(log, job.Name, known.Code);
            }
            else
            {
                Failed(log, job.Name, fault);
            }
            board.Note(job.Name, StorageTrouble.Of(fault)?.Code ?? fault.GetType().Name);
        }
#pragma warning restore CA1031
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job} waits: {Reason}")]
    private static partial void Waits(ILogger log, string job, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {Job} failed; it is tried again")]
    private static partial void Failed(ILogger log, string job, Exception fault);
}

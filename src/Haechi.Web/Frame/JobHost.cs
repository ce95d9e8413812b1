using Haechi.Tower.Common;
using Haechi.Tower.Journal;
using Haechi.Tower.Storage;
using Haechi.Web.Demo;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Haechi.Web.Frame;

/// <summary>Runs every job in a loop of its own for as long as the pages are served: the one way in which a node does something by itself.</summary>
internal sealed partial class JobHost(IEnumerable<IJob> jobs, TowerStore store, JobBoard board, ServeOptions serve, DemoReady ready, ILogger<JobHost> log) : BackgroundService
{
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(100);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // A demonstration's database comes whole when it is filled: a ledger begun before that would be another's.
        await ready.Filled.WaitAsync(stoppingToken);
        await Task.WhenAll(jobs.Where(j => serve.Ledger || j is not LedgerWorker).Select(j => Task.Run(() => Loop(j, stoppingToken), CancellationToken.None)));
    }

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
            // A full disk or a lost database says the same every round: one line, no stack, and only when it is news.
            var word = StorageTrouble.Of(fault)?.Code ?? fault.GetType().Name;
            if (board.States.GetValueOrDefault(job.Name)?.Failing == word)
            {
                board.Note(job.Name, word);
                return;
            }
            if (StorageTrouble.Of(fault) is { } known)
            {
                Waits(log, job.Name, known.Code);
            }
            else
            {
                Failed(log, job.Name, fault);
            }
            board.Note(job.Name, word);
        }
#pragma warning restore CA1031
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job} waits: {Reason}")]
    private static partial void Waits(ILogger log, string job, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {Job} failed; it is tried again")]
    private static partial void Failed(ILogger log, string job, Exception fault);
}

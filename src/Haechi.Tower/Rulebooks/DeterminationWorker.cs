using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.Extensions.Logging;

namespace Haechi.Tower.Rulebooks;

/// <summary>
/// Keeps determinations up to date: wakes after every commit of this process and every few seconds for those of others and for the passing of days. The web host runs <see cref="Loop"/>;
/// verbs and tests call <see cref="RunToEnd"/>.
/// </summary>
public sealed class DeterminationWorker(TowerStore store, IHandle<DetermineSystems, RunResult> determine, ILogger<DeterminationWorker> log) : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(100);
    private readonly SemaphoreSlim _woken = new(0, 1);
    private volatile bool _running;

    /// <summary>Determines until nothing is pending.</summary>
    public async Task<Result<RunResult>> RunToEnd(CancellationToken stop = default)
    {
        _running = true;
        try
        {
            return await determine.Handle(Actor.Program, new DetermineSystems(), stop);
        }
        finally
        {
            _running = false;
        }
    }

    /// <summary>Makes the loop look at once.</summary>
    public void Wake()
    {
        if (!_running && _woken.CurrentCount == 0)
        {
            try
            {
                _woken.Release();
            }
            catch (SemaphoreFullException)
            {
                // Woken by another thread meanwhile: once is enough.
            }
        }
    }

    /// <summary>Runs until stopped. A fault is logged and tried again later; a refusal (no book installed) waits for the next change.</summary>
    public async Task Loop(CancellationToken stop)
    {
        store.Committed += Wake;
        try
        {
            while (!stop.IsCancellationRequested)
            {
                await Once(stop);
                await _woken.WaitAsync(Look, stop);
                await Task.Delay(Settle, stop);
            }
        }
        catch (OperationCanceledException)
        {
            // The host is stopping.
        }
        finally
        {
            store.Committed -= Wake;
        }
    }

    /// <inheritdoc />
    public void Dispose() => _woken.Dispose();

    private async Task Once(CancellationToken stop)
    {
#pragma warning disable CA1031 // A worker outlives any fault; the next round tries again.
        try
        {
            await RunToEnd(stop);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Log.Failed(log, fault);
        }
#pragma warning restore CA1031
    }
}

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Determining systems failed; it is tried again.")]
    public static partial void Failed(ILogger log, Exception fault);
}

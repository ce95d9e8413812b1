using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Haechi.Tower.Common;
using Haechi.Tower.Journal;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Bench.Tower;

/// <summary>How long after its commit an act stands in a published checkpoint, while acts keep coming: the lag of the tower's ledger.</summary>
internal sealed class LedgerLag(IServiceProvider services, int seconds)
{
    private const int Writers = 4;

    public async Task Run()
    {
        var (store, worker) = (services.GetRequiredService<TowerStore>(), services.GetRequiredService<LedgerWorker>());
        using var stop = new CancellationTokenSource();
        var published = new ConcurrentQueue<long>();
        worker.Round.After = step =>
        {
            if (step == "published")
            {
                published.Enqueue(Stopwatch.GetTimestamp());
            }
        };
        // What was waiting before, such as the making of the register, is no part of the measurement.
        await worker.RunOnce();
        published.Clear();
        var committed = new ConcurrentDictionary<long, long>();
        var loop = Task.Run(async () =>
        {
            // As the host of jobs does it while acts keep coming.
            while (!stop.IsCancellationRequested)
            {
                await worker.Run(CancellationToken.None);
                await Task.Delay(TimeSpan.FromMilliseconds(100));
            }
        });
        var end = Stopwatch.GetTimestamp() + (seconds * Stopwatch.Frequency);
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(w => Task.Run(async () =>
        {
            for (var i = 0; Stopwatch.GetTimestamp() < end; i++)
            {
                JournalEntry? entry = null;
                await store.Write<Done>(Actor.Terminal, scope =>
                {
                    entry = scope.Record("bench.act", "system:bench", new { w, i });
                    return Task.FromResult(Done.Well);
                });
                committed[entry!.Seq] = Stopwatch.GetTimestamp();
            }
        })));
        await Task.Delay(TimeSpan.FromSeconds(3));
        await stop.CancelAsync();
        await loop;
        await Report(store, committed, published);
    }

    private async Task Report(TowerStore store, ConcurrentDictionary<long, long> committed, ConcurrentQueue<long> published)
    {
        var heads = (await store.Read(c => c.Set<LedgerCheckpoint>().OrderBy(p => p.Size).Select(p => p.Size).ToListAsync())).TakeLast(published.Count).Zip(published, (s, at) => (Size: s, At: at)).ToList();
        var indexes = (await store.Read(c => c.Set<JournalEntry>().Where(j => j.Act == "bench.act").Select(j => new { j.Seq, j.LedgerIndex }).ToListAsync())).Where(j => committed.ContainsKey(j.Seq)).ToList();
        var lags = indexes.Select(j => (heads.First(h => h.Size > j.LedgerIndex).At - committed[j.Seq]) * 1000.0 / Stopwatch.Frequency).Order().ToList();
        double At(double share) => lags[(int)Math.Min(lags.Count - 1, share * lags.Count)];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ledger of the tower: {lags.Count / (double)seconds:F0} acts/s for {seconds} s by {Writers} writers, {heads.Count} checkpoints; from commit to published checkpoint median {At(0.5):F0} ms, p95 {At(0.95):F0} ms, p99 {At(0.99):F0} ms, at most {lags[^1]:F0} ms"));
    }
}

using System.Diagnostics;
using Haechi.Ledger.Notes;
using Haechi.Ledger.Writing;

namespace Haechi.Bench.Ledger;

/// <summary>What adding came to.</summary>
/// <param name="Name">The way of adding.</param>
/// <param name="Entries">Entries acknowledged.</param>
/// <param name="Seconds">In this time.</param>
/// <param name="Acknowledgements">Milliseconds from a call to its answer, sorted.</param>
/// <param name="Lags">Milliseconds from an answer to the checkpoint that holds the entries, sorted.</param>
internal sealed record Added(string Name, long Entries, double Seconds, double[] Acknowledgements, double[] Lags)
{
    public double PerSecond => Entries / Seconds;

    public static double At(double[] sorted, double share) => sorted.Length == 0 ? double.NaN : sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];
}

/// <summary>Adds entries for a while and keeps every time.</summary>
internal sealed class Adding(string folder, SignerKey key, double seconds, int bytes)
{
    private readonly List<(long At, long Index)> _answers = [];
    private readonly List<double> _acknowledgements = [];
    private readonly List<(long At, long Size)> _checkpoints = [];

    /// <summary>Callers that each wait for the answer before they add the next batch.</summary>
    public async Task<Added> Run(int callers, int batch)
    {
        var log = Path.Combine(folder, $"log-{Guid.NewGuid():N}");
        var elapsed = 0.0;
        await using (var writer = LedgerWriter.Open(new LedgerOptions(log, "bench.example/log") { Signers = [key] }).Value)
        {
            await Add(writer, batch, Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 2));
            Clear();
            using var stop = new CancellationTokenSource();
            var watch = Watch(writer, stop.Token);
            var (start, first) = (Stopwatch.GetTimestamp(), writer.Acknowledged);
            await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(() => Add(writer, batch, start + (long)(seconds * Stopwatch.Frequency)))));
            elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
            var added = writer.Acknowledged - first;
            await writer.Publish();
            await stop.CancelAsync();
            await watch;
            _checkpoints.Add((Stopwatch.GetTimestamp(), writer.Published.Size));
            var name = callers == 1 ? $"batch of {batch}" : $"{callers} callers, batch of {batch}";
            var result = new Added(name, added, elapsed, [.. _acknowledgements.Order()], [.. Lags().Order()]);
            Clear();
            return result;
        }
    }

    private async Task Add(LedgerWriter writer, int batch, long until)
    {
        var random = new Random(1);
        var entries = Enumerable.Range(0, batch).Select(_ => new byte[bytes]).ToArray();
        ReadOnlyMemory<byte>[] given = [.. entries.Select(e => (ReadOnlyMemory<byte>)e)];
        Array.ForEach(entries, random.NextBytes);
        for (var n = 0L; Stopwatch.GetTimestamp() < until; n++)
        {
            Array.ForEach(entries, e => BitConverter.TryWriteBytes(e, n));
            var start = Stopwatch.GetTimestamp();
            var first = (await writer.Append(given)).Value;
            var now = Stopwatch.GetTimestamp();
            lock (_answers)
            {
                _acknowledgements.Add(Stopwatch.GetElapsedTime(start, now).TotalMilliseconds);
                _answers.Add((now, first + batch));
            }
        }
    }

    private async Task Watch(LedgerWriter writer, CancellationToken stop)
    {
        for (var size = -1L; !stop.IsCancellationRequested; await Task.Delay(5, CancellationToken.None))
        {
            if (writer.Published.Size is var now && now > size)
            {
                _checkpoints.Add((Stopwatch.GetTimestamp(), size = now));
            }
        }
    }

    private IEnumerable<double> Lags()
    {
        var at = 0;
        foreach (var (answered, index) in _answers.OrderBy(a => a.Index))
        {
            while (at < _checkpoints.Count && _checkpoints[at].Size < index)
            {
                at++;
            }
            if (at < _checkpoints.Count)
            {
                yield return Math.Max(0, Stopwatch.GetElapsedTime(answered, _checkpoints[at].At).TotalMilliseconds);
            }
        }
    }

    private void Clear()
    {
        _answers.Clear();
        _acknowledgements.Clear();
        _checkpoints.Clear();
    }
}

using System.Diagnostics.Metrics;
using Haechi.Tower.Common;
using Haechi.Tower.Operations;
using Haechi.Tower.Storage;

namespace Haechi.Web.Operations;

/// <summary>The program's own figures.</summary>
internal sealed class TowerMeter : IDisposable
{
    public const string Name = "haechi";

    private readonly Meter _meter = new(Name);
    private readonly Counter<long> _refused;
    private long _commits;

    public TowerMeter(TowerStore store, JobBoard jobs, Readiness readiness)
    {
        store.Committed += () => Interlocked.Increment(ref _commits);
        _meter.CreateObservableCounter("haechi.commits", () => Interlocked.Read(ref _commits), description: "Acts that this node committed.");
        _meter.CreateObservableCounter("haechi.job.runs", () => jobs.States.SelectMany(Runs), description: "Rounds of background jobs on this node, by how they ended.");
        _meter.CreateObservableGauge("haechi.job.failing", () => jobs.States.Select(s => new Measurement<long>(s.Value.Failing is null ? 0 : 1, KeyValuePair.Create<string, object?>("job", s.Key))), description: "1 while the last round of a job failed.");
        _meter.CreateObservableGauge("haechi.disk.free", () => FolderCheckUp.Free(store.Options.DataFolder) ?? double.NaN, "By", "Free space where the data folder lies.");
        _meter.CreateObservableGauge("haechi.ready", () => readiness.LastReady ? 1 : 0, description: "1 when this node answered the last question for readiness with yes.");
        _meter.CreateObservableGauge("haechi.ledger.lag", () => readiness.LedgerLag ?? double.NaN, "s", "Age of the oldest entry that no checkpoint holds yet.");
        _refused = _meter.CreateCounter<long>("haechi.storage.refused", description: "Requests that could not be kept, by the reason.");
    }

    /// <summary>Counts a request that storage refused.</summary>
    public void Refused(string code) => _refused.Add(1, KeyValuePair.Create<string, object?>("code", code));

    public void Dispose() => _meter.Dispose();

    private static IEnumerable<Measurement<long>> Runs(KeyValuePair<string, JobState> job)
    {
        yield return new Measurement<long>(job.Value.Runs, KeyValuePair.Create<string, object?>("job", job.Key), KeyValuePair.Create<string, object?>("outcome", "well"));
        yield return new Measurement<long>(job.Value.Faults, KeyValuePair.Create<string, object?>("job", job.Key), KeyValuePair.Create<string, object?>("outcome", "fault"));
    }
}

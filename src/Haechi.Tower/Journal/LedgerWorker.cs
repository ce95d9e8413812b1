using Haechi.Tower.Common;
using Haechi.Tower.Journal.Contracts;
using Haechi.Tower.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Haechi.Tower.Journal;

/// <summary>
/// Keeps the ledger up with the journal for as long as a tower is served: a round soon after every commit of this process, and every second for those of others. Verbs write rows only.
/// </summary>
public sealed partial class LedgerWorker : IJob, IAsyncDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly ILogger<LedgerWorker> _log;
    private readonly LedgerRound _round;
    private readonly WitnessRound _witnesses;

    /// <summary>A worker; it does nothing before <see cref="Run"/> or <see cref="RunOnce"/>.</summary>
    public LedgerWorker(TowerStore store, IKeyBox box, ILogger<LedgerWorker> log) : this(store, LeaderLock.Of(store.Options), box, log)
    {
    }

    internal LedgerWorker(TowerStore store, ILeaderLock held, IKeyBox box, ILogger<LedgerWorker> log)
    {
        _log = log;
        _round = new LedgerRound(store, new LedgerLeader(store, held, new SigningKeys(store, box)), new NodeLedger(store));
        _witnesses = new WitnessRound(store);
    }

    /// <inheritdoc />
    public string Name => "ledger";

    /// <inheritdoc />
    public TimeSpan Every => TimeSpan.FromSeconds(1);

    /// <inheritdoc />
    public bool WakesOnCommit => true;

    /// <summary>Why the last round did not come to its end; null when it did.</summary>
    public Refusal? Problem { get; private set; }

    /// <summary>True when this node gave out the indexes in its last round.</summary>
    public bool Leading => _round.Leading;

    internal LedgerRound Round => _round;

    /// <summary>One round; how many entries the published checkpoint has.</summary>
    public async Task<Result<long>> RunOnce(CancellationToken stop = default)
    {
        await _one.WaitAsync(stop);
        try
        {
            var done = await _round.Once(stop);
            Problem = done.Done ? null : done.Refusals[0];
            return done;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Asks the witnesses whose turn it is; how many cosigned.</summary>
    public Task<int> AskWitnesses(CancellationToken stop = default) => _witnesses.Once(stop);

    /// <inheritdoc />
    public async Task Run(CancellationToken stop)
    {
        var before = Problem;
        try
        {
            var done = await RunOnce(stop);
            if (!done.Done && before?.Code != done.Refusals[0].Code && done.Refusals[0].Code != LedgerRefusals.NotLeaderCode)
            {
                Refused(_log, done.Refusals[0].ToLine("en"));
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Problem = Refusal.Because("ledger-fault", "원장을 쓰는 중에 오류가 났습니다. 곧 다시 해 봅니다. 오래 이어지면 디스크와 로그를 살피십시오.", "a fault while the ledger was written; it is tried again; if it lasts, see to the disk and the log");
            throw;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _round.DisposeAsync();
        _witnesses.Dispose();
        _one.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The ledger does not go on: {Problem}")]
    private static partial void Refused(ILogger log, string problem);
}

/// <summary>Asks the witnesses while this node leads. Apart from the ledger itself, because a witness may be slow.</summary>
internal sealed class WitnessJob(LedgerWorker worker) : IJob
{
    public string Name => "ledger-witnesses";

    public TimeSpan Every => TimeSpan.FromSeconds(2);

    public Task Run(CancellationToken stop) => worker.Leading ? worker.AskWitnesses(stop) : Task.CompletedTask;
}

internal sealed class JournalModule : ITowerModule
{
    public void Add(IServiceCollection services) => services.AddSingleton<LedgerWorker>().AddSingleton<IJob>(s => s.GetRequiredService<LedgerWorker>()).AddSingleton<IJob, WitnessJob>().AddSingleton<PublicLedger>().AddSingleton<IErasesAlong, JournalErasure>()
        .AddSingleton<ICheckUp, LedgerCheckUp>().AddSingleton<LedgerLag>().AddSingleton<ILedgerLag>(s => s.GetRequiredService<LedgerLag>()).AddSingleton<IJob>(s => s.GetRequiredService<LedgerLag>());
}

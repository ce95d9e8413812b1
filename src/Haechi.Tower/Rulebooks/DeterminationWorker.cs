using Haechi.Tower.Common;

namespace Haechi.Tower.Rulebooks;

/// <summary>
/// Keeps determinations up to date: a serving node runs it after every commit of its own and every few seconds for those of others and for the passing of days. Verbs and tests call
/// <see cref="RunToEnd"/>.
/// </summary>
public sealed class DeterminationWorker(IHandle<DetermineSystems, RunResult> determine) : IJob
{
    /// <inheritdoc />
    public string Name => "determination";

    /// <inheritdoc />
    public TimeSpan Every => TimeSpan.FromSeconds(10);

    /// <inheritdoc />
    public bool WakesOnCommit => true;

    /// <summary>Determines until nothing is pending.</summary>
    public Task<Result<RunResult>> RunToEnd(CancellationToken stop = default) => determine.Handle(Actor.Program, new DetermineSystems(), stop);

    /// <inheritdoc />
    // A refusal (no book installed) waits for the next change.
    public Task Run(CancellationToken stop) => RunToEnd(stop);
}

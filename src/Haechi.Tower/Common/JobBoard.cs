using System.Collections.Concurrent;

namespace Haechi.Tower.Common;

/// <summary>How a job went lately on this node.</summary>
/// <param name="Runs">Rounds that ended well.</param>
/// <param name="Faults">Rounds that failed.</param>
/// <param name="LastWell">When a round last ended well, or null.</param>
/// <param name="Failing">What keeps the last round from ending well, as a word without personal data; null when it did.</param>
public sealed record JobState(long Runs, long Faults, DateTimeOffset? LastWell, string? Failing);

/// <summary>What the jobs of this node are doing; read by health and metrics.</summary>
public sealed class JobBoard
{
    private readonly ConcurrentDictionary<string, JobState> _states = new(StringComparer.Ordinal);

    /// <summary>The states by the jobs' names.</summary>
    public IReadOnlyDictionary<string, JobState> States => _states;

    /// <summary>Notes the end of a round; <paramref name="failing"/> is null when it ended well.</summary>
    public void Note(string job, string? failing) => _states.AddOrUpdate(job, _ => Next(new JobState(0, 0, null, null), failing), (_, state) => Next(state, failing));

    private static JobState Next(JobState state, string? failing) => failing is null
        ? state with { Runs = state.Runs + 1, LastWell = DateTimeOffset.UtcNow, Failing = null } : state with { Faults = state.Faults + 1, Failing = failing };
}

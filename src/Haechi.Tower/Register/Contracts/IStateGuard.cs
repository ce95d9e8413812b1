using Haechi.Tower.Common;
using Haechi.Tower.Storage;

namespace Haechi.Tower.Register.Contracts;

/// <summary>A system that comes to a state.</summary>
/// <param name="System">The system; null when it is not in the register yet.</param>
/// <param name="Facts">Its facts after the change.</param>
/// <param name="From">The state before, or null when it was unknown.</param>
/// <param name="To">The state after.</param>
/// <param name="On">The day of the change.</param>
public sealed record StateEntry(string? System, SystemFacts Facts, string? From, string To, DateOnly On);

/// <summary>
/// Asked before a system changes its state (fact <c>lifecycle</c>), and when one comes into the register in a state. Modules above the register answer with refusals that carry their provision; the
/// register knows none of them. A list of what is so already is not stopped by them: there the refusals are shown (docs/decisions/0012).
/// </summary>
public interface IStateGuard
{
    /// <summary>For each entry the reasons why the system may not come to the state on the day; empty when it may.</summary>
    public Task<IReadOnlyList<IReadOnlyList<Refusal>>> MayEnter(TowerContext context, IReadOnlyList<StateEntry> entries);
}

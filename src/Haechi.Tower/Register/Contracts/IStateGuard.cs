using Haechi.Tower.Common;
using Haechi.Tower.Storage;

namespace Haechi.Tower.Register.Contracts;

/// <summary>
/// Asked before a system changes its state (fact <c>lifecycle</c>). Modules above the register answer with refusals that carry their provision; the register knows none of them.
/// </summary>
public interface IStateGuard
{
    /// <summary>The reasons why the system may not enter the state on the day; empty when it may.</summary>
    public Task<IReadOnlyList<Refusal>> MayEnter(TowerContext context, string system, SystemFacts facts, string? from, string to, DateOnly on);
}

using Haechi.Tower.Common;
using Haechi.Tower.Register.Contracts;
using Haechi.Tower.Storage;

namespace Haechi.Tower.Register;

/// <summary>What the guards say of states that are recorded because they are so already (docs/decisions/0012).</summary>
internal static class StateBreaches
{
    /// <summary>For each entry what the guards would refuse.</summary>
    public static async Task<IReadOnlyList<IReadOnlyList<Refusal>>> Of(IEnumerable<IStateGuard> guards, TowerContext context, IReadOnlyList<StateEntry> entries)
    {
        var all = entries.Select(_ => new List<Refusal>()).ToList();
        foreach (var guard in guards)
        {
            var said = entries.Count == 0 ? [] : await guard.MayEnter(context, entries);
            for (var i = 0; i < said.Count; i++)
            {
                all[i].AddRange(said[i]);
            }
        }
        return all;
    }

    /// <summary>How a version's note tells it, in both languages because notes are kept as they are; null without a breach.</summary>
    public static string? Note(IReadOnlyList<Refusal> refusals) => refusals.Count == 0 ? null
        : string.Join(' ', refusals.Select(r => $"{r.Message.In("ko")} / {r.Message.In("en")}" + (r.Provision is null ? "" : $" ({r.Provision})")));
}

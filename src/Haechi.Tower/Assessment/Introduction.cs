using Haechi.Rules.Facts;
using Haechi.Tower.Register;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Assessment;

/// <summary>
/// Since when a system has been in use without a break. The law counts from the introduction and does not say what a break is. What is decided here, all of it inference: a suspension or a step
/// back to a pilot does not undo the introduction; retiring a system, or taking it back to an idea, to review or to development, does, and its return is a new introduction (which is why
/// Decree Art. 27(1)2 knows a ground for AI that is introduced again unchanged).
/// </summary>
internal static class Introduction
{
    private const string PlacedOn = "placed_on";
    /// <summary>The day that the facts state, or null.</summary>
    public static DateOnly? Stated(SystemFacts facts) => facts[PlacedOn] is DateFact { Value: var day } ? day : null;

    private const string Suspended = "suspended";

    /// <summary>The first day of the present use as of the versions recorded so far, or null when it is not in use or nobody knows since when.</summary>
    /// <param name="context">The tables.</param>
    /// <param name="system">The system.</param>
    /// <param name="facts">The facts after the change, which may state the day.</param>
    /// <param name="from">The state before the change.</param>
    /// <param name="on">The day of the change; only what comes before counts.</param>
    public static async Task<DateOnly?> Since(TowerContext context, string system, SystemFacts facts, string? from, DateOnly on)
    {
        var history = await context.Set<SystemVersion>().AsNoTracking().Where(v => v.System == system && v.ValidFrom <= on)
            .OrderBy(v => v.ValidFrom).ThenBy(v => v.Id).Select(v => new { v.ValidFrom, v.Facts }).ToListAsync();
        DateOnly? since = null;
        foreach (var version in history)
        {
            since = FactsJson.Read(version.Facts).Text(Lifecycle.Question) switch
            {
                Lifecycle.InUse => since ?? version.ValidFrom,
                "pilot" or Suspended or null => since,
                _ => null,
            };
        }
        // A stated first day counts where the register has seen the use itself, or where the state before was no state: unknown until now, or suspended, which only what was used can be.
        var stated = facts[PlacedOn] is DateFact { Value: var day } && day < on && (since is not null || from is null or Suspended or Lifecycle.InUse) ? day : (DateOnly?)null;
        return stated is { } first && (since is not { } seen || first < seen) ? first : since;
    }
}

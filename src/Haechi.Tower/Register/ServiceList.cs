using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Register;

/// <summary>A system for the list of AI services.</summary>
/// <param name="System">The id.</param>
/// <param name="Number">The number.</param>
/// <param name="Version">The version that answers for the moment.</param>
/// <param name="Facts">Its facts.</param>
/// <param name="Department">Its department, or null.</param>
public sealed record ListedSystem(string System, int Number, long Version, SystemFacts Facts, string? Department);

/// <summary>
/// Which systems belong to the list of AI services that a body keeps and sends to the ministry (Public AI Act Art. 30): those in use or in a pilot. Those whose state nobody has stated are
/// listed apart, because unknown is not no: an officer has to look at them before the list is sent.
/// </summary>
/// <param name="Belong">In use or in a pilot.</param>
/// <param name="Unknown">State unknown.</param>
/// <param name="Left">How many were left out because they are not in use yet, or no more.</param>
public sealed record ServiceList(IReadOnlyList<ListedSystem> Belong, IReadOnlyList<ListedSystem> Unknown, int Left)
{
    private const int Chunk = 500;
    private static readonly string[] States = [Lifecycle.InUse, "pilot"];

    /// <summary>The list for a moment.</summary>
    public static async Task<ServiceList> Read(TowerContext context, Moment moment)
    {
        var by = moment.AsOf ?? long.MaxValue;
        var thin = await context.Set<SystemVersion>().AsNoTracking().Where(v => v.RecordedAt <= by && v.ValidFrom <= moment.On)
            .Select(v => new { v.Id, v.System, v.ValidFrom, v.RecordedAt }).ToListAsync();
        List<long> versions = [.. thin.GroupBy(v => v.System, StringComparer.Ordinal).Select(g => g.OrderByDescending(v => v.ValidFrom).ThenByDescending(v => v.RecordedAt).ThenByDescending(v => v.Id).First().Id)];
        var systems = new List<ListedSystem>();
        foreach (var some in versions.Chunk(Chunk))
        {
            var rows = await (from v in context.Set<SystemVersion>().AsNoTracking() join s in context.Set<AiSystem>() on v.System equals s.Id where some.Contains(v.Id)
                              select new { v.Id, v.System, s.Number, v.Facts, v.Department }).ToListAsync();
            systems.AddRange(rows.Select(r => new ListedSystem(r.System, r.Number, r.Id, FactsJson.Read(r.Facts), r.Department)));
        }
        var byState = systems.OrderBy(s => s.Number).ToLookup(s => s.Facts.Text(Lifecycle.Question) switch { null => "unknown", var state => States.Contains(state) ? "belongs" : "left" });
        return new ServiceList([.. byState["belongs"]], [.. byState["unknown"]], byState["left"].Count());
    }
}

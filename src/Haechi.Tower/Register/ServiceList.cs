using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Register;

/// <summary>A system for the list of AI services, with its facts.</summary>
public sealed record ServiceListRow(ListedSystem System, SystemFacts Facts);

/// <summary>
/// Which systems belong to the list of AI services that a body keeps and sends to the ministry (Public AI Act Art. 30): those in use or in a pilot. Those whose state nobody has stated are
/// listed apart, because unknown is not no: an officer has to look at them before the list is sent.
/// </summary>
/// <param name="Belong">In use or in a pilot, by number.</param>
/// <param name="Unknown">State unknown, by number.</param>
/// <param name="Left">How many were left out because they are not in use yet, or no more.</param>
public sealed record ServiceList(IReadOnlyList<ServiceListRow> Belong, IReadOnlyList<ServiceListRow> Unknown, int Left)
{
    private const int Chunk = 500;
    private static readonly string[] States = [Lifecycle.InUse, "pilot"];

    /// <summary>The list for a moment.</summary>
    public static async Task<ServiceList> Read(TowerContext context, Moment moment)
    {
        var all = await SystemRows.At(context, moment).CountAsync();
        var rows = await SystemRows.At(context, moment).Where(r => r.State == null || States.Contains(r.State)).OrderBy(r => r.Number).ToListAsync();
        var facts = new Dictionary<long, string>();
        foreach (var some in rows.Select(r => r.Version).Chunk(Chunk))
        {
            foreach (var version in await context.Set<SystemVersion>().AsNoTracking().Where(v => some.Contains(v.Id)).Select(v => new { v.Id, v.Facts }).ToListAsync())
            {
                facts[version.Id] = version.Facts;
            }
        }
        var listed = rows.ToLookup(r => r.State is null, r => new ServiceListRow(r, FactsJson.Read(facts[r.Version])));
        return new ServiceList([.. listed[false]], [.. listed[true]], all - rows.Count);
    }
}

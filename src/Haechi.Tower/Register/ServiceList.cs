using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Register;

/// <summary>
/// Which systems belong to a list that takes only some states, such as the list of AI services that a body keeps and sends to the ministry (Public AI Act Art. 30): those in use or in a pilot.
/// Those whose state nobody has stated are listed apart, because unknown is not no: an officer has to look at them before the list is sent.
/// </summary>
/// <param name="Belong">In one of the states, by number.</param>
/// <param name="Unknown">State unknown, by number.</param>
/// <param name="Left">How many were left out because they are in another state.</param>
public sealed record ServiceList(IReadOnlyList<ListedSystem> Belong, IReadOnlyList<ListedSystem> Unknown, int Left)
{
    /// <summary>The list for a moment.</summary>
    public static async Task<ServiceList> Read(TowerContext context, Moment moment, IReadOnlyList<string> states)
    {
        string[] wanted = [.. states];
        var all = await SystemRows.At(context, moment).CountAsync();
        var rows = await SystemRows.At(context, moment).Where(r => r.State == null || wanted.Contains(r.State)).OrderBy(r => r.Number).ToListAsync();
        var listed = rows.ToLookup(r => r.State is null);
        return new ServiceList([.. listed[false]], [.. listed[true]], all - rows.Count);
    }
}

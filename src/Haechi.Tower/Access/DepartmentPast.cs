using System.Text.Json;
using Haechi.Tower.Journal;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Access;

/// <summary>The tree of departments as it stood at an instant. The table holds today's; the journal has an entry for each move with the department above before it, so moves are taken back, the latest first.</summary>
public static class DepartmentPast
{
    private const string Moved = "department.move";
    private const string Subject = "department:";

    /// <summary>The ids of a department and of all that stood below it.</summary>
    public static async Task<IReadOnlySet<string>> Below(TowerContext context, string department, long by, CancellationToken stop = default)
    {
        var parents = await context.Set<Department>().AsNoTracking().Select(d => new { d.Id, d.Parent }).ToDictionaryAsync(d => d.Id, d => d.Parent, StringComparer.Ordinal, stop);
        foreach (var move in await context.Set<JournalEntry>().AsNoTracking().Where(j => j.Act == Moved && j.At > by).OrderByDescending(j => j.Seq).Select(j => new { j.Subject, j.Detail }).ToListAsync(stop))
        {
            using var detail = JsonDocument.Parse(move.Detail);
            parents[move.Subject[Subject.Length..]] = detail.RootElement.TryGetProperty("before", out var before) ? before.GetString() : null;
        }
        return parents.Keys.Where(d => StandsBelow(d, department, parents)).Append(department).ToHashSet(StringComparer.Ordinal);
    }

    private static bool StandsBelow(string id, string top, Dictionary<string, string?> parents)
    {
        // No longer than the tree is deep; a circle, which no handler makes, ends too.
        var at = id;
        for (var steps = 0; at is not null && steps <= parents.Count; steps++)
        {
            if (at == top)
            {
                return true;
            }
            at = parents.GetValueOrDefault(at);
        }
        return false;
    }
}

using System.Text.Json;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Register.Importing;

/// <summary>The row by which a source named a system last.</summary>
/// <param name="Run">The import that it came in.</param>
/// <param name="Headers">The headers over the cells.</param>
/// <param name="Cells">The cells as they came.</param>
/// <param name="Line">The line in the file.</param>
/// <param name="Order">Its place among all rows of the source.</param>
internal sealed record LastRow(ImportRun Run, IReadOnlyList<string> Headers, IReadOnlyList<string> Cells, int Line, long Order);

/// <summary>Loads the last row of every system of a source; an import that was undone counts as never made.</summary>
internal static class LastRows
{
    /// <summary>The rows by system, as they stood at an instant.</summary>
    public static async Task<Dictionary<string, LastRow>> Load(TowerContext context, string profile, long? asOf = null, CancellationToken stop = default)
    {
        var by = asOf ?? long.MaxValue;
        var runs = await context.Set<ImportRun>().AsNoTracking().Where(r => r.Profile == profile && r.At <= by && (r.UndoneAt == null || r.UndoneAt > by)).ToDictionaryAsync(r => r.Id, stop);
        var headers = runs.ToDictionary(r => r.Key, r => JsonSerializer.Deserialize<string[]>(r.Value.Headers)!);
        var newest = new Dictionary<string, SourceRow>(StringComparer.Ordinal);
        await foreach (var row in context.Set<SourceRow>().AsNoTracking().Where(r => r.Profile == profile).OrderBy(r => r.Id).AsAsyncEnumerable().WithCancellation(stop))
        {
            if (runs.ContainsKey(row.Import))
            {
                newest[row.System] = row;
            }
        }
        return newest.ToDictionary(n => n.Key, n => new LastRow(runs[n.Value.Import], headers[n.Value.Import], JsonSerializer.Deserialize<string[]>(n.Value.Cells)!, n.Value.Line, n.Value.Id), StringComparer.Ordinal);
    }
}

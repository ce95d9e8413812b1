using System.Text.Json;
using Haechi.Rules;
using Haechi.Tower.Register.Profiles;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Register.Importing;

/// <summary>The cells that were erased, by system: an import reads them as blank, and an export names them.</summary>
internal static class ErasedCells
{
    /// <summary>The headers whose cells were erased, by system.</summary>
    public static async Task<ILookup<string, string>> Load(TowerContext context, string profile, CancellationToken stop = default) =>
        (await context.Set<ErasedCell>().AsNoTracking().Where(e => e.Profile == profile && e.System != null).Select(e => new { e.System, e.Header }).Distinct().ToListAsync(stop)).ToLookup(e => e.System!, e => e.Header, StringComparer.Ordinal);

    /// <summary>A file as it may be taken: what was erased of a system does not come back with its next file. Rows are read again, so that no fact is made of it either.</summary>
    public static async Task<ReadInventory> Leave(TowerContext context, ReadInventory inventory, KnownSystems known, BookSet books)
    {
        var erased = await Load(context, inventory.Profile.Id);
        if (erased.Count == 0)
        {
            return inventory;
        }
        var (headers, rows) = (inventory.Read.Table.Headers, inventory.Read.Table.Rows.ToList());
        var changed = false;
        for (var i = 0; i < rows.Count; i++)
        {
            var gone = known.Find(inventory.Read.Rows[i].Id.Id) is { } system ? erased[system.System.Id].ToHashSet(StringComparer.Ordinal) : [];
            if (gone.Count > 0)
            {
                rows[i] = rows[i] with { Cells = [.. rows[i].Cells.Select((cell, c) => c < headers.Count && gone.Contains(headers[c]) ? "" : cell)] };
                changed = true;
            }
        }
        var read = changed ? RowReader.Read(inventory.Profile, new ProfileTable(inventory.Read.Table.Name, headers, rows), books) : inventory.Read;
        return read.Done ? inventory with { Read = read.Value } : inventory;
    }

    /// <summary>The same cells without some.</summary>
    public static string Without(string cells, Func<int, string, bool> gone) =>
        JsonSerializer.Serialize(JsonSerializer.Deserialize<string[]>(cells)!.Select((cell, i) => gone(i, cell) ? "" : cell), ImportInventoryHandler.Plain);
}

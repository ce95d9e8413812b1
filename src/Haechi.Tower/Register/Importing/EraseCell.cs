using System.Globalization;
using System.Text.Json;
using Haechi.Rules;
using Haechi.Tower.Common;
using Haechi.Tower.Files;
using Haechi.Tower.Journal.Contracts;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Register.Importing;

/// <summary>
/// Erases one raw cell: <c>cell:IMPORT.LINE.COLUMN</c>. With it go the same text under the same header in the system's other imports, the facts that say it, in every version, and the bytes of the
/// uploaded files; all other cells stay as they came.
/// </summary>
internal sealed class CellEraser(FileStore files, IEnumerable<IHoldsFile> holding) : IEraser
{
    public string Kind => "cell";

    public async Task<Result<Erasable>> Look(TowerContext context, string id, DateOnly today, CancellationToken stop)
    {
        if (await Find(context, id, stop) is not { Text.Length: > 0 } found)
        {
            return Refusal.NotFound("원자료 칸", "raw cell", id);
        }
        List<string> partOf = ["import:" + found.Run.Id];
        if (found.Row is { } row)
        {
            partOf.Add("system:" + row.System);
        }
        return new Erasable("cell:" + id, LocalText.Of($"{found.Line}줄 '{found.Header}' 열의 칸과 거기서 나온 사실, 올린 파일", $"the cell of line {found.Line} under '{found.Header}', facts that say the same, and the uploaded file"), partOf);
    }

    public async Task Erase(WriteScope scope, string id, string provision, CancellationToken stop)
    {
        var context = scope.Context;
        if (await Find(context, id, stop) is not { } found)
        {
            return;
        }
        var runs = new HashSet<string>(StringComparer.Ordinal) { found.Run.FileHash };
        if (found.Row is { } row)
        {
            runs.UnionWith(await BlankRows(context, row.System, found, stop));
            await FactErasure.Erase(scope, row.System, found.Text, stop);
        }
        foreach (var aside in await context.Set<SetAsideRow>().AsNoTracking().Where(r => r.Import == found.Run.Id && r.Line == found.Line).ToListAsync(stop))
        {
            var cells = ErasedCells.Without(aside.Cells, (i, _) => i == found.Column);
            await context.Set<SetAsideRow>().Where(r => r.Id == aside.Id).ExecuteUpdateAsync(u => u.SetProperty(r => r.Cells, cells), stop);
        }
        context.Add(new ErasedCell { Import = found.Run.Id, Line = found.Line, Column = found.Column, Header = found.Header, Profile = found.Run.Profile, System = found.Row?.System, At = scope.Now, Provision = provision });
        foreach (var hash in runs)
        {
            await DropFile(scope, hash, stop);
        }
    }

    private sealed record Found(ImportRun Run, int Line, int Column, string Header, string Text, SourceRow? Row);

    private static async Task<Found?> Find(TowerContext context, string id, CancellationToken stop)
    {
        var parts = id.Split('.');
        if (parts.Length != 3 || !Number(parts[1], out var line) || !Number(parts[2], out var column) || await context.Set<ImportRun>().AsNoTracking().FirstOrDefaultAsync(r => r.Id == parts[0], stop) is not { } run)
        {
            return null;
        }
        var row = await context.Set<SourceRow>().AsNoTracking().FirstOrDefaultAsync(r => r.Import == run.Id && r.Line == line, stop);
        var cells = row?.Cells ?? (await context.Set<SetAsideRow>().AsNoTracking().FirstOrDefaultAsync(r => r.Import == run.Id && r.Line == line, stop))?.Cells;
        var texts = cells is null ? [] : JsonSerializer.Deserialize<string[]>(cells)!;
        var headers = JsonSerializer.Deserialize<string[]>(run.Headers)!;
        return column >= texts.Length ? null : new Found(run, line, column, column < headers.Length ? headers[column] : $"{column + 1}", texts[column], row);
    }

    /// <summary>Blanks the text under the header in all imports of the system; the hashes of the files that held it.</summary>
    private static async Task<List<string>> BlankRows(TowerContext context, string system, Found found, CancellationToken stop)
    {
        var rows = await context.Set<SourceRow>().AsNoTracking().Where(r => r.System == system && r.Profile == found.Run.Profile).ToListAsync(stop);
        var imports = rows.Select(r => r.Import).ToHashSet();
        var headers = (await context.Set<ImportRun>().AsNoTracking().Where(r => imports.Contains(r.Id)).ToListAsync(stop)).ToDictionary(r => r.Id, r => JsonSerializer.Deserialize<string[]>(r.Headers)!);
        var files = new List<string>();
        foreach (var row in rows)
        {
            var cells = ErasedCells.Without(row.Cells, (i, cell) => i < headers[row.Import].Length && headers[row.Import][i] == found.Header && cell.Trim() == found.Text.Trim());
            if (cells != row.Cells)
            {
                await context.Set<SourceRow>().Where(r => r.Id == row.Id).ExecuteUpdateAsync(u => u.SetProperty(r => r.Cells, cells), stop);
                files.Add(row.FileHash);
            }
        }
        return files;
    }

    private async Task DropFile(WriteScope scope, string hash, CancellationToken stop)
    {
        foreach (var other in holding)
        {
            if (await other.Holds(scope.Context, hash, stop))
            {
                return;
            }
        }
        await scope.Context.Set<FileRow>().Where(f => f.Hash == hash).ExecuteDeleteAsync(stop);
        scope.AfterCommit(() => files.Remove(hash).GetAwaiter().GetResult());
    }

    private static bool Number(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}

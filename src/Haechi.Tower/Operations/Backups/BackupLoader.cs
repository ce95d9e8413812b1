using Haechi.Tower.Files;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Operations.Backups;

/// <summary>Puts the entries of a backup where they belong, within one transaction.</summary>
internal sealed class BackupLoader(TowerStore store, TowerContext context, IEnumerable<IUnmodelledTable> unmodelled)
{
    private readonly FileStore _files = new(store.Options, store);

    public async Task Take(string name, Stream bytes, CancellationToken stop)
    {
        if (BackupReader.TableOf(name) is { } table)
        {
            var (columns, rows) = await BackupReader.Rows(bytes, stop);
            if (unmodelled.FirstOrDefault(u => u.Table == table) is { } owner)
            {
                await owner.Write(context, rows);
            }
            else
            {
                // The file itself was just authenticated by a key, so its names are ours; they are held against the shape of names all the same.
                await BulkInsert.Run(context, Name(table), [.. columns.Select(c => Name(c.Name))], rows);
            }
        }
        else if (name.StartsWith("files/", StringComparison.Ordinal))
        {
            await _files.Put(bytes, long.MaxValue, stop);
        }
        else if (name.StartsWith("folder/", StringComparison.Ordinal))
        {
            await Keep(name["folder/".Length..], bytes, stop);
        }
    }

    /// <summary>Numbers go on where they were.</summary>
    public async Task Finish(BackupEnd end, CancellationToken stop)
    {
        foreach (var table in NeutralTable.All(context).Where(t => t.Counted is not null))
        {
            if (end.Sequences.GetValueOrDefault(table.Name) is var last and > 0)
            {
                var sql = context.IsSqlite ? "UPDATE sqlite_sequence SET seq = {0} WHERE name = {1}" : "SELECT setval(pg_get_serial_sequence({1}, {2}), {0})";
                if (await context.Database.ExecuteSqlRawAsync(sql, [last, table.Name, table.Counted!], stop) == 0 && context.IsSqlite)
                {
                    await context.Database.ExecuteSqlRawAsync("INSERT INTO sqlite_sequence (name, seq) VALUES ({1}, {0})", [last, table.Name], stop);
                }
            }
        }
    }

    private static string Name(string name) => name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') && name.Length is > 0 and < 64 ? name : throw new IncompleteException($"'{name}' is no name of a table or column");

    private async Task Keep(string name, Stream bytes, CancellationToken stop)
    {
        var (folder, target) = (Path.GetFullPath(store.Options.DataFolder), Path.GetFullPath(Path.Combine(store.Options.DataFolder, name)));
        if (!target.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw new IncompleteException($"'{name}' lies outside the data folder");
        }
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        await using var file = new FileStream(target, Haechi.Tower.Access.Keys.MasterKey.OwnerOnly());
        await bytes.CopyToAsync(file, stop);
        file.Flush(flushToDisk: true);
    }
}

using System.Buffers;
using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

namespace Haechi.Tower.Operations.Backups;

/// <summary>The archive inside a backup does not say what its own end says it holds.</summary>
internal sealed class IncompleteException(string what) : IOException(what);

/// <summary>Walks through the archive of a backup once.</summary>
internal static class BackupReader
{
    private const int NewLine = '\n';

    /// <summary>Gives each entry to <paramref name="take"/>; ends with an exception when the archive is not whole.</summary>
    public static async Task<(BackupStart Start, BackupEnd End)> Walk(Stream from, Func<BackupStart, string, Stream, Task> take, CancellationToken stop)
    {
        await using var unpacked = new GZipStream(from, CompressionMode.Decompress, leaveOpen: true);
        await using var archive = new TarReader(unpacked, leaveOpen: true);
        (BackupStart? start, BackupEnd? end) = (null, null);
        while (await archive.GetNextEntryAsync(copyData: false, stop) is { } entry)
        {
            var bytes = entry.DataStream ?? Stream.Null;
            if (entry.Name == BackupWriter.StartName)
            {
                start = await JsonSerializer.DeserializeAsync<BackupStart>(bytes, cancellationToken: stop);
            }
            else if (entry.Name == BackupWriter.EndName)
            {
                end = await JsonSerializer.DeserializeAsync<BackupEnd>(bytes, cancellationToken: stop);
            }
            else
            {
                await take(start ?? throw new IncompleteException("the archive has no beginning"), entry.Name, bytes);
            }
        }
        // The chunk behind the archive must be opened too: it is the one that says that the file is complete.
        await unpacked.CopyToAsync(Stream.Null, stop);
        await from.CopyToAsync(Stream.Null, stop);
        return (start ?? throw new IncompleteException("the archive has no beginning"), end ?? throw new IncompleteException("the archive has no end"));
    }

    /// <summary>Holds every row and file against the hashes at the end; nothing is written anywhere.</summary>
    public static async Task<(BackupStart Start, BackupEnd End)> Verify(Stream from, CancellationToken stop)
    {
        var (tables, files, length) = (new Dictionary<string, (long Count, IncrementalHash Hash)>(StringComparer.Ordinal), 0, 0L);
        try
        {
            var (start, end) = await Walk(from, async (_, name, bytes) =>
            {
                if (TableOf(name) is { } table)
                {
                    var so = tables.TryGetValue(table, out var known) ? known : (0, IncrementalHash.CreateHash(HashAlgorithmName.SHA256));
                    tables[table] = (so.Item1 + await Count(bytes, so.Item2, stop), so.Item2);
                }
                else if (name.StartsWith("files/", StringComparison.Ordinal))
                {
                    var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(bytes, stop));
                    if ("files/" + hash != name)
                    {
                        throw new IncompleteException($"{name} has the hash {hash}");
                    }
                    (files, length) = (files + 1, length + bytes.Length);
                }
            }, stop);
            foreach (var (table, said) in end.Rows)
            {
                if (!tables.TryGetValue(table, out var found) || found.Count != said.Count || Convert.ToHexStringLower(found.Hash.GetHashAndReset()) != said.Sha256)
                {
                    throw new IncompleteException($"table {table} should have {said.Count} rows");
                }
            }
            return files == end.Files && length == end.Bytes ? (start, end) : throw new IncompleteException($"{end.Files} files were said and {files} found");
        }
        finally
        {
            foreach (var (_, hash) in tables.Values)
            {
                hash.Dispose();
            }
        }
    }

    /// <summary>The table of an entry, or null.</summary>
    public static string? TableOf(string name) => name.StartsWith("tables/", StringComparison.Ordinal) && name.EndsWith(".jsonl", StringComparison.Ordinal) ? name.Split('/')[1] : null;

    /// <summary>Columns and rows of one portion.</summary>
    public static async Task<(IReadOnlyList<NeutralColumn> Columns, List<object?[]> Rows)> Rows(Stream bytes, CancellationToken stop)
    {
        using var memory = new MemoryStream();
        await bytes.CopyToAsync(memory, stop);
        var (all, at) = (memory.GetBuffer().AsMemory(0, (int)memory.Length), 0);
        var head = all.Span.IndexOf((byte)NewLine);
        var columns = JsonSerializer.Deserialize<string[][]>(all.Span[..head])!.Select(c => new NeutralColumn(c[0], c[1])).ToList();
        var rows = new List<object?[]>();
        for (at = head + 1; at < all.Length;)
        {
            var length = all.Span[at..].IndexOf((byte)NewLine);
            rows.Add(Row(all.Span.Slice(at, length), columns));
            at += length + 1;
        }
        return (columns, rows);
    }

    private static object?[] Row(ReadOnlySpan<byte> line, List<NeutralColumn> columns)
    {
        var json = new Utf8JsonReader(line);
        var row = new object?[columns.Count];
        json.Read();
        for (var i = 0; i < row.Length; i++)
        {
            json.Read();
            row[i] = NeutralTable.Read(ref json, columns[i].Kind);
        }
        return row;
    }

    /// <summary>Counts and hashes the lines behind the head.</summary>
    private static async Task<long> Count(Stream bytes, IncrementalHash hash, CancellationToken stop)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 17);
        var (count, inHead) = (0L, true);
        try
        {
            for (int read; (read = await bytes.ReadAsync(buffer, stop)) > 0;)
            {
                var part = buffer.AsMemory(0, read);
                if (inHead)
                {
                    var end = part.Span.IndexOf((byte)NewLine);
                    if (end < 0)
                    {
                        continue;
                    }
                    (part, inHead) = (part[(end + 1)..], false);
                }
                hash.AppendData(part.Span);
                count += part.Span.Count((byte)NewLine);
            }
            return count;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}

using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Haechi.Tower.Files;

/// <summary>Where bytes lie under their hash.</summary>
internal interface IBytePlace
{
    /// <summary>Takes over the bytes of a file that is on disk already. Bytes that are there stay.</summary>
    public Task Take(string file, string hash, CancellationToken stop);

    /// <summary>The bytes as they lie there, or null.</summary>
    public Task<FileStream?> Open(string hash, CancellationToken stop);

    /// <summary>Removes them; false when there were none.</summary>
    public Task<bool> Remove(string hash, CancellationToken stop);
}

/// <summary>A folder: <c>ab/cdef…</c>.</summary>
internal sealed class ByteFolder(string root) : IBytePlace
{
    public Task Take(string file, string hash, CancellationToken stop)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PlaceOf(hash))!);
        File.Move(file, PlaceOf(hash), overwrite: true);
        return Task.CompletedTask;
    }

    public Task<FileStream?> Open(string hash, CancellationToken stop) =>
        Task.FromResult(File.Exists(PlaceOf(hash)) ? new FileStream(PlaceOf(hash), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, FileStore.Chunk, useAsync: true) : null);

    public Task<bool> Remove(string hash, CancellationToken stop)
    {
        var there = File.Exists(PlaceOf(hash));
        File.Delete(PlaceOf(hash));
        return Task.FromResult(there);
    }

    private string PlaceOf(string hash) => Path.Combine(root, hash[..2], hash[2..]);
}

/// <summary>Rows of PostgreSQL, so that every node has every file. Readers get a copy in a temporary file, which the system removes when they close it.</summary>
internal sealed class ByteRows(TowerStore store, string temporary) : IBytePlace
{
    private const int Part = 1 << 20;

    public async Task Take(string file, string hash, CancellationToken stop)
    {
        await using var context = store.Open();
        if (await context.Set<FileChunk>().AnyAsync(c => c.Hash == hash && c.Number == 0, stop))
        {
            return;
        }
        await using var transaction = await context.Database.BeginTransactionAsync(stop);
        var connection = (NpgsqlConnection)context.Database.GetDbConnection();
        await using var bytes = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, Part, useAsync: true);
        var buffer = new byte[Part];
        // An empty file is one empty part, else it would seem to be missing.
        var number = 0;
        for (int read; (read = await bytes.ReadAtLeastAsync(buffer, Part, throwOnEndOfStream: false, stop)) > 0 || number == 0; number++)
        {
            await using var insert = new NpgsqlCommand("INSERT INTO file_chunk (hash, number, bytes) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", connection);
            insert.Parameters.Add(new NpgsqlParameter { Value = hash });
            insert.Parameters.Add(new NpgsqlParameter { Value = number });
            insert.Parameters.Add(new NpgsqlParameter { Value = buffer.AsMemory(0, read).ToArray() });
            await insert.ExecuteNonQueryAsync(stop);
        }
        await transaction.CommitAsync(stop);
    }

    public async Task<FileStream?> Open(string hash, CancellationToken stop)
    {
        Directory.CreateDirectory(temporary);
        var copy = new FileStream(Path.Combine(temporary, NewId.Next()), new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = FileStore.Chunk, Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        });
        try
        {
            await using var context = store.Open();
            var parts = 0;
            await foreach (var part in context.Set<FileChunk>().Where(c => c.Hash == hash).OrderBy(c => c.Number).Select(c => c.Bytes).AsAsyncEnumerable().WithCancellation(stop))
            {
                await copy.WriteAsync(part, stop);
                parts++;
            }
            if (parts > 0)
            {
                await copy.FlushAsync(stop);
                copy.Position = 0;
                return copy;
            }
        }
        catch
        {
            await copy.DisposeAsync();
            throw;
        }
        await copy.DisposeAsync();
        return null;
    }

    public async Task<bool> Remove(string hash, CancellationToken stop)
    {
        await using var context = store.Open();
        return await context.Set<FileChunk>().Where(c => c.Hash == hash).ExecuteDeleteAsync(stop) > 0;
    }
}

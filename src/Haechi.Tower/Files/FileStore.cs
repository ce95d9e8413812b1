using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using Haechi.Rules;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;

namespace Haechi.Tower.Files;

/// <summary>Bytes that were received and are on disk. Nothing refers to them before <see cref="FileStore.Keep"/>.</summary>
/// <param name="Hash">SHA-256 in lower-case hex.</param>
/// <param name="Length">How many bytes.</param>
/// <param name="MediaType">Told from the first bytes.</param>
public sealed record StoredFile(string Hash, long Length, string MediaType);

/// <summary>
/// Content-addressed bytes: in the data folder (<c>files/ab/cdef…</c>), or in PostgreSQL when that is the store, so that every node has them. Bytes are written beside their place, flushed to the disk
/// and then taken over as a whole, so that a hash never stands for half a file.
/// </summary>
public sealed class FileStore(TowerOptions options, TowerStore store)
{
    /// <summary>The most that is taken when nothing else is said: 200 MB.</summary>
    public const long DefaultLimit = 200L << 20;

    private const int HeadLength = 512;
    internal const int Chunk = 1 << 17;
    private readonly IBytePlace _place = options.Postgres is null ? new ByteFolder(Path.Combine(options.DataFolder, "files")) : new ByteRows(store, Path.Combine(options.DataFolder, "files", "arriving"));

    private string Root => Path.Combine(options.DataFolder, "files");

    /// <summary>Receives bytes. More than <paramref name="limit"/> is refused as soon as it is seen, and nothing stays.</summary>
    public async Task<Result<StoredFile>> Put(Stream from, long limit = DefaultLimit, CancellationToken stop = default)
    {
        var arriving = Path.Combine(Root, "arriving");
        Directory.CreateDirectory(arriving);
        var temporary = Path.Combine(arriving, NewId.Next());
        try
        {
            var received = await Receive(from, temporary, limit, stop);
            if (received.Done)
            {
                await _place.Take(temporary, received.Value.Hash, stop);
            }
            return received;
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Opens bytes for reading after holding them against their hash; what was changed on disk is refused.</summary>
    public async Task<Result<Stream>> Open(string hash, CancellationToken stop = default)
    {
        if (!IsHash(hash) || await _place.Open(hash, stop) is not { } stream)
        {
            return Refusal.NotFound("파일", "file", hash);
        }
        var actual = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, stop));
        if (actual != hash)
        {
            await stream.DisposeAsync();
            return new Refusal("damaged", LocalText.Of("저장된 파일이 해시와 다릅니다. 디스크에서 바뀌었거나 손상되었습니다.", "the stored file no longer has its hash; it was changed or damaged on disk"), hash,
                LocalText.Of("백업에서 그 파일을 되살리십시오.", "restore that file from a backup."));
        }
        stream.Position = 0;
        return stream;
    }

    /// <summary>Lists received bytes in the transaction of the act that uses them.</summary>
    public static async Task Keep(WriteScope scope, StoredFile file)
    {
        if (await scope.Context.Set<FileRow>().FindAsync(file.Hash) is null)
        {
            scope.Context.Add(new FileRow { Hash = file.Hash, Length = file.Length, MediaType = file.MediaType, KeptAt = scope.Now });
        }
    }

    /// <summary>Removes bytes for good: for a lawful erasure, after the act that decided it. False when there were none.</summary>
    public async Task<bool> Remove(string hash, CancellationToken stop = default) => IsHash(hash) && await _place.Remove(hash, stop);

    private static bool IsHash(string hash) => hash.Length == 64 && hash.All(char.IsAsciiHexDigitLower);

    private static async Task<Result<StoredFile>> Receive(Stream from, string to, long limit, CancellationToken stop)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(Chunk);
        var head = new MemoryStream(HeadLength);
        try
        {
            await using var file = new FileStream(to, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, useAsync: true);
            long length = 0;
            for (int read; (read = await from.ReadAsync(buffer.AsMemory(0, Chunk), stop)) > 0;)
            {
                length += read;
                if (length > limit)
                {
                    return TooLarge(limit);
                }
                head.Write(buffer, 0, (int)Math.Min(read, HeadLength - head.Length));
                hash.AppendData(buffer, 0, read);
                await file.WriteAsync(buffer.AsMemory(0, read), stop);
            }
            file.Flush(flushToDisk: true);
            return new StoredFile(Convert.ToHexStringLower(hash.GetHashAndReset()), length, Sniff.MediaType(head.ToArray()));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static Refusal TooLarge(long limit)
    {
        var shown = limit >= 1 << 20 ? $"{(limit >> 20).ToString(CultureInfo.InvariantCulture)} MB" : $"{limit.ToString(CultureInfo.InvariantCulture)} B";
        return new Refusal("too-large", LocalText.Of($"파일이 {shown}를 넘어 받지 않았습니다.", $"the file is larger than {shown} and was not taken"), null,
            LocalText.Of("나누어 올리거나 링크로 제출하십시오.", "split it, or give a link instead."));
    }
}

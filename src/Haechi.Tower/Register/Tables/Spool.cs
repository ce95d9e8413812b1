using System.Buffers;
using System.Security.Cryptography;
using Haechi.Tower.Common;

namespace Haechi.Tower.Register.Tables;

/// <summary>
/// The bytes of a file where they can be read more than once, with their hash. A stream that can be rewound is used as it is; another one is copied into memory when small
/// and into a temporary file when not, and is left as soon as it passes the limit.
/// </summary>
internal sealed class Spool : IDisposable
{
    private const int InMemory = 8 * 1024 * 1024;

    private readonly bool _own;

    private Spool(Stream bytes, bool own, string sha256) => (Bytes, _own, Sha256, Length) = (bytes, own, sha256, bytes.Length);

    public Stream Bytes { get; }

    public string Sha256 { get; }

    public long Length { get; }

    public static Result<Spool> Of(Stream source, string file, TableLimits limits, CancellationToken stop)
    {
        if (source.CanSeek && source.Length > limits.FileBytes)
        {
            return TableRefusals.FileTooLarge(file, source.Length, limits.FileBytes);
        }
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var kept = source.CanSeek ? source : new MemoryStream();
        if (source.CanSeek)
        {
            source.Position = 0;
        }
        var passed = Pass(source, ref kept, hash, limits.FileBytes, stop);
        if (passed < 0)
        {
            if (kept != source)
            {
                kept.Dispose();
            }
            return TableRefusals.FileTooLarge(file, null, limits.FileBytes);
        }
        kept.Position = 0;
        return new Spool(kept, !source.CanSeek, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    public void Dispose()
    {
        if (_own)
        {
            Bytes.Dispose();
        }
    }

    /// <summary>Reads the source to its end; returns the number of bytes, or -1 when there are more than allowed.</summary>
    private static long Pass(Stream source, ref Stream kept, IncrementalHash hash, long most, CancellationToken stop)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(128 * 1024);
        try
        {
            long total = 0;
            int read;
            while ((read = source.Read(buffer, 0, buffer.Length)) > 0)
            {
                stop.ThrowIfCancellationRequested();
                total += read;
                if (total > most)
                {
                    return -1;
                }
                hash.AppendData(buffer, 0, read);
                if (kept != source)
                {
                    kept = kept is MemoryStream && total > InMemory ? OnDisk((MemoryStream)kept) : kept;
                    kept.Write(buffer, 0, read);
                }
            }
            return total;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static FileStream OnDisk(MemoryStream memory)
    {
        var path = Path.Combine(Path.GetTempPath(), $"haechi-{Guid.NewGuid():N}.part");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, Options = FileOptions.DeleteOnClose };
        if (!OperatingSystem.IsWindows())
        {
            // A register may name people: nobody else on the machine reads it.
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        var file = new FileStream(path, options);
        memory.WriteTo(file);
        memory.Dispose();
        return file;
    }
}
